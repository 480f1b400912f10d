"""The app that sends in every way, taken through the whole job."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from audited import privaudit
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from privaudit import virtual
from privaudit.capture.adb_server import AdbServer
from privaudit.capture.device import Device
from privaudit.capture.trust import trust_authority
from privaudit.capture.undo import Undo
from privaudit.evidence.reader import EvidenceReader
from privaudit.model.event import Event
from privaudit.session.virtual_phone import VirtualPhone

PACKAGE = "com.example.traffic"
APK = Path(virtual.__file__).parent / "apps" / "example-traffic.apk"
FLOW = """\
appId: com.example.traffic
---
- phase: use
- launchApp:
    permissions: {android.permission.READ_PHONE_NUMBERS: allow}
    arguments: {run: "%s"}
- extendedWaitUntil: {visible: done, timeout: 60000}
- observe: 1s
"""

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Sent:
    """A finished run: what the app said came of each thing it sent, the evidence and the report as data."""

    outcomes: dict[str, str]
    folder: Path
    report: dict[str, Any]

    def events(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self._all() if isinstance(event, kind)]

    def findings(self, rule: str, data_type: str = "") -> list[dict[str, Any]]:
        return [
            one
            for one in self.report["findings"]
            if one["rule"] == rule and data_type in ("", one["data_type"])
        ]

    def finding(self, rule: str, data_type: str, subject: str) -> dict[str, Any]:
        """The only finding of a rule about a receiver."""
        (found,) = [one for one in self.findings(rule, data_type) if one["subject"] == subject]
        return found

    def _all(self) -> Iterator[Event]:
        return (record.event for record in EvidenceReader(self.folder / "evidence").records())


SLOTS = 10
"""Authorities of one name that the phone's store holds."""


def fill_store(device: Device) -> None:
    """Leave no room for the audit's authority in the phone's store, as where the store cannot be written."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "mitmproxy"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "mitmproxy"),
        ]
    )
    now = dt.datetime.now(dt.UTC)
    for _ in range(SLOTS):
        key = ec.generate_private_key(ec.SECP256R1())
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now)
        made = builder.not_valid_after(now + dt.timedelta(days=1)).sign(key, hashes.SHA256())
        trust_authority(device, made.public_bytes(serialization.Encoding.PEM), Undo())


def send(names: str, folder: Path, *options: str, store: bool = True) -> Sent:
    """Have the app send what `names` says (`all`, or some parted by commas) and record it.

    Without `store` the audit's authority does not come into the phone's.
    """
    folder.mkdir(parents=True)
    flow = folder / "flow.yaml"
    flow.write_text(FLOW % names, encoding="utf-8")
    with VirtualPhone() as phone, AdbServer.own(scan=False) as server:
        device = Device.connect(server, phone.ready.serial)
        try:
            device.install(APK)
            device.shell(["appops", "set", PACKAGE, "READ_DEVICE_IDENTIFIERS", "allow"]).check()
            if not store:
                fill_store(device)
            done = privaudit(
                "run",
                flow,
                *("--device", phone.ready.serial, "--adb-server", f"127.0.0.1:{server.port}"),
                *("--upstream", phone.ready.gateway, "--upstream-ca", phone.ready.internet_ca),
                *("--output", str(folder / "run"), "--json", *options),
            )
            assert done.returncode in (0, 1), done.stderr
            said = device.shell(["logcat", "-d", "-v", "raw", "-s", "System.out:V"]).out
        finally:
            device.close()
    outcomes = dict(line.split(" = ", 1) for line in said.splitlines() if " = " in line)
    report = json.loads(done.stdout)
    return Sent(outcomes, folder / "run", report.get("report", report))
