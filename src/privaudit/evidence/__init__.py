"""The store of what was seen: append only, hash-chained, verifiable by anybody."""

from privaudit.evidence.reader import EvidenceReader
from privaudit.evidence.verify import verify
from privaudit.evidence.writer import EvidenceWriter

__all__ = ["EvidenceReader", "EvidenceWriter", "verify"]
