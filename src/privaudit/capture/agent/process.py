"""One process of the app with the agent in it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import msgspec

from privaudit.capture.agent.convert import Converter
from privaudit.capture.agent.way import Held, within
from privaudit.errors import SensorError
from privaudit.model.wire import InstallRequest

LOAD_S = 20.0
INSTALL_S = 30.0
CLOSE_S = 10.0

Deliver = Callable[["Instrumented", object], None]
Gone = Callable[["Instrumented", str], None]


class Instrumented:
    """A Frida session and the agent's script in one process.

    `deliver(self, payload)` gets each batch in order, once `open` was called; `gone(self, reason)` is called
    once when the agent or the process is gone without `close`. Both are called from Frida's thread.
    """

    def __init__(
        self, held: Held, session: Any, converter: Converter, *, deliver: Deliver, gone: Gone
    ) -> None:
        self.pid = held.pid
        self.name = held.name
        self.converter = converter
        self._session = session
        self._deliver = deliver
        self._gone = gone
        self._script: Any = None
        self._lock = threading.Lock()
        self._waiting: list[object] | None = []
        self._closing = False
        self._ended = threading.Event()
        session.on("detached", self._detached)

    @property
    def ended(self) -> bool:
        """Whether the process or the agent in it is gone."""
        return self._ended.is_set()

    def install(self, source: str, request: InstallRequest) -> None:
        """Load the agent and install every row; raise SensorError."""
        session = self._session
        script = within(LOAD_S, "creating the script", lambda: session.create_script(source, name="agent"))
        self._script = script
        script.set_log_handler(lambda _level, text: self._message({"type": "log", "payload": text}, None))
        script.on("message", self._message)
        script.on("destroyed", self._destroyed)
        within(LOAD_S, "loading the script", script.load)
        plan = msgspec.to_builtins(request)
        within(INSTALL_S, "installing the hooks", lambda: script.exports_sync.install(plan))

    def open(self) -> None:
        """Deliver what came so far, and everything from now on."""
        with self._lock:
            waiting, self._waiting = self._waiting or [], None
            for payload in waiting:
                self._deliver(self, payload)

    def flush(self) -> None:
        """Have the agent send what it holds, totals included."""
        if self._script is not None and not self.ended:
            within(CLOSE_S, "flushing", self._script.exports_sync.flush)

    def close(self) -> None:
        """Take the agent out and leave the process running; raise SensorError when that takes too long."""
        self._closing = True
        if self.ended or self._script is None:
            return
        script, session = self._script, self._session
        inside = within(CLOSE_S, "releasing the hooks", script.exports_sync.release)
        if inside:
            # A thread still inside a hook returns into the script's memory: it has to stay.
            within(CLOSE_S, "leaving the script behind", script.eternalize)
        else:
            within(CLOSE_S, "unloading the script", script.unload)
        within(CLOSE_S, "detaching", session.detach)

    def _message(self, message: Any, _data: object) -> None:
        kind = message.get("type")
        if kind == "send":
            payload = message.get("payload")
        else:
            text = str(message.get("description") or message.get("payload") or kind)
            payload = SensorError(f"{text} {message.get('stack', '')}".strip()[:1000])
        with self._lock:
            if self._waiting is None:
                self._deliver(self, payload)
            else:
                self._waiting.append(payload)

    def _detached(self, reason: Any, crash: Any) -> None:
        text = str(reason)
        if crash is not None:
            text = f"{text}: {str(crash.summary)[:300]}"
        self._end(text)

    def _destroyed(self) -> None:
        # A detaching session destroys its scripts too and then says why: that reason is the better one.
        threading.Timer(0.5, self._end, ["agent unloaded"]).start()

    def _end(self, reason: str) -> None:
        with self._lock:
            first = not self._ended.is_set()
            self._ended.set()
        if first and not self._closing:
            self._gone(self, reason)
