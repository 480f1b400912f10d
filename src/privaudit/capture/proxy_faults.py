"""Faults inside mitmproxy, told as what they are: something may have passed that was not recorded.

mitmproxy logs an exception in a hook or in a connection and goes on. Without this its log would be the only
one to know.
"""

from __future__ import annotations

import asyncio
import logging
import time

from privaudit.capture.proxy_pipe import Outlet
from privaudit.model.event import Note

TOPIC = "proxy.problem"
MAX_FAULTS = 100
_TEXT = 600


class Faults(logging.Handler):
    """Tells every error that mitmproxy and asyncio log; at most `MAX_FAULTS` one by one."""

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(logging.ERROR)
        self._outlet = outlet
        self._loop = asyncio.get_running_loop()
        self._told = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one; called from whatever thread logs."""
        text = record.getMessage().strip()
        if record.exc_info and record.exc_info[0] is not None:
            text += f" ({record.exc_info[0].__name__}: {record.exc_info[1]})"
        self._loop.call_soon_threadsafe(self._tell, text)

    def _tell(self, text: str) -> None:
        self._told += 1
        if self._told > MAX_FAULTS + 1 or self._outlet.closed:
            return
        if self._told > MAX_FAULTS:
            text = f"there were more than {MAX_FAULTS} faults; further ones are not told"
        now = time.time_ns()
        clean = text[:_TEXT].encode("utf-8", "replace").decode()
        self._outlet.send(Note(at=now, seen=now, topic=TOPIC, text=clean))
