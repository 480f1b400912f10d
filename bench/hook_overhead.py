"""Measure what a hook costs: `hook_overhead_ratio` and `agent_install_s`, one `name value unit` line each.

Two methods that do the same are called from one place each in one real JVM: one goes through our hook with
attribution (its call site is known by then), the other through an empty Frida hook, which only calls the
original. Rounds alternate; the ratio is that of the medians. `agent_install_s` is the time to install the
whole catalogue, from request to answer, with the virtual device's framework on the class path.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

import msgspec

from bench_jvm import PROBE, Jvm, load
from privaudit.capture.agent import agent_source, install_request
from privaudit.catalog.load import load_catalog
from privaudit.model.wire import HookPlan, InstallRequest, NetworkPlan

ROUNDS = 15
CALLS = 4000
WARM_UP = 3


def overhead(jvm: Jvm) -> float:
    """Return the cost of a call through our hook over that of one through an empty hook."""
    plan = HookPlan(api="bench.tick", cls="probe.Api", method="tick", overloads=[[]])
    load(jvm, agent_source()).install(msgspec.to_builtins(InstallRequest(plan=[plan])))
    load(jvm, (PROBE / "empty_hook.js").read_text("utf-8")).install("probe.Api", "tock")
    rounds = [jvm.run(f"bench {CALLS}")[0].split() for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
    ours, empty = (statistics.median(int(one[i]) for one in rounds) for i in (0, 1))
    print(f"hooked call {ours} ns, empty hook {empty} ns", file=sys.stderr)
    return ours / empty


def install_time(jvm: Jvm) -> float:
    """Return the seconds it takes to install the whole catalogue."""
    catalog = load_catalog()
    exports = load(jvm, agent_source())
    request = msgspec.to_builtins(
        install_request(
            catalog.apis.values(), through=catalog.carriers, network=NetworkPlan(crypto=1, plain=1)
        )
    )
    start = time.perf_counter()
    exports.install(request)
    return time.perf_counter() - start


def main() -> None:
    """Print both figures."""
    for name, unit, measure in (
        ("hook_overhead_ratio", "ratio", overhead),
        ("agent_install_s", "s", install_time),
    ):
        jvm = Jvm()
        try:
            print(f"{name} {measure(jvm):.3f} {unit}", flush=True)
        finally:
            jvm.kill()


if __name__ == "__main__":
    main()
