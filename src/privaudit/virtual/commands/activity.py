"""am and `cmd activity`; monkey."""

from __future__ import annotations

import time
from typing import Final

from privaudit.virtual.activities import Activity
from privaudit.virtual.commands.cmd import cmd_service
from privaudit.virtual.commands.intents import Intent, component_text, parse, resolve
from privaudit.virtual.packages import CATEGORY_HOME, CATEGORY_LAUNCHER, LAUNCHER, MAIN
from privaudit.virtual.shell.registry import Call, command

WAIT_SECONDS: Final = 20.0
_KNOWN: Final = (
    "-D",
    "-W",
    "-S",
    "-N",
    "--streaming",
    "--track-allocation",
    "--lock-task",
    "--allow-background-activity-starts",
    "--async",
    "-w",
    "--splashscreen-show-icon",
    "--dismiss-keyguard-if-insecure",
    "--suspend",
)


@cmd_service("activity", "am")
def activity(call: Call) -> int | None:
    """Do what am does; the first word says what."""
    verb = call.args[0] if call.args else ""
    handler = _VERBS.get(verb)
    if verb in ("", "help", "-h"):
        call.out("Activity manager (activity) commands:\n  help\n      Print this help text.\n"
                 + "".join(f"  {name}\n" for name in sorted(_VERBS)))  # fmt: skip
        return 0 if verb else 255
    if handler is None:
        call.err(f"Unknown command: {verb}")
        return 255
    call.args = call.args[1:]
    return handler(call)


def _start(call: Call) -> int:
    intent = parse(call.args, known=_KNOWN)
    phone = call.phone
    if "-S" in intent.options:
        name = intent.component[0] if intent.component else intent.package
        phone.force_stop(name)
    if CATEGORY_HOME in intent.categories:
        call.line(f"Starting: {intent}")
        phone.ui.home()
        return 0
    target = resolve(phone, intent)
    if target is None and intent.component is None and intent.action == MAIN and not intent.package:
        call.line(f"Starting: {intent}")
        phone.ui.home()
        return 0
    call.line(f"Starting: {intent}")
    if target is None:
        return _unresolved(call, intent)
    package, component = target
    if intent.component is not None and not component.exported and call.uid != 0:
        call.err(
            "\nException occurred while executing 'start':\njava.lang.SecurityException: "
            f"Permission Denial: starting {intent} "
            f"from null (pid={call.shell.environment.pid}, uid={call.uid}) not exported from uid "
            f"{package.uid}"
        )
        return 255
    intent.component = (package.name, component.name)
    intent.flags |= 0x10000000
    launch = intent.action == MAIN and CATEGORY_LAUNCHER in intent.categories
    began = time.monotonic()
    found, outcome = phone.activities.start(
        package.name,
        component.name,
        intent.extras,
        intent=str(intent)[9:-2],
        launch=launch or not intent.extras,
    )
    warning = {
        "brought to front": "Warning: Activity not started, its current task has been brought to the front",
        "delivered": "Warning: Activity not started, intent has been delivered to currently "
        "running top-most instance.",
    }
    if outcome in warning:
        call.line(warning[outcome])
    return _wait(call, found, outcome, began) if "-W" in intent.options else 0


def _unresolved(call: Call, intent: Intent) -> int:
    if intent.component is not None:
        package, name = intent.component
        call.err("Error type 3")
        call.err(f"Error: Activity class {{{package}/{name}}} does not exist.")
    else:
        call.err(f"Error: Activity not started, unable to resolve {intent}")
    return 1


def _wait(call: Call, found: Activity, outcome: str, began: float) -> int:
    call.stdout.flush()
    cold = found.pid is None
    drawn = call.phone.activities.wait_drawn(found, WAIT_SECONDS)
    took = int((time.monotonic() - began) * 1000)
    call.line("Status: ok" if drawn else "Status: timeout")
    call.line(
        "LaunchState: "
        f"{'COLD' if cold and outcome == 'started' else 'WARM' if outcome == 'started' else 'HOT'}"
    )
    call.line(f"Activity: {found.component}")
    call.line(f"TotalTime: {took if outcome != 'delivered' else 0}")
    call.line(f"WaitTime: {took + 3}")
    call.line("Complete")
    return 0


def _service(call: Call, *, foreground: bool) -> int:
    intent = parse(call.args, known=_KNOWN)
    call.line(f"Starting service: {intent}")
    package, name = intent.component or ("", "")
    try:
        call.phone.services.start(package, name, intent.extras, foreground=foreground)
    except LookupError:
        call.err("Error: Not found; no service started.")
        return 255
    except OSError as error:
        call.err(f"Error: {error}")
        return 255
    return 0


def _start_service(call: Call) -> int:
    return _service(call, foreground=False)


def _start_foreground_service(call: Call) -> int:
    return _service(call, foreground=True)


def _stop_service(call: Call) -> int:
    intent = parse(call.args, known=_KNOWN)
    call.line(f"Stopping service: {intent}")
    package, name = intent.component or ("", "")
    running = next((s for s in call.phone.services.of(package) if s.name == name), None)
    if running is None:
        call.err("Service not stopped: was not running.")
        return 255
    call.phone.services.stopped(package, name)
    call.phone.deliver(running.pid, {"event": "stopservice", "service": name})
    call.line("Service stopped")
    return 0


def _named(call: Call) -> list[str]:
    words: list[str] = []
    args = list(call.args)
    while args:
        word = args.pop(0)
        if word == "--user" and args:
            args.pop(0)
        elif not word.startswith("-"):
            words.append(word)
    if not words:
        call.err(
            f"\nException occurred while executing '{call.name}':\n"
            f'java.lang.IllegalArgumentException: Argument expected after "{call.name}"'
        )
    return words


def _force_stop(call: Call) -> int:
    names = _named(call)
    for name in names:
        if call.phone.packages.get(name) is not None:
            call.phone.force_stop(name)
    return 0 if names else 255


def _kill(call: Call) -> int:
    names = _named(call)
    for name in names:
        # Only what is safe to kill: nothing in front, no service.
        if call.phone.uid_state(name) == "cch":
            call.phone.launcher.killall(name)
    return 0 if names else 255


def _kill_all(call: Call) -> int:
    for package in call.phone.packages.list():
        if not package.system and call.phone.uid_state(package.name) == "cch":
            call.phone.launcher.killall(package.name)
    return 0


def _crash(call: Call) -> int:
    for name in _named(call):
        call.phone.launcher.killall(name)
    return 0


def _broadcast(call: Call) -> int:
    intent = parse(call.args, known=_KNOWN)
    intent.flags |= 0x400000
    call.line(f"Broadcasting: {intent}")
    for package in call.phone.packages.list():
        if intent.package and package.name != intent.package:
            continue
        for receiver in package.manifest.receivers:
            named = intent.component == (package.name, receiver.name)
            if named or (
                intent.component is None and any(intent.action in f.actions for f in receiver.filters)
            ):
                for process in call.phone.processes.of(package.name):
                    call.phone.deliver(
                        process.pid,
                        {
                            "event": "broadcast",
                            "receiver": receiver.name,
                            "action": intent.action,
                            "extras": intent.extras,
                        },
                    )
    call.line("Broadcast completed: result=0")
    return 0


def _stack(call: Call) -> int:
    if call.args[:1] not in (["list"], ["info"]):
        call.err(f"Error: unknown command '{' '.join(call.args)}'")
        return 255
    for task in reversed(call.phone.activities.tasks):
        kind = "home" if task.number == 1 else "standard"
        front = task.activities[-1]
        visible = task is call.phone.activities.tasks[-1]
        call.out(
            f"RootTask id={task.number} bounds=[0,0][1080,2340] displayId=0 userId=0\n"
            " configuration={1.0 ?mcc?mnc [zh_CN] ldltr sw392dp w392dp h802dp 440dpi nrml long "
            "port finger}\n"
            f"  taskId={task.number}: "
            f"{component_text(task.activities[0].package, task.activities[0].name)} bounds=[0,0][1080,2340] "
            f"userId=0 visible={str(visible).lower()} topActivity=ComponentInfo{{{front.package}"
            f"/{front.name}}} type={kind}\n\n"
        )
    return 0


def _task(call: Call) -> int:
    if call.args[:1] == ["lock"]:
        return 0
    call.err(f"Error: unknown command '{' '.join(call.args)}'")
    return 255


def _user(call: Call) -> int:
    call.line("0")
    return 0


def _config(call: Call) -> int:
    call.line(
        "config: zh-rCN-ldltr-sw392dp-w392dp-h802dp-normal-long-notround-lowdr-nowidecg-port-notnig"
        "ht-440dpi-finger-keysexposed-nokeys-navhidden-nonav-v33"
    )
    call.line("abi: arm64-v8a,armeabi-v7a,armeabi")
    return 0


def _wait_idle(call: Call) -> int:
    call.line("All broadcast queues are idle!")
    return 0


def _uid_state(call: Call) -> int:
    uid = int(call.args[0]) if call.args and call.args[0].isdigit() else -1
    states = {
        "pers": "0 (PERSISTENT)",
        "top": "2 (TOP)",
        "fgsvc": "4 (FOREGROUND_SERVICE)",
        "fg": "6 (IMPORTANT_FOREGROUND)",
        "bg": "10 (SERVICE)",
        "cch": "16 (CACHED_ACTIVITY)",
    }
    packages = call.phone.packages.of_uid(uid)
    alive = packages and (packages[0].system or call.phone.processes.of(packages[0].name))
    call.line(states[call.phone.uid_state(packages[0].name)] if alive else "20 (NONEXISTENT)")
    return 0


_VERBS: Final = {
    "start": _start,
    "start-activity": _start,
    "startservice": _start_service,
    "start-service": _start_service,
    "startforegroundservice": _start_foreground_service,
    "start-foreground-service": _start_foreground_service,
    "stopservice": _stop_service,
    "stop-service": _stop_service,
    "force-stop": _force_stop,
    "stop-app": _force_stop,
    "kill": _kill,
    "kill-all": _kill_all,
    "crash": _crash,
    "broadcast": _broadcast,
    "stack": _stack,
    "task": _task,
    "get-current-user": _user,
    "get-config": _config,
    "wait-for-broadcast-idle": _wait_idle,
    "get-uid-state": _uid_state,
}


@command("monkey")
def monkey(call: Call) -> int:
    """Start a package by its icon; further random events are not made."""
    args, packages, count = list(call.args), [], 0
    while args:
        word = args.pop(0)
        if (
            word
            in (
                "-p",
                "-c",
                "--pct-touch",
                "--throttle",
                "-s",
                "--pct-motion",
                "--pct-syskeys",
                "--pct-appswitch",
            )
            and args
        ):
            value = args.pop(0)
            packages += [value] if word == "-p" else []
        elif word.isdigit():
            count = int(word)
        elif not word.startswith("-"):
            call.usage(f"** Error: Unknown argument: {word}", 255)
    call.err("  bash arg: " + "\n  bash arg: ".join(call.args))
    if not count:
        call.usage("** Error: Count not specified", 255)
    found = next((p for name in packages if (p := call.phone.packages.get(name)) and p.launcher), None)
    if found is None or found.name == LAUNCHER:
        call.line("** No activities found to run, monkey aborted.")
        return 252
    if count > 1:
        call.usage("** Error: this device makes no random events; use a count of 1", 1)
    call.phone.ui.launch(found)
    call.line("Events injected: 1")
    call.line("## Network stats: elapsed time=18ms (0ms mobile, 0ms wifi, 18ms not connected)")
    return 0
