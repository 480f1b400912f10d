"""Programs about the system: who, what, when, which processes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from privaudit.virtual.files import SHELL_GROUPS, SHELL_UID
from privaudit.virtual.shell.registry import Call, CommandError, command, options
from privaudit.virtual.times import local
from privaudit.virtual.users import group_name, user_id, user_name

KERNEL: Final = "5.10.157-android13-4-00001-g5a0b1c2d3e4f"
ROOT_GROUPS: Final = [1004, 1007, 1011, 1015, 1028, 3001, 3002, 3003, 3006, 3009, 3011]
CONTEXTS: Final = {0: "u:r:su:s0", 2000: "u:r:shell:s0"}


@command("id")
def id_(call: Call) -> int:
    """Print user and groups."""
    found, words = options(call, "nGgruZ")
    uid = call.uid
    if words:
        named = user_id(words[0])
        if named is None:
            call.fail(f"No such user '{words[0]}'")
        uid = named
    groups = {0: ROOT_GROUPS, SHELL_UID: sorted(SHELL_GROUPS - {SHELL_UID})}.get(uid, [])
    if "u" in found or "g" in found:
        call.line(user_name(uid) if "n" in found else str(uid))
    elif "G" in found:
        call.line(" ".join(group_name(g) if "n" in found else str(g) for g in [uid, *groups]))
    elif "Z" in found:
        call.line(CONTEXTS.get(uid, "u:r:untrusted_app:s0"))
    else:
        listed = ",".join(f"{g}({group_name(g)})" for g in [uid, *groups])
        call.line(
            f"uid={uid}({user_name(uid)}) gid={uid}({user_name(uid)}) groups={listed} "
            f"context={CONTEXTS.get(uid, 'u:r:untrusted_app:s0')}"
        )
    return 0


@command("whoami")
def whoami(call: Call) -> int:
    """Print the user's name."""
    call.line(user_name(call.uid))
    return 0


@command("groups")
def groups(call: Call) -> int:
    """Print the user's groups."""
    call.line(" ".join(group_name(g) for g in [call.uid, *sorted(SHELL_GROUPS - {2000})]))
    return 0


@command("getprop")
def getprop(call: Call) -> int:
    """Print properties."""
    words = [a for a in call.args if not a.startswith("-")]
    if words:
        call.line(call.phone.props.get(words[0]) or (words[1] if len(words) > 1 else ""))
        return 0
    call.out("".join(f"[{k}]: [{v}]\n" for k, v in sorted(call.phone.props.items()) if v))
    return 0


@command("setprop")
def setprop(call: Call) -> int:
    """Set a property."""
    if len(call.args) != 2:  # noqa: PLR2004 — name and value
        call.usage('setprop: Needs 2 arguments (see "setprop --help")')
    name, value = call.args
    allowed = call.uid == 0 or name.startswith(
        ("debug.", "log.", "persist.log.", "sys.powerctl", "service.adb.")
    )
    if (
        not re.fullmatch(r"[A-Za-z0-9._@:-]+", name)
        or (name.startswith("ro.") and name in call.phone.props)
        or not allowed
    ):
        call.usage(f"Failed to set property '{name}' to '{value}'.\nSee dmesg for error reason.")
    call.phone.props[name] = value
    return 0


@command("date")
def date(call: Call) -> int:
    """Print the time, by a format after `+`."""
    found, words = options(call, "ud:D:r:s:I:")
    now = call.phone.clock.now()
    if "d" in found:
        if not re.fullmatch(r"@[0-9]{1,11}(\.[0-9]+)?", found["d"]):
            call.fail(f"bad date '{found['d']}'")
        now = int(float(found["d"][1:]) * 1e9)
    if "r" in found:
        now = call.phone.files.stat(call.path(found["r"]), call.uid).mtime
    if words and not words[0].startswith("+"):
        call.fail("cannot set date: Operation not permitted")
    when = datetime.fromtimestamp(now / 1e9, UTC) if "u" in found else local(now)
    form = words[0][1:] if words else "%a %b %e %H:%M:%S %Z %Y"
    form = re.sub(r"%(N|3N|s)", lambda m: {"N": f"{now % 10**9:09d}", "3N": f"{now // 10**6 % 1000:03d}",
                                           "s": str(now // 10**9)}[m.group(1)], form)  # fmt: skip
    call.line(when.strftime(form))
    return 0


@command("sleep", "usleep")
def sleep(call: Call) -> int:
    """Wait."""
    total = 0.0
    for word in call.args or call.usage('sleep: Needs 1 argument (see "sleep --help")'):
        found = re.fullmatch(r"([0-9]{0,9}(?:\.[0-9]{0,9})?)([smhd]?)", word)
        if found is None or not found.group(1).strip("."):
            call.fail(f"bad time '{word}'")
        total += float(found.group(1)) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[found.group(2)]
    call.wait(total / 1e6 if call.name == "usleep" else total)
    return 0


@command("uname")
def uname(call: Call) -> int:
    """Print what system this is."""
    found, _ = options(call, "asnrvmo")
    parts = {
        "s": "Linux",
        "n": "localhost",
        "r": KERNEL,
        "v": "#1 SMP PREEMPT Wed Aug 9 00:00:00 UTC 2023",
        "m": "aarch64",
        "o": "Toybox",
    }
    chosen = [v for k, v in parts.items() if k in found] or ([parts["s"]] if "a" not in found else [])
    call.line(" ".join(chosen if "a" not in found else parts.values()))
    return 0


@command("env", "printenv")
def env(call: Call) -> int:
    """Print the environment, or run a command with more of it."""
    shell = call.shell
    words = list(call.args)
    variables = {
        n: shell.environment.variables[n] for n in sorted(shell.exported) if n in shell.environment.variables
    }
    if call.name == "printenv" and words:
        for word in words:
            if word not in variables:
                return 1
            call.line(variables[word])
        return 0
    child = shell.copy()
    while words and "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        child.environment.variables[name] = variables[name] = value
    if words:
        return child.call(words, shell.io)
    call.out("".join(f"{k}={v}\n" for k, v in variables.items()))
    return 0


@command("su")
def su(call: Call) -> int:
    """Become another user: `su [USER] [-c] COMMAND`."""
    args = list(call.args)
    if call.uid not in (0, 2000):
        raise CommandError("su: not allowed", 1)
    uid = 0
    if args and args[0] not in ("-c", "-") and user_id(args[0].partition(",")[0]) is not None:
        uid = user_id(args.pop(0).partition(",")[0]) or 0
    while args and args[0] in ("-c", "-", "-l", "-mm"):
        args.pop(0)
    child = call.shell.as_user(uid)
    text = " ".join(args) if args else call.stdin.read_all(1 << 20).decode("utf-8", "surrogateescape")
    return child.run_text(text, call.shell.io)


@command("uptime")
def uptime(call: Call) -> int:
    """Print for how long the phone has been on."""
    minutes = call.phone.clock.uptime() // 60_000_000_000
    now = local(call.phone.clock.now())
    call.line(f" {now:%H:%M:%S} up {minutes} min,  0 users,  load average: 0.42, 0.31, 0.19")
    return 0


@command("free")
def free(call: Call) -> int:
    """Print how much memory there is."""
    call.line("\t\ttotal        used        free      shared     buffers")
    call.line("Mem:       6123843584  5711208448   412635136    14675968     7385088")
    call.line("-/+ buffers/cache:     5703823360   420020224")
    call.line("Swap:      3221221376   611319808  2609901568")
    return 0


@command("nproc")
def nproc(call: Call) -> int:
    """Print how many processors there are."""
    call.line("8")
    return 0


@command("hostname")
def hostname(call: Call) -> int:
    """Print the phone's host name."""
    call.line("localhost")
    return 0


@command("getenforce")
def getenforce(call: Call) -> int:
    """Print whether SELinux enforces."""
    call.line(call.phone.props.get("privaudit.selinux", "Enforcing"))
    return 0


@command("setenforce")
def setenforce(call: Call) -> int:
    """Let SELinux enforce or not."""
    if call.uid != 0:
        call.usage(
            "setenforce: Couldn't set enforcing status to '" + " ".join(call.args) + "': Permission denied"
        )
    call.phone.props["privaudit.selinux"] = (
        "Permissive" if call.args[:1] in (["0"], ["permissive"]) else "Enforcing"
    )
    return 0


@command("restorecon", "chcon")
def restorecon(call: Call) -> int:
    """Set SELinux labels: this file system has none to set, so only whether the files are there matters."""
    for name in call.args:
        if not name.startswith(("-", "u:")):
            call.phone.files.stat(call.path(name), call.uid)
    return 0


@command("reboot")
def reboot(call: Call) -> int:
    """Ask the phone to restart."""
    call.phone.props["sys.powerctl"] = "reboot," + (call.args[0] if call.args else "")
    call.phone.restart()
    return 0


@command("svc")
def svc(call: Call) -> int:
    """Switch wifi, data, bluetooth, nfc; keep the screen on; restart."""
    words = call.args
    settings = call.phone.settings
    names = {"wifi": "wifi_on", "data": "mobile_data", "bluetooth": "bluetooth_on", "nfc": "nfc_on"}
    match words:
        case [what, ("enable" | "disable") as change] if what in names:
            settings.put("global", names[what], "1" if change == "enable" else "0")
        case ["power", "stayon", value]:
            settings.put(
                "global",
                "stay_on_while_plugged_in",
                {"true": "7", "false": "0", "usb": "2", "ac": "1"}.get(value, "7"),
            )
        case ["power", "shutdown" | "reboot", *_]:
            call.phone.restart()
        case ["usb", "getFunctions"]:
            call.line("adb")
        case _:
            call.usage(
                "Available commands:\n    help     Show information about the subcommands\n"
                "    power    Control the power "
                "manager\n    data     Control mobile data connectivity\n"
                "    wifi     Control the Wi-Fi manager\n    usb      "
                "Control Usb state\n    nfc      Control NFC functions\n"
                "    bluetooth Control Bluetooth service",
                0,
            )
    return 0
