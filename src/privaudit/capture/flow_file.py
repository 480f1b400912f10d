"""mitmproxy's own file of flows, written as each flow ends.

What mitmproxy's `save_stream_file` writes, in half its time and flushed: the file is written on the proxy's
event loop, so its cost is every request's. Two things make the difference: the state of a connection, with
its certificates, is encoded once and not once a request, and tnetstrings (tnetstrings.info: length, colon,
bytes, a letter for the type) are encoded directly.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from mitmproxy import connection, http, version
from mitmproxy.flow import Flow
from mitmproxy.io import tnetstring

_MAX_CONNECTIONS = 512


class _Encoded(bytes):
    """A tnetstring that is one already."""

    __slots__ = ()


class FlowFile:
    """A flow file (0600), appended to; `flows` is how many were written."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._file = os.fdopen(descriptor, "ab", buffering=0)
        self._connections: dict[tuple[object, ...], _Encoded] = {}
        self.flows = 0

    def add(self, flow: Flow) -> None:
        """Write one flow; it is with the kernel when this returns. Raises OSError when it cannot be."""
        rest = memoryview(encode(self._state(flow)))
        while rest:
            rest = rest[self._file.write(rest) :]
        self.flows += 1

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _state(self, flow: Flow) -> dict[str, object]:
        if not isinstance(flow, http.HTTPFlow) or flow.modified():  # type: ignore[no-untyped-call]
            return dict(flow.get_state())
        # mitmproxy.flow.Flow.get_state and http.HTTPFlow.get_state, with the connections from the cache.
        return {
            "version": version.FLOW_FORMAT_VERSION,
            "type": flow.type,
            "id": flow.id,
            "error": flow.error.get_state() if flow.error else None,
            "client_conn": self._connection(flow.client_conn),
            "server_conn": self._connection(flow.server_conn),
            "intercepted": flow.intercepted,
            "is_replay": flow.is_replay,
            "marked": flow.marked,
            "metadata": flow.metadata,
            "comment": flow.comment,
            "timestamp_created": flow.timestamp_created,
            "backup": None,
            "request": _message(flow.request.data),
            "response": _message(flow.response.data) if flow.response else None,
            "websocket": flow.websocket.get_state() if flow.websocket else None,
        }

    def _connection(self, conn: connection.Connection) -> _Encoded:
        # All that can change once a flow has ended on the connection.
        key = (
            conn.id,
            conn.timestamp_start,
            conn.timestamp_tls_setup,
            conn.timestamp_end,
            conn.error,
            conn.peername,
            conn.sockname,
            conn.sni,
            conn.alpn,
        )
        known = self._connections.get(key)
        if known is None:
            if len(self._connections) >= _MAX_CONNECTIONS:
                self._connections.clear()
            known = self._connections[key] = _Encoded(encode(conn.get_state()))
        return known


def _message(data: http.MessageData) -> dict[str, object]:
    state = dict(vars(data))
    state["headers"] = data.headers.fields
    state["trailers"] = data.trailers.fields if data.trailers is not None else None
    return state


def encode(value: Any) -> bytes:
    """Return None, bool, int, float, bytes, str, list, tuple or dict as a tnetstring; else ValueError."""
    kind = type(value)
    if kind is bytes:
        return b"%d:%b," % (len(value), value)
    if kind is str:
        raw = value.encode()
        return b"%d:%b;" % (len(raw), raw)
    if kind is tuple or kind is list:
        raw = b"".join([encode(item) for item in value])
        return b"%d:%b]" % (len(raw), raw)
    if kind is dict:
        # From the last to the first, as mitmproxy does it: the same bytes.
        raw = b"".join([encode(part) for pair in reversed(value.items()) for part in pair])
        return b"%d:%b}" % (len(raw), raw)
    return _encode_rare(value)


def _encode_rare(value: Any) -> bytes:
    if isinstance(value, _Encoded):
        return value
    if value is None:
        return b"0:~"
    if isinstance(value, bool):
        return b"4:true!" if value else b"5:false!"
    if isinstance(value, int | float):
        letter = b"#" if isinstance(value, int) else b"^"
        raw = str(int(value)).encode() if letter == b"#" else repr(value).encode()
        return b"%d:%b%b" % (len(raw), raw, letter)
    return tnetstring.dumps(value)
