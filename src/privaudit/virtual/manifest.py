"""Reading the manifest of a package of the virtual phone: plain XML with Android's schema, inside a zip."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

ANDROID: Final = "{http://schemas.android.com/apk/res/android}"
MOST_MANIFEST_BYTES: Final = 2_000_000
MOST_PACKAGE_BYTES: Final = 200_000_000


class InstallError(Exception):
    """A package cannot be installed; `code` is Android's name for why, e.g. INSTALL_PARSE_FAILED_NOT_APK."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code
        self.message = message


@dataclass(frozen=True, kw_only=True)
class IntentFilter:
    """Which intents a component answers; `schemes` and `hosts` come from its data elements."""

    actions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Component:
    """An activity, service, receiver or provider: full class name, process it runs in, what it answers."""

    name: str
    process: str
    exported: bool
    filters: tuple[IntentFilter, ...] = ()
    authorities: tuple[str, ...] = ()
    label: str = ""
    launch_mode: str = "standard"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What AndroidManifest.xml says."""

    package: str
    version_code: int
    version_name: str
    min_sdk: int
    target_sdk: int
    label: str
    application: str
    debuggable: bool
    requested_permissions: tuple[str, ...]
    activities: tuple[Component, ...]
    services: tuple[Component, ...]
    receivers: tuple[Component, ...]
    providers: tuple[Component, ...]
    meta_data: dict[str, str]


def read_apk(data: bytes) -> Manifest:
    """Read the manifest out of the bytes of a package; raises InstallError."""
    if len(data) > MOST_PACKAGE_BYTES:
        raise InstallError("INSTALL_FAILED_INSUFFICIENT_STORAGE", "package too large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo("AndroidManifest.xml")
            if info.file_size > MOST_MANIFEST_BYTES:
                raise InstallError("INSTALL_PARSE_FAILED_BAD_MANIFEST", "AndroidManifest.xml too large")
            with archive.open(info) as file:
                text = file.read(MOST_MANIFEST_BYTES)
    except KeyError:
        message = "Failed to parse base.apk: Corrupt XML binary file"
        raise InstallError("INSTALL_PARSE_FAILED_BAD_MANIFEST", message) from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        message = "Failed to parse base.apk: Failed to load asset path"
        raise InstallError("INSTALL_PARSE_FAILED_NOT_APK", message) from error
    return read_manifest(text)


def read_manifest(text: bytes) -> Manifest:
    """Read AndroidManifest.xml; raises InstallError."""
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        # Entities make bombs; no real manifest has any.
        raise InstallError(
            "INSTALL_PARSE_FAILED_BAD_MANIFEST", "document types are not allowed in a manifest"
        )
    try:
        root = ET.fromstring(text)  # noqa: S314 — document types were refused above
    except (ET.ParseError, ValueError) as error:
        raise InstallError(
            "INSTALL_PARSE_FAILED_UNEXPECTED_EXCEPTION", f"Failed to parse base.apk: {error}"
        ) from error
    package = root.get("package", "")
    if root.tag != "manifest" or not valid_name(package):
        raise InstallError("INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME", "Invalid manifest package")
    application = root.find("application")
    if application is None:
        raise InstallError("INSTALL_PARSE_FAILED_MANIFEST_EMPTY", "<manifest> has no <application>")
    try:
        return _manifest(root, application, package)
    except ValueError as error:
        raise InstallError("INSTALL_PARSE_FAILED_MANIFEST_MALFORMED", str(error)) from error


def _manifest(root: ET.Element, application: ET.Element, package: str) -> Manifest:
    sdk = root.find("uses-sdk")
    own = full_name(application.get(f"{ANDROID}process", package), package, process=True)

    def parts(*tags: str) -> tuple[Component, ...]:
        return tuple(_component(e, package, own) for e in application if e.tag in tags)

    asked = [
        e.get(f"{ANDROID}name", "") for e in root if e.tag in ("uses-permission", "uses-permission-sdk-23")
    ]
    return Manifest(
        package=package,
        version_code=int(root.get(f"{ANDROID}versionCode", "0"), 0),
        version_name=root.get(f"{ANDROID}versionName", ""),
        min_sdk=int(sdk.get(f"{ANDROID}minSdkVersion", "1"), 0) if sdk is not None else 1,
        target_sdk=_target(sdk),
        label=application.get(f"{ANDROID}label", package),
        application=full_name(application.get(f"{ANDROID}name", ""), package),
        debuggable=application.get(f"{ANDROID}debuggable", "false") == "true",
        requested_permissions=tuple(dict.fromkeys(name for name in asked if name)),
        activities=parts("activity", "activity-alias"),
        services=parts("service"),
        receivers=parts("receiver"),
        providers=parts("provider"),
        meta_data={
            e.get(f"{ANDROID}name", ""): e.get(f"{ANDROID}value", "")
            for e in application.findall("meta-data")
        },
    )


def _target(sdk: ET.Element | None) -> int:
    if sdk is None:
        return 1
    return int(sdk.get(f"{ANDROID}targetSdkVersion", sdk.get(f"{ANDROID}minSdkVersion", "1")), 0)


def _component(element: ET.Element, package: str, own: str) -> Component:
    name = full_name(element.get(f"{ANDROID}name", ""), package)
    if not name:
        raise ValueError(f"<{element.tag}> does not specify android:name")
    filters = tuple(_filter(e) for e in element.findall("intent-filter"))
    process = element.get(f"{ANDROID}process", "")
    return Component(
        name=name,
        process=full_name(process, package, process=True) if process else own,
        exported=element.get(f"{ANDROID}exported", "true" if filters else "false") == "true",
        filters=filters,
        authorities=tuple(a for a in element.get(f"{ANDROID}authorities", "").split(";") if a),
        label=element.get(f"{ANDROID}label", ""),
        launch_mode=element.get(f"{ANDROID}launchMode", "standard"),
    )


def _filter(element: ET.Element) -> IntentFilter:
    def values(tag: str, attribute: str) -> tuple[str, ...]:
        found = (e.get(f"{ANDROID}{attribute}", "") for e in element.findall(tag))
        return tuple(dict.fromkeys(value for value in found if value))

    return IntentFilter(
        actions=values("action", "name"),
        categories=values("category", "name"),
        schemes=values("data", "scheme"),
        hosts=values("data", "host"),
    )


def full_name(name: str, package: str, *, process: bool = False) -> str:
    """Return the full class (or process) name that `.Main`, `Main` or `:push` means in a package."""
    if process:
        return package + name if name.startswith(":") else name
    if not name or ("." in name and not name.startswith(".")):
        return name
    return package + name if name.startswith(".") else f"{package}.{name}"


def short_name(name: str, package: str) -> str:
    """Return a component's name as Android prints it after the slash: `.Main` when it lies in the package."""
    return name[len(package) :] if name.startswith(package + ".") else name


def valid_name(package: str) -> bool:
    """Return whether a string is a package name: two or more identifiers with dots between."""
    parts = package.split(".")
    return len(parts) > 1 and len(package) < 224 and all(p.isascii() and p.isidentifier() for p in parts)  # noqa: PLR2004 — PackageParser.MAX_PACKAGE_NAME_LENGTH
