"""Countries of addresses: CSV and MaxMind DB, honest and made to hurt."""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import struct
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.analysis.countries import Country, load_countries
from privaudit.errors import InputError

MARKER = b"\xab\xcd\xefMaxMind.com"


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def encoded(value: object) -> bytes:
    """A value as the data section of a MaxMind DB has it (format 2.0); enough for what tests say."""
    if isinstance(value, str):
        raw = value.encode()
        assert len(raw) < 29
        return bytes([2 << 5 | len(raw)]) + raw
    if isinstance(value, dict):
        body = b"".join(encoded(key) + encoded(one) for key, one in value.items())
        return bytes([7 << 5 | len(value)]) + body
    if isinstance(value, list):
        return bytes([len(value), 11 - 7]) + b"".join(encoded(one) for one in value)
    assert isinstance(value, int)
    raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
    if len(raw) > 4:
        return bytes([len(raw), 9 - 7]) + raw
    return bytes([6 << 5 | len(raw)]) + raw


def database(networks: dict[str, object], *, epoch: int = 1_700_000_000, ip_version: int = 4) -> bytes:
    """A MaxMind DB of IPv4 networks and their records, with records of 24 bits."""
    nodes: list[list[int | None]] = [[None, None]]
    data, places = b"", {}
    leaves: list[tuple[int, int, bytes]] = []
    for network, record in networks.items():
        parsed = ipaddress.ip_network(network)
        raw = encoded(record)
        if raw not in places:
            places[raw] = len(data)
            data += raw
        at = 0
        bits = [int(parsed.network_address) >> (31 - depth) & 1 for depth in range(parsed.prefixlen)]
        for bit in bits[:-1]:
            after = nodes[at][bit]
            if after is None:
                after = nodes[at][bit] = len(nodes)
                nodes.append([None, None])
            at = after
        leaves.append((at, bits[-1], raw))
    count = len(nodes)
    tree = [[count if side is None else side for side in node] for node in nodes]
    for at, bit, raw in leaves:
        tree[at][bit] = count + 16 + places[raw]
    packed = b"".join(side.to_bytes(3, "big") for node in tree for side in node)
    about = {
        "binary_format_major_version": 2,
        "binary_format_minor_version": 0,
        "build_epoch": epoch,
        "database_type": "Test-Country",
        "description": {"en": "made by a test"},
        "ip_version": ip_version,
        "languages": ["en"],
        "node_count": count,
        "record_size": 24,
    }
    return packed + b"\0" * 16 + data + MARKER + encoded(about)


CHINA = {"country": {"iso_code": "CN", "names": {"en": "China", "zh-CN": "中国"}}}


def test_a_database_tells_countries_names_and_what_it_is(tmp_path: Path) -> None:
    raw = database({"1.2.0.0/16": CHINA, "8.8.8.0/24": {"country_code": "US"}})
    path = write(tmp_path, "c.mmdb", raw)
    countries = load_countries(path)
    assert countries.of("1.2.3.4") == Country(code="CN", zh="中国", en="China")
    assert countries.of("8.8.8.8") == Country(code="US")
    assert countries.of("8.8.9.9") is None
    assert countries.of("2001:db8::1") is None
    assert countries.of("240c::6666") is None  # a database of IPv4 says nothing of IPv6
    assert countries.data.file == "c.mmdb"
    assert (countries.data.form, countries.data.name) == ("mmdb", "Test-Country")
    assert countries.data.built == 1_700_000_000 * 10**9
    assert countries.data.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(
    "text",
    [
        "1.2.0.0,1.2.255.255,CN\n8.8.8.0,8.8.8.255,US\n",
        "1.2.0.0/16,cn\r\n8.8.8.0/24,US,United States\r\n",
        "network,country\n8.8.8.0/24,US\n1.2.0.0/16,CN\n",
        '"16908288","16973823","CN","China"\n"134744064","134744319","US","United States"\n',
        "\ufeff# made by hand\n\n1.2.0.0/16,CN\n8.8.8.0/24,US",
    ],
    ids=["ranges", "networks", "titles-unsorted", "numbers", "comments"],
)
def test_csv_in_the_forms_that_are_met(text: str, tmp_path: Path) -> None:
    countries = load_countries(write(tmp_path, "c.csv", text))
    assert countries.of("1.2.200.1") == Country(code="CN")
    assert countries.of("8.8.8.8") == Country(code="US")
    assert countries.of("9.9.9.9") is None
    assert countries.data.form == "csv"
    assert countries.data.entries == 2
    assert countries.data.built is None


def test_the_narrower_range_wins_and_ipv6_is_known(tmp_path: Path) -> None:
    text = "1.0.0.0/8,AU\n1.2.0.0/16,CN\n1.2.3.0/24,-\n2400::/12,CN\n2400:a::/32,JP\n"
    countries = load_countries(write(tmp_path, "c.csv", text))
    assert [country.code for host in ("1.9.9.9", "1.2.9.9", "2400::1", "2400:a::1")
            if (country := countries.of(host))] == ["AU", "CN", "CN", "JP"]  # fmt: skip
    assert countries.of("::ffff:1.2.9.9") == Country(code="CN")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "fe80::1", "", "no", "1.2.3"])
def test_what_is_no_public_address_has_no_country(address: str, tmp_path: Path) -> None:
    countries = load_countries(write(tmp_path, "c.csv", "0.0.0.0,255.255.255.255,CN\n::/0,CN\n"))
    assert countries.of(address) is None
    assert countries.of("1.1.1.1") == Country(code="CN")


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        ("1.2.0.0/16,CN\n1.3.0.0/16\n", 2, "too few columns"),
        ("1.2.0.0/16,China\n", 1, "two letters"),
        ("1.2.0.0,1.1.0.0,CN\n", 1, "no range"),
        ("1.2.0.0,2400::1,CN\n", 1, "no range"),
        ("a,b\n1.2.0.0/99,CN\n", 2, "1.2.0.0/99"),
        ("start,end,country\nx,y,CN\n", 2, "x"),
        (b"1.2.0.0/16,CN\n\xff\xfe,US\n", 2, "UTF-8"),
        ("1.2.0.0/16,CN\n" + "x" * 9_000 + "\n", 2, "9000 characters"),
        ("", None, "no rows"),
        (b"PK\x03\x04\0\0\0", None, "metadata"),
        (MARKER, None, "damaged"),
        (b"x" * 100 + MARKER + b"\xe1\x41a\x41b", None, "damaged"),
        (MARKER + encoded({"node_count": 1}), None, "damaged"),
    ],
)
def test_a_wrong_file_is_told_with_its_line_and_a_remedy(
    data: bytes | str, line: int | None, says: str, tmp_path: Path
) -> None:
    path = write(tmp_path, "wrong.csv", data)
    with pytest.raises(InputError) as caught:
        load_countries(path)
    assert caught.value.line == line
    assert says in caught.value.problem
    assert str(path) in str(caught.value)
    assert caught.value.hint


def test_a_database_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    """Forty arrays of two pointers each to the next: 2**40 values in a few hundred bytes."""
    levels = b""
    for depth in range(40):
        after = struct.pack(">H", (depth + 1) * 8)
        levels += bytes([2, 11 - 7]) + (bytes([1 << 5]) + after[1:]) * 2 + b"\0\0"
    assert len(levels) == 40 * 8
    raw = database({"1.2.0.0/16": "x"})
    # The record's place is where the levels begin.
    tree_end = raw.index(b"\0" * 16) + 16
    made = raw[:tree_end] + levels + raw[tree_end + 2 :]
    countries = load_countries(write(tmp_path, "bomb.mmdb", made))
    start = time.perf_counter()
    with pytest.raises(InputError, match="damaged"):
        countries.of("1.2.3.4")
    assert time.perf_counter() - start < 10


def code_or_none(path: Path, address: str) -> str | None:
    """The code of an address's country; None also where the file is refused. Anything else is a fault."""
    with contextlib.suppress(InputError):
        country = load_countries(path).of(address)
        return country.code if country else None
    return None


@settings(deadline=None, max_examples=150)
@given(data=st.binary(max_size=400), marked=st.booleans())
def test_any_bytes_are_read_or_refused(
    data: bytes, tmp_path_factory: pytest.TempPathFactory, *, marked: bool
) -> None:
    path = write(tmp_path_factory.mktemp("any"), "any.mmdb", data + MARKER + data if marked else data)
    found = code_or_none(path, "8.8.8.8")
    assert found is None or len(found) == 2


@settings(deadline=None, max_examples=150)
@given(at=st.integers(0, 400), byte=st.integers(0, 255))
def test_a_damaged_database_is_told_or_still_answers(
    at: int, byte: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    raw = bytearray(database({"1.2.0.0/16": CHINA}))
    raw[at % len(raw)] = byte
    path = write(tmp_path_factory.mktemp("bent"), "bent.mmdb", bytes(raw))
    found = code_or_none(path, "1.2.3.4")
    assert found is None or len(found) == 2


@settings(deadline=None, max_examples=100)
@given(
    ranges=st.lists(
        st.tuples(st.integers(0x01000000, 0x01FFFFFF), st.integers(0, 0xFFFF)), min_size=1, max_size=30
    ),
    address=st.integers(0x01000000, 0x01FFFFFF),
)
def test_a_range_that_holds_an_address_is_found(
    ranges: list[tuple[int, int]], address: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = "".join(f"{first},{first + length},CN\n" for first, length in ranges)
    countries = load_countries(write(tmp_path_factory.mktemp("ranges"), "r.csv", rows))
    inside = any(first <= address <= first + length for first, length in ranges)
    assert (countries.of(str(ipaddress.ip_address(address))) is not None) == inside
