"""Privacy notices: read to plain text with stable positions, and declared statement by statement."""

from privaudit.notice.declare import load_declaration
from privaudit.notice.read import notice_text

__all__ = ["load_declaration", "notice_text"]
