"""`openLink`: open a URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from privaudit.scenario.context import Context
from privaudit.scenario.step import Problem, Step

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


class OpenLink(Step, frozen=True, kw_only=True):
    """Open a URL in the app that the phone has for it."""

    SHORTHAND: ClassVar[str] = "link"
    REFUSED: ClassVar[dict[str, str]] = {
        "autoVerify": "the phone's settings for links are left as they are",
        "browser": "which app opens a link is the phone's choice",
    }

    link: str

    def describe(self) -> str:
        """Return the URL."""
        return self.link

    def problems(self) -> Iterator[Problem]:
        """Yield that it is no URL."""
        if not _URL.fullmatch(self.link):
            yield Problem(
                "link",
                f"{self.link[:60]!r} is not a URL",
                "write it in full, for example https://www.bank.example/",
            )


def run(step: OpenLink, context: Context) -> None:
    """Open it and wait for the screen to rest."""
    context.stage.open_link(step.link)
    context.settle()
