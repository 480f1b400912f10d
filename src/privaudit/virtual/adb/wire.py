"""Packets of the adb wire protocol (AOSP packages/modules/adb, protocol.txt and adb.h)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

CNXN: Final = 0x4E584E43
AUTH: Final = 0x48545541
OPEN: Final = 0x4E45504F
OKAY: Final = 0x59414B4F
WRTE: Final = 0x45545257
CLSE: Final = 0x45534C43
SYNC: Final = 0x434E5953
STLS: Final = 0x534C5453
COMMANDS: Final = frozenset({CNXN, AUTH, OPEN, OKAY, WRTE, CLSE, SYNC, STLS})

VERSION_MIN: Final = 0x01000000
VERSION_SKIP_CHECKSUM: Final = 0x01000001
VERSION: Final = VERSION_SKIP_CHECKSUM
MAX_PAYLOAD_V1: Final = 4 * 1024
MAX_PAYLOAD: Final = 1024 * 1024
HEADER: Final = struct.Struct("<6I")


class ProtocolError(Exception):
    """What came is not adb; the connection is of no more use."""


@dataclass(frozen=True)
class Packet:
    """A packet: command, its two arguments and its payload."""

    command: int
    arg0: int = 0
    arg1: int = 0
    data: bytes = b""

    def encode(self, *, checksum: bool) -> bytes:
        """Return the packet's bytes; without `checksum` that field is zero, as newer versions have it."""
        check = sum(self.data) & 0xFFFFFFFF if checksum else 0
        magic = self.command ^ 0xFFFFFFFF
        return HEADER.pack(self.command, self.arg0, self.arg1, len(self.data), check, magic) + self.data


@dataclass(frozen=True)
class Header:
    """The first 24 bytes of a packet."""

    command: int
    arg0: int
    arg1: int
    length: int
    checksum: int

    @classmethod
    def decode(cls, data: bytes, *, limit: int = MAX_PAYLOAD) -> Header:
        """Read a header; raises ProtocolError when it is none or announces more than `limit` bytes."""
        if len(data) != HEADER.size:
            raise ProtocolError(f"a header has {HEADER.size} bytes, not {len(data)}")
        command, arg0, arg1, length, checksum, magic = HEADER.unpack(data)
        if command not in COMMANDS:
            raise ProtocolError(f"unknown command 0x{command:08x}")
        if magic != command ^ 0xFFFFFFFF:
            raise ProtocolError("the magic number does not match the command")
        if length > limit:
            raise ProtocolError(f"a payload of {length} bytes is more than {limit}")
        return cls(command, arg0, arg1, length, checksum)

    def packet(self, data: bytes, *, checksum: bool) -> Packet:
        """Join header and payload; raises ProtocolError when a checksum is due and wrong."""
        if len(data) != self.length:
            raise ProtocolError("the payload was cut short")
        if checksum and sum(data) & 0xFFFFFFFF != self.checksum:
            raise ProtocolError("the checksum of the payload is wrong")
        return Packet(self.command, self.arg0, self.arg1, data)
