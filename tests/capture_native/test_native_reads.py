"""What an SDK reads in native code is seen, counted, led back to its library; the app notices nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from native_reads import PROPERTIES, SDK, Reads, Watched

from privaudit.analysis.typed import data_type_of
from privaudit.catalog.load import load_catalog
from privaudit.model.event import AgentProblem, ApiCalled, HookState

Make = Callable[..., Watched]
FIRST_LINE = "IP address"
BOOT_ID = "/proc/sys/kernel/random/boot_id"
GETPROP = "/nowhere/getprop"


class Way(NamedTuple):
    """A command, and the event it means: API, told arguments, a value (a regular expression), an error."""

    command: str
    api: str
    args: tuple[str, ...]
    value: str | None = None
    error: str | None = None
    items: bool = False


WAYS = (
    Way("open /proc/net/arp", "open", ("/proc/net/arp",), FIRST_LINE),
    Way("open /sys/class/net/lo/address", "open", ("/sys/class/net/lo/address",), "^00:00:00:00:00:00\n$"),
    Way("open /sys/class/net/none9/address", "open", ("/sys/class/net/none9/address",), None, "ENOENT"),
    Way("open /proc/self//net/./arp", "open", ("/proc/self//net/./arp",), FIRST_LINE),
    Way("open /proc/1/comm", "open", ("/proc/1/comm",), r"^\S+\n$"),
    Way(f"pread {BOOT_ID}", "open", (BOOT_ID,), r"^[0-9a-f-]{36}\n$"),
    Way("openat /proc/cpuinfo", "openat", ("/proc/cpuinfo",), "processor"),
    Way("open_2 /proc/net/route", "open_2", ("/proc/net/route",), "Iface"),
    Way("openat_2 /proc/version", "openat_2", ("/proc/version",), "Linux"),
    Way("fopen /proc/net/route", "fopen", ("/proc/net/route",), "Iface"),
    Way("fopen /data/system/packages.list", "fopen", ("/data/system/packages.list",), None, "ENOENT"),
    Way("syscall /proc/net/arp", "syscall", ("/proc/net/arp",), FIRST_LINE),
    Way("opendir /sys/class/net", "opendir", ("/sys/class/net",)),
    Way("access /data/data/com.other.bank", "access", ("/data/data/com.other.bank",), "^absent$"),
    Way("faccessat /data/app/com.other-1", "faccessat", ("/data/app/com.other-1",), "^absent$"),
    Way("stat /data/data/com.other.bank", "stat", ("/data/data/com.other.bank",), "^absent$"),
    Way("lstat /data/data/com.other.bank", "lstat", ("/data/data/com.other.bank",), "^absent$"),
    Way("fstatat /data/data/com.other.bank", "fstatat", ("/data/data/com.other.bank",), "^absent$"),
    Way("readlink /data/data/com.other.bank", "readlink", ("/data/data/com.other.bank",), "^absent$"),
    Way("get ro.serialno", "property_get", ("ro.serialno",), f"^{PROPERTIES['ro.serialno']}$"),
    Way("get ro.boot.serialno", "property_get", ("ro.boot.serialno",), "^$"),
    Way("read ro.product.model", "property_read", ("ro.product.model",), "^Virtual 33$"),
    Way("callback ro.build.fingerprint", "property_callback", ("ro.build.fingerprint",),
        f"^{PROPERTIES['ro.build.fingerprint']}$"),
    Way("foreach", "property_foreach", ()),
    Way("interfaces", "interfaces", ("link",), r"127\.0\.0\.1", items=True),
    Way("ioctl hw", "ioctl", ("SIOCGIFHWADDR", "lo"), "^00:00:00:00:00:00$"),
    Way("ioctl missing", "ioctl", ("SIOCGIFHWADDR", "wlan9"), None, "ENODEV"),
    Way("ioctl address", "ioctl", ("SIOCGIFADDR", "lo"), r"^127\.0\.0\.1$"),
    Way("ioctl table", "ioctl", ("SIOCGIFCONF",), r"lo 127\.0\.0\.1", items=True),
    Way("netlink sendto", "netlink_sendto", ("RTM_GETLINK",)),
    Way("netlink send", "netlink_send", ("RTM_GETLINK",)),
    Way("netlink sendmsg", "netlink_sendmsg", ("RTM_GETNEIGH",)),
    Way("netlink write", "netlink_write", ("RTM_GETADDR",)),
    Way("hostname", "hostname", (), r"^\S+$"),
    Way("drm deviceUniqueId", "drm_bytes", ("deviceUniqueId",), "^eefb[0-9a-f]{60}$"),
    Way("record", "audio_record", ("AAUDIO_DIRECTION_INPUT",)),
    Way("camera 0", "camera_open", ("0",), None, "error -10002"),
    Way("popen echo $((6 * 7))", "popen", ("echo $((6 * 7))",)),
    Way("system exit 3", "system", ("exit 3",)),
    Way("spawn /bin/true", "posix_spawn", ("/bin/true", "/bin/true first")),
    Way(f"spawn {GETPROP}", "posix_spawn", (GETPROP, f"{GETPROP} first"), None, "ENOENT"),
    Way("spawnp true", "posix_spawnp", ("true", "true")),
    Way(f"execve {GETPROP}", "execve", (GETPROP, f"{GETPROP} word")),
)  # fmt: skip
ALSO = Counter({"native.property_find": 2, "native.sensor_list": 1, "native.sensor_default": 1,
                "native.sensor_enable": 1, "native.sensor_register": 1})  # fmt: skip
"""Events of commands that mean more than one."""
SILENT = (
    "open /usr/nothing", "open /proc/self/comm", "open /proc/self/cmdline", "get debug.of.nobody", "bad",
    "ioctl index", "drm version", "fork /bin/true", "storm 1000",
)  # fmt: skip
"""Commands that mean no event: other paths, names, requests, the process itself, a child before its exec."""


@pytest.fixture(scope="module")
def before_and_after(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Watched, dict[str, list[list[str]]]]]:
    """Yield what was seen, and the answers to each command before, with and after the agent."""
    commands = [f"here {way.command}" for way in (*WAYS, *map(silent, SILENT))] + ["here sensors reads"]
    one = Watched(Reads(tmp_path_factory.mktemp("reads")))
    answers: dict[str, list[list[str]]] = {command: [] for command in commands}
    try:
        for step in (None, one.start, one.stop):
            if step is not None:
                step()
            for command in commands:
                answers[command].append(one.reads.run(command))
        yield one, answers
    finally:
        one.stop()
        one.reads.close()


def silent(command: str) -> Way:
    return Way(command, "", ())


def of(one: Watched, way: Way) -> ApiCalled:
    (found,) = (
        call for call in one.calls(f"native.{way.api}")
        if call.args == way.args and call.error == way.error
        and (way.value is None or re.search(way.value, call.result or "") is not None)
    )  # fmt: skip
    return found


def steady(answer: list[str]) -> list[str]:
    # The storm tells how long it took, the processor how fast it is.
    return [re.sub(r"^(0 0 )\d+$", r"\1", line) for line in answer if not line.startswith("cpu MHz")]


def test_answers_and_errno_are_the_same_before_with_and_after(before_and_after: Any) -> None:
    one, answers = before_and_after
    for command, (before, during, after) in answers.items():
        assert steady(during) == steady(before), command
        assert steady(after) == steady(before), command
    assert answers["here bad"][0] == ["-1 14 "]
    assert answers["here get ro.serialno"][1] == ["12 7 VD0123456789"]
    assert one.reads.alive()
    assert one.log.of(AgentProblem) == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.command)
def test_each_way_is_one_event_with_its_value(before_and_after: Any, way: Way) -> None:
    one, _ = before_and_after
    call = of(one, way)
    if way.value is None:
        assert call.result is None
    assert (call.items is not None) == way.items
    assert call.thread == "main"


def test_every_row_fires_as_often_as_it_is_called(before_and_after: Any) -> None:
    one, _ = before_and_after
    expected = Counter(f"native.{way.api}" for way in WAYS) + ALSO
    assert one.totals() == dict(expected)
    rows = {row.id for row in load_catalog().apis.values() if row.kind == "native"}
    assert rows == set(expected)


def test_every_row_is_resolved(before_and_after: Any) -> None:
    one, _ = before_and_after
    states = {
        event.api: (event.state, event.reason) for event in one.log.of(HookState) if event.state != "resolved"
    }
    assert states == {}


def test_calls_are_led_back_to_the_library(before_and_after: Any) -> None:
    one, _ = before_and_after
    for call in one.log.of(ApiCalled):
        frames = one.site(call).frames
        assert (frames[0].library, frames[0].cls) == (SDK.name, ""), call.api
        assert one.who(call).actor.id == "demo.stat", call.api
        assert "Java_cn_demostat_analytics_NativeReads_run" in [frame.method for frame in frames]
        assert (frames[-1].cls, frames[-1].method) == ("reads.Main", "main")


def test_each_call_says_what_it_reads(before_and_after: Any) -> None:
    one, _ = before_and_after
    rows = load_catalog().apis
    told = {(call.api, call.args): data_type_of(rows[call.api], call.args) for call in one.log.of(ApiCalled)}
    assert {api for (api, _), data_type in told.items() if not data_type} <= {
        row.id for row in rows.values() if row.kind == "native" and not row.names and not row.data_type
    }
    assert told["native.open", ("/proc/self//net/./arp",)] == "network.wifi"
    assert told["native.open", ("/proc/1/comm",)] == "apps.running"
    assert told["native.property_read", ("ro.product.model",)] == "device.model"
    assert told["native.ioctl", ("SIOCGIFHWADDR", "lo")] == "device.mac"
    assert told["native.interfaces", ("link",)] == "device.mac"


def test_calls_of_the_c_library_are_counted_apart(before_and_after: Any) -> None:
    one, _ = before_and_after
    reasons = {event.api: event.reason for event in one.log.of(HookState) if event.reason}
    assert "were left out" in reasons["native.fstatat"]


def test_threads_that_the_vm_does_not_know(watched: Make) -> None:
    one = watched()
    one.start()
    assert one.reads.run("apart get ro.serialno") == ["12 7 VD0123456789"]
    assert one.reads.run("apart open /proc/net/arp")[0].startswith(f"0 0 {FIRST_LINE}")
    one.stop()
    (read,) = one.calls("native.property_get")
    (opened,) = one.calls("native.open")
    assert {read.thread, opened.thread} == {"stat-worker"}
    assert opened.result is not None
    assert opened.result.startswith(FIRST_LINE)
    for call in (read, opened):
        frames = one.site(call).frames
        assert frames[0].library == SDK.name
        assert all(frame.cls == "" for frame in frames)
        assert one.who(call).actor.id == "demo.stat"


def test_java_code_that_opens_such_a_file_is_led_back_to_it(watched: Make) -> None:
    one = watched()
    one.start()
    (line,) = one.reads.run("java /proc/net/arp")
    one.stop()
    (opened,) = one.calls("native.open")
    assert (opened.result or "").startswith(line)
    frames = one.site(opened).frames
    assert all(frame.library == "" for frame in frames)
    assert "reads.Main" in [frame.cls for frame in frames]
    assert one.who(opened).actor.kind == "app"
    assert one.totals() == {"native.open": 1}


def test_what_a_hooked_java_method_does_is_its_part(watched: Make) -> None:
    one = watched()
    one.start()
    one.reads.run("hardware")
    one.stop()
    assert one.totals()["net.hardware_address"] >= 1
    addresses = [call for call in one.calls("native.ioctl") if call.args[0] == "SIOCGIFHWADDR"]
    assert addresses == []


def test_what_the_vm_opens_for_itself_is_no_event(watched: Make) -> None:
    one = watched()
    one.start()
    assert one.reads.run("classes") == ["true"]
    one.stop()
    assert one.log.of(ApiCalled) == []
    assert one.totals() == {}


def test_libraries_that_come_late_bring_their_rows(watched: Make) -> None:
    one = watched(loaded=False)
    one.start()
    states = {event.api: event.state for event in one.log.of(HookState)}
    assert states["native.property_get"] == "absent"
    assert states["native.open"] == "resolved"
    assert one.reads.run(f"load {SDK}") == []
    assert one.reads.run("here get ro.serialno") == ["12 7 VD0123456789"]
    one.wait_for("resolved", "native.property_get")
    one.stop()
    assert one.totals() == {"native.property_get": 1}


def test_many_calls_are_counted_exactly_and_sampled(watched: Make) -> None:
    one = watched()
    one.start()
    assert one.reads.run("here many 5000") == ["1 0 "]
    assert one.reads.run("apart many 2000") == ["1 0 "]
    one.stop()
    assert one.totals() == {"native.open": 7000}
    numbers = Counter(call.n for call in one.calls("native.open"))
    assert set(numbers.values()) == {2}
    assert max(numbers) < 50


def test_the_folders_with_the_libraries_hold_both_machines(tmp_path: Path) -> None:
    machines = SDK.parents[2]
    names = {path.relative_to(machines / "x86_64") for path in (machines / "x86_64").rglob("*.so")}
    assert names == {path.relative_to(machines / "aarch64") for path in (machines / "aarch64").rglob("*.so")}
    assert len(names) == len(list(machines.glob("*/*.c")))
    import build_native

    if build_native.compiler() is None:
        # Without the compiler of that version there is nothing to compare with.
        return
    for path in build_native.build(tmp_path):
        assert path.read_bytes() == (machines / path.relative_to(tmp_path)).read_bytes()
