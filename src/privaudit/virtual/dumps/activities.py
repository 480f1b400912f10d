"""dumpsys activity."""

from __future__ import annotations

from typing import Final

from privaudit.virtual.activities import Activity, Task
from privaudit.virtual.commands.dumpsys import dump_of
from privaudit.virtual.dumps.packages import token
from privaudit.virtual.manifest import short_name
from privaudit.virtual.packages import LAUNCHER, PERMISSION_CONTROLLER
from privaudit.virtual.permission_dialog import ACTIVITY
from privaudit.virtual.shell.registry import Call
from privaudit.virtual.users import short_uid
from privaudit.virtual.views import View

CONTROLLER_PID: Final = 1097


@dump_of("activity")
def activity(call: Call, words: list[str]) -> str:
    """Return what the activity manager knows: activities, top, processes, services, recents, or all."""
    parts = {
        "activities": _activities,
        "a": _activities,
        "top": _top,
        "processes": _processes,
        "p": _processes,
        "services": _services,
        "s": _services,
        "recents": _recents,
        "r": _recents,
        "lru": _lru,
        "oom": _lru,
        "broadcasts": _broadcasts,
        "b": _broadcasts,
        "intents": _intents,
        "i": _intents,
    }
    words = [w for w in words if w != "-a"]
    if not words:
        wanted = (_intents, _broadcasts, _services, _recents, _activities, _processes)
        return ("-" * 79 + "\n").join(part(call, []) for part in wanted)
    if words[0] in parts:
        return parts[words[0]](call, words[1:])
    if call.phone.packages.get(words[0]) is not None:
        return _activities(call, words) + _processes(call, words)
    return f"Bad activity command, or no activities match: {words[0]}\nUse -h for help.\n"


def record(one: Activity) -> str:
    """Return an activity record as Android prints it."""
    return f"ActivityRecord{{{one.token:x} u0 {one.component} t{one.task}}}"


def question(call: Call) -> str:
    """Return the record of the open permission question, an empty string when there is none."""
    if not call.phone.activities.overlaid:
        return ""
    task = call.phone.activities.front().task
    return (
        "ActivityRecord{5eca7e u0 "
        f"{PERMISSION_CONTROLLER}/{ACTIVITY.removeprefix(PERMISSION_CONTROLLER)} t{task}}}"
    )


def front(call: Call) -> str:
    """Return the record of what is in front, the permission question included."""
    return question(call) or record(call.phone.activities.front())


def _task(call: Call, task: Task) -> str:
    package = call.phone.packages.get(task.affinity)
    uid = package.uid if package else 1000
    shown = str(task is call.phone.activities.tasks[-1] and call.phone.activities.screen_on).lower()
    kind = "home" if task.number == 1 else "standard"
    return (
        f"Task{{{token(task.affinity + str(task.number))} #{task.number} type={kind} "
        f"A={uid}:{task.affinity} U=0 visible={shown} "
        f"visibleRequested={shown} mode=fullscreen "
        f"translucent={'false' if shown == 'true' else 'true'} sz={len(task.activities)}}}"
    )


def _activities(call: Call, words: list[str]) -> str:
    activities = call.phone.activities
    out = (
        "ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)\nDisplay #0 (activities from "
        "top to bottom):\n"
    )
    top = activities.tasks[-1]
    for task in reversed(activities.tasks):
        if words and task.affinity != words[0]:
            continue
        head = _task(call, task)
        out += (
            f"  * {head}\n    mLastNonFullscreenBounds=null\n"
            f"    isSleeping={str(not activities.screen_on).lower()}\n"
        )
        if task is top and activities.screen_on:
            out += f"    topResumedActivity={front(call)}\n"
        if task is top and question(call):
            out += (
                f"    * Hist  #{len(task.activities)}: {question(call)}\n"
                f"      packageName={PERMISSION_CONTROLLER} processName={PERMISSION_CONTROLLER}\n"
                "      state=RESUMED delayedResume=false finishing=false\n"
            )
        for number, one in reversed(list(enumerate(task.activities))):
            out += _hist(call, number, one, head)
    if activities.screen_on:
        out += (
            "\n  Resumed activities in task display areas (from top to bottom):\n"
            f"    Resumed: {front(call)}\n\n  ResumedActivity: {front(call)}\n"
        )
    return out + _supervisor(call)


def _hist(call: Call, number: int, one: Activity, head: str) -> str:
    package = call.phone.packages.get(one.package)
    uid = short_uid(package.uid if package else 1000)
    process = f"ProcessRecord{{{token(str(one.pid))} {one.pid}:{one.package}/{uid}}}" if one.pid else "null"
    visible = str(one.state in ("RESUMED", "PAUSED") and call.phone.activities.screen_on).lower()
    return (
        f"    * Hist  #{number}: {record(one)}\n      packageName={one.package} processName={one.package}\n"
        "      launchedFromUid=2000 launchedFromPackage=com.android.shell launchedFromFeature=null userId=0\n"
        f"      app={process}\n      Intent {{ {one.intent or 'cmp=' + one.component} }}\n"
        f"      rootOfTask={str(number == 0).lower()} task={head}\n"
        f"      mActivityComponent={one.component}\n"
        f"      baseDir={package.device_apk_path if package else ''}\n"
        f"      dataDir=/data/user/0/{one.package}\n      state={one.state} delayedResume=false "
        "finishing=false \n"
        f"      keysPaused=false inHistory=true idle=true\n      mVisibleRequested={visible} "
        f"mVisible={visible} mClientVisible={visible} "
        f"reportedDrawn={str(one.drawn is not None).lower()} reportedVisible={visible}\n"
    )


def _supervisor(call: Call) -> str:
    top = _task(call, call.phone.activities.tasks[-1])
    return (
        f"\nActivityTaskSupervisor state:\n  topDisplayFocusedRootTask={top}\n"
        f"  mCurTaskIdForUser={{0={call.phone.activities.tasks[-1].number}}}\n"
        "  mUserRootTaskInFront={}\n  mVisibilityTransactionDepth=0\n"
        "  isHomeRecentsComponent=true\n  KeyguardController:\n"
        "    mKeyguardShowing=false\n    mAodShowing=false\n    mKeyguardGoingAway=false\n"
        "  LockTaskController:\n    mLockTaskModeState=NONE\n"
    )


def _top(call: Call, words: list[str]) -> str:
    del words
    out = ""
    for task in reversed(call.phone.activities.tasks):
        one = task.activities[-1]
        out += f"TASK {task.affinity} id={task.number} userId=0\n"
        if task is call.phone.activities.tasks[-1] and question(call):
            out += (
                "  ACTIVITY "
                f"{PERMISSION_CONTROLLER}/{ACTIVITY.removeprefix(PERMISSION_CONTROLLER)} 5eca7e "
                f"pid={CONTROLLER_PID}\n"
            )
        out += f"  ACTIVITY {one.component} {one.token:x} pid={one.pid or '(not running)'}\n"
        state = one.state == "RESUMED"
        out += (
            f"    Local Activity {one.token + 7:x} State:\n      mResumed={str(state).lower()} "
            f"mStopped={str(one.state == 'STOPPED').lower()} mFinished=false\n"
            "      mChangingConfigurations=false\n      mCurrentConfig={1.0 ?mcc?mnc [zh_CN] ldltr "
            "sw392dp w392dp h802dp 440dpi nrml long port finger}\n"
        )
        if task is call.phone.activities.tasks[-1]:
            windows = call.phone.ui.windows()
            if windows and windows[-1].package == one.package:
                out += "    View Hierarchy:\n" + _views(windows[-1].root, 3)
        out += "\n"
    return out


def _views(view: View, depth: int) -> str:
    left, top, right, bottom = view.bounds
    marks = f"V.{'E' if view.enabled else '.'}...{'C' if view.clickable else '.'}..."
    name = (
        f" #7f0a{abs(hash(view.id)) % 65536:04x} {view.resource_id.replace(view.package + ':', 'app:')}"
        if view.id
        else ""
    )
    line = (
        f"{'  ' * depth}{view.cls}{{{token(view.path + view.cls)} {marks} ........ "
        f"{left},{top}-{right},{bottom}{name}}}\n"
    )
    return line + "".join(_views(child, depth + 1) for child in view.children)


_LEVELS: Final = {
    "top": ("fg", "T/A/TOP ", "top-activity"),
    "fg": ("vis", "T/A/IMPF", "visible"),
    "fgsvc": ("prcp", "T/A/FGS ", "fg-service"),
    "bg": ("svc", "B/ /SVC ", "started-services"),
    "cch": ("cch", "B/ /CAC ", "cch-act"),
    "pers": ("pers", "F/ /PER ", "fixed"),
}


def _processes(call: Call, words: list[str]) -> str:
    out = "ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)\n  All known processes:\n"
    for one in call.phone.processes.list():
        if not one.package or (words and one.package != words[0]):
            continue
        state = call.phone.uid_state(one.package)
        adjust = {
            "top": (0, 2),
            "fg": (100, 6),
            "fgsvc": (200, 4),
            "bg": (500, 10),
            "cch": (900, 16),
            "pers": (-800, 0),
        }[state]
        out += (
            f"  *APP* UID {one.uid} ProcessRecord{{{token(str(one.pid))} "
            f"{one.pid}:{one.name}/{short_uid(one.uid)}}}\n"
            f"    user #0 uid={one.uid} gids={{3003, 50{one.uid % 1000:03d}, "
            f"20{one.uid % 1000:03d}, 9997}}\n    mRequiredAbi=arm64-v8a instructionSet=null\n"
            f"    dir=/data/app/{one.package}/base.apk publicDir=/data/app/{one.package}/base.apk "
            f"data=/data/user/0/{one.package}\n"
            f"    packageList={{{one.package}}}\n    compat={{440dpi}}\n    pid={one.pid}\n"
            f"    curRawAdj={adjust[0]} setRawAdj={adjust[0]} curAdj={adjust[0]} setAdj={adjust[0]}\n"
            f"    mCurSchedGroup=2 setSchedGroup=2 systemNoUi=false\n    curProcState={adjust[1]} "
            f"mRepProcState={adjust[1]} setProcState={adjust[1]} lastStateTime=-1s0ms\n"
            "    hasShownUi=true pendingUiClean=true\n"
            f"    foregroundActivities={str(state == 'top').lower()}\n"
        )
    return out + "\n" + _lru(call, words)


def _lru(call: Call, words: list[str]) -> str:
    del words
    out = "  Process LRU list (sorted by oom_adj):\n"
    apps = [p for p in call.phone.processes.list() if p.package]
    for number, one in enumerate(apps):
        level, kind, why = _LEVELS[call.phone.uid_state(one.package)]
        out += (
            f"    Proc #{number:2d}: {level:<5} {kind} ---N  t: 0 "
            f"{one.pid}:{one.name}/{short_uid(one.uid)} ({why})\n"
        )
    return out


def _services(call: Call, words: list[str]) -> str:
    out = "ACTIVITY MANAGER SERVICES (dumpsys activity services)\n"
    found = [
        s
        for p in call.phone.packages.list()
        if not words or words[0] in p.name
        for s in call.phone.services.of(p.name)
    ]
    if not found:
        return out + ("  (nothing)\n" if not words else "  Last ANR service:\n  (nothing)\n")
    out += "  User 0 active services:\n"
    for one in found:
        name = f"{one.package}/{short_name(one.name, one.package)}"
        out += (
            f"  * ServiceRecord{{{token(name)} u0 {name}}}\n    intent={{cmp={name}}}\n"
            f"    packageName={one.package}\n    processName={one.process}\n"
            f"    app=ProcessRecord{{{token(str(one.pid))} {one.pid}:{one.process}}}\n"
            f"    isForeground={str(one.foreground).lower()} foregroundId=0\n    startRequested=true\n"
        )
    return out


def _recents(call: Call, words: list[str]) -> str:
    del words
    out = "ACTIVITY MANAGER RECENT TASKS (dumpsys activity recents)\nmRecentsUid=10085\n  Recent tasks:\n"
    for number, task in enumerate(t for t in reversed(call.phone.activities.tasks) if t.affinity != LAUNCHER):
        out += (
            f"  * Recent #{number}: {_task(call, task)}\n    userId=0 effectiveUid=u0a0 "
            f"mCallingUid=2000\n    affinity={task.affinity}\n"
            f"    realActivity={{{task.activities[0].component}}}\n"
        )
    return out


def _broadcasts(call: Call, words: list[str]) -> str:
    del call, words
    return (
        "ACTIVITY MANAGER BROADCAST STATE (dumpsys activity broadcasts)\n"
        "  Historical broadcasts [foreground]:\n    (nothing)\n"
    )


def _intents(call: Call, words: list[str]) -> str:
    del call, words
    return "ACTIVITY MANAGER PENDING INTENTS (dumpsys activity intents)\n  (nothing)\n"
