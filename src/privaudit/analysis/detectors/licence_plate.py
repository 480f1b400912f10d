"""Licence plate of mainland China: GA 36-2018, with the eight characters of new energy cars."""

from __future__ import annotations

import re
from typing import Final

from privaudit.analysis.detector import Detector, Reading

PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_FORM = re.compile(
    # A series has no I and no O, and at most two letters; the last character may name a use.
    rf"([{PROVINCES}])([A-HJ-NP-Z])[·.\s-]?(?:"
    r"([A-HJ-NP-Z0-9]{4})([A-HJ-NP-Z0-9学警港澳挂])"
    r"|[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK])"
)
_MOST_LETTERS: Final = 2


def read(text: str) -> Reading | None:
    """Take a plate; the value has no separator."""
    plate = _FORM.fullmatch(text)
    if plate is None:
        return None
    if plate[3] and sum(c.isascii() and c.isalpha() for c in plate[3] + plate[4]) > _MOST_LETTERS:
        return None
    return Reading(re.sub(r"[·.\s-]", "", text))


DETECTOR = Detector(
    name="licence-plate",
    data_types=("insurance.vehicle",),
    pattern=b"(?:"
    + b"|".join(re.escape(province.encode()) for province in PROVINCES)
    + rb")[A-HJ-NP-Z](?:\xc2\xb7|[. -])?[A-HJ-NP-Z0-9]{4,6}"
    # In UTF-8: 学 警 港 澳 挂
    + rb"(?:\xe5\xad\xa6|\xe8\xad\xa6|\xe6\xb8\xaf|\xe6\xbe\xb3|\xe6\x8c\x82)?",
    read=read,
    chance=1e-6,
    needs_name=False,
)
