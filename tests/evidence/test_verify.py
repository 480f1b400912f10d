import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privaudit.errors import EvidenceError
from privaudit.evidence import EvidenceReader, EvidenceWriter, folder, verify
from privaudit.evidence.journal import make_line
from privaudit.model.event import Event, Note
from privaudit.model.evidence import GENESIS
from privaudit.model.network import RequestSeen


def make(path: Path, *, seal: bool = True) -> Path:
    with EvidenceWriter.create(path, id="run-1", tool_version="0.1") as writer:
        for i in range(4):
            writer.append(Note(at=i, seen=i, topic="t", text=f"说明 {i}"))
        body = writer.keep(b"a=1&b=2", media_type="application/x-www-form-urlencoded", name="body")
        writer.append(
            RequestSeen(
                at=9, seen=9, flow="f", method="POST", scheme="http", host="h", port=80, path="/",
                http_version="HTTP/1.1", headers=(), body=body, body_bytes=7,
            )
        )  # fmt: skip
        writer.keep(b"\x89PNG", media_type="image/png", name="s.png")
        writer.add_input("scenario", "s.yaml", b"appId: a\n---\n")
        (path / "flows.mitm").write_bytes(b"0:flow")
        writer.adopt_file("flows.mitm")
        if seal:
            writer.seal()
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("evidence") / "run")


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "run", symlinks=True))


def files(path: Path) -> Iterator[str]:
    return (p.relative_to(path).as_posix() for p in sorted(path.rglob("*")) if p.is_file())


def test_every_single_flipped_byte_is_found_and_its_file_named(copy: Path) -> None:
    for name in files(copy):
        path = copy / name
        data = path.read_bytes()
        for at in range(len(data)):
            bit = (0x01, 0x20, 0x80)[at % 3]
            path.write_bytes(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])
            problems = verify(copy)
            assert problems, (name, at, bit)
            assert problems[0].file == name, (name, at, bit, problems[0])
        path.write_bytes(data)
    assert verify(copy) == []


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_change_of_any_file_is_found(whole: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(files(whole))))
    path = whole / name
    old = path.read_bytes()
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, min(len(old), start + 40)))
    new = old[:start] + data.draw(st.binary(max_size=20)) + old[end:]
    try:
        path.write_bytes(new)
        problems = verify(whole)
        assert bool(problems) == (new != old)
        assert not problems or problems[0].file == name
    finally:
        path.write_bytes(old)


def test_a_flipped_byte_of_an_unsealed_journal_is_found_too(tmp_path: Path) -> None:
    path = make(tmp_path / "run", seal=False)
    assert [p.file for p in verify(path)] == ["seal.json"]
    journal = path / "journal.ndjson"
    data = journal.read_bytes()
    for at in range(0, len(data), 7):
        journal.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert [p.file for p in verify(path)[:2]] == ["seal.json", "journal.ndjson"], at


def test_the_problem_says_which_line(copy: Path) -> None:
    journal = copy / "journal.ndjson"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:2], lines[2].replace(b'"t"', b'"u"'), *lines[3:]]))
    (problem,) = verify(copy)
    assert (problem.file, problem.line, problem.offset) == ("journal.ndjson", 3, len(b"".join(lines[:2])))
    journal.write_bytes(b"".join([lines[0], lines[2], lines[1], *lines[3:]]))
    assert verify(copy)[0].line == 2
    journal.write_bytes(b"".join(lines[:-1]))
    assert "has 4 lines where the manifest counts 5" in verify(copy)[0].message


def test_a_journal_written_anew_with_a_right_chain_is_not_the_sealed_one(copy: Path) -> None:
    lines, head = [], GENESIS
    for i in range(1, 6):
        line, head = make_line(i, head, msgspec.json.encode(Note(at=i, seen=i, topic="t", text="other")))
        lines.append(line)
    (copy / "journal.ndjson").write_bytes(b"".join(lines))
    assert verify(copy)[0].message == "is not the journal that was sealed"


def test_missing_and_added_files_are_named(copy: Path) -> None:
    names = [p.relative_to(copy) for p in (copy / "artefacts").rglob("*") if p.is_file()]
    (copy / names[0]).unlink()
    assert [p.file for p in verify(copy)] == [names[0].as_posix()]
    (copy / "artefacts" / "notes.txt").write_text("x")
    (copy / ".hidden").write_text("x")
    (copy / "flows.mitm").unlink()
    assert {p.file for p in verify(copy)} == {
        names[0].as_posix(), "artefacts/notes.txt", ".hidden", "flows.mitm",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["manifest.json", "journal.ndjson", "seal.json"])
def test_missing_main_files_are_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert verify(copy)[0].file == name


def test_links_and_pipes_are_problems_and_not_followed(copy: Path, tmp_path: Path) -> None:
    flows = copy / "flows.mitm"
    (tmp_path / "outside").write_bytes(flows.read_bytes())
    flows.unlink()
    flows.symlink_to(tmp_path / "outside")
    assert [(p.file, p.message) for p in verify(copy)] == [("flows.mitm", "flows.mitm is a symbolic link")]
    flows.unlink()
    os.mkfifo(flows)
    assert "not a regular file" in verify(copy)[0].message
    flows.unlink()
    shutil.rmtree(copy / "artefacts")
    (copy / "artefacts").symlink_to(tmp_path)
    assert ("artefacts", "does not belong to the evidence") in [(p.file, p.message) for p in verify(copy)]


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", "a/b", "..", "journal.ndjson"])
def test_a_hostile_manifest_reaches_nothing_outside(tmp_path: Path, name: str) -> None:
    path = make(tmp_path / "run", seal=False)
    (path / "flows.mitm").unlink()
    with EvidenceWriter.create(tmp_path / "other", id="r", tool_version="0") as writer:
        writer._adopted.append("flows.mitm")
        (tmp_path / "other" / "flows.mitm").write_bytes(b"")
        writer._manifest = msgspec.structs.replace(writer._manifest)
        manifest = writer.seal()
    bad = msgspec.structs.replace(manifest, files={name: "0" * 64})
    _reseal(tmp_path / "other", msgspec.json.encode(bad))
    problems = verify(tmp_path / "other")
    assert problems[0].file == "manifest.json"
    assert "cannot be in the folder" in problems[0].message


def _reseal(path: Path, manifest: bytes) -> None:
    import hashlib

    from privaudit.evidence.writer import encode_seal, seal_check
    from privaudit.model.evidence import Seal

    digest = hashlib.sha256(manifest).hexdigest()
    (path / "manifest.json").write_bytes(manifest)
    (path / "seal.json").write_bytes(encode_seal(Seal(manifest_sha256=digest, check=seal_check(digest))))


def test_very_deep_folders_are_survived(copy: Path) -> None:
    deep = copy / "artefacts"
    made = []
    try:
        for _ in range(1020):
            deep = deep / "d"
            deep.mkdir()
            made.append(deep)
        assert verify(copy) == []
        (deep / "hidden").write_text("x")
        made.append(deep / "hidden")
        assert "does not belong" in verify(copy)[0].message
    finally:
        # shutil, and with it pytest's own cleaning, gives up on folders this deep.
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink()


def test_very_deep_json_is_survived(copy: Path) -> None:
    (copy / "manifest.json").write_bytes(b'{"x":' * 100_000)
    assert verify(copy)[0].file == "manifest.json"
    with pytest.raises(EvidenceError, match=r"manifest\.json"):
        EvidenceReader(copy)


def test_a_torn_last_line_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = make(tmp_path / "run", seal=False)
    with (path / "journal.ndjson").open("ab") as file:
        file.write(b'{"n":6,"prev":"')
    reader = EvidenceReader(path)
    assert [r.n for r in reader.records()] == [1, 2, 3, 4, 5]
    assert "cut off" in reader.problem
    assert not reader.sealed
    assert reader.input("scenario") is not None
    assert any(p.line == 6 and "cut off" in p.message for p in verify(path))


def test_a_broken_line_inside_stops_the_reader_with_its_place(copy: Path) -> None:
    journal = copy / "journal.ndjson"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([lines[0], b"{}\n", *lines[2:]]))
    reader = EvidenceReader(copy)
    assert [r.n for r in reader.records()] == [1]
    assert "journal.ndjson:2" in reader.problem


def test_an_endless_line_is_not_read_into_memory(copy: Path) -> None:
    with (copy / "journal.ndjson").open("r+b") as file:
        file.truncate(folder.MAX_LINE * 40)
    reader = EvidenceReader(copy)
    assert len(list(reader.records())) == 5
    assert "journal.ndjson:6: is longer" in reader.problem
    assert verify(copy)[0].file == "journal.ndjson"


def test_an_altered_artefact_is_not_given_out(copy: Path) -> None:
    reader = EvidenceReader(copy)
    item = reader.manifest.artefacts[0]
    (copy / folder.artefact_name(item.sha256)).write_bytes(b"other")
    assert reader.artefact(item.sha256) is None
    assert "was altered" in reader.problem
    assert reader.artefact("0" * 64) is None
    assert reader.artefact("../../manifest.json") is None


def test_newer_format_is_refused_with_a_remedy(copy: Path) -> None:
    (copy / "manifest.json").write_bytes(b'{"format":99}')
    with pytest.raises(EvidenceError) as caught:
        EvidenceReader(copy)
    assert "format 99" in caught.value.message
    assert "newer" in caught.value.hint


def test_what_is_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="not an evidence folder"):
        EvidenceReader(tmp_path / "none")
    with pytest.raises(EvidenceError, match="not an evidence folder"):
        EvidenceReader(tmp_path)
    with pytest.raises(EvidenceError, match="not an evidence folder"):
        verify(tmp_path / "none")


def test_what_the_agent_and_streams_told_must_be_there(tmp_path: Path) -> None:
    place = tmp_path / "run"
    with EvidenceWriter.create(place, id="run-2", tool_version="0.1") as writer:
        names = [
            writer.keep(data, media_type="application/octet-stream", name="bytes")
            for data in (b"plain" * 500, b"given" * 500, b"made" * 500, b"stream", b"part")
        ]
        plain, given, made, stream, part = names
        caller = {"at": 1, "seen": 1, "pid": 1, "process": "p", "tid": 1, "thread": "t", "site": "s"}
        events = [
            {**caller, "kind": "plain", "layer": "tls", "connection": "1", "api": "x",
             "data": {"artefact": plain}},
            {**caller, "kind": "crypto", "api": "x", "operation": "encrypt", "algorithm": "AES",
             "input": {"artefact": given}, "output": {"artefact": made}},
            {"kind": "stream", "at": 1, "seen": 1, "flow": "f", "host": "h", "port": 1, "from_client": True,
             "encrypted": False, "body": stream},
            {"kind": "body.part", "at": 1, "seen": 1, "flow": "f", "from_client": True, "method": "PUT",
             "scheme": "https", "host": "h", "port": 1, "path": "/", "body": part},
        ]  # fmt: skip
        for event in events:
            writer.append(msgspec.convert(event, Event))
        writer.seal()
    assert verify(place) == []
    for name in names:
        for path in (place / folder.ARTEFACTS).rglob(name):
            path.unlink()
    lost = {problem.file.rpartition("/")[2] for problem in verify(place)}
    assert set(names) <= lost
