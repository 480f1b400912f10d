"""IMEI: 15 digits with a check digit by Luhn, 3GPP TS 23.003 section 6 and annex B."""

from __future__ import annotations

from typing import Final

from privaudit.analysis.detector import Detector, Reading, bare, luhn, monotonous

REPORTING_BODIES: Final = frozenset(
    {"01", "10", "30", "33", "35", "44", "45", "49", "50", "51", "52", "53", "54", "86", "91", "98", "99"}
)
"""First two digits of a type allocation code: the body that gave it, GSMA TS.06; 86 is TAF of China."""

_ALLOCATION: Final = 8


def read(text: str) -> Reading | None:
    """Take 15 digits whose allocation a body may have given, with a check digit that holds."""
    number = bare(text).replace("/", "")
    if number[:2] not in REPORTING_BODIES or monotonous(number):
        return None
    if not number[2:_ALLOCATION].strip("0"):
        return None
    return Reading(number) if luhn(number) else None


DETECTOR = Detector(
    name="imei",
    data_types=("device.imei",),
    pattern=rb"[0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{6}[ /-]?[0-9]",
    read=read,
    chance=0.017,
)
