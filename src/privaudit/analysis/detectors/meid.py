"""MEID: 14 hexadecimal digits from A0, 3GPP2 X.S0008; with a letter, for those of digits alone are IMEI."""

from __future__ import annotations

from privaudit.analysis.detector import Detector, Reading, monotonous


def read(text: str) -> Reading | None:
    """Take 14 digits, with or without a check digit after them, which is no part of the number."""
    number = text.upper()[:14]
    return None if monotonous(number) else Reading(number)


DETECTOR = Detector(
    name="meid",
    data_types=("device.meid",),
    pattern=rb"[A-Fa-f][0-9A-Fa-f]{13,14}",
    read=read,
    chance=0.37,
)
