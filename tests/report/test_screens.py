from __future__ import annotations

from collections.abc import Callable

from privaudit.report import screens
from privaudit.report.screens import Screens

SHA = "5d" * 32


def test_a_picture_is_embedded_once(read_artefact: Callable[[str], bytes | None]) -> None:
    shots = Screens(read_artefact)
    first = shots.get(SHA)
    assert (first.number, first.width, first.height) == (1, 90, 160)
    assert first.uri.startswith("data:image/png;base64,iVBOR")
    assert shots.get(SHA) is first
    assert shots.embedded == (first,)


def test_what_cannot_be_shown_says_why(read_artefact: Callable[[str], bytes | None]) -> None:
    png = read_artefact(SHA)
    assert png is not None
    bomb = png[:16] + (60_000).to_bytes(4) * 2 + png[24:]
    files = {
        "none": None,
        "text": b"<script>",
        "short": png[:20],
        "bomb": bomb,
        "big": png + b"\0" * screens.ONE,
    }
    shots = Screens(files.get)
    assert {name: shots.get(name).reason for name in files} == {
        "none": "screen.absent",
        "text": "screen.not_png",
        "short": "screen.not_png",
        "bomb": "screen.not_png",
        "big": "screen.too_large",
    }
    assert shots.embedded == ()


def test_the_budget_is_kept(read_artefact: Callable[[str], bytes | None]) -> None:
    png = read_artefact(SHA)
    assert png is not None
    large = png + b"\0" * (screens.ONE - len(png))
    shots = Screens(lambda _: large)
    reasons = [shots.get(str(number)).reason for number in range(screens.BUDGET // screens.ONE + 1)]
    assert reasons[-1] == "screen.too_large"
    assert not any(reasons[:-1])
