"""Keys and text: what `input` can type, and an input method of the phone for what it cannot."""

from __future__ import annotations

import base64
import re
import time
from typing import Final

import msgspec

from privaudit.capture.adb_wire import shorten
from privaudit.capture.device import Device
from privaudit.capture.undo import Undo
from privaudit.errors import DeviceError
from privaudit.model.stage import Key

KEYS: Final[dict[Key, str]] = {
    "home": "KEYCODE_HOME", "back": "KEYCODE_BACK", "enter": "KEYCODE_ENTER", "backspace": "KEYCODE_DEL",
    "delete": "KEYCODE_FORWARD_DEL", "power": "KEYCODE_POWER", "lock": "KEYCODE_POWER",
    "volume up": "KEYCODE_VOLUME_UP", "volume down": "KEYCODE_VOLUME_DOWN", "menu": "KEYCODE_MENU",
    "tab": "KEYCODE_TAB", "escape": "KEYCODE_ESCAPE", "app switch": "KEYCODE_APP_SWITCH",
    "wakeup": "KEYCODE_WAKEUP", "sleep": "KEYCODE_SLEEP",
}  # fmt: skip
"""Android's name of each key (android.view.KeyEvent)."""

_PIECE: Final = 100
_TYPE_LIMIT_S: Final = 60.0
_SETTLE_S: Final = 0.5
_COMPLAINT: Final = re.compile(r"^(?:Error|Exception|Usage:|java\.|Unknown input method)[^\n]*", re.MULTILINE)
_INJECTION: Final = "On MIUI, allow USB debugging (Security settings) in the developer options."


class InputMethod(msgspec.Struct, frozen=True):
    """An input method that types base64 text it gets by broadcast: its component, action and extra."""

    component: str
    action: str
    extra: str


INPUT_METHODS: Final = (
    # https://github.com/senzhk/ADBKeyBoard, README
    InputMethod("com.android.adbkeyboard/.AdbIME", "ADB_INPUT_B64", "msg"),
    # https://github.com/openatx/android-uiautomator-server, AdbKeyboard
    InputMethod("com.github.uiautomator/.AdbKeyboard", "ADB_KEYBOARD_INPUT_TEXT", "text"),
)


class Keyboard:
    """Types into the focused field of one phone."""

    def __init__(self, device: Device, undo: Undo) -> None:
        self._device = device
        self._undo = undo
        self._method: InputMethod | None = None

    def key(self, key: Key) -> None:
        """Press a key; raises DeviceError for an unknown one."""
        name = KEYS.get(key)
        if name is None:
            raise DeviceError(f"{key!r} is not a key", hint=f"Keys are: {', '.join(KEYS)}.")
        accepted(self._device, ["input", "keyevent", name])

    def type(self, text: str) -> None:
        """Type a text; line ends and tabs are pressed as keys.

        `input text` knows the characters of a US keyboard only; others go through an input method that takes
        text over adb. Raises DeviceError naming the remedy when the phone has none.
        """
        for part in re.findall(r"\r\n|[\r\n\t]|[^\r\n\t]+", text):
            if part == "\t":
                self.key("tab")
            elif part[0] in "\r\n":
                self.key("enter")
            elif (part.isascii() and part.isprintable()) or self._device.virtual:
                for piece in input_pieces(part):
                    accepted(self._device, ["input", "text", piece])
            else:
                self._broadcast(part)

    def _broadcast(self, text: str) -> None:
        method = self._method or self._choose()
        encoded = base64.b64encode(text.encode("utf-8")).decode("ascii")
        command = ["am", "broadcast", "-a", method.action, "--es", method.extra, encoded]
        accepted(self._device, command)

    def _choose(self) -> InputMethod:
        """Switch to an installed input method of ours; the one in use before is put back at the end."""
        installed = self._device.shell(["ime", "list", "-a", "-s"]).out.split()
        method = next((one for one in INPUT_METHODS if one.component in installed), None)
        if method is None:
            raise DeviceError(
                "this phone cannot be typed on in other characters than those of a US keyboard",
                hint="Install ADBKeyBoard (https://github.com/senzhk/ADBKeyBoard) on it, then run again.",
            )
        chosen = ["settings", "get", "secure", "default_input_method"]
        before = self._device.shell(chosen).check().strip()
        enabled = method.component in self._device.shell(["ime", "list", "-s"]).out.split()
        self._undo.push("input method", lambda: self._restore(before, method, enabled=enabled))
        accepted(self._device, ["ime", "enable", method.component])
        accepted(self._device, ["ime", "set", method.component])
        # The method's receiver is there only once its service runs in front of the focused field.
        time.sleep(_SETTLE_S)
        self._method = method
        return method

    def _restore(self, before: str, method: InputMethod, *, enabled: bool) -> None:
        if before and before != "null":
            accepted(self._device, ["ime", "set", before])
        if not enabled:
            accepted(self._device, ["ime", "disable", method.component])
        self._method = None


def input_pieces(text: str) -> list[str]:
    """Return what to hand to `input text`, piece by piece.

    Spaces are written `%s`, as all versions read them; a text that holds `%s` itself is cut between the two.
    """
    return [
        part[start : start + _PIECE].replace(" ", "%s")
        for part in re.split(r"(?<=%)(?=s)", text)
        for start in range(0, len(part), _PIECE)
    ]


def accepted(device: Device, command: list[str]) -> str:
    """Run a command of the `input`, `ime` or `am` kind, which may fail with exit code 0."""
    result = device.shell(command, timeout=_TYPE_LIMIT_S)
    complaint = _COMPLAINT.search(result.text)
    if result.code or complaint:
        said = shorten(complaint[0] if complaint else result.text, 300)
        raise DeviceError(
            f"the phone refused `{' '.join(command[:2])}`: {said}",
            hint=_INJECTION if "INJECT_EVENTS" in result.text else "",
        )
    return result.out
