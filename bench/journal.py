"""How many events a second the evidence writer takes, each with the kernel before the next: as in a run."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from privaudit.evidence import EvidenceWriter
from privaudit.model.event import ApiCalled

EVENTS = 50_000


def main() -> None:
    """Write events of usual size one by one, seal, and print the rate."""
    event = ApiCalled(
        at=1_700_000_000_000_000_000, seen=1_700_000_000_000_000_001, pid=4321, process="com.example.bank",
        api="telephony.imei", overload="(int)", site="9f86d081884c7d65", thread="main", tid=4321, n=7,
        args=("0",), result="869999000000019",
    )  # fmt: skip
    with (
        tempfile.TemporaryDirectory() as place,
        EvidenceWriter.create(Path(place) / "run", id="bench", tool_version="0") as writer,
    ):
        start = time.perf_counter()
        for _ in range(EVENTS):
            writer.append(event)
        writer.seal()
        seconds = time.perf_counter() - start
    print(f"journal_events_per_s {EVENTS / seconds:.0f} events/s")


if __name__ == "__main__":
    main()
