from __future__ import annotations

import datetime as dt
import re

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.capture_device.fake_phone import FakePhone

from privaudit.capture.device import Device
from privaudit.capture.trust import STORE, Undo, certificate_der, set_proxy, subject_hash_old, trust_authority
from privaudit.errors import DeviceError


def _authority(*names: tuple[x509.ObjectIdentifier, str]) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in names])
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody else")]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


MITMPROXY = _authority((NameOID.COMMON_NAME, "mitmproxy"), (NameOID.ORGANIZATION_NAME, "mitmproxy"))
HASH = "c8750f0d"
"""The well-known name of mitmproxy's authority on Android."""


def test_the_name_android_looks_for() -> None:
    assert subject_hash_old(MITMPROXY) == HASH
    assert subject_hash_old(b"some text before\n" + MITMPROXY) == HASH


@pytest.mark.parametrize(
    ("subject", "told"),
    # As `openssl x509 -noout -subject_hash_old` told for these subjects below C=CN (OpenSSL 3).
    [("审计 CA", "473b7ee5"), ("a" * 64, "e9d5650f"), ("with, comma + plus = sign", "0e5ad51b")],
)
def test_the_name_agrees_with_openssl(subject: str, told: str) -> None:
    pem = _authority((NameOID.COUNTRY_NAME, "CN"), (NameOID.COMMON_NAME, subject))
    assert subject_hash_old(pem) == told


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----",
        MITMPROXY[:200] + b"\n-----END CERTIFICATE-----",
    ],
)
def test_what_is_no_certificate_is_refused(bad: bytes) -> None:
    with pytest.raises(ValueError, match="certificate"):
        subject_hash_old(bad)


@given(st.binary(max_size=200), st.integers(0, 400))
@settings(max_examples=200, deadline=None)
def test_damaged_bytes_are_refused_or_read(noise: bytes, place: int) -> None:
    import base64

    der = certificate_der(MITMPROXY)
    damaged = base64.encodebytes(der[:place] + noise + der[place + len(noise) :])
    try:
        told = subject_hash_old(b"-----BEGIN CERTIFICATE-----\n" + damaged + b"-----END CERTIFICATE-----\n")
    except ValueError:
        return
    assert re.fullmatch(r"[0-9a-f]{8}", told)


class Rooted:
    """Gives the fake phone a certificate store and settings that change as a phone's do."""

    def __init__(self, phone: FakePhone, *, writable: bool = True, keeps: bool = True) -> None:
        self.phone = phone
        self.writable = writable
        self.keeps = keeps
        self.mounted = False
        self.settings: dict[str, str] = {}
        phone.call("^cp /data/local/tmp/privaudit-[0-9a-f]+.pem ", self._copy)
        phone.call("^(chmod|chcon|mount|umount|sh -c|cp -R|chown|rm -rf)", self._change)
        phone.call(
            "^cat /proc/mounts", lambda _: (0, f"tmpfs {STORE} tmpfs rw 0 0\n" if self.mounted else "\n")
        )
        phone.call("^settings ", self._setting)

    def _copy(self, command: str) -> tuple[int, str]:
        _, source, target = command.split(" ")
        if not self.writable and not self.mounted:
            return 1, f"cp: {target}: Read-only file system\n"
        self.phone.files[target] = self.phone.files[source] if self.keeps else b"something else"
        return 0, ""

    def _change(self, command: str) -> tuple[int, str]:
        if "mount" in command:
            self.mounted = command.startswith("mount")
        return 0, ""

    def _setting(self, command: str) -> tuple[int, str]:
        words = command.split(" ")
        if words[1] == "get":
            return 0, self.settings.get(words[3], "null") + "\n"
        if words[1] == "delete":
            return 0, f"Deleted {1 if self.settings.pop(words[3], None) else 0} rows\n"
        if self.keeps:
            self.settings[words[3]] = words[4]
        if words[3] == "http_proxy" and self.keeps:
            host, _, port = words[4].partition(":")
            self.settings |= {"global_http_proxy_host": host, "global_http_proxy_port": port}
        return 0, ""


def test_an_authority_comes_and_goes(device: Device, phone: FakePhone) -> None:
    Rooted(phone)
    undo = Undo()
    path = trust_authority(device, MITMPROXY, undo)
    assert path == f"{STORE}/{HASH}.0"
    assert phone.files == {path: MITMPROXY}
    assert phone.uid == 0
    assert undo.run() == ()
    assert phone.files == {}
    assert phone.uid == 2000


def test_another_authority_of_that_name_stays(device: Device, phone: FakePhone) -> None:
    Rooted(phone)
    phone.files[f"{STORE}/{HASH}.0"] = b"another"
    undo = Undo()
    assert trust_authority(device, MITMPROXY, undo) == f"{STORE}/{HASH}.1"
    assert undo.run() == ()
    assert phone.files == {f"{STORE}/{HASH}.0": b"another"}


def test_one_that_is_there_already_is_left_there(device: Device, phone: FakePhone) -> None:
    Rooted(phone)
    phone.files[f"{STORE}/{HASH}.0"] = MITMPROXY
    undo = Undo()
    trust_authority(device, MITMPROXY, undo)
    assert undo.run() == ()
    assert phone.files == {f"{STORE}/{HASH}.0": MITMPROXY}


def test_a_read_only_system_gets_a_copy_laid_over(device: Device, phone: FakePhone) -> None:
    rooted = Rooted(phone, writable=False)
    undo = Undo()
    trust_authority(device, MITMPROXY, undo)
    assert rooted.mounted
    assert any(command.startswith(f"mount -t tmpfs tmpfs {STORE}") for command in phone.ran)
    assert undo.run() == ()
    assert not rooted.mounted


def test_what_does_not_read_back_is_an_error_and_still_undone(device: Device, phone: FakePhone) -> None:
    Rooted(phone, keeps=False)
    undo = Undo()
    with pytest.raises(DeviceError, match="does not read back"):
        trust_authority(device, MITMPROXY, undo)
    assert undo.run() == ()
    assert phone.files == {}


def test_without_root_the_run_can_go_on(device: Device, phone: FakePhone) -> None:
    phone.root_allowed = False
    undo = Undo()
    with pytest.raises(DeviceError, match="cannot be root") as caught:
        trust_authority(device, MITMPROXY, undo)
    assert "The run can go on" in caught.value.hint
    assert undo.run() == ()


def test_android_14_is_told_honestly(device: Device, phone: FakePhone) -> None:
    phone.properties["ro.build.version.sdk"] = "34"
    with pytest.raises(DeviceError, match="read-only module"):
        trust_authority(device, MITMPROXY, Undo())
    assert not any("cp " in command for command in phone.ran)


@pytest.mark.parametrize("before", [{}, {"http_proxy": "10.0.0.1:80"}])
def test_the_proxy_setting_comes_and_goes(device: Device, phone: FakePhone, before: dict[str, str]) -> None:
    rooted = Rooted(phone)
    rooted.settings = dict(before)
    undo = Undo()
    set_proxy(device, 8888, undo)
    assert rooted.settings["http_proxy"] == "127.0.0.1:8888"
    assert undo.run() == ()
    assert rooted.settings == before
    ended = "settings put global http_proxy :0" in phone.ran
    assert ended == (not before)


def test_a_phone_that_keeps_its_own_proxy(device: Device, phone: FakePhone) -> None:
    rooted = Rooted(phone, keeps=False)
    undo = Undo()
    with pytest.raises(DeviceError, match="keeps None as its proxy") as caught:
        set_proxy(device, 8888, undo)
    assert "MIUI" in caught.value.hint
    assert undo.run() == ()
    assert rooted.settings == {}
