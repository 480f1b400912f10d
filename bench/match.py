"""How fast known values are searched for, beside Hyperscan alone on the same bytes and patterns."""

from __future__ import annotations

import base64
import json
import random
import time
from collections.abc import Callable

import hyperscan

from privaudit.analysis.needles import NeedleSet
from privaudit.analysis.variants import variants

PATTERNS = 10_000
BODIES = 4000
ROUNDS = 7
PLANTED_IN = 20
"""One body of so many carries a known value: more than in most runs."""


def main() -> None:
    """Build both, let each search the same bodies in turn, print the best round of each."""
    source = random.Random(20261)
    values, patterns = _values(source)
    start = time.perf_counter()
    needles = NeedleSet.of(planted=[("x.value", value) for value in values])
    built = time.perf_counter() - start
    bodies = [_body(source, source.choice(values) if n % PLANTED_IN == 0 else "") for n in range(BODIES)]
    size = sum(map(len, bodies))
    alone = _alone(patterns)
    found = [0, 0]

    def by_us() -> None:
        found[0] = sum(1 for body in bodies for _hit in needles.search(body))

    def by_hyperscan() -> None:
        found[1] = sum(map(alone, bodies))

    ours, theirs = _best(by_us, by_hyperscan)
    if min(found) < BODIES // PLANTED_IN:
        raise SystemExit(f"of {BODIES // PLANTED_IN} bodies with known values {found} places were found")
    print(f"match_patterns {len(patterns)} patterns")
    print(f"match_build_s {built:.2f} s")
    print(f"match_mb_per_s {size / ours / 1e6:.0f} MB/s")
    print(f"match_hyperscan_mb_per_s {size / theirs / 1e6:.0f} MB/s")
    print(f"match_vs_hyperscan_ratio {theirs / ours:.2f} x")


def _best(*searches: Callable[[], None]) -> list[float]:
    best = [float("inf")] * len(searches)
    for _ in range(ROUNDS):
        for at, search in enumerate(searches):
            start = time.process_time()  # what others do on the machine meanwhile is none of it
            search()
            best[at] = min(best[at], time.process_time() - start)
    return best


def _values(source: random.Random) -> tuple[list[str], list[bytes]]:
    values: list[str] = []
    patterns: set[bytes] = set()
    while len(patterns) < PATTERNS:
        value = _value(source)
        values.append(value)
        patterns |= {one.pattern.lower() for one in variants(0, value, shared=False) if one.rule != "named"}
    return values, sorted(patterns)


def _value(source: random.Random) -> str:
    digits = "".join(source.choices("0123456789", k=14))
    return source.choice(
        (
            f"8{digits}",
            f"{source.getrandbits(64):016x}",
            ":".join(f"{source.randrange(256):02x}" for _ in range(6)),
            f"+8613{digits[:9]}",
            f"user{digits[:7]}@mail{digits[:2]}.example",
            f"6222{digits}8",
        )
    )


def _alone(patterns: list[bytes]) -> Callable[[bytes], int]:
    """Return a search by Hyperscan that counts what it meets and does nothing else."""
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[b"".join(b"\\x%02x" % byte for byte in one) for one in patterns],
        flags=[hyperscan.HS_FLAG_CASELESS] * len(patterns),
        ids=list(range(len(patterns))),
        elements=len(patterns),
    )
    count = 0

    def seen(_id: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        nonlocal count
        count += 1

    def search(body: bytes) -> int:
        nonlocal count
        count = 0
        database.scan(body, match_event_handler=seen)
        return count

    return search


def _body(source: random.Random, value: str) -> bytes:
    kind = source.randrange(4)
    if kind == 0:
        events = [
            {"id": f"{source.getrandbits(128):032x}", "t": source.randrange(10**12), "page": _words(source)}
            for _ in range(60)
        ]
        return json.dumps({"device": value, "events": events}).encode()
    if kind == 1:
        return base64.b64encode(source.randbytes(6000) + value.encode())
    if kind == 2:
        return source.randbytes(4000) + value.encode() + source.randbytes(4000)
    fields = "&".join(f"k{n}={''.join(source.choices('0123456789abcdef%', k=20))}" for n in range(300))
    return f"{fields}&v={value}".encode()


def _words(source: random.Random) -> str:
    return " ".join("".join(source.choices("etaoinshrdlu", k=6)) for _ in range(5))


if __name__ == "__main__":
    main()
