"""uiautomator, screencap, wm: what is on the screen."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import quoteattr

from privaudit.virtual.commands.cmd import cmd_service
from privaudit.virtual.shell.registry import Call, command
from privaudit.virtual.views import DENSITY, HEIGHT, WIDTH, View

DEFAULT_DUMP: Final = "/sdcard/window_dump.xml"
_INVALID: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@command("uiautomator")
def uiautomator(call: Call) -> int:
    """Write the tree of the front window as XML."""
    if call.args[:1] == ["events"]:
        call.wait(3600)
        return 0
    if call.args[:1] != ["dump"]:
        call.usage(
            "Usage: uiautomator <subcommand> [options]\n\nAvailable subcommands:\n\n"
            "help: displays help message\n\n"
            "runtest: executes UI automation tests\n\ndump: creates an XML dump of current UI hierarchy\n"
            "    dump [--verbose][file]\n      [--compressed]: dumps compressed layout information.\n"
            "      [file]: the location where the dumped XML should be stored, default is\n"
            "      /sdcard/window_dump.xml\n\n"
            "events: prints out accessibility events until terminated\n",
            0 if call.args[:1] == ["help"] else 255,
        )
    words = [w for w in call.args[1:] if not w.startswith("--")]
    path = words[0] if words else DEFAULT_DUMP
    if not call.phone.ui.wait_idle():
        call.err("ERROR: could not get idle state.")
        return 0
    windows = call.phone.ui.windows()
    if not windows:
        call.err("ERROR: null root node returned by UiTestAutomationBridge.")
        return 0
    text = hierarchy(windows[-1].root, compressed="--compressed" in call.args)
    if path in ("/dev/tty", "/dev/fd/1", "/proc/self/fd/1"):
        call.out(text + f"UI hierchary dumped to: {path}\n")
        return 0
    call.phone.files.write(call.path(path), text.encode(), call.uid, mode=0o660)
    # The misspelling is Android's own, and scripts look for it.
    call.line(f"UI hierchary dumped to: {path}")
    return 0


def hierarchy(root: View, *, compressed: bool = False) -> str:
    """Return the XML of a window as AccessibilityNodeInfoDumper of Android 13 writes it."""
    return (
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy "
        f'rotation="0">{_node(root, 0, compressed)}</hierarchy>'
    )


def _node(view: View, index: int, compressed: bool) -> str:
    children = "".join(_node(c, n, compressed) for n, c in enumerate(v for v in view.children if v.visible))
    if compressed and view.path == "-" and not view.id:
        return children
    text = "•" * len(view.text) if view.password else view.text
    shown = text or ("" if not view.hint else view.hint if view.editable else "")
    flags = {
        "checkable": view.checkable,
        "checked": view.checked,
        "clickable": view.clickable,
        "enabled": view.enabled,
        "focusable": view.focusable,
        "focused": view.focused,
        "scrollable": view.scrollable and view.overflow > 0,
        "long-clickable": view.long_clickable,
        "password": view.password,
        "selected": view.selected,
    }
    left, top, right, bottom = view.bounds
    naf = (
        ' NAF="true"'
        if view.clickable and view.enabled and not children and not (view.text or view.desc or view.hint)
        else ""
    )
    text_and_id = f"text={_value(shown)} resource-id={_value(view.resource_id)}"
    names = f"class={_value(view.cls)} package={_value(view.package)} content-desc={_value(view.desc)}"
    out = [f'<node index="{index}" {text_and_id} {names}']
    out.append("".join(f' {name}="{str(value).lower()}"' for name, value in flags.items()))
    out.append(f' bounds="[{left},{top}][{right},{bottom}]"{naf}')
    return "".join(out) + (f">{children}</node>" if children else " />")


def _value(text: str) -> str:
    cleaned = _INVALID.sub(".", text)
    quoted = quoteattr(cleaned, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
    return quoted if quoted[0] == '"' else '"' + quoted[1:-1].replace('"', "&quot;") + '"'


@command("screencap")
def screencap(call: Call) -> int:
    """Write what the screen shows as PNG."""
    from privaudit.virtual.drawing import draw

    words = [w for w in call.args if not w.startswith("-")]
    if "-h" in call.args:
        call.usage(
            "usage: screencap [-hp] [-d display-id] [FILENAME]\n   -h: this message\n"
            "   -p: save the file as a png.",
            1,
        )
    if "-d" in call.args and words:
        words.pop(0)
    png = "-p" in call.args or bool(words and words[-1].endswith(".png"))
    data = draw(call.phone, png=png)
    if words:
        call.phone.files.write(call.path(words[-1]), data, call.uid, mode=0o660)
    else:
        call.stdout.write(data)
    return 0


@cmd_service("window", "wm")
def window(call: Call) -> int:
    """Show size and density; unlock."""
    words = call.args
    match words:
        case ["size"]:
            call.line(f"Physical size: {WIDTH}x{HEIGHT}")
        case ["density"]:
            call.line(f"Physical density: {DENSITY}")
        case ["size" | "density", "reset"] | ["dismiss-keyguard"]:
            pass
        case ["size" | "density", _]:
            call.usage(f"Error: bad {words[0]} {words[1]}: this display has one only", 255)
        case ["user-rotation" | "set-user-rotation", *_]:
            call.line("lock 0")
        case []:
            call.usage(
                "Window manager (window) commands:\n  help\n  size [reset|WxH|WdpxHdp]\n"
                "  density [reset|DENSITY]\n  dismiss-keyguard",
                0,
            )
        case _:
            call.usage(f"Unknown command: {words[0]}", 255)
    return 0
