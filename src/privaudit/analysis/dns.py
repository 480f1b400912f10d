"""Names asked for in DNS messages that an app sends itself, past the system's resolver: RFC 1035, bounded."""

from __future__ import annotations

from typing import NamedTuple

PORT = 53

_HEAD = 12
_MAX_LABEL = 63
_MAX_NAME = 255
_ANSWER = 0x80
_TYPES = {
    1: "A",
    2: "NS",
    5: "CNAME",
    6: "SOA",
    12: "PTR",
    15: "MX",
    16: "TXT",
    28: "AAAA",
    33: "SRV",
    65: "HTTPS",
}


class Question(NamedTuple):
    """What a message asks for: a name, and the type of record."""

    name: str
    record: str


def question(data: bytes) -> Question | None:
    """Return the first question of a query; None when these bytes are none."""
    if len(data) < _HEAD + 5 or data[2] & _ANSWER or not data[4] | data[5]:
        return None
    labels: list[str] = []
    at = _HEAD
    while at < len(data) and 0 < data[at] <= _MAX_LABEL:
        label = data[at + 1 : at + 1 + data[at]]
        labels.append(label.decode("utf-8", "replace"))
        at += 1 + data[at]
    name = ".".join(labels)
    if not labels or at + 5 > len(data) or data[at] or len(name) > _MAX_NAME:
        return None
    number = data[at + 1] << 8 | data[at + 2]
    return Question(name, _TYPES.get(number, f"TYPE{number}"))
