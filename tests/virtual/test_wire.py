"""Packets of the adb protocol."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.virtual.adb.wire import (
    CNXN,
    COMMANDS,
    HEADER,
    MAX_PAYLOAD,
    WRTE,
    Header,
    Packet,
    ProtocolError,
)

WORDS = st.integers(0, 2**32 - 1)


@given(st.sampled_from(sorted(COMMANDS)), WORDS, WORDS, st.binary(max_size=300), st.booleans())
def test_what_is_written_reads_back(command: int, arg0: int, arg1: int, data: bytes, checksum: bool) -> None:
    packet = Packet(command, arg0, arg1, data)
    encoded = packet.encode(checksum=checksum)
    header = Header.decode(encoded[: HEADER.size])
    assert header.packet(encoded[HEADER.size :], checksum=checksum) == packet


@given(st.binary(max_size=40))
def test_garbage_is_no_header(data: bytes) -> None:
    try:
        header = Header.decode(data)
    except ProtocolError:
        return
    assert header.command in COMMANDS
    assert header.length <= MAX_PAYLOAD


def test_wrong_checksum_is_noticed() -> None:
    encoded = bytearray(Packet(WRTE, 1, 2, b"data").encode(checksum=True))
    encoded[-1] ^= 1
    with pytest.raises(ProtocolError, match="checksum"):
        Header.decode(bytes(encoded[: HEADER.size])).packet(bytes(encoded[HEADER.size :]), checksum=True)


def test_too_long_a_payload_is_refused() -> None:
    head = HEADER.pack(CNXN, 0, 0, MAX_PAYLOAD + 1, 0, CNXN ^ 0xFFFFFFFF)
    with pytest.raises(ProtocolError, match="more than"):
        Header.decode(head)
