"""Which phones an adb server knows, and why one of them cannot be used."""

from __future__ import annotations

import re
from typing import Final

import adbutils
import msgspec

from privaudit.capture.adb_server import AdbServer
from privaudit.capture.adb_wire import explained
from privaudit.errors import DeviceError

_STATES: Final = {
    "device": "",
    "unauthorized": "unlock the phone and accept its dialog about USB debugging",
    "authorizing": "the phone is still deciding; look at its screen",
    "offline": "adb sees it but it does not answer: unplug and plug it, or reconnect it",
    "no permissions": "this user may not open the USB device: install Android udev rules",
    "recovery": "it is in recovery: start Android",
    "sideload": "it waits for a sideload: start Android",
    "bootloader": "it is in the boot loader: start Android",
    "connecting": "it is still connecting: try again in a moment",
}


class ListedDevice(msgspec.Struct, frozen=True, kw_only=True):
    """A phone the adb server knows; `reason` says why it cannot be used, empty when it can."""

    serial: str
    state: str
    model: str = ""
    reason: str = ""

    @property
    def usable(self) -> bool:
        """True when commands can be sent to it."""
        return self.state == "device"


def list_devices(server: AdbServer) -> tuple[ListedDevice, ...]:
    """Return every phone the server knows, usable or not."""
    with (
        explained(f"the adb server at {server.host}:{server.port}", "list devices"),
        server.client.make_connection() as connection,
    ):
        connection.send_command("host:devices-l")
        connection.check_okay()
        text = str(connection.read_string_block())
    return tuple(_listed(line) for line in text.splitlines() if line.strip())


def _listed(line: str) -> ListedDevice:
    serial, rest = (*line.strip().split(maxsplit=1), "")[:2]
    state = "no permissions" if rest.startswith("no permissions") else rest.split(" ")[0]
    model = re.search(r"\bmodel:(\S+)", rest)
    return ListedDevice(
        serial=serial,
        state=state,
        model=model[1].replace("_", " ") if model else "",
        reason=_STATES.get(state, f"its state is {state}"),
    )


def only_device(server: AdbServer) -> str:
    """Return the serial of the one usable phone; raises DeviceError when there is none or more than one."""
    found = list_devices(server)
    usable = [device.serial for device in found if device.usable]
    if len(usable) == 1:
        return usable[0]
    if usable:
        raise DeviceError(
            f"{len(usable)} phones are connected: {', '.join(usable)}",
            hint="Choose one with --device SERIAL.",
        )
    reasons = "; ".join(f"{device.serial}: {device.reason}" for device in found)
    raise DeviceError(
        f"no phone can be used ({reasons})" if found else "no phone is connected",
        hint="Connect one with USB debugging on, or use the virtual device: `privaudit demo`.",
    )


def connect_address(server: AdbServer, address: str, timeout: float) -> None:
    """Have the server connect to `host:port`; raises DeviceError with what it answered when it did not.

    A phone adb holds as offline is dropped first: the server would answer "already connected".
    """
    with explained(address, "connect"):
        try:
            server.client.disconnect(address, raise_error=True)
        except adbutils.AdbError as error:
            if "no such device" not in str(error):
                raise
        answer = str(server.client.connect(address, timeout=timeout))
    if not answer.startswith(("connected to", "already connected to")):
        raise DeviceError(
            f"adb could not connect to {address}: {answer.strip()[:300]}",
            hint="Is the address right, the phone in the same network and wireless debugging on?",
        )


def sentence(reason: str) -> str:
    """Return a reason as a sentence for a hint."""
    return f"{reason[:1].upper()}{reason[1:]}." if reason else ""
