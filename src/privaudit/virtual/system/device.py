"""Identifiers, settings and properties, given out as Android 13 gives them to an ordinary app."""

from __future__ import annotations

from typing import Any, Final

from privaudit.virtual.system.registry import Args, Caller, Calls, denied, whole

CALLS: Final = Calls()
NO_MAC: Final = "02:00:00:00:00:00"
"""WifiInfo.DEFAULT_MAC_ADDRESS: what apps get in place of hardware addresses since Android 6."""
FIRST_GUARDED: Final = 29
"""From this target API level identifiers that cannot be reset are refused with an exception (Android 10)."""
_GUARDED: Final = {
    "getDeviceId": ("getDeviceId", "imei"),
    "getImei": ("getImeiForSlot", "imei"),
    "getMeid": ("getMeidForSlot", "meid"),
    "getSubscriberId": ("getSubscriberIdForSubscriber", "imsi"),
    "getSimSerialNumber": ("getIccSerialNumberForSubscriber", "iccid"),
}
"""Method to the start of its message and the identifier behind it (TelephonyPermissions of Android 13)."""


@CALLS("telephony.read")
def telephony_read(caller: Caller, args: Args) -> str | None:
    """Read an identifier of the radio or the SIM card."""
    what = str(args["what"])
    if what == "getLine1Number":
        return _line1(caller)
    label, identifier = _GUARDED[what]
    return _guarded(caller, label, identifier)


def _guarded(caller: Caller, label: str, identifier: str) -> str | None:
    return caller.phone.identity[identifier] if identifies(caller, label) else None


def identifies(caller: Caller, label: str) -> bool:
    """Return whether an app may have identifiers that cannot be reset; throws where Android does.

    Only apps for older Androids that may read the phone's state are refused without a word
    (TelephonyPermissions.reportAccessDeniedToReadIdentifiers of Android 10).
    """
    if caller.holds("READ_PRIVILEGED_PHONE_STATE") or caller.note("read_device_identifiers"):
        return True
    old = caller.installed.target_sdk < FIRST_GUARDED
    if old and caller.holds("READ_PHONE_STATE"):
        return False
    raise denied(
        f"{label}: The user {caller.uid} does not meet the requirements to access device identifiers."
    )


def _line1(caller: Caller) -> str | None:
    for permission, op in (("READ_PHONE_NUMBERS", "read_phone_numbers"), ("READ_SMS", "read_sms")):
        if caller.holds(permission):
            return caller.phone.identity["line1_number"] if caller.note(op) else None
    names = (
        "android.permission.READ_PHONE_STATE, android.permission.READ_SMS, or "
        "android.permission.READ_PHONE_NUMBERS"
    )
    raise denied(f"getLine1NumberForDisplay: Neither user {caller.uid} nor current process has {names}")


@CALLS("telephony.operator")
def telephony_operator(caller: Caller, args: Args) -> str:
    """Tell the network operator, which needs no permission."""
    what = str(args["what"])
    return caller.phone.identity[what] if what in ("operator", "operator_name") else ""


@CALLS("build.serial")
def build_serial(caller: Caller, _args: Args) -> str | None:
    """Read the serial number."""
    return _guarded(caller, "getSerial", "serial")


@CALLS("settings.get")
def settings_get(caller: Caller, args: Args) -> str | None:
    """Read a setting."""
    namespace, name = str(args["namespace"]), str(args.get("name", ""))
    if namespace == "secure" and name == "bluetooth_address" and not caller.holds("LOCAL_MAC_ADDRESS"):
        raise denied(f"Permission Denial: reading com.android.providers.settings.SettingsProvider uri "
                     f"content://settings/secure from pid={caller.pid}, uid={caller.uid} requires "
                     "android.permission.LOCAL_MAC_ADDRESS")  # fmt: skip
    return caller.phone.settings.get(namespace, name)


@CALLS("props.get")
def props_get(caller: Caller, args: Args) -> str:
    """Read a system property; the serial number's is hidden from apps."""
    name = str(args["name"])
    return "" if "serialno" in name else caller.phone.props.get(name, "")


@CALLS("gms.advertising_id")
def advertising_id(caller: Caller, _args: Args) -> str:
    """Read the advertising id; zeros without the permission that newer apps need for it."""
    needed = "com.google.android.gms.permission.AD_ID"
    if caller.installed.target_sdk >= 33 and needed not in caller.installed.requested_permissions:  # noqa: PLR2004 — Android 13
        return "00000000-0000-0000-0000-000000000000"
    return caller.phone.identity["gaid"]


@CALLS("msa.oaid")
def oaid(caller: Caller, _args: Args) -> dict[str, Any]:
    """Read the open anonymous device identifier of the Mobile Security Alliance."""
    return {"oaid": caller.phone.identity["oaid"], "supported": True}


@CALLS("wifi.connection")
def wifi_connection(caller: Caller, _args: Args) -> dict[str, Any]:
    """Tell the Wi-Fi connection; names only with location permission, hardware addresses never."""
    if not caller.holds("ACCESS_WIFI_STATE"):
        raise denied(f"WifiService: Neither user {caller.uid} nor current process has "
                     "android.permission.ACCESS_WIFI_STATE.")  # fmt: skip
    identity = caller.phone.identity
    located = caller.holds("ACCESS_FINE_LOCATION") and caller.note("fine_location")
    octets = [int(part) for part in identity["ip"].split(".")]
    return {
        "mac": identity["wifi_mac"] if caller.holds("LOCAL_MAC_ADDRESS") else NO_MAC,
        "ssid": f'"{identity["ssid"]}"' if located else "<unknown ssid>",
        "bssid": identity["bssid"] if located else NO_MAC,
        "address": int.from_bytes(bytes(octets), "little", signed=True),
    }


@CALLS("wifi.scan_results")
def wifi_scan_results(caller: Caller, _args: Args) -> list[dict[str, Any]]:
    """List access points in reach; none without location permission."""
    if not caller.holds("ACCESS_WIFI_STATE"):
        raise denied(f"WifiService: Neither user {caller.uid} nor current process has "
                     "android.permission.ACCESS_WIFI_STATE.")  # fmt: skip
    if (
        not caller.holds("ACCESS_FINE_LOCATION")
        or not caller.note("fine_location")
        or not caller.note("wifi_scan")
    ):
        return []
    identity = caller.phone.identity
    near = {"ssid": identity["ssid"], "bssid": identity["bssid"], "level": -52}
    return [near, {"ssid": "privaudit-neighbour", "bssid": "02:15:b2:73:19:03", "level": -71}]


@CALLS("bluetooth.read")
def bluetooth_read(caller: Caller, args: Args) -> str | None:
    """Read the Bluetooth adapter's address or name."""
    what = str(args["what"])
    _bluetooth(caller, "BLUETOOTH_CONNECT", "getAddress" if what == "address" else "getName")
    if not caller.note("bluetooth_connect"):
        return None
    if what == "name":
        return caller.phone.settings.get("secure", "bluetooth_name")
    return caller.phone.identity["bluetooth_mac"] if caller.holds("LOCAL_MAC_ADDRESS") else NO_MAC


@CALLS("bluetooth.discover")
def bluetooth_discover(caller: Caller, _args: Args) -> bool:
    """Look for Bluetooth devices near."""
    _bluetooth(caller, "BLUETOOTH_SCAN", "startDiscovery")
    return caller.note("bluetooth_scan")


def _bluetooth(caller: Caller, permission: str, method: str) -> None:
    if caller.installed.target_sdk >= 31 and not caller.holds(permission):  # noqa: PLR2004 — Android 12
        source = f"AttributionSource {{ uid = {caller.uid}, packageName = {caller.package} }}"
        raise denied(f"Need android.permission.{permission} permission for {source}: AdapterService {method}")


@CALLS("sensor.listen")
def sensor_listen(caller: Caller, args: Args) -> bool:
    """Begin to listen to a sensor; steps need a permission."""
    if int(args["type"]) == 19:  # noqa: PLR2004 — Sensor.TYPE_STEP_COUNTER
        return caller.holds("ACTIVITY_RECOGNITION") and caller.note("activity_recognition")
    return True


@CALLS("process.uid")
def process_uid(caller: Caller, _args: Args) -> int:
    """Tell the caller its user id."""
    return caller.uid


@CALLS("process.kill")
def process_kill(caller: Caller, _args: Args) -> None:
    """Note that a process is about to end itself."""
    caller.log("I", "Process", f"Sending signal. PID: {caller.pid} SIG: 9")


@CALLS("process.crashed")
def process_crashed(caller: Caller, _args: Args) -> None:
    """Note that a process is about to die of an exception."""
    caller.log(
        "W", "ActivityTaskManager", f"  Force finishing activity of {caller.process} (pid {caller.pid})"
    )


@CALLS("log")
def log(caller: Caller, args: Args) -> None:
    """Write to the log."""
    priority = "VVVDIWEF"[max(0, min(int(args.get("priority", 4)), 7))]
    tag, text = whole(str(args.get("tag", "")))[:100], whole(str(args.get("text", "")))
    caller.phone.log.write(priority, tag, caller.pid, text, uid=caller.uid)


@CALLS("usage.stats")
def usage_stats(caller: Caller, _args: Args) -> list[str]:
    """List apps that were used; none unless the user allowed it in the settings."""
    if caller.phone.appops.mode(caller.package, "GET_USAGE_STATS") != "allow":
        return []
    caller.note("get_usage_stats")
    return [package.name for package in caller.phone.packages.list()]


@CALLS("accounts.list")
def accounts_list(caller: Caller, args: Args) -> list[dict[str, str]]:
    """List accounts: since Android 8 only those an app may see, which for an ordinary app are none."""
    wanted = args.get("type")
    if caller.installed.target_sdk >= 26 and not caller.holds("READ_CONTACTS"):  # noqa: PLR2004 — Android 8
        return []
    if not caller.holds("GET_ACCOUNTS") or not caller.note("get_accounts"):
        return []
    identity = caller.phone.identity
    account = {"name": identity["account_name"], "type": identity["account_type"]}
    return [account] if wanted in (None, account["type"]) else []


@CALLS("clipboard.get")
def clipboard_get(caller: Caller, _args: Args) -> str | None:
    """Read the clipboard: since Android 10 only the app that has the focus may."""
    if not _focused(caller):
        text = f"Denying clipboard access to {caller.package}, application is not in focus"
        caller.log("E", "ClipboardService", f"{text} nor is it a system service for user 0")
        return None
    if not caller.phone.clipboard or not caller.note("read_clipboard"):
        return None
    return caller.phone.clipboard


@CALLS("clipboard.has")
def clipboard_has(caller: Caller, _args: Args) -> bool:
    """Tell whether there is anything on the clipboard, to the app that has the focus."""
    return bool(caller.phone.clipboard) and _focused(caller)


@CALLS("clipboard.set")
def clipboard_set(caller: Caller, args: Args) -> None:
    """Put text on the clipboard."""
    if caller.note("write_clipboard"):
        caller.phone.clipboard = str(args["text"])


@CALLS("clipboard.listen")
def clipboard_listen(caller: Caller, _args: Args) -> None:
    """Begin to listen to the clipboard, which is not counted."""
    caller.log("D", "ClipboardService", f"listener of {caller.package}")


def _focused(caller: Caller) -> bool:
    return caller.phone.uid_state(caller.package) == "top"


@CALLS("content.query")
def content_query(caller: Caller, args: Args) -> list[dict[str, str]] | None:
    """Query a content provider; a SecurityException without its permission, null when there is none."""
    uri = str(args["uri"])
    scheme, _, rest = uri.partition("://")
    authority = rest.split("/", 1)[0].split("?", 1)[0].rpartition("@")[2]
    if scheme != "content" or not caller.phone.content.known(authority):
        caller.log("E", "ActivityThread", f"Failed to find provider info for {whole(authority)[:200]}")
        return None
    if authority == "media":
        newer = caller.installed.target_sdk >= 33  # noqa: PLR2004 — Android 13
        permission = "READ_MEDIA_IMAGES" if newer else "READ_EXTERNAL_STORAGE"
        # The media provider hides what an app may not see instead of throwing.
        allowed = caller.holds(permission) and caller.note(permission.lower())
        return caller.phone.content.query(authority) if allowed else []
    provider, permission, op = _PROVIDERS[authority]
    if not caller.holds(permission):
        user = f"u0a{caller.uid - 10000}"
        record = f"ProcessRecord{{{caller.pid:x} {caller.pid}:{caller.process}/{user}}}"
        raise denied(
            f"Permission Denial: opening provider {provider} from {record} "
            f"(pid={caller.pid}, uid={caller.uid}) requires android.permission.{permission}"
        )
    return caller.phone.content.query(authority) if caller.note(op) else []


_CONTACTS: Final = ("com.android.providers.contacts.ContactsProvider2", "READ_CONTACTS", "read_contacts")
_SMS: Final = ("com.android.providers.telephony.SmsProvider", "READ_SMS", "read_sms")
_CALENDAR: Final = ("com.android.providers.calendar.CalendarProvider2", "READ_CALENDAR", "read_calendar")
_PROVIDERS: Final = {
    "com.android.contacts": _CONTACTS,
    "contacts": _CONTACTS,
    "icc": _CONTACTS,
    "call_log": ("com.android.providers.contacts.CallLogProvider", "READ_CALL_LOG", "read_call_log"),
    "sms": _SMS,
    "mms": _SMS,
    "mms-sms": _SMS,
    "telephony": _SMS,
    "calendar": _CALENDAR,
    "com.android.calendar": _CALENDAR,
}
"""Authority to provider, permission and app-op."""
