"""A running phone: its state with everything that serves it (adbd, zygote, Frida's portal, internet)."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from privaudit.capture.trust import subject_hash_old
from privaudit.virtual import commands, dumps
from privaudit.virtual.adb.server import Adbd
from privaudit.virtual.internet import Internet
from privaudit.virtual.portal import Portal
from privaudit.virtual.proc import install_proc
from privaudit.virtual.shell.registry import COMMANDS
from privaudit.virtual.state import VirtualPhone
from privaudit.virtual.zygote import CERTIFICATES, Zygote

APPS = Path(__file__).parent / "apps"


class RunningPhone:
    """Starts all parts and ends them in reverse order; raises OSError when one cannot start."""

    def __init__(self, state: Path, *, port: int = 0) -> None:
        commands.load()
        dumps.load()
        with ExitStack() as stack:
            self.phone = VirtualPhone(state / "phone")
            stack.callback(self.phone.close)
            install_proc(self.phone)
            install_programs(self.phone)
            runtime = state / "run"
            runtime.mkdir(exist_ok=True)
            self.internet = Internet(runtime, APPS, self.phone.identity)
            self.internet.start()
            stack.callback(self.internet.close)
            install_authority(self.phone, self.internet.authority.read_bytes())
            self.portal = Portal(self.phone)
            self.portal.start()
            stack.callback(self.portal.close)
            self.phone.processes.serving("frida-server", 0, self.portal.close)
            self.zygote = Zygote(self.phone, self.portal, self.internet.gateway)
            self.phone.launcher = self.zygote
            stack.callback(self.zygote.close)
            self.adbd = Adbd(self.phone, port=port)
            # Ending apps takes a while: not on adbd's own thread.
            self.adbd.rebooted = lambda _target: self.phone.jobs.post(self.phone.restart)
            self.adbd.start()
            stack.callback(self.adbd.stop)
            self._parts = stack.pop_all()

    def ready(self) -> dict[str, str | int]:
        """Return how to reach it."""
        host, port = self.internet.gateway
        return {
            "serial": f"127.0.0.1:{self.adbd.port}", "adb_port": self.adbd.port, "gateway": f"http://{host}"
                                                                                            f":{port}",
            "internet_ca": str(self.internet.authority),
        }  # fmt: skip

    def close(self) -> None:
        """End every part."""
        self._parts.close()


def install_programs(phone: VirtualPhone) -> None:
    """Put a file into /system/bin for every program the phone has."""
    folder = phone.files.real("/system/bin")
    for name in COMMANDS:
        (folder / name).write_bytes(b"\x7fELF\x02\x01\x01" + bytes(57))
        phone.files.set_owner(f"/system/bin/{name}", uid=0, gid=2000, mode=0o755)


def install_authority(phone: VirtualPhone, pem: bytes) -> None:
    """Put a root that apps trust into the system store, under the name Android gives it."""
    path = f"{CERTIFICATES}/{subject_hash_old(pem)}.0"
    phone.files.real(path).write_bytes(pem)
    phone.files.set_owner(path, uid=0, gid=0, mode=0o644)
