"""Bytes that are encrypted by their own form: records of TLS and DTLS, packets of QUIC."""

from __future__ import annotations

import re

HEAD_BYTES = 8
"""What is needed of the beginning to tell."""

HELLO_BYTES = 16 * 1024
"""What is looked at of a hello to find the name in it: one record of TLS."""

_TLS = re.compile(rb"[\x14-\x17]\x03[\x00-\x04][\x00-\x48]")
"""A record of TLS: type, version, length of at most 2**14 + 2,048 (RFC 8446, 5.1; RFC 5246, 6.2.3)."""

_DTLS = re.compile(rb"[\x14-\x17]\xfe[\xfd\xff]\x00\x00")
"""A record of DTLS up to 1.2 in its first epochs (RFC 6347, 4.1)."""

_QUIC_LONG = re.compile(
    rb"[\xc0-\xff](?:\x00\x00\x00\x01|\x6b\x33\x43\xcf|\xff\x00\x00[\x00-\x2f]|[QT]0\d\d)", re.DOTALL
)
"""A packet of QUIC with a long header: version 1 (RFC 9000, 17.2), 2 (RFC 9369), a draft, or Google's own."""

_QUIC_PORT = 443
_FORM, _FIXED = 0xC0, 0x40
"""Bits of a packet's first byte; with a short header form is 0 and fixed is 1 (RFC 9000, 17.3)."""


def is_encrypted(head: bytes, *, datagram: bool, port: int = 0) -> bool:
    """Return whether what begins with `head` is encrypted, as its form tells; `port` is the other side's."""
    if not datagram:
        return _TLS.match(head) is not None
    short = port == _QUIC_PORT and bool(head) and head[0] & _FORM == _FIXED
    return short or _DTLS.match(head) is not None or is_quic(head)


def is_quic(head: bytes) -> bool:
    """Return whether a datagram begins a connection of QUIC."""
    return _QUIC_LONG.match(head) is not None


def server_name(data: bytes) -> str:
    """Return the host name that a ClientHello at the beginning asks for, or an empty string.

    RFC 8446, 4.1.2 (the hello), RFC 6066, 3 (the name). A hello over several records is not put together.
    """
    hello = _Reader(data[:HELLO_BYTES])
    try:
        if hello.take(1) != b"\x16" or hello.take(2)[:1] != b"\x03":
            return ""
        hello = _Reader(hello.vector(2))
        if hello.take(1) != b"\x01":
            return ""
        hello = _Reader(hello.vector(3))
        hello.take(2 + 32)  # version and random
        for width in (1, 2, 1):  # session, ciphers, compression
            hello.vector(width)
        extensions = _Reader(hello.vector(2))
        while extensions.left:
            kind, body = extensions.take(2), extensions.vector(2)
            if kind == b"\0\0":
                names = _Reader(_Reader(body).vector(2))
                return names.vector(2).decode("ascii").lower() if names.take(1) == b"\0" else ""
    except (EOFError, UnicodeDecodeError):
        pass
    return ""


class _Reader:
    """Reads fields one after the other; EOFError when there are too few bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def take(self, size: int) -> bytes:
        if size > self.left:
            raise EOFError
        self._at += size
        return self._data[self._at - size : self._at]

    def vector(self, width: int) -> bytes:
        """Return what follows its own length of `width` bytes."""
        return self.take(int.from_bytes(self.take(width), "big"))
