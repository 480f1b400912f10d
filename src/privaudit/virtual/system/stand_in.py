"""What generated framework classes ask: the planted value of a catalogue row, permission and app-op first."""

from __future__ import annotations

from functools import cache
from typing import Final

from privaudit.catalog.load import load_catalog
from privaudit.model.catalog import ApiRow
from privaudit.virtual.appops import op_name
from privaudit.virtual.system.device import identifies
from privaudit.virtual.system.places import COARSE_DIGITS
from privaudit.virtual.system.registry import PERMISSION, Args, Caller, Calls, denied

CALLS: Final = Calls()
LONGEST_NAME: Final = 200
EXACT_DIGITS: Final = 6
_FILTERS: Final = frozenset({"QUERY_ALL_PACKAGES"})
"""Without them the answer holds less; nothing is refused (Android's package visibility)."""
_SILENT: Final = frozenset({"PACKAGE_USAGE_STATS", "GET_ACCOUNTS", "MANAGE_EXTERNAL_STORAGE", "READ_LOGS"})
"""Without them the answer is empty; nothing is thrown (UsageStatsService, AccountManagerService)."""
_OF_SERVICES: Final = "BIND_"
"""Beginning of permissions that a service demands of the system, not the system of an app."""
_IDENTIFIERS: Final = "android:read_device_identifiers"
"""The op of identifiers that no permission of an ordinary app gives."""
_IDENTITY: Final = {
    "account.user_id": "account_name",
    "contact.phone": "line1_number",
    "device.android_id": "android_id",
    "device.bluetooth": "bluetooth_mac",
    "device.gaid": "gaid",
    "device.iccid": "iccid",
    "device.imei": "imei",
    "device.imsi": "imsi",
    "device.mac": "wifi_mac",
    "device.meid": "meid",
    "device.oaid": "oaid",
    "device.serial": "serial",
    "network.carrier": "operator",
    "network.cell": "cell_cid",
    "network.ip": "ip",
    "network.wifi": "ssid",
}
"""Data type to the planted identifier that is of it."""
_CONTENT: Final = {
    "calendar": ("com.android.calendar", "title"),
    "comm.call_log": ("call_log", "number"),
    "comm.sms": ("sms", "body"),
    "contacts.list": ("contacts", "display_name"),
    "photos": ("media", "_display_name"),
}
"""Data type to the provider and column that hold something of it."""


@cache
def _rows() -> dict[str, ApiRow]:
    return load_catalog().apis


@CALLS("stand_in.read")
def stand_in_read(caller: Caller, args: Args) -> str | None:
    """Read what a row of the catalogue stands for; None where it is withheld without a word."""
    row = _rows().get(str(args["row"]))
    if row is None:
        raise ValueError(f"no row {str(args['row'])[:LONGEST_NAME]!r}")
    method = str(args.get("method", ""))[:LONGEST_NAME]
    if row.app_op == _IDENTIFIERS:
        return value(caller, row.data_type) if identifies(caller, method) else None
    if not _permitted(caller, row, method):
        return None
    if (
        row.app_op
        and op_name(row.app_op) is not None
        and not caller.note(row.app_op.removeprefix("android:"))
    ):
        return None
    return value(caller, row.data_type)


def _permitted(caller: Caller, row: ApiRow, method: str) -> bool:
    """Return whether a row's permission is held; a SecurityException where Android throws one."""
    name = row.permission.removeprefix(PERMISSION)
    if not name or name in _FILTERS or name.startswith(_OF_SERVICES):
        return True
    if caller.phone.permissions.check(caller.package, row.permission):
        return True
    if name == "PACKAGE_USAGE_STATS":
        return caller.phone.appops.mode(caller.package, "GET_USAGE_STATS") == "allow"
    if name in _SILENT:
        return False
    if name in {"ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION"}:
        raise denied(f"uid {caller.uid} does not have {row.permission}.")
    if name.startswith("BLUETOOTH_"):
        source = f"AttributionSource {{ uid = {caller.uid}, packageName = {caller.package} }}"
        raise denied(f"Need {row.permission} permission for {source}: AdapterService {method}")
    raise denied(f"{method}: Neither user {caller.uid} nor current process has {row.permission}.")


def value(caller: Caller, data_type: str) -> str:
    """Return what the phone has planted of a data type; of a type nothing is planted of, an invented text."""
    phone = caller.phone
    identity = phone.identity
    if not data_type:
        return ""
    if data_type in _IDENTITY:
        return identity[_IDENTITY[data_type]]
    if data_type in _CONTENT:
        authority, column = _CONTENT[data_type]
        return next((row[column] for row in phone.content.query(authority) if column in row), "")
    if data_type.startswith("location."):
        digits = COARSE_DIGITS if data_type == "location.coarse" else EXACT_DIGITS
        return ",".join(str(round(float(identity[name]), digits)) for name in ("latitude", "longitude"))
    others = {
        "apps.installed": caller.package,
        "apps.running": caller.process,
        "clipboard": phone.clipboard,
        "device.model": phone.props["ro.product.model"],
    }
    return others.get(data_type, f"privaudit-{data_type}-0731902")
