"""Programs that apps execute: the phone lists them, tells when they began, and ends them with the app."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from executing import DAEMON_SECONDS, PACKAGE, SECONDS, executing_app

from privaudit.virtual.processes import Process


def until(reached: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def children(stage: Any) -> dict[str, Process]:
    found = [p for p in stage.phone.processes.list() if p.package == PACKAGE and p.line]
    return {process.line: process for process in found}


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def started(stage: Any) -> dict[str, Process]:
    stage.phone.packages.install(executing_app())
    stage.begin(PACKAGE)
    wanted = {f"sleep {SECONDS}", f"sleep {DAEMON_SECONDS}"}
    assert until(lambda: wanted <= set(children(stage))), (children(stage), stage.log()[-20:])
    return children(stage)


def test_children_and_daemons_are_listed_as_the_apps_own(stage: Any) -> None:
    found = started(stage)
    main = stage.phone.processes.of(PACKAGE)[0]
    child, daemon = found[f"sleep {SECONDS}"], found[f"sleep {DAEMON_SECONDS}"]
    assert child.uid == daemon.uid == main.uid
    shell = next(one for one in found.values() if one.pid == child.parent)
    assert shell.parent == main.pid
    assert until(lambda: children(stage)[f"sleep {DAEMON_SECONDS}"].parent == 1)
    assert main.started <= child.started <= stage.phone.clock.now()


def test_children_end_with_their_app(stage: Any) -> None:
    found = started(stage)
    stage.phone.launcher.killall(PACKAGE)
    for process in found.values():
        assert until(lambda pid=process.pid: not alive(pid), 5)  # type: ignore[misc] # bound at once
    assert children(stage) == {}


def test_a_child_can_be_killed_alone(stage: Any) -> None:
    found = started(stage)
    stage.phone.launcher.kill(found[f"sleep {DAEMON_SECONDS}"].pid)
    assert until(lambda: f"sleep {DAEMON_SECONDS}" not in children(stage))
    assert f"sleep {SECONDS}" in children(stage)
