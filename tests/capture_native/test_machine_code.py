"""The machine code of the agent's network part is what its sources give, for each processor."""

from __future__ import annotations

import base64
import re
import struct

import pytest

import build_native
import machine_code

WRITTEN = machine_code.WRITTEN.read_text("utf-8")


def of(machine: str) -> tuple[bytes, dict[str, int]]:
    """Return code and symbols of a machine as they are written."""
    part = WRITTEN[WRITTEN.index(f"  {machine}: {{") :].split("\n  },", 1)[0]
    code = base64.b64decode("".join(re.findall(r'"([A-Za-z0-9+/=]+)"', part)))
    symbols = {name: int(value) for name, value in re.findall(r"^      (\w+): (\d+),$", part, re.MULTILINE)}
    return code, symbols


def test_every_processor_has_the_same_parts() -> None:
    (code, symbols), (other_code, other_symbols) = (of(name) for name in machine_code.ARCHITECTURES.values())
    assert set(symbols) == set(other_symbols)
    assert {"fd_entries", "entries", "gate", "sample_all"} <= set(symbols)
    assert code
    assert other_code
    assert code != other_code


def test_it_is_what_the_sources_give() -> None:
    if build_native.compiler() is None:
        # Without the compiler of that version there is nothing to compare with.
        return
    assert build_native.build_machine() == WRITTEN


def image(*, kept: int = 0) -> bytes:
    """Return an ELF file with four bytes of code, eight of data and one symbol."""
    names = b"\0entries\0"
    programs, sections, code, strings, symbols = 64, 200, 400, 404, 416
    head = bytearray(500)
    struct.pack_into("<QQ", head, 0x20, programs, sections)
    struct.pack_into("<H", head, 0x38, 2)
    struct.pack_into("<H", head, 0x3C, 2)
    struct.pack_into("<IIQQQQQ", head, programs, 1, 5, code, 0, 0, 4, 4)
    struct.pack_into("<IIQQQQQ", head, programs + 56, 1, 6, code, 65536, 0, kept, 8)
    struct.pack_into("<IIQQQQIIQQ", head, sections, 0, 2, 0, 0, symbols, 24, 1, 0, 8, 24)
    struct.pack_into("<IIQQQQIIQQ", head, sections + 64, 0, 3, 0, 0, strings, len(names), 0, 0, 1, 0)
    head[code : code + 4] = b"code"
    head[strings : strings + len(names)] = names
    struct.pack_into("<IBBHQQ", head, symbols, 1, 0x12, 0, 1, 2, 0)
    return bytes(head)


def test_code_is_taken_out_of_its_file() -> None:
    flat = machine_code.read_flat(image())
    assert flat == machine_code.Flat(b"code", 65544, 65536, {"entries": 2})


def test_data_that_holds_something_is_refused() -> None:
    with pytest.raises(ValueError, match="hold nothing"):
        machine_code.read_flat(image(kept=4))
