"""Measure what watching ciphers costs an app that does nothing else: one `name value unit` line each.

The same loop runs in one JVM without the agent and in another with every cipher, digest and MAC hooked, until
its call site is known to be a flood that is only counted. `crypto_digest_ratio` is SHA-256 of 64 bytes, by
update and digest, `crypto_cipher_ratio` AES/CBC of 4 KiB by doFinal: with the agent over without it.
`crypto_told_us` is what an operation costs that is told with its bytes. The nanoseconds behind the ratios are
on standard error.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import msgspec

from bench_jvm import Jvm, load
from privaudit.capture.agent import agent_source, install_request
from privaudit.catalog.load import load_catalog
from privaudit.model.wire import NetworkPlan

JAR = Path(__file__).parent / "crypto" / "crypto.jar"
BYTES = 32 * 1024
LOOPS = {"digest": "digesting", "cipher": "encrypting"}
TOLD = 100
"""Operations told with their bytes, of the 200 that a call site has at once."""
WARM_UP = 4_000
CALLS = 20_000
ROUNDS = 5


def hooked() -> Jvm:
    """Return a JVM with the agent in it."""
    catalog = load_catalog()
    rows = [row for row in catalog.apis.values() if row.yields == "crypto"]
    request = install_request(rows, through=catalog.carriers, network=NetworkPlan(crypto=BYTES))
    jvm = Jvm(JAR, "ciphers.Main")
    load(jvm, agent_source()).install(msgspec.to_builtins(request))
    return jvm


def took(jvm: Jvm, loop: str, calls: int) -> int:
    """Return the nanoseconds that an operation of a loop takes."""
    return int(jvm.run(f"{loop} {calls}")[0].split()[0])


def main() -> None:
    """Print all figures."""
    plain, watched = Jvm(JAR, "ciphers.Main"), hooked()
    try:
        # The first of a call site has its stack named.
        took(watched, LOOPS["cipher"], 1)
        told = took(watched, LOOPS["cipher"], TOLD)
        for name, loop in LOOPS.items():
            for jvm in (plain, watched):
                took(jvm, loop, WARM_UP)
            rounds = [(took(plain, loop, CALLS), took(watched, loop, CALLS)) for _ in range(ROUNDS)]
            without, with_agent = (statistics.median(one[i] for one in rounds) for i in (0, 1))
            print(f"{name}: {without} ns, with the agent {with_agent} ns", file=sys.stderr)
            print(f"crypto_{name}_ratio {with_agent / without:.1f} ratio", flush=True)
        print(f"crypto_told_us {told / 1000:.0f} us", flush=True)
    finally:
        plain.kill()
        watched.kill()


if __name__ == "__main__":
    main()
