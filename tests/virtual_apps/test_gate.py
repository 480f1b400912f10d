"""The portal and its gate with a real Frida client in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from privaudit.virtual.portal import explain

CONTROLLER = """
import json, sys
import frida
port, package = sys.argv[1], sys.argv[2]
device = frida.get_device_manager().add_remote_device("127.0.0.1:" + port)
def told(message, data): print(json.dumps(message), flush=True)
device.bus.on("message", told)
device.bus.attach()
device.bus.post({"type": "gate", "package": package})
sessions = []
for line in sys.stdin:
    command = json.loads(line)
    if "attach" in command:
        session = device.attach(command["attach"])
        script = session.create_script(
            "const jvm = Process.findModuleByName('libjvm.so') !== null;"
            "send({type: 'inside', pid: Process.id, jvm});")
        script.on("message", lambda message, data: print(json.dumps(message["payload"]), flush=True))
        script.load()
        sessions.append((session, script))
    elif "leave" in command:
        break
    else:
        device.bus.post(command)
"""


class Controller:
    def __init__(self, port: int, package: str) -> None:
        self.child = subprocess.Popen([sys.executable, "-c", CONTROLLER, str(port), package],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip

    def read(self) -> dict[str, Any]:
        assert self.child.stdout is not None
        told: dict[str, Any] = json.loads(self.child.stdout.readline())
        return told

    def say(self, **message: Any) -> None:
        assert self.child.stdin is not None
        self.child.stdin.write(json.dumps(message) + "\n")
        self.child.stdin.flush()

    def close(self) -> None:
        if self.child.poll() is None:
            self.child.kill()
        self.child.communicate()


@pytest.fixture
def controllers() -> Iterator[list[Controller]]:
    made: list[Controller] = []
    yield made
    for one in made:
        one.close()


def gate(stage: Any, controllers: list[Controller], package: str) -> Controller:
    assert stage.phone.ports.real(27042) == stage.portal.port
    controller = Controller(stage.portal.port, package)
    controllers.append(controller)
    assert controller.read() == {"type": "gated", "package": package}
    return controller


def held(stage: Any, controllers: list[Controller]) -> tuple[Controller, Any, int]:
    package = stage.install("example-bank-conforming.apk")
    controller = gate(stage, controllers, package)
    activity = stage.begin(package)
    told = controller.read()
    assert told["type"] == "held"
    assert told["identifier"] == package
    assert [p.pid for p in stage.phone.processes.of(package)] == [told["pid"]]
    return controller, activity, told["pid"]


def test_a_gated_process_waits_before_the_first_line_of_the_app(
    stage: Any, controllers: list[Controller]
) -> None:
    controller, activity, pid = held(stage, controllers)
    controller.say(attach=pid)
    assert controller.read() == {"type": "inside", "pid": pid, "jvm": True}
    time.sleep(0.5)
    assert stage.log("Bank") == []
    assert activity.drawn is None
    controller.say(type="resume", pid=pid)
    assert stage.phone.activities.wait_drawn(activity, 10)
    assert stage.log("Bank") == ["process com.example.bank"]


def test_every_process_of_the_package_is_held(stage: Any, controllers: list[Controller]) -> None:
    controller, activity, pid = held(stage, controllers)
    controller.say(type="resume", pid=pid)
    assert stage.phone.activities.wait_drawn(activity, 10)
    stage.tap("同意")
    told = controller.read()
    assert (told["type"], told["identifier"]) == ("held", "com.example.bank:push")
    time.sleep(0.3)
    assert "process com.example.bank:push" not in stage.log("Bank")
    controller.say(type="resume", pid=told["pid"])
    stage.wait_log("registered: 200")


def test_a_controller_that_goes_releases_what_it_held(stage: Any, controllers: list[Controller]) -> None:
    controller, activity, _ = held(stage, controllers)
    controller.close()
    assert stage.phone.activities.wait_drawn(activity, 10)
    stage.phone.force_stop("com.example.bank")
    again = stage.begin("com.example.bank")
    assert stage.phone.activities.wait_drawn(again, 10)


def test_ungate_lets_everything_run(stage: Any, controllers: list[Controller]) -> None:
    controller, activity, _ = held(stage, controllers)
    controller.say(type="ungate")
    assert controller.read() == {"type": "ungated"}
    assert stage.phone.activities.wait_drawn(activity, 10)


def test_a_held_process_can_be_killed(stage: Any, controllers: list[Controller]) -> None:
    _, _, pid = held(stage, controllers)
    stage.phone.force_stop("com.example.bank")
    assert stage.phone.processes.get(pid) is None
    end = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_silence_releases_and_the_log_says_so(
    make_stage: Any, tmp_path: Path, controllers: list[Controller]
) -> None:
    stage = make_stage(tmp_path, silence=1)
    try:
        _, activity, pid = held(stage, controllers)
        assert stage.phone.activities.wait_drawn(activity, 10)
        expected = f"released com.example.bank ({pid}): its controller was silent for 1 s"
        assert expected in stage.log("frida")
    finally:
        stage.close()


def test_without_a_gate_no_process_is_injected(stage: Any) -> None:
    activity = stage.launch("example-bank-conforming.apk")
    maps = Path(f"/proc/{activity.pid}/maps").read_text(encoding="utf-8")
    assert "libjvm" in maps
    assert "frida" not in maps


@pytest.mark.parametrize(
    ("scope", "message", "change"),
    [
        ("2", "unable to attach", "sudo sysctl kernel.yama.ptrace_scope=1"),
        ("3", "unable to attach", "boot with kernel.yama.ptrace_scope=1"),
        ("1", "Operation not permitted", "--cap-add=SYS_PTRACE"),
        ("0", "Permission denied", "--cap-add=SYS_PTRACE"),
    ],
)
def test_a_failed_injection_says_what_to_change(
    tmp_path: Path, scope: str, message: str, change: str
) -> None:
    (tmp_path / "ptrace_scope").write_text(f"{scope}\n", encoding="ascii")
    told = explain(RuntimeError(message), tmp_path / "ptrace_scope")
    assert message in told
    assert change in told


def test_bad_messages_on_the_bus_are_answered(stage: Any, controllers: list[Controller]) -> None:
    controller = gate(stage, controllers, "com.example.bank")
    controller.say(type="no such thing")
    assert controller.read() == {"type": "error", "message": "unknown message no such thing"}
    controller.say(type="resume", pid="x")
    controller.say(type="gate")
    assert controller.read()["type"] == "error"
