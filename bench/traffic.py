"""How many requests a second a whole observation takes, of 10,000 and of 100,000, and how the two compare."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator

from privaudit.analysis.observe import observe
from privaudit.catalog import load_catalog
from privaudit.model.event import (
    ApiCalled,
    AppInfo,
    DeviceInfo,
    Event,
    Frame,
    ProcessSeen,
    RunEnded,
    RunStarted,
    SensorStarted,
    SiteSeen,
)
from privaudit.model.evidence import Record
from privaudit.model.network import Header, NameLookedUp, RequestSeen, ResponseSeen

FEW, MANY = 10_000, 100_000
START = 1_700_000_000_000_000_000
STEP = 5_000_000
BODIES = 2000
HOSTS = 200
IMEI = "350000007319029"
PACKAGE = "com.example.bank"
READS = (
    ("telephony.imei", IMEI),
    ("settings.android_id", "7f3a91c2d05be648"),
    ("location.last_known", "31.240021,121.490317"),
)


def main() -> None:
    """Observe the smaller journal, then the larger, and print the rate of each."""
    catalog = load_catalog()
    _ = catalog.apis, catalog.data_types, catalog.permissions, catalog.sdks
    bodies = [_body(number) for number in range(BODIES)]
    rates = {}
    for requests in (FEW, MANY):
        start = time.process_time()  # what others do on the machine meanwhile is none of it
        observation = observe(_records(requests), lambda name: bodies[int(name)], catalog)
        rates[requests] = requests / (time.process_time() - start)
        sent = [one for one in observation.sent if one.protocol == "http"]
        found = sum(1 for one in sent if any(match.value == IMEI for match in one.matches))
        if len(sent) != requests or found != requests // 10:
            raise SystemExit(f"{len(sent)} of {requests} requests, {found} with the value")
    print(f"traffic_requests_per_s {rates[MANY]:.0f} requests/s")
    print(f"traffic_requests_per_s_at_a_tenth {rates[FEW]:.0f} requests/s")
    print(f"traffic_linear_ratio {rates[MANY] / rates[FEW]:.2f} x")


def _body(number: int) -> bytes:
    """Return a small report; one of ten has a digest of the value, which the same requests' bodies are."""
    device = hashlib.md5(IMEI.encode()).hexdigest() if number % 10 == 0 else f"{number:032d}"
    return json.dumps(
        {"device": {"id": device, "model": "Pixel"}, "event": f"page-{number}", "at": number * 7919}
    ).encode()


def _records(requests: int) -> Iterator[Record]:
    for n, event in enumerate(_events(requests)):
        yield Record(n=n, event=event)


def _events(requests: int) -> Iterator[Event]:
    """Yield a run: of each request the name looked up, the call that opened it, itself and its answer."""
    yield RunStarted(
        at=START, seen=START, tools=(), clock_offset_ns=0, clock_error_ns=0, app=AppInfo(package=PACKAGE),
        device=DeviceInfo(
            serial="s", model="m", manufacturer="x", android="13", api_level=33, build="b", virtual=True
        ),
    )  # fmt: skip
    yield SensorStarted(at=START, seen=START, sensor="agent")
    yield SensorStarted(at=START, seen=START, sensor="proxy")
    yield ProcessSeen(at=START, seen=START, pid=1, name=PACKAGE, instrumented=True)
    for number in range(50):
        frames = (Frame(cls=f"{PACKAGE}.net.Client{number}", method="run", file="C.java", line=number),)
        yield SiteSeen(at=START, seen=START, pid=1, site=f"s{number}", frames=frames)
    for n, (api, value) in enumerate(READS):
        yield _call(START, api, "s0", n, result=value)
    for number in range(requests):
        yield from _request(number, START + (number + 1) * STEP)
    end = START + (requests + 2) * STEP
    yield RunEnded(at=end, seen=end, outcome="complete")


def _request(number: int, at: int) -> Iterator[Event]:
    host = f"h{number % HOSTS}.example.com"
    path = f"/v1/collect?s={number}"
    if number % 100 == 0:
        yield NameLookedUp(at=at, seen=at, name=host, addresses=("203.0.113.7",))
    yield _call(at, "traffic.okhttp", f"s{number % 50}", number, args=(f"https://{host}{path}",))
    yield RequestSeen(
        at=at + 1, seen=at, flow=f"f{number}", method="POST", scheme="https", host=host, port=443, path=path,
        http_version="HTTP/2.0", body=str(number % BODIES), body_bytes=90, client_port=20_000 + number % 9000,
        server_address="203.0.113.7:443", tls_version="TLSv1.3",
        headers=(
            Header(":authority", host), Header("user-agent", "okhttp/4.12.0"),
            Header("content-type", "application/json; charset=utf-8"), Header("accept-encoding", "gzip"),
        ),
    )  # fmt: skip
    yield ResponseSeen(at=at + 2, seen=at, flow=f"f{number}", status=200)


def _call(
    at: int, api: str, site: str, n: int, *, result: str | None = None, args: tuple[str, ...] = ()
) -> ApiCalled:
    return ApiCalled(
        at=at, seen=at, pid=1, process=PACKAGE, api=api, overload="()", site=site, thread="net", tid=2, n=n,
        args=args, result=result,
    )  # fmt: skip


if __name__ == "__main__":
    main()
