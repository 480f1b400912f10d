"""ZIP as Android reads it: what other readers trip over, and what would eat a reader up."""

from __future__ import annotations

import contextlib
import io
import struct
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import zipped

from privaudit.errors import InputError
from privaudit.package import archive as archive_room
from privaudit.package.archive import Archive

FILES = {"AndroidManifest.xml": b"<manifest/>" * 50, "assets/a.bin": bytes(range(256)) * 40, "empty": b""}


def opened(data: bytes) -> Archive:
    return Archive(io.BytesIO(data), "x.apk")


@pytest.mark.parametrize("stored", [True, False])
def test_every_file_comes_out_as_it_went_in(*, stored: bool) -> None:
    archive = opened(zipped(FILES, stored=stored))
    assert set(archive.entries) == set(FILES)
    assert {name: archive.read(name, 1 << 20) for name in FILES} == FILES
    assert archive.repeated == []


def test_an_archive_behind_other_bytes_of_comment_is_found() -> None:
    out = io.BytesIO(zipped(FILES))
    with zipfile.ZipFile(out, "a") as other:
        other.comment = b"PK" * 1000
    assert opened(out.getvalue()).read("assets/a.bin", 1 << 20) == FILES["assets/a.bin"]


def _central(data: bytearray, field: int, value: int, form: str = "<H") -> bytes:
    """Set a field of every entry of the central directory."""
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into(form, data, place + field, value)
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def test_the_flag_of_encryption_is_passed_over_as_android_does() -> None:
    data = _central(bytearray(zipped(FILES)), 8, 1)
    with pytest.raises(RuntimeError, match="encrypted"):
        zipfile.ZipFile(io.BytesIO(data)).read("assets/a.bin")
    archive = opened(data)
    assert archive.read("assets/a.bin", 1 << 20) == FILES["assets/a.bin"]
    assert archive.entries["assets/a.bin"].encrypted


def test_an_unknown_method_is_taken_as_stored_as_android_does() -> None:
    data = _central(bytearray(zipped(FILES, stored=True)), 10, 0x5A5A)
    with pytest.raises(NotImplementedError):
        zipfile.ZipFile(io.BytesIO(data)).read("assets/a.bin")
    assert opened(data).read("assets/a.bin", 1 << 20) == FILES["assets/a.bin"]


def test_a_name_that_stands_twice_is_told() -> None:
    data = bytearray(zipped({"aaaa": b"1", "bbbb": b"2"}))
    place = data.rfind(b"bbbb")
    data[place : place + 4] = b"aaaa"
    archive = opened(bytes(data))
    assert archive.repeated == ["aaaa"]


def test_names_that_lead_out_of_the_archive_are_told() -> None:
    archive = opened(zipped({"../../etc/passwd": b"x", "/abs": b"x", "a/../b": b"x", "a..b/c": b"x"}))
    assert {name for name, entry in archive.entries.items() if entry.climbs} == {
        "../../etc/passwd", "/abs", "a/../b",
    }  # fmt: skip


def test_a_bomb_is_cut_at_the_limit_however_small_it_says_it_is() -> None:
    bomb = zipped({"AndroidManifest.xml": b"\0" * 200_000_000})
    assert len(bomb) < 300_000
    lying = _central(bytearray(bomb), 24, 10, "<L")
    for data in (bomb, lying):
        archive = opened(data)
        began = time.perf_counter()
        with pytest.raises(InputError, match="larger than 1000000 bytes"):
            archive.read("AndroidManifest.xml", 1_000_000)
        assert time.perf_counter() - began < 1


def test_sizes_beyond_the_file_are_damage() -> None:
    with pytest.raises(InputError, match="reaches beyond its end"):
        opened(_central(bytearray(zipped(FILES, stored=True)), 24, 0x7FFFFFFF, "<L")).read("empty", 1 << 40)
    with pytest.raises(InputError, match="reaches beyond its end"):
        opened(_central(bytearray(zipped(FILES)), 20, 0x7FFFFFFF, "<L")).read("assets/a.bin", 1 << 40)


def test_a_directory_of_millions_is_refused_before_it_is_read() -> None:
    data = bytearray(zipped(FILES))
    end = data.rfind(b"PK\x05\x06")
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(data[:end]), 1)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 2**40, 2**40, 2**50, 0)
    struct.pack_into("<H", data, end + 10, 0xFFFF)
    with pytest.raises(InputError, match="is not read: it says it has 1099511627776 entries"):
        opened(bytes(data[:end]) + record + locator + bytes(data[end:]))


def test_a_zip64_archive_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written, written.open("big", "w", force_zip64=True) as file:
        file.write(b"content")
    assert opened(out.getvalue()).read("big", 100) == b"content"


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x05\x06", b"no archive at all" * 100, b"PK\x05\x06" + b"\xff" * 18]
)
def test_what_is_no_archive_is_said_with_file_and_remedy(data: bytes) -> None:
    with pytest.raises(InputError) as error:
        opened(data)
    assert error.value.file == "x.apk"
    assert error.value.hint


@settings(max_examples=300, deadline=2000)
@given(st.data())
def test_any_damage_is_an_input_error_or_nothing(data: st.DataObject) -> None:
    raw = bytearray(zipped(FILES, stored=data.draw(st.booleans())))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    try:
        archive = opened(bytes(raw[: cut if data.draw(st.booleans()) else len(raw)]))
    except InputError:
        return
    for name in archive.entries:
        try:
            archive.read(name, 100_000)
        except InputError:
            continue


@settings(max_examples=200, deadline=2000)
@given(st.binary(max_size=400))
def test_any_bytes_are_an_input_error_or_an_archive(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(opened(data + b"PK\x05\x06" + data).entries, dict)


def test_bounds_are_those_the_errors_tell() -> None:
    assert archive_room.MOST_ENTRIES > 65_535  # an APK without ZIP64 may have so many
