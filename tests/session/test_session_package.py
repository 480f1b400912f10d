"""Reading the app's package before its start: which file, what becomes of failures."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from packages import Node, apk, binary, manifest, zipped
from tests.capture_device.fake_phone import FakePhone, FakeServer

from privaudit.capture.adb_server import AdbServer
from privaudit.capture.device import Device
from privaudit.evidence.reader import EvidenceReader
from privaudit.evidence.writer import EvidenceWriter
from privaudit.model.event import AppInfo, Event, Note, PackageSeen
from privaudit.session.package import see_package
from privaudit.session.recorder import Recorder

BANK = "com.example.bank"
BASE = apk(manifest(BANK, application="com.stub.StubApp"), {"lib/arm64-v8a/libjiagu.so": b""})
SPLIT = zipped({"AndroidManifest.xml": binary(manifest(BANK, Node("service", {"android:name": ".P"}), more={
    "split": "config.zh"}))})  # fmt: skip
CODE = "/data/app/~~x==/com.example.bank-y=="


class Run:
    """A recording's beginning: the phone, the evidence and what was told of progress."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.phone = FakePhone()
        self._server = FakeServer(self.phone)
        self.device = Device.connect(AdbServer.existing("127.0.0.1", self._server.port), self.phone.serial)
        self.progress: list[tuple[int, int]] = []
        self.stopping = threading.Event()

    def see(self, *, given: Path | None = None, sha256: str = "") -> Event:
        app = AppInfo(package=BANK, sha256=sha256)
        with EvidenceWriter.create(self.folder / "evidence", id="x", tool_version="0") as writer:
            see_package(
                self.device, app, Recorder(writer), given=given, folder=self.folder,
                progress=lambda done, total: self.progress.append((done, total)), stopping=self.stopping,
            )  # fmt: skip
        (record,) = EvidenceReader(self.folder / "evidence").records()
        return record.event

    def on_the_phone(self, **files: bytes) -> None:
        for name, data in files.items():
            self.phone.files[f"{CODE}/{name}.apk"] = data
        self.phone.on("^pm path", "".join(f"package:{CODE}/{name}.apk\n" for name in files))

    def close(self) -> None:
        self._server.stop()


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    one = Run(tmp_path)
    yield one
    one.close()


def test_the_given_file_is_read_when_the_phone_has_the_same(run: Run) -> None:
    given = run.folder / "bank.apk"
    given.write_bytes(BASE)
    seen = run.see(given=given, sha256=hashlib.sha256(BASE).hexdigest())
    assert isinstance(seen, PackageSeen)
    assert (seen.origin, seen.files[0].name) == ("file", "bank.apk")
    assert [one.id for one in seen.packers] == ["packer.qihoo"]
    assert run.progress == []
    assert not any("pm path" in command for command in run.phone.ran)


def test_the_phones_files_are_read_when_it_has_another(run: Run) -> None:
    given = run.folder / "bank.apk"
    given.write_bytes(BASE)
    run.on_the_phone(base=BASE, split_config_zh=SPLIT)
    seen = run.see(given=given, sha256="f" * 64)
    assert isinstance(seen, PackageSeen)
    assert seen.origin == "phone"
    assert [file.split for file in seen.files] == ["", "config.zh"]
    assert run.progress[-1] == (len(BASE) + len(SPLIT), len(BASE) + len(SPLIT))
    assert sorted(path.name for path in run.folder.iterdir()) == ["bank.apk", "evidence"]


def test_whatever_cannot_be_read_is_a_note_and_the_run_goes_on(run: Run) -> None:
    run.on_the_phone(base=b"PK nothing")
    seen = run.see()
    assert isinstance(seen, Note)
    assert seen.topic == "package.unread"
    assert "is no ZIP archive" in seen.text
    assert [path.name for path in run.folder.iterdir()] == ["evidence"]


def test_a_phone_that_gives_no_file_is_a_note(run: Run) -> None:
    run.phone.on("^pm path", f"package:{CODE}/base.apk\n")
    seen = run.see()
    assert isinstance(seen, Note)
    assert seen.topic == "package.unread"


def test_a_package_that_says_it_is_another_is_a_note(run: Run) -> None:
    run.on_the_phone(base=apk(manifest("com.example.other")))
    seen = run.see()
    assert isinstance(seen, Note)
    assert seen.text == "it says it is com.example.other, not com.example.bank"


def test_stopping_ends_the_pull(run: Run) -> None:
    run.on_the_phone(base=BASE)
    run.stopping.set()
    with pytest.raises(KeyboardInterrupt):
        run.see()
    assert [path.name for path in run.folder.iterdir()] == ["evidence"]
