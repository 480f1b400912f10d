"""dumpsys appops."""

from __future__ import annotations

from privaudit.virtual.appops import OpState
from privaudit.virtual.commands.appops import package_mode
from privaudit.virtual.commands.dumpsys import dump_of
from privaudit.virtual.shell.registry import Call
from privaudit.virtual.times import MS, duration, stamp
from privaudit.virtual.users import short_uid

ORDER = ("pers", "top", "fgsvc", "fg", "bg", "cch")


@dump_of("appops")
def appops(call: Call, words: list[str]) -> str:
    """Return the counters of app-ops, of one package or all."""
    wanted = ""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in ("--op", "--mode", "--attributionTag") and rest:
            rest.pop(0)
        elif word == "--package" and rest:
            wanted = rest.pop(0)
        elif not word.startswith("-"):
            wanted = word
    phone = call.phone
    if wanted and phone.packages.get(wanted) is None:
        return f"Unknown package: {wanted}\n"
    # Android lets a state settle for 5 s before it counts in it; here it counts at once.
    out = (
        "Current AppOps Service state:\n  Settings:\n    top_state_settle_time=0\n"
        "    fg_service_state_settle_time=0\n    bg_state_settle_time=0\n\n"
    )
    now = phone.clock.now()
    for name in phone.appops.packages():
        if wanted in ("", name):
            out += _uid(call, name, now)
    return out


def _uid(call: Call, name: str, now: int) -> str:
    ops = call.phone.appops
    package = call.phone.packages.get(name)
    state = call.phone.uid_state(name)
    out = (
        f"  Uid {short_uid(package.uid if package else 0)}:\n    state={state}\n"
        f"    capability={'LCMN' if state in ('top', 'fg') else '----'}\n    appWidgetVisible=false\n"
    )
    out += "".join(f"      {op}: mode={mode}\n" for op, mode in ops.uid_modes(name).items())
    used = ops.of(name)
    if used:
        out += f"    Package {name}:\n"
    for op, one in used.items():
        out += f"      {op} ({package_mode(ops, op, one)}): \n"
        if one.accesses or one.rejects:
            out += "        null=[\n" + _events(one, now) + "        ]\n"
    return out


def _events(one: OpState, now: int) -> str:
    out = ""
    for state in ORDER:
        if state in one.accesses:
            at = one.accesses[state]
            took = f" duration={duration(one.duration)}" if one.duration else ""
            out += f"          Access: [{state}-s] {stamp(at)} ({duration(-((now - at) // MS))}){took}\n"
        if state in one.rejects:
            at = one.rejects[state]
            out += f"          Reject: [{state}-s]{stamp(at)} ({duration(-((now - at) // MS))})\n"
    if one.running:
        out += "          Running start at: +0ms\n"
    return out
