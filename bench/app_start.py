"""How much later an app stands in front because of the agent: `app_start_delay_s`, at most 2.

The demo app on the virtual phone is stopped and started again from its launcher activity, in turn without the
agent and with the whole catalogue hooked by it. A start ends when the activity manager shows an activity of
the app as RESUMED, which the app itself reports. The figure is the difference of the medians.

Usage: app_start.py [ROUNDS]
"""

from __future__ import annotations

import re
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable

from privaudit.capture.adb_server import AdbServer
from privaudit.capture.agent import AgentSensor
from privaudit.capture.device import Device
from privaudit.catalog import load_catalog
from privaudit.model.event import Event, HookState, ProcessSeen, SensorLost
from privaudit.session import bundled
from privaudit.session.virtual_phone import VirtualPhone

PACKAGE = "com.example.bank"
ROUNDS = 7
POLL_S = 0.02
LIMIT_S = 60.0
RESUMED = re.compile(
    rf"Hist .{{0,80}}{re.escape(PACKAGE)}/[^\n]*\n(?:(?!Hist )[^\n]*\n){{0,9}}\s*state=RESUMED"
)


class Phone:
    """The virtual phone with the demo app on it."""

    def __init__(self, device: Device) -> None:
        self.device = device
        device.install(bundled.demo_apk("conforming"))
        told = device.shell(["cmd", "package", "resolve-activity", "--brief", PACKAGE]).check()
        self.component = told.split()[-1]

    def stop(self) -> None:
        self.device.shell(["am", "force-stop", PACKAGE]).check()
        self.await_resumed(wanted=False)

    def start(self) -> None:
        self.device.shell(["am", "start", "-n", self.component]).check()

    def await_resumed(self, *, wanted: bool = True) -> float:
        """Return the moment (of `perf_counter`) at which the app stands in front, or no longer does."""
        end = time.perf_counter() + LIMIT_S
        while True:
            shown = self.device.shell(["dumpsys", "activity", "activities"]).check()
            now = time.perf_counter()
            if bool(RESUMED.search(shown)) == wanted:
                return now
            if now > end:
                raise SystemExit(f"{PACKAGE} did not come to the front:\n{shown}")
            time.sleep(POLL_S)

    def timed(self, launch: Callable[[Callable[[], None]], None]) -> float:
        """Start the app by `launch` and return the seconds until it stands in front."""
        self.stop()
        reached: list[float] = []
        began: list[float] = []

        def start() -> None:
            began.append(time.perf_counter())
            self.start()

        watcher = threading.Thread(target=lambda: reached.append(self.await_resumed()))
        watcher.start()
        launch(start)
        watcher.join()
        return reached[0] - began[0]


def without_agent(phone: Phone) -> float:
    """Return the seconds of a start that nothing watches."""
    return phone.timed(lambda start: start())


def with_agent(phone: Phone) -> float:
    """Return the seconds of a start with every row of the catalogue hooked."""
    catalog = load_catalog()
    seen: list[Event] = []
    sensor = AgentSensor(
        phone.device, PACKAGE, tuple(catalog.apis.values()), seen.append, through=catalog.carriers
    )
    sensor.start()
    try:
        seconds = phone.timed(sensor.launch)
    finally:
        phone.stop()
        sensor.stop()
    lost = [event for event in seen if isinstance(event, SensorLost)]
    if lost or not any(isinstance(event, ProcessSeen) and event.instrumented for event in seen):
        raise SystemExit(f"the agent was not there: {lost}")
    states = Counter(event.state for event in seen if isinstance(event, HookState))
    print(f"with the agent {seconds:.2f} s, rows {dict(states)}", file=sys.stderr)
    return seconds


def main() -> None:
    """Start the app in turns and print the difference."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with VirtualPhone() as virtual, AdbServer.own(scan=False) as server:
        device = Device.connect(server, virtual.ready.serial)
        try:
            phone = Phone(device)
            without_agent(phone)
            plain, watched = [], []
            for _ in range(rounds):
                plain.append(without_agent(phone))
                watched.append(with_agent(phone))
        finally:
            device.close()
    print(
        f"without {statistics.median(plain):.3f} s, with {statistics.median(watched):.3f} s", file=sys.stderr
    )
    print(f"app_start_delay_s {statistics.median(watched) - statistics.median(plain):.3f} s")


if __name__ == "__main__":
    main()
