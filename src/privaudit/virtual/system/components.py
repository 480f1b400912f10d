"""Activities, services and screens: what apps report and ask."""

from __future__ import annotations

import json
from typing import Any, Final

from privaudit.virtual.system.registry import Args, Caller, Calls, JavaError, denied, whole

CALLS: Final = Calls()


def _extras(args: Args) -> dict[str, str]:
    return {str(key): str(value) for key, value in (args.get("extras") or {}).items()}


@CALLS("activity.resumed")
def activity_resumed(caller: Caller, args: Args) -> None:
    """Note that an activity is in front."""
    caller.phone.activities.resumed(caller.pid, caller.package, str(args["activity"]))


@CALLS("activity.paused")
def activity_paused(caller: Caller, args: Args) -> None:
    """Note that an activity paused."""
    caller.phone.activities.paused(caller.pid, caller.package, str(args["activity"]))


@CALLS("activity.stopped")
def activity_stopped(caller: Caller, args: Args) -> None:
    """Note that an activity stopped."""
    caller.phone.activities.stopped(caller.pid, caller.package, str(args["activity"]))


@CALLS("activity.finished")
def activity_finished(caller: Caller, args: Args) -> None:
    """Note that an activity finished."""
    caller.phone.activities.finished(caller.pid, caller.package, str(args["activity"]))


@CALLS("activity.start")
def activity_start(caller: Caller, args: Args) -> None:
    """Start an activity by its class, or by what it answers."""
    package, cls, intent = args.get("package"), args.get("class"), str(args.get("intent", ""))
    if cls is None:
        package, cls = _resolve(caller, args)
        if cls is None:
            raise JavaError(
                "android.content.ActivityNotFoundException", f"No Activity found to handle {intent}"
            )
    try:
        caller.phone.activities.start(str(package), str(cls), _extras(args), caller=caller.pid, intent=intent)
    except LookupError:
        raise JavaError(
            "android.content.ActivityNotFoundException",
            f"Unable to find explicit activity class {{{package}/{cls}}}; have you declared this activity in "
            "your AndroidManifest.xml, or does your intent not match its declared <intent-filter>?",
        ) from None


def _resolve(caller: Caller, args: Args) -> tuple[str | None, str | None]:
    action, data = args.get("action"), str(args.get("data") or "")
    scheme = data.partition(":")[0]
    for package in caller.phone.packages.list():
        for activity in package.activities:
            for entry in activity.filters:
                if action in entry.actions and (not data or scheme in entry.schemes):
                    return package.name, activity.name
    return None, None


@CALLS("activity.tasks")
def activity_tasks(caller: Caller, args: Args) -> list[dict[str, Any]]:
    """List the caller's own tasks: since Android 5 no others are shown."""
    found = []
    for task in reversed(caller.phone.activities.tasks):
        mine = [activity for activity in task.activities if activity.package == caller.package]
        if mine:
            found.append({"id": task.number, "count": len(mine), "package": caller.package,
                          "top": mine[-1].name, "base": mine[0].name})  # fmt: skip
    return found[: max(0, int(args.get("max", 1)))]


@CALLS("service.start")
def service_start(caller: Caller, args: Args) -> str | None:
    """Start a service; None when there is none. Since Android 8 an app in the background may not."""
    package, name = str(args["package"]), str(args["class"])
    if caller.phone.uid_state(caller.package) == "cch":
        raise JavaError(
            "java.lang.IllegalStateException",
            f"Not allowed to start service Intent {{ cmp={package}/{name} }}: app is in background "
            f"uid {caller.uid}",
        )
    if package != caller.package:
        raise denied(f"Not allowed to start service Intent {{ cmp={package}/{name} }} without permission")
    try:
        caller.phone.services.start(package, name, _extras(args))
    except LookupError:
        caller.log(
            "W",
            "ActivityManager",
            f"Unable to start service Intent {{ cmp={package}/{name} }} U=0: not found",
        )
        return None
    return name


@CALLS("service.stop")
def service_stop(caller: Caller, args: Args) -> str | None:
    """Stop a service; None when it did not run."""
    package, name = str(args["package"]), str(args["class"])
    running = next((s for s in caller.phone.services.of(package) if s.name == name), None)
    if running is None or package != caller.package:
        return None
    caller.phone.services.stopped(package, name)
    caller.phone.deliver(running.pid, {"event": "service.stop", "service": name})
    return name


@CALLS("ui.content")
def ui_content(caller: Caller, args: Args) -> None:
    """Show a screen."""
    tree = json.loads(whole(json.dumps(args["tree"], ensure_ascii=False)))
    caller.phone.ui.set_content(caller.pid, caller.package, str(args["activity"]), tree)
