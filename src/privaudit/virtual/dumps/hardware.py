"""dumpsys window, power, display, battery, meminfo, wifi, input_method and other short ones."""

from __future__ import annotations

from privaudit.virtual.commands.dumpsys import dump_of
from privaudit.virtual.dumps.activities import front, question
from privaudit.virtual.dumps.packages import token
from privaudit.virtual.packages import PERMISSION_CONTROLLER
from privaudit.virtual.permission_dialog import ACTIVITY
from privaudit.virtual.shell.registry import Call


def _focus(call: Call) -> str:
    if not call.phone.activities.screen_on:
        return "  mCurrentFocus=null\n  mFocusedApp=" + front(call) + "\n"
    one = call.phone.activities.front()
    name = f"{PERMISSION_CONTROLLER}/{ACTIVITY}" if question(call) else f"{one.package}/{one.name}"
    return f"  mCurrentFocus=Window{{{token(name)} u0 {name}}}\n  mFocusedApp={front(call)}\n"


@dump_of("window")
def window(call: Call, words: list[str]) -> str:
    """Return windows, displays, policy."""
    part = next((w for w in words if not w.startswith("-")), "")
    on = str(call.phone.activities.screen_on).lower()
    windows = "WINDOW MANAGER WINDOWS (dumpsys window windows)\n"
    for number, one in enumerate(reversed(call.phone.ui.windows())):
        left, top, right, bottom = one.root.bounds
        windows += (
            f"  Window #{number} Window{{{token(one.title)} u0 {one.title}}}:\n"
            f"    mDisplayId=0 mSession=Session{{{token(one.package)}}}\n"
            f"    mOwnerUid=10000 showForAllUsers=false package={one.package} appop=NONE\n"
            "    mAttrs={(0,0)(fillxfill) ty=BASE_APPLICATION}\n"
            "    mHasSurface=true isReadyForDisplay()=true mWindowRemovalAllowed=false\n"
            f"    Frames: frame=[{left},{top}][{right},{bottom}]\n"
        )
    displays = (
        "WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)\n  Display: mDisplayId=0\n"
        "    init=1080x2340 440dpi mMinSizeOfResizeableTaskDp=220 cur=1080x2340 app=1080x2208 "
        "rng=1080x997-2340x2257\n"
        "    deferred=false mLayoutNeeded=false mTouchExcludeRegion=SkRegion((0,0,1080,2340))\n\n"
        + _focus(call)
    )
    policy = (
        "WINDOW MANAGER POLICY STATE (dumpsys window policy)\n"
        "    mSystemReady=true mSystemBooted=true\n"
        f"    screenState={'SCREEN_STATE_ON' if on == 'true' else 'SCREEN_STATE_OFF'}\n"
        f"    mAwake={on}\n    mShowingLockscreen=false\n    KeyguardServiceDelegate\n"
        "      showing=false\n      occluded=false\n      secure=false\n"
        f"      screenState={'SCREEN_STATE_ON' if on == 'true' else 'SCREEN_STATE_OFF'}\n"
        f"      interactiveState={'INTERACTIVE_STATE_AWAKE' if on == 'true' else 'INTERACTIVE_STATE_SLEEP'}\n"
    )
    if part in ("windows", "w", "visible", "visible-apps"):
        return windows + "\n" + _focus(call)
    if part in ("displays", "d"):
        return displays
    if part in ("policy", "p"):
        return policy
    if part:
        return f"Bad window command, or no windows match: {part}\nUse -h for help.\n"
    return (
        policy
        + "\n"
        + displays
        + "\n"
        + windows
        + "\n  mGlobalConfiguration={1.0 ?mcc?mnc [zh_CN] ldltr}\n"
        + _focus(call)
    )


@dump_of("power")
def power(call: Call, words: list[str]) -> str:
    """Return whether the phone is awake."""
    del words
    awake = call.phone.activities.screen_on
    return (
        "POWER MANAGER (dumpsys power)\n\nPower Manager State:\n  mDirty=0x0\n"
        f"  mWakefulness={'Awake' if awake else 'Asleep'}\n  mWakefulnessChanging=false\n"
        "  mIsPowered=true\n  mPlugType=2\n  mBatteryLevel=87\n  mStayOn=false\n"
        "  mBootCompleted=true\n  mSystemReady=true\n"
        "  mHoldingWakeLockSuspendBlocker=false\n"
        f"  mHoldingDisplaySuspendBlocker={str(awake).lower()}\n\n"
        f"Display Power: state={'ON' if awake else 'OFF'}\n\nWake Locks: size=0\n"
    )


@dump_of("display")
def display(call: Call, words: list[str]) -> str:
    """Return the display."""
    del words
    state = "ON" if call.phone.activities.screen_on else "OFF"
    return (
        "DISPLAY MANAGER (dumpsys display)\n  mOnlyCode=false\n\nDisplay Devices: size=1\n"
        '  DisplayDeviceInfo{"内置屏幕": uniqueId="local:0", 1080 x 2340, modeId 1, density 440, '
        f"state {state}}}\n\n"
        "Logical Displays: size=1\n  Display 0:\n    mDisplayId=0\n"
        '    mBaseDisplayInfo=DisplayInfo{"内置屏幕", displayId 0, real 1080 x 2340, rotation 0, '
        f"state {state}}}\n"
        '    mOverrideDisplayInfo=DisplayInfo{"内置屏幕", displayId 0, real 1080 x 2340, largest app '
        f"2340 x 2340, rotation 0, state {state}}}\n\n"
        "  mViewports=[DisplayViewport{type=INTERNAL, valid=true, isActive=true, displayId=0, "
        "uniqueId='local:0', "
        "physicalPort=0, orientation=0, logicalFrame=Rect(0, 0 - 1080, 2340), "
        "physicalFrame=Rect(0, 0 - 1080, 2340), "
        "deviceWidth=1080, deviceHeight=2340}]\n\n"
        f"Display Power Controller:\n  mScreenState={state}\n"
    )


@dump_of("SurfaceFlinger")
def surface_flinger(call: Call, words: list[str]) -> str:
    """Return the ids of displays; layers only by name."""
    if words[:1] == ["--display-id"]:
        return 'Display 4619827259835644672 (HWC display 0): port=0 pnpId=PRV displayName="virtual"\n'
    return "".join(f"{window.title}#{number}\n" for number, window in enumerate(call.phone.ui.windows()))


@dump_of("input")
def input_(call: Call, words: list[str]) -> str:
    """Return the state of the input system."""
    del call, words
    return (
        "INPUT MANAGER (dumpsys input)\n\nInput Manager State:\n  Interactive: true\n\n"
        "Input Reader State:\n  SurfaceOrientation: 0\n  SurfaceWidth: 1080px\n  SurfaceHeight: 2340px\n"
    )


@dump_of("input_method")
def input_method(call: Call, words: list[str]) -> str:
    """Return whether the keyboard is shown."""
    del words
    shown = str(call.phone.ui.focused() is not None).lower()
    return (
        "Current Input Method Manager state:\n  Input Methods:\n"
        "    mId=com.android.inputmethod.latin/.LatinIME\n"
        "  mCurMethodId=com.android.inputmethod.latin/.LatinIME\n"
        f"  mShowRequested={shown} mShowExplicitlyRequested=false mShowForced=false mInputShown={shown}\n"
    )


@dump_of("battery")
def battery(call: Call, words: list[str]) -> str:
    """Return the battery's state."""
    del call, words
    return (
        "Current Battery Service state:\n  AC powered: false\n  USB powered: true\n"
        "  Wireless powered: false\n  Max charging current: 500000\n"
        "  Max charging voltage: 5000000\n  Charge counter: 2650000\n  status: 2\n  health: 2\n"
        "  present: true\n  level: 87\n  scale: 100\n"
        "  voltage: 4218\n  temperature: 271\n  technology: Li-ion\n"
    )


@dump_of("meminfo")
def meminfo(call: Call, words: list[str]) -> str:
    """Return memory, of one app or of all."""
    words = [w for w in words if not w.startswith("-")]
    apps = [
        p
        for p in call.phone.processes.list()
        if p.package and (not words or words[0] in (p.package, p.name, str(p.pid)))
    ]
    if words and not apps:
        return f"No process found for: {words[0]}\n"
    uptime = call.phone.clock.uptime() // 1_000_000
    out = f"Applications Memory Usage (in Kilobytes):\nUptime: {uptime} Realtime: {uptime}\n\n"
    for one in apps:
        if words:
            out += (
                f"** MEMINFO in pid {one.pid} [{one.name}] **\n                   Pss  Private  "
                "Private     Swap      Rss     Heap     Heap     Heap\n"
                "                 Total    Dirty    Clean    Dirty    Total     Size    Alloc     Free\n"
                "                ------   ------   ------   ------   ------   ------   ------   ------\n"
                "  Native Heap    12036    11984        4        0    13412    22508    15904     "
                "2504\n  Dalvik Heap     5204     5120        8        0     6900     7532     "
                "3766     3766\n"
                "        TOTAL    48211    31100     8204        0   112400    30040    19670     6270\n\n"
            )
        else:
            out += f"     48,211K: {one.name} (pid {one.pid} / activities)\n"
    return out + ("" if words else "\nTotal RAM: 5,980,316K (status normal)\n")


@dump_of("wifi")
def wifi(call: Call, words: list[str]) -> str:
    """Return the Wi-Fi connection."""
    del words
    on = call.phone.settings.get("global", "wifi_on") == "1"
    identity = call.phone.identity
    return (
        f'Wi-Fi is {"enabled" if on else "disabled"}\nmWifiInfo SSID: "{identity["ssid"]}", BSSID: '
        f"{identity['bssid']}, MAC: {identity['wifi_mac']}, "
        "Supplicant state: COMPLETED, RSSI: -48, Link speed: 390Mbps\n"
    )


@dump_of("connectivity")
def connectivity(call: Call, words: list[str]) -> str:
    """Return the networks."""
    del words
    proxy = call.phone.settings.get("global", "http_proxy") or ""
    host, _, port = proxy.rpartition(":")
    shown = f"[{host}] {port} xl=" if host else "null"
    return (
        "NetworkProviders for:\n  WifiNetworkFactory\n\nActive default network: 101\n\n"
        "Current Networks:\n  NetworkAgentInfo{network{101} "
        f"InterfaceName: wlan0 LinkAddresses: [ {call.phone.identity['ip']}/24 ] DnsAddresses: [ "
        f"/10.0.2.3 ]}}\n\nGlobal proxy: {shown}\n"
    )


@dump_of("location")
def location(call: Call, words: list[str]) -> str:
    """Return the last place known."""
    del words
    i = call.phone.identity
    return (
        "Location Manager State:\n  User Info:\n    current users: [0]\n  Location Settings:\n"
        "    Location Setting: true\n  Location Providers:\n    gps provider:\n"
        f"      last location=Location[gps {i['latitude']},{i['longitude']} hAcc={i['accuracy']}]\n"
        "      enabled=true\n"
    )


@dump_of("telephony.registry")
def telephony(call: Call, words: list[str]) -> str:
    """Return the state of the telephone."""
    del words
    i = call.phone.identity
    return (
        "last known state:\n  Phone Id=0\n    mCallState=0\n"
        f"    mServiceState={{mVoiceRegState=0(IN_SERVICE), mOperatorAlphaLong={i['operator_name']}, "
        f"mOperatorNumeric={i['operator']}}}\n    mDataConnectionState=2\n"
    )


@dump_of("deviceidle")
def deviceidle(call: Call, words: list[str]) -> str:
    """Return whether the phone dozes."""
    del words
    return (
        "  mState=ACTIVE\n  mLightState=ACTIVE\n"
        f"  mScreenOn={str(call.phone.activities.screen_on).lower()}\n  mCharging=true\n"
    )


@dump_of("user")
def user(call: Call, words: list[str]) -> str:
    """Return the users."""
    del call, words
    return (
        "Current user: 0\n\nUsers:\n  UserInfo{0:机主:4c13} serialNo=0 isPrimary=true\n"
        "    State: RUNNING_UNLOCKED\n"
    )


@dump_of("clipboard")
def clipboard(call: Call, words: list[str]) -> str:
    """Return that there is a clipboard; its text is not for dumps."""
    del words
    return f"Primary clip: {'present' if call.phone.clipboard else 'null'}\n"


@dump_of("notification")
def notification(call: Call, words: list[str]) -> str:
    """Return the notifications: apps of this phone post none."""
    del call, words
    return "Current Notification Manager state:\n  Notification List:\n"
