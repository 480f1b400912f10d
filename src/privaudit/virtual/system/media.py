"""Camera and microphone."""

from __future__ import annotations

from typing import Final

from privaudit.virtual.system.registry import Args, Caller, Calls, JavaError, denied

CALLS: Final = Calls()


@CALLS("camera.open")
def camera_open(caller: Caller, args: Args) -> bool:
    """Open a camera; False when an app in the background tries."""
    if args.get("id") != "0":
        raise JavaError(
            "java.lang.IllegalArgumentException", f"openCamera:1748: Camera id {args.get('id')} unknown"
        )
    if not caller.holds("CAMERA"):
        if args.get("legacy"):
            raise JavaError("java.lang.RuntimeException", "Fail to connect to camera service")
        who = f'Caller "{caller.package}" (PID {caller.uid}, UID {caller.pid})'
        what = 'cannot open camera "0" without camera permission'
        raise denied(f"validateClientPermissionsLocked:1155: {who} {what}")
    allowed = caller.note("camera")
    if not allowed and args.get("legacy"):
        raise JavaError("java.lang.RuntimeException", "Fail to connect to camera service")
    return allowed


@CALLS("camera.close")
def camera_close(caller: Caller, _args: Args) -> None:
    """Close the camera."""
    caller.log("I", "CameraService", f"disconnect: Disconnected client for camera 0 for PID {caller.pid}")


@CALLS("microphone.allowed")
def microphone_allowed(caller: Caller, _args: Args) -> bool:
    """Tell whether a recorder can be made."""
    return caller.holds("RECORD_AUDIO")


@CALLS("microphone.start")
def microphone_start(caller: Caller, _args: Args) -> bool:
    """Begin to record; an app in the background gets silence."""
    return caller.holds("RECORD_AUDIO") and caller.note("record_audio")


@CALLS("microphone.stop")
def microphone_stop(caller: Caller, _args: Args) -> None:
    """End recording."""
    caller.log("D", "AudioFlinger", f"record track of {caller.package} stopped")
