"""Composition: the one way into the evidence, identities, exit statuses, the virtual phone as a child."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import pytest

from privaudit.errors import DeviceError, EvidenceError, InputError
from privaudit.evidence.reader import EvidenceReader
from privaudit.evidence.verify import verify
from privaudit.evidence.writer import EvidenceWriter
from privaudit.model.event import AgentProblem, Event, Note, SensorLost
from privaudit.session import bundled
from privaudit.session.inputs import load_identity
from privaudit.session.phones import open_server
from privaudit.session.recorder import Recorder
from privaudit.session.virtual_phone import VirtualPhone
from privaudit.virtual.identity import planted


def test_events_are_written_before_they_are_shown(tmp_path: Path) -> None:
    shown: list[int] = []

    def show(_event: Event) -> None:
        shown.append(len((tmp_path / "e" / "journal.ndjson").read_bytes().splitlines()))

    with EvidenceWriter.create(tmp_path / "e", id="x", tool_version="0") as writer:
        recorder = Recorder(writer, [show])
        for number in range(3):
            recorder.note("test", str(number))
    assert shown == [1, 2, 3]


def test_a_failing_display_does_not_harm_the_recording(tmp_path: Path) -> None:
    def broken(_event: Event) -> None:
        raise RuntimeError("the terminal went away")

    with EvidenceWriter.create(tmp_path / "e", id="x", tool_version="0") as writer:
        recorder = Recorder(writer, [broken])
        recorder.note("a", "1")
        recorder.note("a", "2")
        writer.seal()
    assert verify(tmp_path / "e") == []
    notes = [r.event for r in EvidenceReader(tmp_path / "e").records() if isinstance(r.event, Note)]
    assert [note.topic for note in notes] == ["a", "session.listener", "a"]
    assert "the terminal went away" in notes[1].text


def test_losses_make_a_run_incomplete(tmp_path: Path) -> None:
    now = time.time_ns()
    with EvidenceWriter.create(tmp_path / "e", id="x", tool_version="0") as writer:
        recorder = Recorder(writer)
        recorder.emit(SensorLost(at=now, seen=now, sensor="proxy", reason="killed"))
        recorder.emit(AgentProblem(at=now, seen=now, pid=1, where="queue", message="full", dropped=3))
        recorder.emit(AgentProblem(at=now, seen=now, pid=1, where="value", message="cut", dropped=0))
    assert recorder.lost == ["proxy: killed", "agent: 3 messages dropped in queue"]


def test_what_could_not_be_written_is_an_error(tmp_path: Path) -> None:
    writer = EvidenceWriter.create(tmp_path / "e", id="x", tool_version="0")
    writer.close()
    with pytest.raises(EvidenceError):
        Recorder(writer).note("a", "b")


def test_the_demo_identity_is_what_the_virtual_phone_knows() -> None:
    known = set(planted().values())
    place = planted()
    known.add(f"{place['latitude']},{place['longitude']}")
    identity = load_identity(bundled.scenario("demo.identity.yaml"))
    assert len(identity) >= 12
    for row in identity:
        assert row.value in known, row.data_type


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("- {data_type: device.imeii, value: x}", ":1:15: data type 'device.imeii'", "device.imei"),
        ("- {data_type: device.imei, value: ' '}", ":1:35: the value is empty", "planted"),
        ("- {data_type: device.imei}", ":1:3: key 'value' is missing", "add a line"),
        ("device.imei: x", "expected `array`", ""),
    ],
)
def test_wrong_identities(text: str, place: str, hint: str, tmp_path: Path) -> None:
    file = tmp_path / "identity.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_identity(file)
    assert place in str(caught.value)
    assert hint in caught.value.hint


def test_wrong_addresses_of_an_adb_server() -> None:
    with pytest.raises(InputError, match="is not an address"):
        open_server("localhost")
    with pytest.raises(DeviceError, match="no adb server answers"):
        open_server("127.0.0.1:1")


def test_files_that_do_not_come_with_it() -> None:
    with pytest.raises(InputError, match="does not come with"):
        bundled.scenario("none.yaml")


def test_the_virtual_phone_comes_and_goes() -> None:
    with VirtualPhone() as phone:
        ready = phone.ready
        pid = phone.pid
        state = Path(ready.internet_ca).parents[1]
        assert ready.serial == f"127.0.0.1:{ready.adb_port}"
        assert state.is_dir()
        os.kill(pid, 0)
    phone.close()
    assert not state.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert msgspec.to_builtins(ready)["gateway"].startswith("http://127.0.0.1:")
