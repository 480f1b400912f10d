"""Which adb server to use and which phones it knows."""

from __future__ import annotations

from privaudit.capture.adb_server import USER_PORT, AdbServer
from privaudit.capture.device_list import ListedDevice, list_devices
from privaudit.errors import DeviceError, InputError

_LAST_PORT = 65535


def open_server(address: str | None) -> AdbServer:
    """Return the adb server at `address` (HOST:PORT), else the one on 5037, else a new one of our own.

    A phone on USB belongs to the server that claimed it first, so a running one must be used; it is never
    ended by us. Raises InputError for a wrong address and DeviceError when none can be had.
    """
    if address is not None:
        host, _, port = address.rpartition(":")
        if not host or not (port.isascii() and port.isdigit() and 0 < int(port[:6]) <= _LAST_PORT):
            raise InputError(
                f"{address!r} is not an address", file="--adb-server", hint="write it as 127.0.0.1:5037"
            )
        return AdbServer.existing(host, int(port))
    try:
        return AdbServer.existing("127.0.0.1", USER_PORT)
    except DeviceError:
        return AdbServer.own()


def list_phones(address: str | None) -> tuple[ListedDevice, ...]:
    """Return every phone adb knows, usable or not."""
    with open_server(address) as server:
        return list_devices(server)
