"""What reading an app's package gives."""

from __future__ import annotations

from typing import Literal

import msgspec


class AppFile(msgspec.Struct, frozen=True, kw_only=True):
    """One package file of an app: its name, sha256 and bytes; `split` is empty for the base."""

    name: str
    sha256: str
    size: int
    split: str = ""


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """A component of the manifest; `process` is the full name of the process it runs in."""

    kind: Literal["activity", "service", "receiver", "provider"]
    name: str
    process: str
    exported: bool | None = None
    """None where the manifest leaves it to Android's rule."""
    permission: str = ""
    isolated: bool = False
    filters: int = 0
    authorities: tuple[str, ...] = ()


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What AndroidManifest.xml says; class and process names in full."""

    package: str
    version_name: str = ""
    version_code: int = 0
    min_sdk: int = 0
    target_sdk: int = 0
    shared_user: str = ""
    split: str = ""
    application: str = ""
    component_factory: str = ""
    debuggable: bool = False
    allow_backup: bool | None = None
    cleartext: bool | None = None
    network_config: str = ""
    permissions: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    meta_data: dict[str, str] = {}


class AppPackage(msgspec.Struct, frozen=True, kw_only=True):
    """An app's package files as one: base and splits together.

    `native` maps an ABI to the file names of its libraries, `assets` are paths below assets/, `loose` other
    files at the top. `oddities` are things no ordinary package has, `unread` what was left out and why.
    """

    files: tuple[AppFile, ...]
    manifest: Manifest
    native: dict[str, tuple[str, ...]] = {}
    assets: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    dex_files: int = 0
    classes: frozenset[str] = frozenset()
    oddities: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The sha256 of the base package file."""
        return next((file.sha256 for file in self.files if not file.split), self.files[0].sha256)

    @property
    def libraries(self) -> tuple[str, ...]:
        """File names of native libraries over all ABIs."""
        return tuple(sorted({name for names in self.native.values() for name in names}))

    @property
    def processes(self) -> tuple[str, ...]:
        """Names of the processes the manifest declares, the app's own first."""
        own = self.manifest.package
        others = {component.process for component in self.manifest.components} - {own}
        return (own, *sorted(others))
