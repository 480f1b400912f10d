"""What watching costs: requests per second with our addon over mitmdump alone; and the speed of matching.

Three proxies stand before a server on loopback: ours (events and bodies told to a host that hashes them,
flow file written, DNS answered and trust probed), mitmdump alone with the same options, and mitmdump writing
the flow file by itself. A load of keep-alive connections, in a process of its own, goes through them in turn,
once in clear text and once through TLS; each figure is the median over the rounds of the ratio within one
round, so that what else the machine does falls on both.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from mitmproxy import certs

from privaudit.analysis.match import find
from privaudit.analysis.needles import NeedleSet
from privaudit.capture.proxy import ProxySensor
from privaudit.capture.proxy_child import OPTIONS
from privaudit.model.event import Event
from privaudit.model.network import Header, RequestSeen

CONNECTIONS = 8
ROUNDS = 7
ROUND_S = 1.2
BODY = json.dumps({"event": "page_view", "properties": {f"p{n}": "value of it" for n in range(20)}}).encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 600\r\n\r\n" + b"a" * 600


def serve(chain: str) -> None:
    """Answer every request, in clear text and with the certificate in `chain`; print the ports."""

    class Answering(asyncio.Protocol):
        transport: asyncio.WriteTransport

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.WriteTransport)
            self.transport = transport
            self.waiting = b""

        def data_received(self, data: bytes) -> None:
            self.waiting += data
            while (head := self.waiting.find(b"\r\n\r\n")) > 0 and len(self.waiting) >= head + 4 + len(BODY):
                self.waiting = self.waiting[head + 4 + len(BODY) :]
                self.transport.write(ANSWER)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        plain = await loop.create_server(Answering, "127.0.0.1", 0)
        secure = await loop.create_server(Answering, "127.0.0.1", 0, ssl=context)
        print(*(server.sockets[0].getsockname()[1] for server in (plain, secure)), flush=True)
        await loop.run_in_executor(None, sys.stdin.read)

    asyncio.run(run())


def load(proxy: int, server: int, seconds: float, *, secure: bool) -> None:
    """Send requests through a proxy as fast as they are answered; print how many a second."""
    host = f"127.0.0.1:{server}"
    request = (
        f"POST {'' if secure else 'http://' + host}/v1/collect?sdk=1.2.3&app=com.example.bank HTTP/1.1\r\n"
        f"Host: {host}\r\nUser-Agent: okhttp/4.12.0\r\nAccept-Encoding: gzip\r\n"
        "Content-Type: application/json; charset=utf-8\r\nX-Trace: 0123456789abcdef\r\n"
        f"Connection: Keep-Alive\r\nContent-Length: {len(BODY)}\r\n\r\n"
    ).encode() + BODY
    unchecked = ssl.create_default_context()
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE

    async def opened() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy)
        if secure:
            writer.write(f"CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            await reader.readuntil(b"\r\n\r\n")
            await writer.start_tls(unchecked)
        writer.write(request)
        await reader.readexactly(len(ANSWER))
        return reader, writer

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, until: float) -> int:
        done = 0
        while time.perf_counter() < until:
            writer.write(request)
            await reader.readexactly(len(ANSWER))
            done += 1
        writer.close()
        return done

    async def run() -> float:
        connections = [await opened() for _ in range(CONNECTIONS)]
        start = time.perf_counter()
        done = await asyncio.gather(*(one(*each, start + seconds) for each in connections))
        return sum(done) / (time.perf_counter() - start)

    print(asyncio.run(run()))


def authority(folder: Path) -> tuple[Path, Path]:
    """Make a root of our own and a server's certificate with its key (PEM)."""
    key, root = certs.create_ca("privaudit bench", "bench", 2048)
    leaf = certs.dummy_cert(key, root, "127.0.0.1", [x509.IPAddress(ip_address("127.0.0.1"))])
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "root.pem").write_bytes(root.public_bytes(pem))
    (folder / "server.pem").write_bytes(leaf.to_pem() + private)
    return folder / "root.pem", folder / "server.pem"


class Proxy(NamedTuple):
    """A proxy under load: where it listens, and its process."""

    port: int
    pid: int

    def cpu_s(self) -> float:
        """Return the processor time it has used (proc(5): utime and stime, in clock ticks)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Round(NamedTuple):
    """Requests per second, and per second of the proxy's own processor time."""

    rate: float
    efficiency: float


@contextmanager
def server(chain: Path) -> Iterator[tuple[int, int]]:
    child = subprocess.Popen(
        [sys.executable, __file__, "serve", str(chain)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        plain, secure = child.stdout.readline().split()
        yield int(plain), int(secure)
        child.terminate()


@contextmanager
def ours(folder: Path, root: Path) -> Iterator[Proxy]:
    """Our proxy with a host that does what a recording does with each event, except for the disk."""
    digest = hashlib.sha256()

    def emit(event: Event) -> None:
        digest.update(msgspec.json.encode(event))

    def keep(data: bytes, *, media_type: str, name: str) -> str:
        del media_type, name
        return hashlib.sha256(data).hexdigest()

    sensor = ProxySensor(emit, keep, folder, upstream_ca=root, dns=True, probe_trust=True)
    sensor.start()
    try:
        yield Proxy(sensor.port, sensor.pid)
    finally:
        sensor.stop()


@contextmanager
def alone(folder: Path, root: Path, *, flow_file: bool) -> Iterator[Proxy]:
    """Start mitmdump with our options and without our addon."""
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    options = {**OPTIONS, "confdir": str(folder), "listen_host": "127.0.0.1", "listen_port": str(port)}
    options["ssl_verify_upstream_trusted_ca"] = str(root)
    if flow_file:
        options["save_stream_file"] = str(folder / "flows.mitm")
    command = [sys.executable, "-P", "-c", "from mitmproxy.tools.main import mitmdump; mitmdump()"]
    for name, value in options.items():
        command += ["--set", f"{name}={value}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        until = time.monotonic() + 40
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        yield Proxy(port, child.pid)
        child.terminate()


def loaded(proxy: Proxy, upstream: int, seconds: float, *, secure: bool) -> Round:
    before = proxy.cpu_s()
    command = [
        sys.executable,
        __file__,
        "load",
        str(proxy.port),
        str(upstream),
        str(seconds),
        str(int(secure)),
    ]
    rate = float(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return Round(rate, rate * seconds / (proxy.cpu_s() - before))


def throughput() -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        root, chain = authority(folder)
        upstream = stack.enter_context(server(chain))
        proxies = {
            "ours": stack.enter_context(ours(folder / "ours", root)),
            "saving": stack.enter_context(alone(folder / "saving", root, flow_file=True)),
            "bare": stack.enter_context(alone(folder / "bare", root, flow_file=False)),
        }
        for secure, suffix in ((False, ""), (True, "_tls")):
            report(measured(proxies, upstream[secure], secure=secure), suffix)


def measured(proxies: dict[str, Proxy], upstream: int, *, secure: bool) -> list[dict[str, Round]]:
    for proxy in proxies.values():
        loaded(proxy, upstream, 0.3, secure=secure)
    rounds: list[dict[str, Round]] = []
    names = list(proxies)
    for number in range(ROUNDS):
        order = names[number % 3 :] + names[: number % 3]
        rounds.append({name: loaded(proxies[name], upstream, ROUND_S, secure=secure) for name in order})
    return rounds


def report(rounds: list[dict[str, Round]], suffix: str) -> None:
    for name, figure in (
        ("bare", f"proxy_throughput_ratio{suffix}"),
        ("saving", f"proxy_throughput_ratio_over_saving{suffix}"),
    ):
        print(f"{figure} {statistics.median(r['ours'].rate / r[name].rate for r in rounds):.3f} ratio")
    # The same by the proxy's own processor time, which what else the machine does hardly changes.
    cpu = statistics.median(r["ours"].efficiency / r["bare"].efficiency for r in rounds)
    print(f"proxy_cpu_ratio{suffix} {cpu:.3f} ratio")
    print(f"proxy_requests_per_s{suffix} {statistics.median(r['ours'].rate for r in rounds):.0f} requests/s")


def matching() -> None:
    source = random.Random(1)
    values = [("x", f"{source.getrandbits(64):016x}") for _ in range(200)]
    needles = NeedleSet.of(planted=values)
    bodies = []
    for _ in range(400):
        words = {f"k{n}": f"{source.getrandbits(40):x} page view" for n in range(30)}
        bodies.append(json.dumps({"event": "e", "properties": words, "t": source.random()}).encode())
    event = RequestSeen(
        at=0,
        seen=0,
        flow="f",
        method="POST",
        scheme="https",
        host="api.bank.example",
        port=443,
        path="/v1/collect?sdk=1.2.3",
        http_version="HTTP/1.1",
        headers=(Header("Content-Type", "application/json"),),
    )
    speeds = []
    for _ in range(5):
        start = time.perf_counter()
        for body in bodies:
            find(event, body, needles)
        speeds.append(sum(map(len, bodies)) / 1e6 / (time.perf_counter() - start))
    print(f"match_mb_per_s {statistics.median(speeds):.2f} MB/s")
    print(f"match_variants {needles.size} patterns")


def main() -> int:
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2])
    elif sys.argv[1:2] == ["load"]:
        load(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), secure=sys.argv[5] == "1")
    else:
        throughput()
        matching()
    return 0


if __name__ == "__main__":
    sys.exit(main())
