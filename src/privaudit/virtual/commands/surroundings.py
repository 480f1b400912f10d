"""Services about the phone's surroundings: connectivity, location, wifi, content, ime, keyguard."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from privaudit.virtual.commands.cmd import cmd_service
from privaudit.virtual.shell.registry import Call, command


@cmd_service("connectivity")
def connectivity(call: Call) -> int:
    """Switch airplane mode."""
    settings = call.phone.settings
    match call.args:
        case ["airplane-mode"]:
            call.line("enabled" if settings.get("global", "airplane_mode_on") == "1" else "disabled")
        case ["airplane-mode", ("enable" | "disable") as change]:
            settings.put("global", "airplane_mode_on", "1" if change == "enable" else "0")
        case _:
            call.usage(
                "Connectivity service commands:\n  help\n    Print this help text.\n"
                "  airplane-mode [enable|disable]\n"
                "    Turn airplane mode on or off.\n  airplane-mode\n    Get airplane mode.",
                255,
            )
    return 0


@cmd_service("location")
def location(call: Call) -> int:
    """Switch location; feed test providers."""
    words = [w for w in call.args if w not in ("--user", "0")]
    match words:
        case ["is-location-enabled"]:
            call.line("true" if call.phone.settings.get("secure", "location_mode") != "0" else "false")
        case ["set-location-enabled", ("true" | "false") as value]:
            call.phone.settings.put("secure", "location_mode", "3" if value == "true" else "0")
        case ["providers", "add-test-provider" | "remove-test-provider", _, *_]:
            if (
                words[1].startswith("add")
                and call.phone.appops.mode("com.android.shell", "MOCK_LOCATION") != "allow"
            ):
                call.usage(
                    "\nException occurred while executing 'providers':\n"
                    "java.lang.SecurityException: com.android.shell from uid 2000 "
                    "not allowed to perform MOCK_LOCATION",
                    255,
                )
        case ["providers", "set-test-provider-enabled", _, "true" | "false"]:
            pass
        case ["providers", "set-test-provider-location", _, "--location", place, *_]:
            found = re.fullmatch(r"(-?[0-9]{1,3}(?:\.[0-9]{1,12})?),(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)", place)
            if found is None:
                call.usage(
                    "\nException occurred while executing 'providers':\n"
                    f'java.lang.IllegalArgumentException: Location "{place}"',
                    255,
                )
            call.phone.identity["latitude"], call.phone.identity["longitude"] = found.groups()
        case _:
            call.usage(
                "Location service commands:\n  help\n  is-location-enabled [--user <USER_ID>]\n"
                "  set-location-enabled true|false [--user <USER_ID>]\n  providers\n"
                "    add-test-provider <PROVIDER>\n"
                "    remove-test-provider <PROVIDER>\n    set-test-provider-enabled <PROVIDER> true|false\n"
                "    set-test-provider-location <PROVIDER> --location <LATITUDE>,<LONGITUDE>",
                255,
            )
    return 0


@cmd_service("wifi")
def wifi(call: Call) -> int:
    """Show and switch Wi-Fi."""
    identity = call.phone.identity
    match call.args:
        case ["status"]:
            if call.phone.settings.get("global", "wifi_on") != "1":
                call.line("Wifi is disabled")
            else:
                call.out(
                    "Wifi is enabled\nWifi scanning is only available when wifi is enabled\n"
                    "==== Primary ClientModeManager instance ====\n"
                    f'Wifi is connected to "{identity["ssid"]}"\n'
                )
        case ["set-wifi-enabled", ("enabled" | "disabled") as change]:
            call.phone.settings.put("global", "wifi_on", "1" if change == "enabled" else "0")
        case ["list-networks"]:
            call.line("Network Id      SSID                         Security type")
            call.line(f"0            {identity['ssid']:<32} wpa2-psk")
        case _:
            call.usage(f"Unknown command: {' '.join(call.args)}", 255)
    return 0


@cmd_service("uimode")
def uimode(call: Call) -> int:
    """Show whether the night mode is on."""
    call.line("Night mode: no")
    return 0


@cmd_service("statusbar")
def statusbar(call: Call) -> int:
    """Have nothing to expand."""
    if call.args[:1] not in (["collapse"], ["expand-notifications"], ["expand-settings"]):
        call.usage(f"Unknown command: {' '.join(call.args)}", 255)
    return 0


@command("ime")
def ime(call: Call) -> int:
    """List and choose input methods."""
    return choose_input_method(call)


@cmd_service("input_method")
def input_method(call: Call) -> int:
    """List and choose input methods."""
    return choose_input_method(call)


def choose_input_method(call: Call) -> int:
    """List and choose input methods: there is one."""
    own = "com.android.inputmethod.latin/.LatinIME"
    match [w for w in call.args if w != "-a"]:
        case ["list", "-s"]:
            call.line(own)
        case ["list"]:
            call.out(f"mId={own} mSettingsActivityName=null mIsVrOnly=false\n")
        case ["set" | "enable", method] if method == own:
            call.line(f"Input method {own} selected for user #0")
        case ["set" | "enable" | "disable", method]:
            call.usage(
                f"Unknown input method {method} cannot be {call.args[0].rstrip('e')}ed for user #0", 255
            )
        case ["reset"]:
            call.line(f"Reset current and enabled IMEs for user #0\n  Selected: {own}")
        case _:
            call.usage(
                "ime <command>:\n  list [-a] [-s]\n  enable [--user <USER_ID>] <ID>\n"
                "  set [--user <USER_ID>] <ID>",
                255,
            )
    return 0


@command("content")
def content(call: Call) -> int:
    """Query providers, or have the gallery look for new files."""
    verb, *rest = call.args or [""]
    given = {rest[n]: rest[n + 1] for n in range(len(rest) - 1) if rest[n].startswith("--")}
    if "--uri" not in given:
        call.usage(
            "[ERROR] Argument --uri not specified"
            if verb in ("query", "call", "insert", "delete", "read", "update")
            else "usage: adb shell content [subcommand] [options]",
            255,
        )
    parts = urlsplit(given["--uri"])
    authority = parts.netloc
    if authority == "settings" and verb in ("query", "insert", "delete"):
        return _settings(call, parts.path.strip("/"), given)
    if not call.phone.content.known(authority):
        call.usage(
            f"[ERROR] Could not find provider: {authority}\njava.lang.IllegalStateException: Could "
            f"not find provider: {authority}",
            255,
        )
    if verb == "query":
        wanted = given["--projection"].split(":") if "--projection" in given else None
        rows = call.phone.content.query(authority)
        for number, row in enumerate(rows):
            shown = ", ".join(f"{k}={row.get(k, 'NULL')}" for k in (wanted or row))
            call.line(f"Row: {number} {shown}")
        if not rows:
            call.line("No result found.")
    elif verb == "call":
        call.line(
            "Result: null"
            if given.get("--method") != "scan_file"
            else (
                "Result: Bundle[{uri=content://media/external/images/media/"
                f"{len(call.phone.content.query('media')) + 1}}}]"
            )
        )
    elif verb == "insert":
        binds = [rest[n + 1] for n in range(len(rest) - 1) if rest[n] == "--bind"]
        row = {b.split(":", 2)[0]: b.split(":", 2)[2] for b in binds if b.count(":") > 1}
        call.phone.content.insert(authority, row)
    else:
        call.usage(f"[ERROR] Unsupported command {verb}", 255)
    return 0


def _settings(call: Call, space: str, given: dict[str, str]) -> int:
    wanted = re.search(r"name='([^']+)'", given.get("--where", ""))
    rows = (
        [(k, v) for k, v in call.phone.settings.list(space).items() if wanted is None or k == wanted.group(1)]
        if space in ("system", "secure", "global")
        else []
    )
    for number, (key, value) in enumerate(rows):
        call.line(f"Row: {number} _id={number + 1}, name={key}, value={value}")
    if not rows:
        call.line("No result found.")
    return 0
