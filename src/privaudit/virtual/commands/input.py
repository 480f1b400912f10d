"""input: fingers and keys."""

from __future__ import annotations

import re
from typing import Final

from privaudit.virtual.commands.cmd import cmd_service
from privaudit.virtual.shell.registry import Call, CommandError

SOURCES: Final = (
    "touchnavigation", "touchscreen", "joystick", "stylus", "touchpad", "gamepad", "dpad", "mouse",
    "keyboard", "trackball", "rotaryencoder",
)  # fmt: skip
_NAMES: Final = (
    "UNKNOWN", "SOFT_LEFT", "SOFT_RIGHT", "HOME", "BACK", "CALL", "ENDCALL", "0", "1", "2", "3", "4", "5",
    "6", "7", "8", "9", "STAR", "POUND", "DPAD_UP", "DPAD_DOWN", "DPAD_LEFT", "DPAD_RIGHT", "DPAD_CENTER",
    "VOLUME_UP", "VOLUME_DOWN", "POWER", "CAMERA", "CLEAR", "A", "B", "C", "D", "E", "F", "G", "H", "I",
    "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z", "COMMA", "PERIOD",
    "ALT_LEFT", "ALT_RIGHT", "SHIFT_LEFT", "SHIFT_RIGHT", "TAB", "SPACE", "SYM", "EXPLORER", "ENVELOPE",
    "ENTER", "DEL", "GRAVE", "MINUS", "EQUALS", "LEFT_BRACKET", "RIGHT_BRACKET", "BACKSLASH", "SEMICOLON",
    "APOSTROPHE", "SLASH", "AT", "NUM", "HEADSETHOOK", "FOCUS", "PLUS", "MENU", "NOTIFICATION", "SEARCH",
)  # fmt: skip
KEYS: Final = {name: number for number, name in enumerate(_NAMES)} | {
    "ESCAPE": 111, "FORWARD_DEL": 112, "CTRL_LEFT": 113, "MOVE_HOME": 122, "MOVE_END": 123, "MUTE": 91,
    "PAGE_UP": 92, "PAGE_DOWN": 93, "MEDIA_PLAY_PAUSE": 85, "VOLUME_MUTE": 164, "APP_SWITCH": 187,
    "SLEEP": 223, "WAKEUP": 224, "BRIGHTNESS_DOWN": 220, "BRIGHTNESS_UP": 221, "SOFT_SLEEP": 276,
    "CUT": 277, "COPY": 278, "PASTE": 279, "NUMPAD_ENTER": 160,
}  # fmt: skip
"""Key codes by name without KEYCODE_ (android.view.KeyEvent)."""
HIGHEST: Final = 316
USAGE: Final = f"""\
Usage: input [<source>] [-d DISPLAY_ID] <command> [<arg>...]

The sources are:\x20
{chr(10).join(f"      {source}" for source in SOURCES)}

-d: specify the display ID.
      (Default: -1 for key event, 0 for motion event if not specified.)
The commands and default sources are:
      text <string> (Default: touchscreen)
      keyevent [--longpress|--doubletap] <key code number or name> ... (Default: keyboard)
      tap <x> <y> (Default: touchscreen)
      swipe <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      draganddrop <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      press (Default: trackball)
      roll <dx> <dy> (Default: trackball)
      motionevent <DOWN|UP|MOVE|CANCEL> <x> <y> (Default: touchscreen)
      keycombination [-t duration(ms)] <key code 1> <key code 2> ... (Default: keyboard)"""


@cmd_service("input", "input")
def input_(call: Call) -> int:
    """Touch, swipe, type and press keys."""
    words = list(call.args)
    if words and words[0] in SOURCES:
        words.pop(0)
    if words[:1] == ["-d"]:
        del words[:2]
    if not words:
        call.usage(USAGE, 255)
    verb, *rest = words
    handler = _VERBS.get(verb)
    if handler is None:
        call.usage(f"Error: Unknown command: {verb}\n{USAGE}", 255)
    handler(call, verb, rest)
    return 0


def _wrong(verb: str) -> CommandError:
    return CommandError(f"Error: Invalid arguments for command: {verb}\n{USAGE}", 255)


def thrown(verb: str, kind: str, message: str) -> CommandError:
    """Return what the input service's shell prints when it throws."""
    return CommandError(f"\nException occurred while executing '{verb}':\n{kind}: {message}", 255)


def _numbers(verb: str, words: list[str]) -> list[int]:
    found: list[int] = []
    for word in words:
        if not re.fullmatch(r"-?[0-9]{1,6}(\.[0-9]+)?", word):
            raise thrown(verb, "java.lang.NumberFormatException", f'For input string: "{word}"')
        found.append(int(float(word)))
    return found


def _tap(call: Call, verb: str, words: list[str]) -> None:
    if len(words) != 2:  # noqa: PLR2004 — x and y
        raise _wrong(verb)
    x, y = _numbers(verb, words)
    call.phone.ui.tap(x, y)


def _swipe(call: Call, verb: str, words: list[str]) -> None:
    if len(words) not in (4, 5):
        raise _wrong(verb)
    x1, y1, x2, y2, *ms = _numbers(verb, words)
    took = ms[0] if ms else 300
    call.wait(min(max(took, 0), 60_000) / 1000)
    call.phone.ui.swipe(x1, y1, x2, y2, took)


def _text(call: Call, verb: str, words: list[str]) -> None:
    if len(words) != 1:
        raise _wrong(verb)
    # `%s` is how a blank is written, as the real tool reads it.
    call.phone.ui.type(words[0].replace("%s", " "))


def _keys(call: Call, verb: str, words: list[str]) -> None:
    names = [w for w in words if not w.startswith("--")]
    if not names:
        raise _wrong(verb)
    codes = [_code(name) for name in names]
    for code in codes:
        press_key(call, code)


def _code(name: str) -> int:
    if name.isascii() and name.isdigit() and int(name[:6]) <= HIGHEST:
        return int(name)
    code = KEYS.get(name.upper().removeprefix("KEYCODE_"))
    if code is None:
        raise thrown("keyevent", "java.lang.IllegalArgumentException", f"Unknown keycode: {name}")
    return code


def press_key(call: Call, code: int) -> None:
    """Press a key by its code."""
    ui, activities = call.phone.ui, call.phone.activities
    name = next((n for n, number in KEYS.items() if number == code), "")
    screen = {"POWER": not activities.screen_on, "SLEEP": False, "SOFT_SLEEP": False, "WAKEUP": True}
    plain = {"HOME": ui.home, "BACK": ui.back, "APP_SWITCH": ui.recents, "TAB": ui.move_focus,
             "DEL": ui.erase, "FORWARD_DEL": ui.erase}  # fmt: skip
    if name in screen:
        activities.set_screen(on=screen[name])
    elif not activities.screen_on:
        return
    elif name in plain:
        plain[name]()
    elif name == "SPACE" or len(name) == 1:
        ui.type(" " if name == "SPACE" else name.lower())
    else:
        ui.key(code)


def _press(call: Call, verb: str, words: list[str]) -> None:
    del call
    if words:
        raise _wrong(verb)


def _roll(call: Call, verb: str, words: list[str]) -> None:
    del call
    if len(words) != 2:  # noqa: PLR2004 — dx and dy
        raise _wrong(verb)


def _motion(call: Call, verb: str, words: list[str]) -> None:
    if len(words) != 3 or words[0].upper() not in ("DOWN", "UP", "MOVE", "CANCEL"):  # noqa: PLR2004 — what, x and y
        raise _wrong(verb)
    x, y = _numbers(verb, words[1:])
    if words[0].upper() == "UP":
        call.phone.ui.tap(x, y)


_VERBS: Final = {
    "tap": _tap, "swipe": _swipe, "draganddrop": _swipe, "text": _text, "keyevent": _keys, "press": _press,
    "roll": _roll, "motionevent": _motion,
}  # fmt: skip
