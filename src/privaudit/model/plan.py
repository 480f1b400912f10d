"""Plans: a scenario file, read and checked, ready to be run."""

from __future__ import annotations

from typing import Any

import msgspec


class PlannedStep(msgspec.Struct, frozen=True, kw_only=True):
    """One command of a flow: its verb, its typed arguments and where it stands in the file."""

    verb: str
    step: Any
    """The verb's own struct (see `privaudit.scenario.steps`)."""
    label: str
    file: str
    line: int
    column: int
    optional: bool = False


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A flow ready to run."""

    app_id: str
    name: str
    file: str
    sha256: str
    steps: tuple[PlannedStep, ...]
    on_start: tuple[PlannedStep, ...] = ()
    on_complete: tuple[PlannedStep, ...] = ()
    env: dict[str, str] = {}
    tags: tuple[str, ...] = ()
    files: dict[str, str] = {}
    """Every flow file that was read, this one and those it runs, to its sha256."""
    extra: dict[str, Any] = {}
    """Unknown keys of the configuration, kept as written."""
