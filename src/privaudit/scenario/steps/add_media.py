"""`addMedia`: put files into the phone's gallery."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from privaudit.scenario.context import Context
from privaudit.scenario.step import HostFile, Problem, Step


class AddMedia(Step, frozen=True, kw_only=True):
    """Copy pictures or films into the phone's gallery."""

    SHORTHAND: ClassVar[str] = "files"

    files: tuple[HostFile, ...]

    def describe(self) -> str:
        """Return the names of the files."""
        return ", ".join(Path(file).name for file in self.files)

    def problems(self) -> Iterator[Problem]:
        """Yield that there are none."""
        if not self.files:
            yield Problem("files", "no files are named", "write each as `- picture.png`")


def run(step: AddMedia, context: Context) -> None:
    """Copy them."""
    context.stage.add_media(step.files)
