"""IMSI: up to 15 digits with a mobile country code of ITU-T E.212 first, 3GPP TS 23.003 section 2.2."""

from __future__ import annotations

from privaudit.analysis.detector import Detector, Reading, monotonous


def read(text: str) -> Reading | None:
    """Take 15 digits; it has no check digit, so that only the country code is held."""
    return None if monotonous(text) else Reading(text)


DETECTOR = Detector(
    name="imsi",
    data_types=("device.imsi",),
    # Country codes begin with 2 to 7 by region of the world.
    pattern=rb"[2-7][0-9]{14}",
    read=read,
    chance=0.6,
)
