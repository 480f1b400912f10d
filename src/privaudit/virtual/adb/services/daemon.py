"""Services about adbd itself: root, unroot, remount, reboot, lists of debuggable processes."""

from __future__ import annotations

import asyncio

from privaudit.virtual.adb.registry import Open, service


def _say_and_restart(opened: Open, text: str, *, root: bool, reboot_to: str | None = None) -> None:
    async def work() -> None:
        opened.stream.accept()
        await opened.stream.write(text.encode())
        await opened.stream.finish()
        opened.adbd.root = root
        opened.adbd.phone.props["service.adb.root"] = "1" if root else "0"
        # The host must have read the answer before adbd's restart cuts the line.
        await asyncio.sleep(0.1)
        opened.adbd.drop_all()
        if reboot_to is not None:
            opened.adbd.rebooted(reboot_to)

    opened.adbd.spawn(work())


def _say(opened: Open, text: str) -> None:
    async def work() -> None:
        opened.stream.accept()
        await opened.stream.write(text.encode())
        await opened.stream.finish()

    opened.adbd.spawn(work())


@service("root:")
def root(opened: Open) -> bool:
    """Restart adbd as root."""
    if opened.adbd.root:
        _say(opened, "adbd is already running as root\n")
    else:
        _say_and_restart(opened, "restarting adbd as root\n", root=True)
    return True


@service("unroot:")
def unroot(opened: Open) -> bool:
    """Restart adbd as the shell user."""
    if opened.adbd.root:
        _say_and_restart(opened, "restarting adbd as non root\n", root=False)
    else:
        _say(opened, "adbd not running as root\n")
    return True


@service("remount:")
def remount(opened: Open) -> bool:
    """Make the system partition writable; only root may."""
    if not opened.adbd.root:
        _say(opened, 'Not running as root. Try "adb root" first.\n')
        return True
    opened.adbd.phone.files.remount("/", read_only=False)
    _say(opened, "Using overlayfs for /system\nremount succeeded\n")
    return True


@service("reboot:")
def reboot(opened: Open) -> bool:
    """Restart the phone: apps end, hosts are dropped."""
    target = opened.name.removeprefix("reboot:")
    _say_and_restart(opened, "", root=False, reboot_to=target)
    return True


@service("tcpip:", "usb:")
def restart(opened: Open) -> bool:
    """Say what adbd says; there is no other transport to change to."""
    text = (
        "restarting in USB mode\n" if opened.name.startswith("usb") else "restarting in TCP mode port: 5555\n"
    )
    _say(opened, text)
    return True


@service("jdwp", "track-jdwp")
def jdwp(opened: Open) -> bool:
    """List the pids of debuggable apps: once, or again after each change."""
    if opened.name not in ("jdwp", "track-jdwp"):
        return False
    phone = opened.adbd.phone

    def pids() -> str:
        found = [
            p.pid for p in phone.processes.list() if (k := phone.packages.get(p.package)) and k.debuggable
        ]
        return "".join(f"{pid}\n" for pid in found)

    async def track() -> None:
        opened.stream.accept()
        last: str | None = None
        while not opened.stream.closed:
            now = pids()
            if now != last:
                await opened.stream.write(f"{len(now):04x}{now}".encode())
                last = now
            await asyncio.sleep(0.2)

    if opened.name == "jdwp":
        _say(opened, pids())
    else:
        opened.adbd.spawn(track())
    return True
