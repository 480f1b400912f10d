"""Phone numbers, e-mail addresses and postal addresses in the texts of a screen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MAX_TEXT = 20_000

# 400/800 service numbers, 95xxx and 96xxx short numbers of banks, 12xxx public lines, landlines with area
# code, mobile numbers (numbering plan of the PRC), and international form.
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"[48]00[- ]?[0-9]{3}[- ]?[0-9]{4}|[48]00[- ]?[0-9]{4}[- ]?[0-9]{3}"
    r"|9[56][0-9]{3,4}|12[0-9]{3}"
    r"|\(?0[1-9][0-9]{1,2}\)?[- ]?[0-9]{7,8}(?:-[0-9]{1,6})?"
    r"|(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}"
    r"|\+[1-9][0-9]{0,2}[- ][0-9][0-9 -]{5,14}[0-9]"
    r")(?![0-9A-Za-z])"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9])", re.ASCII
)
_ADDRESS_LABEL = re.compile(
    r"(?:(?:通[讯信]|邮寄|联系|办公|公司|注册|客服)?地址|(?:postal |mailing |office )?address)"
    r"\s*[:：]?\s*(.{5,120})",
    re.IGNORECASE,
)
_ADDRESS_FORM = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}(?:省|自治区|市)[\u4e00-\u9fff0-9]{0,20}?(?:市|区|县|镇|路|街|大道|巷|号)"
    r"[\u4e00-\u9fffA-Za-z0-9（）()\-]{0,60})"
)
_ADDRESS_DETAIL = re.compile(
    r"[0-9０-９一二三四五六七八九十]+\s*(?:号|弄|幢|栋|座|室|层|楼|单元)|(?:大厦|广场|信箱)"
)


@dataclass(frozen=True)
class Contacts:
    """Ways to reach somebody, each in the order of the screen, none twice."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def find_contacts(texts: Iterable[str]) -> Contacts:
    """Return the contacts that stand in `texts`."""
    phones: dict[str, None] = {}
    emails: dict[str, None] = {}
    addresses: dict[str, None] = {}
    label_alone = False
    for text in texts:
        for line in text[:_MAX_TEXT].splitlines():
            phones.update(dict.fromkeys(found[0].strip() for found in _PHONE.finditer(line)))
            emails.update(dict.fromkeys(found[0] for found in _EMAIL.finditer(line)))
            address = _address(line, labelled=label_alone)
            if address:
                addresses[address] = None
            label_alone = bool(re.fullmatch(r"\s*[\u4e00-\u9fff]{0,6}地址\s*[:：]?\s*", line))
    return Contacts(tuple(phones), tuple(emails), tuple(addresses))


def _address(line: str, *, labelled: bool) -> str:
    """Return the postal address in a line: labelled as one, or with the form of one and a house in it."""
    found = _ADDRESS_LABEL.search(line)
    if found and not _EMAIL.search(found[1]) and "://" not in found[1]:
        return found[1].strip(" 。；;，,")
    shaped = _ADDRESS_FORM.search(line)
    if shaped and (labelled or _ADDRESS_DETAIL.search(shaped[0])):
        return shaped[0].strip()
    return ""
