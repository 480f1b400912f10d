"""Draws the screen as a picture, from the same views that `uiautomator dump` prints."""

from __future__ import annotations

import functools
import io
import struct
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from privaudit.virtual.state import VirtualPhone
from privaudit.virtual.times import local
from privaudit.virtual.views import (
    GLYPH,
    HEIGHT,
    LINE,
    NAVIGATION_BAR,
    PADDING,
    STATUS_BAR,
    WIDTH,
    View,
    text_lines,
)
from privaudit.virtual.windows import Window

FONT: Final = Path(__file__).parent / "fonts" / "screen.otf"
BLUE: Final = "#1a5fb4"
INK: Final = "#1b1b1f"
GREY: Final = "#74777f"
LINE_GREY: Final = "#c4c6d0"
PAPER: Final = "#fdfbff"


def draw(phone: VirtualPhone, *, png: bool) -> bytes:
    """Return the screen as PNG, or raw as `screencap` does: width, height, format, colour space, RGBA."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "black")
    if phone.activities.screen_on:
        painter = _Painter(image)
        for window in phone.ui.windows():
            painter.window(window)
        painter.bars(
            f"{local(phone.clock.now()):%H:%M}",
            airplane=phone.settings.get("global", "airplane_mode_on") == "1",
        )
    if not png:
        return struct.pack("<4I", WIDTH, HEIGHT, 1, 0) + image.convert("RGBA").tobytes()
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


class _Painter:
    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._pen = ImageDraw.Draw(image)

    def window(self, window: Window) -> None:
        """Draw a window, over what is there already."""
        if window.dims:
            self._image.paste(Image.blend(self._image, Image.new("RGB", self._image.size, "black"), 0.5))
            self._pen.rounded_rectangle(window.root.bounds, 48, fill=PAPER)
        elif window.kind == "home":
            self._pen.rectangle((0, 0, WIDTH, HEIGHT), fill="#28527a")
        else:
            self._pen.rectangle((0, 0, WIDTH, HEIGHT), fill=PAPER)
        self._view(window.root)

    def bars(self, clock: str, *, airplane: bool) -> None:
        """Draw the bars of the system."""
        self._pen.rectangle((0, 0, WIDTH, STATUS_BAR), fill="#e7e8f0")
        self._pen.text((48, STATUS_BAR // 2), clock, INK, _font(38), anchor="lm")
        self._pen.text(
            (WIDTH - 48, STATUS_BAR // 2),
            ("飞行模式 " if airplane else "") + "87%",
            INK,
            _font(38),
            anchor="rm",
        )
        top = HEIGHT - NAVIGATION_BAR
        self._pen.rectangle((0, top, WIDTH, HEIGHT), fill="#e7e8f0")
        middle = top + NAVIGATION_BAR // 2
        self._pen.polygon([(255, middle), (295, middle - 24), (295, middle + 24)], outline=GREY, width=4)
        self._pen.ellipse((515, middle - 25, 565, middle + 25), outline=GREY, width=4)
        self._pen.rounded_rectangle((785, middle - 23, 831, middle + 23), 6, outline=GREY, width=4)

    def _view(self, view: View) -> None:
        if not view.visible:
            return
        if view.style == "appicon":
            self._icon(view)
        elif view.style == "card":
            self._pen.rounded_rectangle(view.bounds, 40, fill="white")
            self._text(view.desc, view.bounds, INK)
        else:
            self._own(view)
        for child in view.children:
            self._view(child)

    def _icon(self, view: View) -> None:
        left, top, right, _ = view.bounds
        middle = (left + right) // 2
        self._pen.rounded_rectangle((middle - 80, top + 10, middle + 80, top + 170), 44, fill="white")
        self._pen.text((middle, top + 90), view.text[:1], BLUE, _font(84), anchor="mm")
        self._pen.text((middle, top + 215), view.text[:6], "white", _font(36), anchor="mm")

    def _own(self, view: View) -> None:
        left, top, right, bottom = view.bounds
        kind = view.kind
        shown = "•" * len(view.text) if view.password else view.text
        if kind == "Button":
            fill = BLUE if view.enabled else LINE_GREY
            self._pen.rounded_rectangle((left + 24, top + 12, right - 24, bottom - 12), 48, fill=fill)
            self._text(shown, view.bounds, "white", centred=True)
        elif kind == "EditText":
            self._pen.rounded_rectangle(
                (left + 24, top + 8, right - 24, bottom - 8),
                16,
                outline=BLUE if view.focused else GREY,
                width=4,
            )
            self._text(shown or view.hint, view.bounds, INK if shown else GREY)
        elif view.checkable:
            self._checkable(view, shown)
        elif kind in ("ImageView", "ImageButton"):
            self._pen.rounded_rectangle((left + 44, top + 16, right - 44, bottom - 16), 16, fill="#d9e2ff")
            self._text(view.desc, view.bounds, GREY, centred=True)
        elif kind == "ProgressBar":
            middle = (left + right) // 2, (top + bottom) // 2
            self._pen.arc(
                (middle[0] - 36, middle[1] - 36, middle[0] + 36, middle[1] + 36), 0, 270, fill=BLUE, width=8
            )
        elif shown:
            self._text(shown, view.bounds, BLUE if view.clickable else INK)
        if view.overflow:
            self._pen.rectangle((right - 10, top, right - 4, bottom), fill=LINE_GREY)

    def _checkable(self, view: View, shown: str) -> None:
        left, top, right, bottom = view.bounds
        middle = (top + bottom) // 2
        box = (left + 44, middle - 26, left + 96, middle + 26)
        if view.kind == "RadioButton":
            self._pen.ellipse(box, outline=BLUE, width=5)
            if view.checked:
                self._pen.ellipse((box[0] + 13, box[1] + 13, box[2] - 13, box[3] - 13), fill=BLUE)
        else:
            self._pen.rounded_rectangle(box, 8, outline=BLUE, width=5, fill=BLUE if view.checked else None)
            if view.checked:
                self._pen.line(
                    [(box[0] + 11, middle), (box[0] + 23, middle + 13), (box[2] - 9, middle - 15)],
                    fill="white",
                    width=6,
                )
        self._text(shown, (left + 84, top, right, bottom), INK)

    def _text(
        self, text: str, bounds: tuple[int, int, int, int], colour: str, *, centred: bool = False
    ) -> None:
        left, top, right, bottom = bounds
        lines = text_lines(text, right - left - 2 * PADDING)
        y = top + 16
        if centred or len(lines) == 1:
            y = (top + bottom) // 2 - LINE * len(lines) // 2
        for line in lines:
            if y + LINE > bottom + LINE // 2:
                break
            if centred:
                self._pen.text(((left + right) // 2, y + LINE // 2), line, colour, _font(GLYPH), anchor="mm")
            else:
                self._pen.text((left + PADDING, y + LINE // 2), line, colour, _font(GLYPH), anchor="lm")
            y += LINE
