"""What a run says of the app's package and of processes without the agent, from the phone to the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from audited import privaudit
from executing import DAEMON_SECONDS, PACKAGE, SECONDS, executing_app

from privaudit.capture.adb_server import AdbServer
from privaudit.capture.device import Device
from privaudit.evidence.reader import EvidenceReader
from privaudit.model.event import Note, PackageSeen, ProcessGone, ProcessSeen, RunStarted
from privaudit.session.virtual_phone import VirtualPhone

FLOW = f"""\
appId: {PACKAGE}
---
- phase: first_start
- launchApp: {{clearState: true}}
- observe: 6s
"""


@pytest.fixture(scope="module", params=["given", "on the phone"])
def audited(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("executes")
    (folder / "flow.yaml").write_text(FLOW, encoding="utf-8")
    apk = folder / "executes.apk"
    apk.write_bytes(executing_app())
    with VirtualPhone() as virtual, AdbServer.own(scan=False) as server:
        app: list[str | Path] = ["--app", apk]
        if request.param != "given":
            device = Device.connect(server, virtual.ready.serial)
            device.install(apk)
            device.close()
            app = []
        done = privaudit(
            "run", folder / "flow.yaml", *app, "--device", virtual.ready.serial,
            "--adb-server", f"127.0.0.1:{server.port}", "--no-proxy", "--output", folder / "run",
        )  # fmt: skip
    assert (folder / "run" / "report.en.json").exists(), (done.stdout, done.stderr)
    return folder / "run", str(request.param)


def events(folder: Path) -> list[Any]:
    return [record.event for record in EvidenceReader(folder / "evidence").records()]


@pytest.mark.e2e
def test_the_package_stands_in_the_evidence_before_the_app_starts(audited: tuple[Path, str]) -> None:
    folder, how = audited
    found = events(folder)
    seen = next(event for event in found if isinstance(event, PackageSeen))
    assert seen.origin == ("file" if how == "given" else "phone")
    assert seen.package == PACKAGE
    assert seen.sha256 == next(event.app.sha256 for event in found if isinstance(event, RunStarted))
    assert [(one.id, one.confidence) for one in seen.packers] == [("packer.qihoo", "high")]
    assert found.index(seen) < next(n for n, event in enumerate(found) if isinstance(event, ProcessSeen))
    assert not [
        event
        for event in found
        if isinstance(event, Note) and event.topic.startswith(("package", "processes"))
    ]
    assert not [path for path in folder.iterdir() if path.name.startswith(".package-")]


@pytest.mark.e2e
def test_programs_the_app_executed_are_told_with_when_they_began(audited: tuple[Path, str]) -> None:
    found = events(audited[0])
    processes = [event for event in found if isinstance(event, ProcessSeen)]
    main = next(event for event in processes if event.name == PACKAGE)
    assert main.instrumented
    without = {event.reason.rpartition(": ")[2]: event for event in processes if not event.instrumented}
    for line in (f"sleep {SECONDS}", f"sleep {DAEMON_SECONDS}"):
        assert line in without, processes
        assert main.at - 1_000_000_000 < without[line].at < without[line].seen - 1_000_000_000
    assert len({event.pid for event in without.values()}) == len(without)
    told = {event.pid for event in without.values()}
    assert not [
        event for event in found if isinstance(event, ProcessGone) and event.pid not in told | {main.pid}
    ]


@pytest.mark.e2e
def test_the_report_says_it_and_claims_nothing_that_rests_on_it(audited: tuple[Path, str]) -> None:
    told = json.loads((audited[0] / "report.en.json").read_text(encoding="utf-8"))
    report = told.get("report", told)
    names = [one["name"] for one in report["coverage"]["unwatched"]]
    assert "sleep" in names
    limits = " ".join(limit["zh"] for limit in report["limits"])
    assert f"sleep {SECONDS}" in limits
    assert "360加固保" in limits
    assert "此前经由它们的调用未被观察" in limits
    assert report["package"]["packers"][0]["packer"] == "packer.qihoo"
    html = (audited[0] / "report.en.html").read_text(encoding="utf-8")
    assert "360 Jiagu" in html
    agent_rules = [rule for rule in report["rules"] if rule["verdict"] == "conforms"]
    assert not agent_rules, agent_rules
