"""AndroidManifest.xml as a `Manifest`.

What each attribute means: developer.android.com/guide/topics/manifest/manifest-intro and its pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from privaudit.errors import InputError
from privaudit.package.axml import Element, read_xml
from privaudit.package.facts import Component, Manifest

_KINDS: Final[dict[str, Literal["activity", "service", "receiver", "provider"]]] = {
    "activity": "activity",
    "activity-alias": "activity",
    "service": "service",
    "receiver": "receiver",
    "provider": "provider",
}
_ASKED: Final = ("uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m")
_LONGEST: Final = 1_000


def read_manifest(data: bytes, label: Path | str) -> Manifest:
    """Read a manifest, binary or plain; raises InputError, whose file is `label`."""
    root = read_xml(data, label)
    package = _short(root.get("package"))
    if root.tag != "manifest" or not package:
        raise InputError(
            "is not a manifest: it names no package", file=label, hint="give the file installed on phones"
        )
    application = next(iter(root.named("application")), Element(tag="application"))
    sdk = next(iter(root.named("uses-sdk")), Element(tag="uses-sdk"))
    own = process_name(application.get("android:process"), package) or package
    min_sdk = _number(sdk.get("android:minSdkVersion"), 1)
    return Manifest(
        package=package,
        version_name=_short(root.get("android:versionName")),
        version_code=_number(root.get("android:versionCode"), 0),
        min_sdk=min_sdk,
        target_sdk=_number(sdk.get("android:targetSdkVersion"), min_sdk),
        shared_user=_short(root.get("android:sharedUserId")),
        split=_short(root.get("split")),
        application=class_name(application.get("android:name"), package),
        component_factory=class_name(application.get("android:appComponentFactory"), package),
        debuggable=application.get("android:debuggable") == "true",
        allow_backup=_switch(application.get("android:allowBackup")),
        cleartext=_switch(application.get("android:usesCleartextTraffic")),
        network_config=_short(application.get("android:networkSecurityConfig")),
        permissions=tuple(
            dict.fromkeys(_short(e.get("android:name")) for e in root.named(*_ASKED) if e.get("android:name"))
        ),
        components=tuple(_component(e, package, own) for e in application.named(*_KINDS)),
        meta_data={
            _short(e.get("android:name")): _short(e.get("android:value") or e.get("android:resource"))
            for e in application.named("meta-data")
        },
    )


def _component(element: Element, package: str, own: str) -> Component:
    return Component(
        kind=_KINDS[element.tag],
        name=class_name(element.get("android:name"), package),
        process=process_name(element.get("android:process"), package) or own,
        exported=_switch(element.get("android:exported")),
        permission=_short(element.get("android:permission")),
        isolated=element.get("android:isolatedProcess") == "true",
        filters=len(element.named("intent-filter")),
        authorities=tuple(part for part in _short(element.get("android:authorities")).split(";") if part),
    )


def class_name(name: str, package: str) -> str:
    """Return the full class name that `.Main`, `Main` or a full name means in a package."""
    name = _short(name)
    if not name or name.startswith("@"):
        return name
    if name.startswith("."):
        return package + name
    return name if "." in name else f"{package}.{name}"


def process_name(name: str, package: str) -> str:
    """Return the full process name; one with a colon is the package's own, any other is told in full."""
    name = _short(name)
    return package + name if name.startswith(":") else name


def _short(text: str) -> str:
    return text[:_LONGEST]


def _switch(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def _number(text: str, default: int) -> int:
    try:
        return int(text[:20], 0)
    except ValueError:
        return default
