"""E-mail address of a person: RFC 5321 section 4.1.2, as people have them; mailboxes of offices are none."""

from __future__ import annotations

from typing import Final

from privaudit.analysis.detector import Detector, Reading

OFFICES: Final = frozenset(
    {
        "info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster",
        "usenet", "news", "webmaster", "www", "uucp", "ftp", "noreply", "no-reply", "donotreply", "service",
        "services", "help", "contact", "feedback", "admin", "root", "privacy", "hr", "jobs", "press", "git",
    }
)  # fmt: skip
"""RFC 2142, and what companies use besides."""
_FILES: Final = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "html", "json", "xml"})
"""`logo@2x.png` is a file."""
_MOST: Final = 254


def read(text: str) -> Reading | None:
    """Take an address whose mailbox is no office's."""
    mailbox, _, domain = text.rpartition("@")
    if mailbox.lower() in OFFICES or ".." in text or mailbox.startswith(".") or mailbox.endswith("."):
        return None
    if len(text) > _MOST or domain.rpartition(".")[2].lower() in _FILES:
        return None
    return Reading(text.lower())


DETECTOR = Detector(
    name="email-address",
    data_types=("contact.email",),
    pattern=rb"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}",
    read=read,
    chance=0.5,
)
