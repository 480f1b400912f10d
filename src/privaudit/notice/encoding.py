"""The bytes of a notice to text: the encodings of Chinese pages, and headers that name the wrong one."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)

# GB18030 contains GB2312 and GBK, which pages name although they use characters beyond them.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "gb18030",
    "big5": "big5hkscs",
}
_CHINESE = ("gb18030", "big5hkscs")

# The most frequent characters of running Chinese text and of notices, simplified and traditional.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那"
    "社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已"
    "您信息隐私策收集服务权限第三方使用户保护协议设备储存共享注销投诉個們這為國時來會對過說產種後學經進著電裡實體當業從應開還"
    "與關線內數見問變條沒結無個資訊隱權護設備儲註銷訴協議機東車點樣氣讓將並於請"
)
_SAMPLE = 65_536
_WESTERN_SHARE = 0.1
_BROKEN_SHARE = 0.01


def decode(data: bytes, *, content_type: str = "") -> str:
    """Return the text of `data`.

    A byte order mark decides. Else what is valid UTF-8 is UTF-8, whatever a header says. Else the encoding
    is the one, of
    those named by the header or the page and of GB18030 and Big5, in which the text reads most like
    Chinese. Bytes that fit nowhere become U+FFFD.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error.start
    named = _named(data, content_type)
    if "utf-8" in named and _nearly_utf8(data):
        return data.decode("utf-8", "replace")
    high = sum(byte >= 0x80 for byte in data[:_SAMPLE])  # noqa: PLR2004 - beyond ASCII
    candidates = [name for name in dict.fromkeys((*named, *_CHINESE)) if name != "utf-8"]
    start = max(0, broken - _SAMPLE // 4)
    sample = data[start : start + _SAMPLE]
    best = max(candidates, key=lambda name: (_likeness(sample, name), name in named))
    if _likeness(sample, best) <= 0:
        western = high <= _WESTERN_SHARE * len(data[:_SAMPLE])
        best = "utf-8" if _nearly_utf8(data) else "cp1252" if western else best
    return data.decode(best, "replace")


def _named(data: bytes, content_type: str) -> list[str]:
    """Return the encodings that the header and the page name, those that exist, in Python's words."""
    found = [match[1] for match in [_HEADER.search(content_type)] if match]
    found += [match[1].decode("ascii") for match in _META.finditer(data[:4096])]
    names = []
    for name in found:
        try:
            known = codecs.lookup(_WIDER.get(name.lower(), name))
        except LookupError:
            continue
        if known._is_text_encoding:  # noqa: SLF001 - the only way to tell rot13 from text
            names.append(known.name)
    return names


def _likeness(sample: bytes, name: str) -> float:
    """Return how much of a sample reads as Chinese in an encoding; broken bytes count against it."""
    try:
        text = sample.decode(name, "replace")
    except (LookupError, ValueError):
        return -1.0
    wide = [character for character in text if character >= "\u0080"]
    if not wide:
        return 0.0
    good = sum(character in _FREQUENT for character in wide)
    bad = wide.count("\ufffd")
    return (good - 5 * bad) / len(wide)


def _nearly_utf8(data: bytes) -> bool:
    text = data[:_SAMPLE].decode("utf-8", "replace")
    return text.count("\ufffd") <= max(3, _BROKEN_SHARE * len(text)) and any(
        character in _FREQUENT for character in text
    )
