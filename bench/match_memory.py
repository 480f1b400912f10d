"""How much memory the analysis of a 1 GB capture takes at most, in a process of its own."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from privaudit.analysis.observe import observe
from privaudit.catalog import load_catalog
from privaudit.model.event import ApiCalled, AppInfo, DeviceInfo, Event, RunEnded, RunStarted, SensorStarted
from privaudit.model.evidence import Record
from privaudit.model.network import Header, RequestSeen

CAPTURE = 1_000_000_000
START = 1_700_000_000_000_000_000
KINDS = 40
IMEI = "350000007319029"
"""One of the bodies of each kind in ten carries it."""
CHILD = "observe"


def main() -> None:
    """Start the analysis as a child and read its peak; or be that child."""
    if sys.argv[1:] == [CHILD]:
        _observe()
        return
    subprocess.run([sys.executable, __file__, CHILD], check=True, timeout=550)


def _observe() -> None:
    capture = _Capture()
    start = time.perf_counter()
    observation = observe(capture.records(), capture.artefact, load_catalog())
    seconds = time.perf_counter() - start
    found = sum(1 for sent in observation.sent if any(match.value == IMEI for match in sent.matches))
    if capture.read < CAPTURE or found != capture.planted:
        raise SystemExit(f"{capture.read} bytes were read and {found} of {capture.planted} values found")
    print(f"match_capture_mb {capture.read / 1e6:.0f} MB")
    print(f"match_capture_mb_per_s {capture.read / seconds / 1e6:.1f} MB/s")
    print(f"match_peak_mb {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


class _Capture:
    """Stands for an evidence folder: each body is made when it is asked for and differs from all others."""

    def __init__(self) -> None:
        source = random.Random(11)
        self._bodies = [_body(source, n) for n in range(KINDS)]
        self._sizes = [len(body) for body in self._bodies]
        self.planted = 0
        self.read = 0

    def records(self) -> Iterator[Record]:
        """Yield the journal: reads of the value, then requests until their bodies are the capture."""
        for n, event in enumerate(self._events()):
            yield Record(n=n, event=event)

    def artefact(self, name: str) -> bytes:
        """Return body `name`, a number."""
        number = int(name)
        body = self._bodies[number % KINDS]
        self.read += len(body)
        return body.replace(_PLACE, hashlib.md5(name.encode()).hexdigest().encode(), 1)

    def _events(self) -> Iterator[Event]:
        yield RunStarted(
            at=START, seen=START, tools=(), clock_offset_ns=0, clock_error_ns=0, app=AppInfo(package="a.b"),
            device=DeviceInfo(
                serial="s", model="m", manufacturer="x", android="13", api_level=33, build="b", virtual=True
            ),
        )  # fmt: skip
        yield SensorStarted(at=START, seen=START, sensor="proxy")
        yield ApiCalled(
            at=START, seen=START, pid=1, process="a.b", api="telephony.imei", overload="()", site="s",
            thread="main", tid=1, n=1, result=IMEI,
        )  # fmt: skip
        size = number = 0
        while size < CAPTURE:
            kind = number % KINDS
            yield RequestSeen(
                at=START + number, seen=START, flow=f"f{number}", method="POST", scheme="https",
                host=f"h{kind}.example", port=443, path=f"/v1/upload?n={number}", http_version="HTTP/2.0",
                headers=(Header("content-type", _TYPES[kind % 4]),), body=str(number),
                body_bytes=self._sizes[kind],
            )  # fmt: skip
            self.planted += kind < KINDS // 10
            size += self._sizes[kind]
            number += 1
        yield RunEnded(at=START + number, seen=START, outcome="complete")


_TYPES = ("text/plain", "application/json", "multipart/form-data; boundary=b7", "application/octet-stream")
_PLACE = b"@" * 32
"""What each body has its own digits in place of, where it is not packed."""


def _body(source: random.Random, kind: int) -> bytes:
    """Return a log, a packed report, a photograph or packed events; the first kinds have the value."""
    value = IMEI if kind < KINDS // 10 else "none"
    size = 40_000 * (1 + kind % 10) if kind % 20 > 2 else 4_000_000
    match kind % 4:
        case 0:
            return b"%s\n%s" % (_PLACE, _log(source, size, value))
        case 1:
            packed = base64.b64encode(gzip.compress(_log(source, size, value), 1)).decode()
            return json.dumps({"id": _PLACE.decode(), "report": packed, "device": value}).encode()
        case 2:
            meta = b'%s"meta"\r\n\r\n{"id":"%s","device":"%s"}\r\n' % (_PART, _PLACE, value.encode())
            photo = b'%s"photo"; filename="1.jpg"\r\n\r\n\xff\xd8\xff\xe0' % _PART
            return meta + photo + source.randbytes(size) + b"\r\n--b7--\r\n"
        case _:
            events = [{"id": f"{source.getrandbits(128):032x}", "device": value, "n": n} for n in range(100)]
            return gzip.compress(json.dumps(events).encode())


_PART = b"--b7\r\nContent-Disposition: form-data; name="


def _log(source: random.Random, size: int, value: str) -> bytes:
    lines = [
        f"{source.randrange(10**12)} I/net: page {source.getrandbits(64):016x} of {value} took {n} ms"
        for n in range(size // 70)
    ]
    return "\n".join(lines).encode()


if __name__ == "__main__":
    main()
