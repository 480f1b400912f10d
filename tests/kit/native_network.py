"""A real JVM whose SDK talks to the network in native code, servers for it, and the agent watching."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from native_reads import LIBRARIES, Log, Reads

from local_way import LocalWay, NoPhone
from privaudit.capture.agent import AgentSensor, Held, install_request
from privaudit.catalog.load import load_catalog
from privaudit.model.event import SiteSeen
from privaudit.model.network import PlainSeen, SocketBytes, SocketSeen
from privaudit.model.wire import NetworkPlan

NET = LIBRARIES / "gauntlet" / "libdemonet.so"
TLS = LIBRARIES / "gauntlet" / "libdemotls.so"
HOST = "127.0.0.2"
"""An address of this machine that is not the one parts of the phone talk on."""
E = TypeVar("E", SocketSeen, SocketBytes, PlainSeen)


class Echo:
    """Sends back what comes, over TCP and UDP on ports of their own; with `answers` off it only takes it."""

    def __init__(self, host: str = HOST, *, answers: bool = True) -> None:
        self.host = host
        self._answers = answers
        self._tcp = socket.create_server((host, 0), backlog=64)
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind((host, 0))
        self.tcp: int = self._tcp.getsockname()[1]
        self.udp: int = self._udp.getsockname()[1]
        self.received: list[bytes] = []
        for serve in (self._accept, self._datagrams):
            threading.Thread(target=serve, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                one, _ = self._tcp.accept()
                threading.Thread(target=self._stream, args=(one,), daemon=True).start()

    def _stream(self, one: socket.socket) -> None:
        with one, contextlib.suppress(OSError):
            while data := one.recv(65536):
                if self._answers:
                    one.sendall(data)

    def _datagrams(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                data, sender = self._udp.recvfrom(65536)
                self.received.append(data)
                if self._answers:
                    self._udp.sendto(data, sender)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._tcp.shutdown(socket.SHUT_RDWR)
        self._tcp.close()
        self._udp.close()


class Networked:
    """A program with the agent in it that watches its network."""

    def __init__(
        self, folder: Path, plan: NetworkPlan, *, rows: bool = False, reads: Reads | None = None
    ) -> None:
        self.reads = reads or Reads(folder, sdk=NET)
        self.log = Log()
        self._rows = rows
        self._way = LocalWay()
        catalog = load_catalog()
        chosen = [row for row in catalog.apis.values() if rows and row.kind == "native"]
        request = install_request(chosen, through=catalog.carriers, network=plan)
        self._sensor = AgentSensor(
            NoPhone(), "reads", (), self.log, way=self._way, request=request, keep=self._keep
        )
        self.kept: dict[str, bytes] = {}

    def _keep(self, data: bytes, *, media_type: str, name: str) -> str:
        del media_type, name
        key = f"{len(self.kept):064x}"
        self.kept[key] = data
        return key

    def start(self) -> None:
        self._sensor.start()
        self._sensor.launch(lambda: self._way.on_process(Held(self.reads.pid, "reads")))

    def stop(self) -> None:
        self._sensor.stop()

    def close(self) -> None:
        self.stop()
        self.reads.close()

    def flush(self, until: Callable[[], bool]) -> None:
        """Have totals told, and wait for what they bring."""
        self._sensor.flush()
        deadline = time.monotonic() + 20
        while not until():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def run(self, *steps: str, apart: bool = False) -> list[str]:
        """Return what each step gave: result, errno, and what came."""
        (line,) = self.reads.run(f"{'apart' if apart else 'here'} {'; '.join(('reset', *steps))}")
        return line.removesuffix(";").split(";")[1:]

    def of(self, kind: type[E], where: Callable[[E], bool] = lambda _event: True) -> list[E]:
        return [event for event in self.log.of(kind) if where(event)]

    def opened(self, port: int) -> list[SocketSeen]:
        return self.of(SocketSeen, lambda event: event.port == port)

    def totals(self, number: int) -> SocketBytes:
        """Return the last totals of a socket."""
        return self.of(SocketBytes, lambda event: event.socket == number)[-1]

    def data(self, event: PlainSeen) -> bytes:
        if event.data.artefact:
            return self.kept[event.data.artefact]
        return base64.b64decode(event.data.inline)

    def site(self, site: str) -> SiteSeen:
        (found,) = {event.site: event for event in self.log.of(SiteSeen) if event.site == site}.values()
        return found
