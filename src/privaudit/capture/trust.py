"""Making the phone's traffic readable: our certificate authority in its system store, its proxy setting.

Every change is noted on an `Undo` before it is made, read back afterwards, and taken back exactly.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Final

from privaudit.capture.adb_wire import shorten
from privaudit.capture.device import Device
from privaudit.capture.undo import Undo
from privaudit.errors import DeviceError

__all__ = ["STORE", "Undo", "port_of_apps", "set_proxy", "subject_hash_old", "trust_authority"]

STORE: Final = "/system/etc/security/cacerts"
"""Android's system store of authorities: one PEM file each, named after its subject."""

_APEX_API: Final = 34
_SEQUENCE, _INTEGER, _VERSION = 0x30, 0x02, 0xA0
_SLOTS: Final = 10
_LABEL: Final = "u:object_r:system_file:s0"
"""The label of the store's files: the app's process may read no others there."""
_PROXY_KEYS: Final = (
    "http_proxy", "global_http_proxy_host", "global_http_proxy_port", "global_http_proxy_exclusion_list",
    "global_proxy_pac_url",
)  # fmt: skip
_NOT_READ: Final = (
    "The run can go on, but what the app sends over TLS is read only where the agent can answer its checks."
)


def certificate_der(pem: bytes) -> bytes:
    """Return the DER bytes of the first certificate of a PEM file; raises ValueError when there is none."""
    found = re.search(rb"-----BEGIN CERTIFICATE-----\s+(.*?)-----END CERTIFICATE-----", pem, re.DOTALL)
    if not found:
        raise ValueError("no certificate in this PEM file")
    try:
        return base64.b64decode(b"".join(found[1].split()), validate=True)
    except binascii.Error as error:
        raise ValueError("the certificate's base64 is damaged") from error


def subject_hash_old(pem: bytes) -> str:
    """Return the name Android gives an authority's file: OpenSSL's X509_NAME_hash_old, eight hex digits.

    It is the first four bytes of the MD5 of the subject as encoded in DER, read little endian (OpenSSL,
    crypto/x509/x509_cmp.c). Raises ValueError when the bytes are no certificate.
    """
    digest = hashlib.md5(_subject(certificate_der(pem)), usedforsecurity=False).digest()
    return f"{int.from_bytes(digest[:4], 'little'):08x}"


def _subject(der: bytes) -> bytes:
    """Return the DER of a certificate's subject, the fifth field after the version (RFC 5280, 4.1)."""
    _, body, _ = _element(der, 0)
    _, signed, _ = _element(body, 0)
    position = 0
    tag, _, after = _element(signed, position)
    if tag == _VERSION:
        position = after
    for expected in (_INTEGER, _SEQUENCE, _SEQUENCE, _SEQUENCE):
        tag, _, position = _element(signed, position)
        if tag != expected:
            raise ValueError("not an X.509 certificate")
    tag, _, after = _element(signed, position)
    if tag != _SEQUENCE:
        raise ValueError("not an X.509 certificate")
    return signed[position:after]


def _element(data: bytes, position: int) -> tuple[int, bytes, int]:
    """Return tag, content and end of the DER element at a position; raises ValueError."""
    try:
        tag, length = data[position], data[position + 1]
    except IndexError as error:
        raise ValueError("the certificate is cut off") from error
    start = position + 2
    if length & 0x80:
        width = length & 0x7F
        length, start = int.from_bytes(data[start : start + width], "big"), start + width
    end = start + length
    if end > len(data):
        raise ValueError("the certificate is cut off")
    return tag, data[start:end], end


def trust_authority(device: Device, pem: bytes, undo: Undo) -> str:
    """Put an authority into the phone's system store and return its path there.

    Needs root. Where the system partition cannot be written, a copy of the store in memory is laid over it.
    Raises DeviceError, with what that means for the run, when the phone does not allow it.
    """
    if device.api_level >= _APEX_API and not device.virtual:
        raise DeviceError(
            f"Android {device.properties().get('ro.build.version.release', '14')} reads authorities from a "
            "read-only module (com.android.conscrypt), which this version of privaudit does not replace",
            hint=f"Use a phone or emulator with Android 13 or older. {_NOT_READ}",
        )
    _become_root(device, undo)
    path = _free_slot(device, subject_hash_old(pem), pem)
    if _read(device, path) == pem:
        return path
    # `rm -f` is right too when the file never came to be.
    undo.push(f"certificate authority {path}", lambda: _remove(device, path))
    if not _write(device, path, pem):
        _lay_copy_over(device, undo)
        if not _write(device, path, pem):
            raise DeviceError(f"{path} cannot be written", hint=_NOT_READ)
    if _read(device, path) != pem:
        raise DeviceError(f"{path} does not read back as it was written", hint=_NOT_READ)
    return path


def _become_root(device: Device, undo: Undo) -> None:
    if device.is_root():
        return
    undo.push("root", device.unroot)
    try:
        device.root()
    except DeviceError as error:
        raise DeviceError(error.message, hint=f"{error.hint} {_NOT_READ}".strip()) from error


def _free_slot(device: Device, name: str, pem: bytes) -> str:
    """Return `<hash>.N` with the first N that is free or already ours; Android looks up in this order."""
    for number in range(_SLOTS):
        path = f"{STORE}/{name}.{number}"
        there = _read(device, path)
        if there is None or there == pem:
            return path
    raise DeviceError(f"{STORE} already holds {_SLOTS} authorities named {name}")


def _read(device: Device, path: str) -> bytes | None:
    return device.pull(path, limit=1024 * 1024) if device.exists(path) else None


def _write(device: Device, path: str, pem: bytes) -> bool:
    """Write the file as the store's others are; False when the store cannot be written."""
    staged = f"/data/local/tmp/privaudit-{hashlib.sha256(pem).hexdigest()[:16]}.pem"
    device.push(pem, staged, mode=0o644)
    try:
        if not device.shell(["cp", staged, path], root=True).ok:
            return False
        device.shell(["chmod", "644", path], root=True).check(_NOT_READ)
        if not device.virtual:
            device.shell(["chcon", _LABEL, path], root=True).check(_NOT_READ)
        return True
    finally:
        device.shell(["rm", "-f", staged])


def _remove(device: Device, path: str) -> None:
    device.shell(["rm", "-f", path], root=True).check()
    if device.exists(path):
        raise DeviceError(f"{path} is still there")


def _lay_copy_over(device: Device, undo: Undo) -> None:
    """Lay a copy of the store in memory over the read-only one; it vanishes with `umount` or a restart."""
    copy = "/data/local/tmp/privaudit-cacerts"
    undo.push("copy of the certificate store", lambda: _uncover(device))
    steps = (
        ["rm", "-rf", copy],
        ["cp", "-R", STORE, copy],
        ["mount", "-t", "tmpfs", "tmpfs", STORE],
        ["sh", "-c", f'set -- {copy}/*; [ ! -e "$1" ] || cp "$@" {STORE}/'],
        ["chmod", "755", STORE],
        ["chcon", _LABEL, STORE],
        ["sh", "-c", f'set -- {STORE}/*; [ ! -e "$1" ] || chown root:root "$@"'],
        ["sh", "-c", f'set -- {STORE}/*; [ ! -e "$1" ] || chmod 644 "$@"'],
        ["sh", "-c", f'set -- {STORE}/*; [ ! -e "$1" ] || chcon {_LABEL} "$@"'],
        ["rm", "-rf", copy],
    )
    for step in steps:
        device.shell(step, root=True).check(f"The system partition cannot be changed. {_NOT_READ}")


def _uncover(device: Device) -> None:
    mounts = device.shell(["cat", "/proc/mounts"], root=True).out
    if re.search(rf"^tmpfs {re.escape(STORE)} ", mounts, re.MULTILINE):
        device.shell(["umount", STORE], root=True).check()


def port_of_apps(device: Device, port: int) -> int:
    """Return at which port of 127.0.0.1 apps meet a port of the phone opened with `Device.reverse`.

    The virtual phone's apps live on this machine: its ports are a namespace that leads to real ones.
    """
    if not device.virtual:
        return port
    real = device.properties(fresh=True).get(f"privaudit.port.{port}", "")
    if not real.isdigit():
        raise DeviceError(f"port {port} of the virtual phone leads nowhere")
    return int(real)


def set_proxy(device: Device, port: int, undo: Undo) -> None:
    """Have the phone's apps use a proxy at 127.0.0.1:`port` of the phone (see `Device.reverse`).

    The five settings Android derives from it are remembered and restored. Raises DeviceError when the phone
    keeps another value: some ROMs forbid it without "USB debugging (security settings)".
    """
    before = {key: _setting(device, key) for key in _PROXY_KEYS}
    wanted = f"127.0.0.1:{port}"
    undo.push("proxy setting", lambda: _restore(device, before))
    device.shell(["settings", "put", "global", "http_proxy", wanted]).check(_PROXY_HINT)
    kept = _setting(device, "http_proxy")
    if kept != wanted:
        raise DeviceError(f"the phone keeps {shorten(str(kept))} as its proxy", hint=_PROXY_HINT)


_PROXY_HINT: Final = "On MIUI and ColorOS, allow USB debugging (Security settings) in the developer options."


def _setting(device: Device, key: str) -> str | None:
    value = device.shell(["settings", "get", "global", key]).check().rstrip("\r\n")
    return None if value == "null" else value


def _restore(device: Device, before: dict[str, str | None]) -> None:
    if before["http_proxy"] is None and _setting(device, "http_proxy") is not None:
        # Deleting the setting alone leaves the proxy in force until a restart; `:0` ends it at once.
        device.shell(["settings", "put", "global", "http_proxy", ":0"]).check(_PROXY_HINT)
    for key, value in before.items():
        now = _setting(device, key)
        if value is None and now is not None:
            device.shell(["settings", "delete", "global", key]).check(_PROXY_HINT)
        elif value is not None and now != value:
            device.shell(["settings", "put", "global", key, value]).check(_PROXY_HINT)
    left = _setting(device, "http_proxy")
    if left != before["http_proxy"] and not (left == ":0" and before["http_proxy"] is None):
        raise DeviceError(f"the phone still keeps {shorten(str(left))} as its proxy", hint=_PROXY_HINT)
