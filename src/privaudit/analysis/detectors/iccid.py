"""ICCID of a SIM card: ITU-T E.118, 89 for telecommunications, check digit by Luhn."""

from __future__ import annotations

from privaudit.analysis.detector import Detector, Reading, bare, luhn, monotonous


def read(text: str) -> Reading | None:
    """Take 19 or 20 digits with a check digit that holds."""
    number = bare(text)
    return Reading(number) if luhn(number) and not monotonous(number[6:]) else None


DETECTOR = Detector(
    name="iccid",
    data_types=("device.iccid",),
    pattern=rb"89[0-9]{17,18}",
    read=read,
    chance=0.001,
)
