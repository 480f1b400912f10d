import hashlib
import os
import resource
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from privaudit.errors import EvidenceError
from privaudit.evidence import EvidenceReader, EvidenceWriter, folder, verify
from privaudit.model.event import AppInfo, DeviceInfo, Note, Tool


def note(text: str, at: int = 1) -> Note:
    return Note(at=at, seen=at, topic="test", text=text)


def test_sealed_folder_holds_what_was_written_and_is_whole(tmp_path: Path) -> None:
    with EvidenceWriter.create(tmp_path / "run", id="r1", tool_version="0.1") as writer:
        assert [writer.append(note(str(i))) for i in range(3)] == [1, 2, 3]
        sha = writer.keep(b"png", media_type="image/png", name="screen-1.png")
        assert writer.keep(b"png", media_type="image/png", name="again.png") == sha
        writer.add_input("scenario", "s.yaml", b"appId: a")
        (tmp_path / "run" / "flows.mitm").write_bytes(b"flows")
        writer.adopt_file("flows.mitm")
        manifest = writer.seal()
        assert writer.seal() == manifest
    reader = EvidenceReader(tmp_path / "run")
    assert reader.sealed
    assert [(r.n, r.event) for r in reader.records()] == [(i + 1, note(str(i))) for i in range(3)]
    assert reader.artefact(sha) == b"png"
    assert reader.input("scenario") == ("s.yaml", b"appId: a")
    assert reader.input("notice") is None
    assert reader.manifest.files == {"flows.mitm": hashlib.sha256(b"flows").hexdigest()}
    assert reader.problem == ""
    assert verify(tmp_path / "run") == []


def test_files_are_private(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        with EvidenceWriter.create(tmp_path / "run", id="r", tool_version="0") as writer:
            writer.append(note("x"))
            writer.keep(b"1", media_type="text/plain", name="one")
            (tmp_path / "run" / "flows.mitm").write_bytes(b"")
            writer.adopt_file("flows.mitm")
            writer.seal()
    finally:
        os.umask(old)
    for path in [tmp_path / "run", *(tmp_path / "run").rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_refuses_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine")
    with pytest.raises(EvidenceError, match="not empty"):
        EvidenceWriter.create(tmp_path, id="r", tool_version="0")
    assert (tmp_path / "x").read_text() == "mine"


def test_nothing_is_written_after_the_end(tmp_path: Path) -> None:
    writer = EvidenceWriter.create(tmp_path / "a", id="r", tool_version="0")
    writer.seal()
    with pytest.raises(EvidenceError, match="sealed"):
        writer.append(note("late"))
    with pytest.raises(EvidenceError, match="sealed"):
        writer.keep(b"late", media_type="", name="")
    writer.close()
    other = EvidenceWriter.create(tmp_path / "b", id="r", tool_version="0")
    other.close()
    other.close()
    with pytest.raises(EvidenceError, match="closed"):
        other.seal()


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "journal.ndjson", "artefacts", "x" * 200])
def test_only_plain_names_are_adopted(tmp_path: Path, name: str) -> None:
    with (
        EvidenceWriter.create(tmp_path / "run", id="r", tool_version="0") as writer,
        pytest.raises(EvidenceError, match="cannot name"),
    ):
        writer.adopt_file(name)


def test_an_adopted_file_must_be_there_at_the_seal(tmp_path: Path) -> None:
    with EvidenceWriter.create(tmp_path / "run", id="r", tool_version="0") as writer:
        writer.adopt_file("flows.mitm")
        with pytest.raises(EvidenceError, match=r"flows\.mitm"):
            writer.seal()


def test_threads_share_one_chain(tmp_path: Path) -> None:
    numbers: list[int] = []
    with EvidenceWriter.create(tmp_path / "run", id="r", tool_version="0") as writer:

        def write(name: str) -> None:
            for i in range(200):
                numbers.append(writer.append(note(f"{name} {i}")))
                writer.keep(f"{i % 20}".encode(), media_type="text/plain", name="n")

        threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        writer.seal()
    assert sorted(numbers) == list(range(1, 801))
    assert verify(tmp_path / "run") == []


def test_an_event_too_long_for_a_line_is_refused_and_the_journal_goes_on(tmp_path: Path) -> None:
    with EvidenceWriter.create(tmp_path / "run", id="r", tool_version="0") as writer:
        with pytest.raises(EvidenceError, match="longer than a journal line"):
            writer.append(note("x" * folder.MAX_LINE))
        assert writer.append(note("fits")) == 1
        writer.seal()
    assert verify(tmp_path / "run") == []


def test_the_disk_is_synced_while_the_run_goes_on(tmp_path: Path) -> None:
    with EvidenceWriter.create(tmp_path / "run", id="r", tool_version="0") as writer:
        writer.append(note("x"))
        writer.keep(b"1", media_type="", name="")
        deadline = time.monotonic() + 10
        while (writer._dirty or writer._unsynced) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not writer._dirty
        assert not writer._unsynced


def test_a_full_disk_is_named_and_what_was_acknowledged_stays(tmp_path: Path) -> None:
    # RLIMIT_FSIZE makes the kernel refuse the write, as a full disk does, after part of a line.
    script = textwrap.dedent(
        """
        import resource, signal, sys
        from privaudit.errors import EvidenceError
        from privaudit.evidence import EvidenceWriter
        from privaudit.model.event import Note
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        writer = EvidenceWriter.create(sys.argv[1], id="r", tool_version="0")
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, resource.RLIM_INFINITY))
        n = 0
        try:
            while True:
                n = writer.append(Note(at=1, seen=1, topic="t", text="x" * 100))
        except EvidenceError as error:
            print(n, error.message)
        try:
            writer.keep(b"y" * 9000, media_type="", name="")
        except EvidenceError as error:
            print(error.message)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print(writer.append(Note(at=1, seen=1, topic="t", text="room again")))
        writer.seal()
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "run")], capture_output=True, text=True, check=True
    )
    first, second, third = done.stdout.splitlines()
    count, _, message = first.partition(" ")
    assert "journal.ndjson" in message
    assert "File too large" in message
    assert "artefacts" in second
    assert int(third) == int(count) + 1
    assert [r.n for r in EvidenceReader(tmp_path / "run").records()] == list(range(1, int(third) + 1))
    assert verify(tmp_path / "run") == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@pytest.mark.parametrize("delay", [0.0, 0.03, 0.11, 0.2])
def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path, delay: float) -> None:
    script = textwrap.dedent(
        """
        import os, sys
        from privaudit.evidence import EvidenceWriter
        from privaudit.model.event import Note
        writer = EvidenceWriter.create(sys.argv[1], id="r", tool_version="0")
        i = 0
        while True:
            i += 1
            sha = writer.keep(b"%d" % i, media_type="text/plain", name="n")
            n = writer.append(Note(at=i, seen=i, topic="t", text=sha))
            os.write(1, b"%d %s\\n" % (n, sha.encode()))
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "run")], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        seen = [process.stdout.readline()]
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        seen += process.stdout.read().splitlines(keepends=True)
        process.wait()
    acknowledged = [line.split() for line in seen if line.endswith(b"\n")]
    reader = EvidenceReader(tmp_path / "run")
    assert not reader.sealed
    kept = {r.n: r.event.text for r in reader.records() if isinstance(r.event, Note)}
    assert acknowledged
    for n, sha in acknowledged:
        assert kept[int(n)] == sha.decode()
        assert reader.artefact(sha.decode()) is not None
    problems = verify(tmp_path / "run")
    assert problems[0].file == "seal.json"
    allowed = (folder.TEMPORARY, "cut off")
    assert all(any(word in f"{p.file}{p.message}" for word in allowed) for p in problems[1:])


def test_the_manifest_says_what_was_recorded_at_once_and_in_the_end(tmp_path: Path) -> None:
    app = AppInfo(package="com.example.bank", sha256="ab" * 32)
    device = DeviceInfo(
        serial="s", model="m", manufacturer="x", android="13", api_level=33, build="b", virtual=True
    )
    with EvidenceWriter.create(tmp_path / "e", id="x", tool_version="0") as writer:
        writer.add_input("scenario", "a.yaml", b"appId: x")
        writer.describe(app, device, (Tool(name="agent", sha256="cd" * 32),))
        writer.add_input("notice", "n.html", b"<p>")
        draft = EvidenceReader(tmp_path / "e").manifest
        sealed = writer.seal()
    for manifest in (draft, sealed):
        assert manifest.app == app
        assert manifest.device == device
        assert manifest.tools[0].sha256 == "cd" * 32
        assert [one.role for one in manifest.inputs] == ["scenario", "notice"]
    assert verify(tmp_path / "e") == []
