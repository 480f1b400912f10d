"""Countries of addresses, from a data file the user gives: MaxMind DB, or CSV of ranges or networks.

What such a file says is a lead and no proof: an address may be used elsewhere than it is registered, and a
name may lead to other addresses elsewhere.
"""

from __future__ import annotations

import csv
import hashlib
import io
import ipaddress
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import maxminddb
import msgspec

from privaudit.errors import InputError
from privaudit.given import read_given
from privaudit.model.finding import CountryData

MAX_BYTES = 256 * 1024 * 1024
MAX_ROWS = 3_000_000
MAX_LINE = 4_096
"""Characters of a line; the widest such files have a few hundred."""

MAX_NAME = 80
_BACK = 64
"""Ranges looked at before the nearest one, where ranges lie inside each other."""

_MARKER = b"\xab\xcd\xefMaxMind.com"
_MARKER_WITHIN = 128 * 1024
"""The metadata of a MaxMind DB begins within its last 128 KiB (MaxMind DB format 2.0)."""

_CODE = re.compile(r"[A-Za-z]{2}")
_UNKNOWN = frozenset({"", "-", "ZZ", "XX", "AP", "EU"})
"""Written where no single country is meant."""

_LOW = 2**64 - 1
_HINT = "give a MaxMind DB (.mmdb), or CSV with start,end,country or network,country in each line"


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """A country as a data file tells it: ISO 3166-1 code, and names where the file has them."""

    code: str
    zh: str = ""
    en: str = ""


class _Source(Protocol):
    """Where countries come from."""

    def find(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Country | None:
        """Return the country of an address; raises ValueError when the data is damaged."""
        ...


class Countries:
    """Answers which country a data file gives an address; `data` says which file it was."""

    def __init__(self, source: _Source, data: CountryData) -> None:
        self._source = source
        self._known: dict[str, Country | None] = {}
        self.data = data

    def of(self, address: str) -> Country | None:
        """Return the country of an IP address; None where the file has none, or it is no public address.

        Raises InputError when the file turns out damaged at this place.
        """
        if address not in self._known:
            self._known[address] = self._find(address)
        return self._known[address]

    def _find(self, address: str) -> Country | None:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return None
        if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        if not parsed.is_global:
            return None
        try:
            return self._source.find(parsed)
        except (maxminddb.InvalidDatabaseError, ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"is damaged where {address} is looked up: {error}"[:400],
                file=self.data.file,
                hint="fetch the file again",
            ) from None


def load_countries(path: Path) -> Countries:
    """Read a data file of countries; raises InputError with the file, the line and what to do about it."""
    data = read_given(path, MAX_BYTES, hint="use a file of countries alone, without cities")
    sha256 = hashlib.sha256(data).hexdigest()
    if _MARKER in data[-_MARKER_WITHIN:]:
        return _of_database(path, data, sha256)
    if path.suffix.lower() == ".mmdb" or b"\0" in data[:MAX_LINE]:
        raise InputError("is no MaxMind DB: its metadata is missing", file=path, hint=_HINT)
    ranges = _Ranges(path, data)
    return Countries(
        ranges, CountryData(file=path.name, form="csv", sha256=sha256, entries=len(ranges), built=None)
    )


# -- MaxMind DB -----------------------------------------------------------------------------------


class _Database:
    def __init__(self, reader: maxminddb.Reader) -> None:
        self._reader = reader
        self._four_only = reader.metadata().ip_version == 4  # noqa: PLR2004 # IPv4

    def find(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Country | None:
        if self._four_only and address.version != 4:  # noqa: PLR2004 # IPv4
            return None
        record = self._reader.get(str(address))
        if not isinstance(record, dict):
            return None
        found = record.get("country") or record.get("registered_country") or record.get("country_code")
        if isinstance(found, str):
            return _country(found)
        if not isinstance(found, dict):
            return None
        names = found.get("names")
        names = names if isinstance(names, dict) else {}
        code = found.get("iso_code")
        return _country(code if isinstance(code, str) else "", names.get("zh-CN"), names.get("en"))


def _of_database(path: Path, data: bytes, sha256: str) -> Countries:
    try:
        # The reader in Python bounds what it unpacks; from bytes, so that the digest is of what is read.
        reader = maxminddb.open_database(io.BytesIO(data), maxminddb.MODE_FD)
        told = reader.metadata()
        built, kind, nodes = int(told.build_epoch), str(told.database_type)[:MAX_NAME], int(told.node_count)
        source = _Database(reader)
    except (maxminddb.InvalidDatabaseError, ValueError, TypeError, KeyError, OverflowError) as error:
        raise InputError(
            f"is a damaged MaxMind DB: {error}"[:400], file=path, hint="fetch the file again"
        ) from None
    return Countries(
        source,
        CountryData(
            file=path.name,
            form="mmdb",
            sha256=sha256,
            name=kind,
            built=built * 1_000_000_000 if 0 < built < _LATEST else None,
            entries=nodes,
        ),
    )


_LATEST = 4_102_444_800
"""Seconds to the year 2100: a later build time is none."""


# -- CSV ------------------------------------------------------------------------------------------


class _Table:
    """Ranges of one version of IP, by their first address; 128 bits in two columns."""

    def __init__(self) -> None:
        self.columns = [array("Q") for _ in range(4)]  # first (high, low), last (high, low)
        self.country = array("H")
        self._ascending = True
        self._order: Sequence[int] | None = None

    def add(self, first: int, last: int, country: int) -> None:
        if self.country and (first, -last) < (self.first(-1), -self.last(-1)):
            self._ascending = False
        for column, number in zip(
            self.columns, (first >> 64, first & _LOW, last >> 64, last & _LOW), strict=True
        ):
            column.append(number)
        self.country.append(country)

    def first(self, index: int) -> int:
        return int(self.columns[0][index] << 64 | self.columns[1][index])

    def last(self, index: int) -> int:
        return int(self.columns[2][index] << 64 | self.columns[3][index])

    def find(self, number: int) -> int | None:
        """Return the country of the narrowest range around a number, as far as the nearest ones tell."""
        order = self._sorted()
        at = bisect_right(order, number, key=self.first)
        for place in range(at - 1, max(-1, at - 1 - _BACK), -1):
            if self.last(order[place]) >= number:
                return self.country[order[place]]
        return None

    def _sorted(self) -> Sequence[int]:
        if self._order is None:
            rows = range(len(self.country))
            # Of ranges that begin together the narrower comes last and is met first.
            order = rows if self._ascending else sorted(rows, key=lambda at: (self.first(at), -self.last(at)))
            self._order = order
        return self._order


class _Ranges:
    """Ranges of addresses as a CSV file tells them."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._tables = {4: _Table(), 6: _Table()}
        self._codes: dict[str, int] = {}
        self._count = 0
        for number, cells in _lines(path, data):
            try:
                version, first, last, code = _row(cells)
            except ValueError as error:
                if number == 1 and not any(character.isdecimal() for character in cells[0]):
                    continue  # titles of columns
                raise InputError(str(error)[:400], file=path, line=number, hint=_HINT) from None
            if self._count >= MAX_ROWS:
                raise InputError(f"has more than {MAX_ROWS} rows", file=path, line=number, hint=_HINT)
            self._count += 1
            if code not in _UNKNOWN:
                self._tables[version].add(first, last, self._codes.setdefault(code, len(self._codes)))
        if not self._count:
            raise InputError("has no rows", file=path, hint=_HINT)
        self._names = list(self._codes)

    def __len__(self) -> int:
        return self._count

    def find(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Country | None:
        found = self._tables[address.version].find(int(address))
        return None if found is None else Country(code=self._names[found])


def _lines(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each line that has any, but for comments."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = data.count(b"\n", 0, error.start) + 1
        raise InputError("is not UTF-8", file=path, line=place, hint="save it as UTF-8") from None
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if len(stripped) > MAX_LINE:
            raise InputError(f"has a line of {len(stripped)} characters", file=path, line=number, hint=_HINT)
        try:
            cells = next(csv.reader([stripped]))
        except csv.Error as error:
            raise InputError(f"is no CSV: {error}", file=path, line=number, hint=_HINT) from None
        yield number, [cell.strip() for cell in cells]


def _row(cells: list[str]) -> tuple[int, int, int, str]:
    """Return version, first and last address and country code; raises ValueError for a wrong line."""
    if len(cells) < 2:  # noqa: PLR2004 # a network and its country
        raise ValueError("has too few columns")
    if "/" in cells[0]:
        network = ipaddress.ip_network(cells[0], strict=False)
        return (
            network.version,
            int(network.network_address),
            int(network.broadcast_address),
            _code(cells[1]),
        )
    if len(cells) < 3:  # noqa: PLR2004 # start, end and country
        raise ValueError(f"{cells[0]!r} is no network: write it as 203.0.113.0/24, or give start and end")
    first, last = _address(cells[0]), _address(cells[1])
    if first.version != last.version or int(first) > int(last):
        raise ValueError(f"{cells[0]} to {cells[1]} is no range of addresses")
    return first.version, int(first), int(last), _code(cells[2])


def _address(cell: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return an address, also one written as a whole number."""
    return ipaddress.ip_address(int(cell) if cell.isdecimal() and len(cell) < 40 else cell)  # noqa: PLR2004 # 2**128


def _code(cell: str) -> str:
    code = cell.upper()
    if code in _UNKNOWN or _CODE.fullmatch(code):
        return code
    raise ValueError(f"{cell[:40]!r} is no country code of two letters (ISO 3166-1)")


def _country(code: str, zh: object = "", en: object = "") -> Country | None:
    upper = code.upper()
    if upper in _UNKNOWN or not _CODE.fullmatch(upper):
        return None
    return Country(
        code=upper,
        zh=zh[:MAX_NAME] if isinstance(zh, str) else "",
        en=en[:MAX_NAME] if isinstance(en, str) else "",
    )
