"""The system's side of the binder: a loopback socket on which app processes call the phone.

JSON lines go both ways. A request is `{"id", "call", "args"}`, answered by `{"id", "result"}` or
`{"id", "error": {"class", "message"}}`; one without an id is one-way. The phone pushes `{"event": …}`.
A process shows its token in its first call, `attach`.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from privaudit.virtual.state import VirtualPhone
from privaudit.virtual.system import Caller, JavaError, handlers

MOST_LINE_BYTES: Final = 16 * 1024 * 1024
"""A longer line ends the connection: an app may be hostile."""


@dataclass(eq=False, kw_only=True)
class AppProcess:
    """A process of an app as the zygote started it; `waiting` are events for when it is attached."""

    package: str
    name: str
    token: str
    activity: str | None
    service: str | None
    extras: dict[str, str]
    pid: int = 0
    gated: bool = False
    connection: Connection | None = None
    waiting: list[dict[str, Any]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


class Connection:
    """One process's socket; writing is safe from any thread."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._lock = threading.Lock()

    def send(self, message: dict[str, Any]) -> None:
        """Send one message; a process that is gone is no error."""
        # Escaped, because an app's strings may hold half a surrogate pair, which UTF-8 has no bytes for.
        data = json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"
        with self._lock:
            try:
                self._socket.sendall(data)
            except OSError:
                # The reader of the same socket notices the end and reports it.
                return

    def close(self) -> None:
        """End the connection."""
        # One that is not connected any more is closed already.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)


class Binder:
    """Answers the calls of app processes.

    `find` gives the process of a token; `bind` makes the answer to `attach` and may block until the process
    may run, returning None when it must not run at all.
    """

    def __init__(
        self,
        phone: VirtualPhone,
        find: Callable[[str], AppProcess | None],
        bind: Callable[[AppProcess], dict[str, Any] | None],
    ) -> None:
        self._phone = phone
        self._find = find
        self._bind = bind
        self._handlers = handlers()
        self._server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._server.getsockname()[1]
        self._threads: set[threading.Thread] = set()
        self._connections: set[Connection] = set()
        self._lock = threading.Lock()
        self._acceptor = threading.Thread(target=self._accept, name="binder", daemon=True)
        self._acceptor.start()

    def close(self) -> None:
        """Stop answering; connected processes end by themselves."""
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        with self._lock:
            connections, threads = list(self._connections), list(self._threads)
        for connection in connections:
            connection.close()
        self._acceptor.join(5)
        for thread in threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._server.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(sock,), name="binder-call", daemon=True)
            with self._lock:
                self._threads.add(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(sock)
        with self._lock:
            self._connections.add(connection)
        try:
            with sock, sock.makefile("rb") as lines:
                self._talk(connection, lines)
        except OSError as error:
            self._phone.log.write("W", "Binder", 577, f"connection lost: {error}", uid=1000)
        finally:
            with self._lock:
                self._connections.discard(connection)
                self._threads.discard(threading.current_thread())

    def _talk(self, connection: Connection, lines: Any) -> None:
        process = self._attach(connection, lines.readline(MOST_LINE_BYTES))
        if process is None:
            return
        caller = Caller(phone=self._phone, pid=process.pid, package=process.package, process=process.name)
        while line := lines.readline(MOST_LINE_BYTES):
            request = _parse(line)
            if request is None:
                self._phone.log.write("E", "Binder", 577, f"bad message from {process.pid}", uid=1000)
                return
            answer = self._answer(caller, request)
            if answer is not None:
                connection.send(answer)

    def _attach(self, connection: Connection, line: bytes) -> AppProcess | None:
        request = _parse(line)
        if request is None or request["call"] != "attach" or "id" not in request:
            return None
        process = self._find(str(request["args"].get("token", "")))
        if process is None:
            error = {"class": "java.lang.SecurityException", "message": "unknown process"}
            connection.send({"id": request["id"], "error": error})
            return None
        # Answered from another thread: while the process is held, classes of the framework that the agent
        # loads may call the system, and must be answered.
        releaser = threading.Thread(
            target=self._release, args=(connection, process, request["id"]), name="binder-attach", daemon=True
        )
        with self._lock:
            self._threads.add(releaser)
        releaser.start()
        return process

    def _release(self, connection: Connection, process: AppProcess, number: Any) -> None:
        try:
            bound = self._bind(process)
            if bound is None:
                connection.close()
                return
            connection.send({"id": number, "result": bound})
            with self._lock:
                # Sent with the lock held, so that no later event overtakes an earlier one.
                process.connection = connection
                for event in process.waiting:
                    connection.send(event)
                process.waiting.clear()
        finally:
            with self._lock:
                self._threads.discard(threading.current_thread())

    def deliver(self, process: AppProcess, event: dict[str, Any]) -> None:
        """Tell a process something, or keep it until the process is attached."""
        with self._lock:
            connection = process.connection
            if connection is None:
                process.waiting.append(event)
                return
        connection.send(event)

    def _answer(self, caller: Caller, request: dict[str, Any]) -> dict[str, Any] | None:
        name, number = request["call"], request.get("id")
        handler = self._handlers.get(name)
        error: dict[str, Any]
        try:
            result = (handler or _unknown)(caller, request["args"])
        except JavaError as thrown:
            error = {"class": thrown.cls, "message": thrown.message}
        except (KeyError, TypeError, ValueError, LookupError, OSError) as bad:
            self._phone.log.write("E", "Binder", 577, f"{name}: {type(bad).__name__}: {bad}", uid=1000)
            error = {"class": "java.lang.IllegalArgumentException", "message": f"{name}: {bad}"}
        else:
            return None if number is None else {"id": number, "result": result}
        return None if number is None else {"id": number, "error": error}


def _unknown(_caller: Caller, args: dict[str, Any]) -> None:
    raise JavaError("java.lang.UnsupportedOperationException", f"no such call (with {sorted(args)})")


def _parse(line: bytes) -> dict[str, Any] | None:
    """Read one message; None when it is not one."""
    if not line.endswith(b"\n"):
        return None
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(request, dict) or not isinstance(request.get("call"), str):
        return None
    args = request.setdefault("args", {})
    return request if isinstance(args, dict) else None
