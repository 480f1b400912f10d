"""The package manager: what is installed, where, as whom."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from privaudit.virtual.clocks import Clock
from privaudit.virtual.files import Files
from privaudit.virtual.manifest import Component, InstallError, IntentFilter, Manifest, read_apk

FIRST_APP_UID: Final = 10_150
BUILT: Final = 1_691_539_200_000_000_000
"""When the system image says it was built: 2023-08-09, ns of UTC."""
LAUNCHER: Final = "com.android.launcher3"
PERMISSION_CONTROLLER: Final = "com.android.permissioncontroller"
MAIN: Final = "android.intent.action.MAIN"
CATEGORY_LAUNCHER: Final = "android.intent.category.LAUNCHER"
CATEGORY_HOME: Final = "android.intent.category.HOME"


@dataclass(frozen=True, kw_only=True)
class Package:
    """An installed package; `apk_path` and `data_dir` are real paths, `code_path` the phone's; ns of UTC."""

    manifest: Manifest
    uid: int
    apk_path: Path
    code_path: str
    data_dir: Path
    first_install: int
    last_update: int
    system: bool = False
    installer: str = ""
    sha256: str = ""
    stopped: bool = True

    @property
    def name(self) -> str:
        """The package name."""
        return self.manifest.package

    @property
    def version_name(self) -> str:
        """The version as shown."""
        return self.manifest.version_name

    @property
    def version_code(self) -> int:
        """The version as counted."""
        return self.manifest.version_code

    @property
    def target_sdk(self) -> int:
        """The API level it was made for."""
        return self.manifest.target_sdk

    @property
    def debuggable(self) -> bool:
        """True when the manifest allows a debugger."""
        return self.manifest.debuggable

    @property
    def label(self) -> str:
        """The name shown under its icon."""
        return self.manifest.label

    @property
    def requested_permissions(self) -> tuple[str, ...]:
        """The permissions its manifest asks for."""
        return self.manifest.requested_permissions

    @property
    def activities(self) -> tuple[Component, ...]:
        """Its activities."""
        return self.manifest.activities

    @property
    def services(self) -> tuple[Component, ...]:
        """Its services."""
        return self.manifest.services

    @property
    def launcher(self) -> str:
        """The class name of the activity its icon starts, or an empty string."""
        for activity in self.activities:
            for entry in activity.filters:
                if MAIN in entry.actions and CATEGORY_LAUNCHER in entry.categories:
                    return activity.name
        return ""

    @property
    def device_apk_path(self) -> str:
        """Where `pm path` says its base package lies."""
        return self.code_path if self.code_path.endswith(".apk") else f"{self.code_path}/base.apk"

    def activity(self, name: str) -> Component | None:
        """Return an activity by its full class name."""
        return next((a for a in self.activities if a.name == name), None)

    def service(self, name: str) -> Component | None:
        """Return a service by its full class name."""
        return next((s for s in self.manifest.services if s.name == name), None)


class Packages:
    """Installed packages by name; `install` raises InstallError, listeners hear of every change."""

    def __init__(self, files: Files, lock: threading.RLock, clock: Clock) -> None:
        self._files = files
        self._lock = lock
        self._clock = clock
        self._packages: dict[str, Package] = {}
        self._next_uid = FIRST_APP_UID
        self.removed: list[Callable[[Package], None]] = []
        """Called with each package uninstalled or cleared."""
        self.installed: list[Callable[[Package], None]] = []
        """Called with each package installed or replaced, before install returns."""

    def get(self, name: str) -> Package | None:
        """Return an installed package, or None."""
        with self._lock:
            return self._packages.get(name)

    def of_uid(self, uid: int) -> list[Package]:
        """Return the packages that run as a user id."""
        with self._lock:
            return [p for p in self._packages.values() if p.uid == uid]

    def list(self) -> list[Package]:
        """Return all packages by name."""
        with self._lock:
            return sorted(self._packages.values(), key=lambda p: p.name)

    def install(
        self, data: bytes, *, installer: str = "", downgrade: bool = False, replace_old: bool = True
    ) -> Package:
        """Install or replace a package from its bytes."""
        manifest = read_apk(data)
        with self._lock:
            old = self._packages.get(manifest.package)
            self._check(manifest, old, downgrade=downgrade, replace_old=replace_old)
            uid = old.uid if old else self._next_uid
            if old is None:
                self._next_uid += 1
            code = (
                f"/data/app/~~{secrets.token_urlsafe(12)}==/{manifest.package}-{secrets.token_urlsafe(12)}=="
            )
            self._files.mkdir(code, parents=True)
            self._files.write(f"{code}/base.apk", data, mode=0o644)
            self._files.set_owner(code, uid=1000, gid=1000, mode=0o755)
            self._files.set_owner(f"{code}/base.apk", uid=1000, gid=1000, mode=0o644)
            data_dir = self._make_data(manifest.package, uid)
            now = self._clock.now()
            package = Package(
                manifest=manifest, uid=uid, apk_path=self._files.real(f"{code}/base.apk"), code_path=code,
                data_dir=data_dir, first_install=old.first_install if old else now, last_update=now,
                installer=installer, sha256=hashlib.sha256(data).hexdigest(),
            )  # fmt: skip
            self._packages[manifest.package] = package
            if old is not None:
                self._files.remove(old.code_path, recursive=True)
        for listener in list(self.installed):
            listener(package)
        return package

    def _check(self, manifest: Manifest, old: Package | None, *, downgrade: bool, replace_old: bool) -> None:
        name = manifest.package
        if old is not None and old.system:
            raise InstallError(
                "INSTALL_FAILED_UPDATE_INCOMPATIBLE", f"Package {name} signatures do not match"
            )
        if old is not None and not replace_old:
            raise InstallError(
                "INSTALL_FAILED_ALREADY_EXISTS", f"Attempt to re-install {name} without first uninstalling."
            )
        if manifest.min_sdk > 33:  # noqa: PLR2004 — this phone's API level
            raise InstallError(
                "INSTALL_FAILED_OLDER_SDK",
                f"Requires newer sdk version #{manifest.min_sdk} (current version is #33)",
            )
        if old is not None and manifest.version_code < old.version_code and not downgrade:
            raise InstallError(
                "INSTALL_FAILED_VERSION_DOWNGRADE",
                f"Downgrade detected: Update version code {manifest.version_code} is older than current "
                f"{old.version_code}",
            )

    def _make_data(self, name: str, uid: int) -> Path:
        path = f"/data/data/{name}"
        if not self._files.exists(path):
            self._files.mkdir(path)
            self._files.set_owner(path, uid=uid, gid=uid, mode=0o700)
            for part in ("cache", "files", "shared_prefs"):
                self._files.mkdir(f"{path}/{part}")
                self._files.set_owner(f"{path}/{part}", uid=uid, gid=uid, mode=0o771)
        return self._files.real(path)

    def uninstall(self, name: str, *, keep_data: bool = False) -> bool:
        """Remove a package that is not the system's; return whether there was one."""
        with self._lock:
            package = self._packages.get(name)
            if package is None or package.system:
                return False
            del self._packages[name]
        for listener in list(self.removed):
            listener(package)
        with self._lock:
            self._files.remove(package.code_path.rsplit("/", 1)[0], recursive=True)
            if not keep_data:
                self._remove_data(package)
        return True

    def clear(self, name: str) -> bool:
        """Delete what a package has stored; return whether there is such a package."""
        with self._lock:
            package = self._packages.get(name)
        if package is None:
            return False
        for listener in list(self.removed):
            listener(package)
        with self._lock:
            self._remove_data(package)
            self._make_data(package.name, package.uid)
        return True

    def _remove_data(self, package: Package) -> None:
        path = f"/data/data/{package.name}"
        # Its processes have been killed but may not have let go of their last file yet.
        shutil.rmtree(self._files.real(path), ignore_errors=True)
        if self._files.exists(path):
            self._files.remove(path, recursive=True)

    def mark(self, name: str, *, stopped: bool) -> None:
        """Note that a package was started, or force-stopped."""
        with self._lock:
            package = self._packages.get(name)
            if package is not None and package.stopped != stopped:
                self._packages[name] = replace(package, stopped=stopped)

    def add_system(
        self,
        name: str,
        uid: int,
        code_path: str,
        *,
        label: str,
        activity: str = "",
        home: bool = False,
        permissions: tuple[str, ...] = (),
    ) -> None:
        """Put one of the system's own packages there."""
        category = CATEGORY_HOME if home else CATEGORY_LAUNCHER
        entry = IntentFilter(actions=(MAIN,), categories=(category, "android.intent.category.DEFAULT"))
        activities = (
            (Component(name=activity, process=name, exported=True, filters=(entry,)),) if activity else ()
        )
        manifest = Manifest(
            package=name,
            version_code=33,
            version_name="13",
            min_sdk=33,
            target_sdk=33,
            label=label,
            application="",
            debuggable=False,
            requested_permissions=permissions,
            activities=activities,
            services=(),
            receivers=(),
            providers=(),
            meta_data={},
        )
        folder = code_path.rsplit("/", 1)[0]
        with self._lock:
            self._files.mkdir(folder, parents=True)
            self._files.real(code_path).write_bytes(b"PK\x05\x06" + bytes(18))
            if not self._files.exists(f"/data/data/{name}"):
                self._files.mkdir(f"/data/data/{name}")
                self._files.set_owner(f"/data/data/{name}", uid=uid, gid=uid, mode=0o700)
            self._packages[name] = Package(
                manifest=manifest,
                uid=uid,
                apk_path=self._files.real(code_path),
                code_path=code_path,
                data_dir=self._files.real(f"/data/data/{name}"),
                first_install=BUILT,
                last_update=BUILT,
                system=True,
                stopped=False,
            )
