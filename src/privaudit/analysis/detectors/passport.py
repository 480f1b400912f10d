"""Passport of the People's Republic of China: E or EA to EZ, D, S, P, G and digits, nine characters.

National Immigration Administration, forms of 普通护照 and 公务护照; it has no check character outside the
machine readable zone, so that the field must be named after a passport.
"""

from __future__ import annotations

from privaudit.analysis.detector import Detector, Reading, monotonous


def read(text: str) -> Reading | None:
    """Take nine characters of which the digits are no placeholder."""
    number = text.upper()
    return None if monotonous(number[2:]) else Reading(number)


DETECTOR = Detector(
    name="passport",
    data_types=("identity.id_number",),
    pattern=rb"[EeGg][0-9]{8}|[Ee][A-HJ-NP-Za-hj-np-z][0-9]{7}|[DdSsPp][Ee]?[0-9]{7,8}",
    read=read,
    chance=0.9,
    words=("passport", "护照"),
)
