"""The proxy sensor: mitmdump as a child process, its events to the journal, its bodies to the artefacts."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import msgspec

from privaudit.capture.proxy_artefacts import kept_as
from privaudit.capture.proxy_child import OPTIONS, checked_upstream, command, ending, environment, free_port
from privaudit.capture.proxy_doh import Conversations
from privaudit.capture.proxy_flight import InFlight
from privaudit.capture.proxy_pipe import (
    Failure,
    Farewell,
    FrameReader,
    Message,
    Ready,
    Seen,
    StreamOver,
    TornStreamError,
)
from privaudit.errors import SensorError
from privaudit.model.event import Event, SensorLost, SensorStarted, SensorStopped
from privaudit.model.network import RequestSeen, ResponseSeen

BODY_LIMIT = 8 * 1024 * 1024
"""Bytes of a body that are kept; of a longer one the beginning is, with its full length."""

START_S = 40.0
"""Seconds mitmdump has to listen; it imports for several on a busy machine."""

STOP_S = 25.0
"""Seconds mitmdump has to end after it was told to, before it is killed."""

_RECEIVE = 256 * 1024
_LOG_LINES = 12
_LOG_LINE = 400
_CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Keep(Protocol):
    """Keeps bytes as an artefact and returns their sha256."""

    def __call__(self, data: bytes, *, media_type: str, name: str) -> str:
        """Keep `data`."""
        ...


class ProxySensor:
    """Watches the app's traffic through a mitmdump of its own.

    `emit` gets every event, `keep` every body that is not empty; both are called from one thread of the
    sensor. `directory` receives `flows.mitm`. `upstream` is the URL of a proxy to go through, `upstream_ca` a
    PEM file of roots to trust beyond it. The CA that opens TLS is made anew in a private directory and
    destroyed with `stop`, unless `authority` names a directory (0700) where it shall stay. With `dns` it
    answers DNS as well, on `dns_port`. With `probe_trust` each destination's first TLS connection is shown a
    wrong certificate. `start` raises `SensorError`; when mitmdump ends by itself, `SensorLost` is emitted at
    once. If `emit` or `keep` fails the proxy is ended and `stop` raises what they raised.
    """

    def __init__(
        self,
        emit: Callable[[Event], None],
        keep: Keep,
        directory: Path,
        *,
        upstream: str | None = None,
        upstream_ca: Path | None = None,
        listen_host: str = "127.0.0.1",
        port: int = 0,
        authority: Path | None = None,
        body_limit: int = BODY_LIMIT,
        dns: bool = False,
        probe_trust: bool = False,
    ) -> None:
        self._emit = emit
        self._keep = keep
        self._directory = directory
        self._upstream = checked_upstream(upstream) if upstream else None
        self._upstream_ca = upstream_ca
        self._listen = (listen_host, port)
        self._own_authority = authority is None
        self._authority = authority
        self._body_limit = body_limit
        self._dns = dns
        self._probe_trust = probe_trust
        self._child: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._threads: list[threading.Thread] = []
        self._log: deque[str] = deque(maxlen=_LOG_LINES)
        self._ready: Ready | None = None
        self._settled = threading.Event()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._in_flight = InFlight()
        self._conversations = Conversations()
        self._farewell: Farewell | None = None
        self._end = ""
        self._failure: BaseException | None = None
        self._over = False
        self.events = 0

    # -- what is known once it runs -----------------------------------------------------------

    @property
    def port(self) -> int:
        """The port mitmdump listens on; raises `SensorError` before `start`."""
        return self._started().port

    @property
    def dns_port(self) -> int:
        """The port it answers DNS on, 0 if it does not; raises `SensorError` before `start`."""
        return self._started().dns_port

    @property
    def version(self) -> str:
        """The version of mitmproxy; raises `SensorError` before `start`."""
        return self._started().version

    @property
    def ca_cert(self) -> Path:
        """The CA certificate (PEM) the app must trust; raises `SensorError` before `start`."""
        return Path(self._started().ca_cert)

    @property
    def flows(self) -> Path:
        """The flow file."""
        return self._directory / "flows.mitm"

    @property
    def pid(self) -> int:
        """The process id of mitmdump; raises `SensorError` before `start`."""
        if self._child is None:
            raise SensorError("the proxy has not been started")
        return self._child.pid

    def _started(self) -> Ready:
        if self._ready is None:
            raise SensorError("the proxy has not been started")
        return self._ready

    # -- start and stop -----------------------------------------------------------------------

    def start(self) -> None:
        """Start mitmdump and return when it listens."""
        if self._child is not None:
            raise SensorError("the proxy was started before", hint="make a new sensor for each recording")
        if self._authority is None:
            self._authority = Path(tempfile.mkdtemp(prefix="privaudit-ca-"))
        self._authority.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._authority.chmod(0o700)
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        ours, theirs = socket.socketpair()
        self._socket = ours
        try:
            self._child = self._spawn(theirs.fileno())
            theirs.close()
            self._run(self._read_log, "proxy-log")
            self._run(self._read_events, "proxy-events")
            self._settled.wait(START_S)
        except OSError as error:
            self._clean_up()
            raise SensorError(f"mitmdump could not be started: {error}") from error
        finally:
            theirs.close()
        if self._ready is None:
            reason = self._end or f"it did not listen within {START_S:.0f} s"
            self._stopping.set()
            self._end_child(patience=0)
            self._clean_up()
            raise SensorError(f"the proxy did not start: {reason}{self._last_words()}")

    def stop(self) -> None:
        """End mitmdump in order, wait for its last events, and raise what went wrong with keeping them."""
        with self._lock:
            if self._over or self._child is None:
                return
            self._over = True
        lost = bool(self._end)
        self._stopping.set()
        if self._socket is not None and not lost:
            # The other side reads the end of file, finishes its flows and says farewell.
            try:
                self._socket.shutdown(socket.SHUT_WR)
            except OSError:
                lost = True
        self._end_child(patience=STOP_S)
        self._clean_up()
        if self._failure is not None:
            raise SensorError(f"what the proxy saw could not be kept: {self._failure}") from self._failure
        if self._ready is not None and not self._end:
            now = time.time_ns()
            self._emit(SensorStopped(at=now, seen=now, sensor="proxy"))

    def _spawn(self, descriptor: int) -> subprocess.Popen[bytes]:
        host, port = self._listen
        options = {
            **OPTIONS,
            "confdir": str(self._authority),
            "listen_host": host,
            "listen_port": str(port),
            "privaudit_pipe": str(descriptor),
            "privaudit_flows": str(self.flows.resolve()),
            "privaudit_keep": str(self._body_limit),
            "privaudit_discard": str(self._own_authority).lower(),
            "privaudit_probe": str(self._probe_trust).lower(),
        }
        if self._upstream_ca is not None:
            options["ssl_verify_upstream_trusted_ca"] = str(self._upstream_ca.resolve())
        return subprocess.Popen(
            command(options, self._modes()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(descriptor,),
            umask=0o077,
            # Ctrl-C in the terminal is the host's to handle: the proxy must live until its last flow is kept.
            start_new_session=True,
            # The app's traffic decides nothing about us: proxies and keys of the user's shell stay outside.
            env=environment(),
        )

    def _modes(self) -> list[str]:
        modes = [f"upstream:{self._upstream}" if self._upstream is not None else "regular"]
        return [*modes, f"dns@{free_port(self._listen[0])}"] if self._dns else modes

    def _end_child(self, *, patience: float) -> None:
        child = self._child
        if child is None:
            return
        for wait, signal_number in ((patience, signal.SIGTERM), (3.0, signal.SIGKILL)):
            try:
                child.wait(wait)
                break
            except subprocess.TimeoutExpired:
                child.send_signal(signal_number)
        child.wait()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()

    def _clean_up(self) -> None:
        if self._socket is not None:
            self._socket.close()
        if self._child is not None and self._child.stdout is not None:
            self._child.stdout.close()
        if self._own_authority and self._authority is not None:
            shutil.rmtree(self._authority, ignore_errors=True)

    def _run(self, target: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=target, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    # -- reading ------------------------------------------------------------------------------

    def _read_log(self) -> None:
        child = self._child
        if child is None or child.stdout is None:
            return
        while line := child.stdout.readline(64 * 1024):
            text = _CONTROL.sub("", line.decode("utf-8", "replace")).strip()
            if text:
                self._log.append(text[:_LOG_LINE])

    def _read_events(self) -> None:
        reader = FrameReader(max_body=self._body_limit)
        try:
            self._receive(reader)
        except TornStreamError as error:
            self._end = str(error)
        except Exception as error:  # noqa: BLE001 - whatever emit or keep raised is raised again by stop()
            self._failure = error
            self._end = f"what it saw could not be kept: {error}"
        if self._farewell is None or not self._stopping.is_set():
            self._lose(reader)
        self._settled.set()

    def _receive(self, reader: FrameReader) -> None:
        if self._socket is None:
            return
        while True:
            try:
                data = self._socket.recv(_RECEIVE)
            except ConnectionResetError:
                return
            if not data:
                return
            for message, body in reader.feed(data):
                self._take(message, body)

    def _take(self, message: Message, body: bytes) -> None:
        if isinstance(message, Ready):
            self._ready = message
            now = time.time_ns()
            detail = f"mitmproxy {message.version} on {message.host}:{message.port}"
            self._emit(SensorStarted(at=now, seen=now, sensor="proxy", detail=detail))
            self._settled.set()
        elif isinstance(message, Farewell):
            self._farewell = message
        elif isinstance(message, Failure):
            self._end = message.reason
        elif isinstance(message, StreamOver):
            self._in_flight.over(message)
        else:
            self._record(message, body)

    def _record(self, event: Seen, body: bytes) -> None:
        if body:
            media_type, name = kept_as(event)
            sha = self._keep(body, media_type=media_type, name=name)
            event = msgspec.structs.replace(event, body=sha)
        self._in_flight.take(event)
        self._emit(event)
        self.events += 1
        if isinstance(event, RequestSeen):
            self._conversations.ask(event, body)
        elif isinstance(event, ResponseSeen):
            self._emit_all(self._conversations.answer(event, body))

    def _emit_all(self, events: Iterable[Event]) -> None:
        for event in events:
            self._emit(event)
            self.events += 1

    # -- the end nobody asked for -------------------------------------------------------------

    def _lose(self, reader: FrameReader) -> None:
        child = self._child
        if child is None:
            return
        try:
            child.wait(0.3 if self._end else 0.6)
        except subprocess.TimeoutExpired:
            # Without its socket it would let traffic through unrecorded.
            child.kill()
            child.wait()
        reason = self._end or ending(child.returncode)
        if self._stopping.is_set():
            reason = f"while it was being stopped: {reason}"
        reason += self._in_flight.told()
        if reader.left:
            reason += f"; {reader.left} bytes of an unfinished event are lost"
        self._end = reason
        if self._ready is not None and self._failure is None:
            now = time.time_ns()
            lost = SensorLost(at=now, seen=now, sensor="proxy", reason=reason + self._last_words())
            try:
                self._emit_all(self._conversations.unanswered())
                self._emit(lost)
            except Exception as error:  # noqa: BLE001 - raised again by stop()
                self._failure = error

    def _last_words(self) -> str:
        return f" (mitmdump said: {' | '.join(self._log)})" if self._log else ""
