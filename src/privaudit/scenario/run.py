"""Runs a plan on a stage, step by step, and records each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from privaudit.model.event import StepEnded, StepStarted
from privaudit.model.plan import Plan, PlannedStep
from privaudit.model.stage import Stage
from privaudit.model.ui import UiTree
from privaudit.scenario.context import Context, StepError, shown
from privaudit.scenario.pattern import PatternTimeoutError
from privaudit.scenario.step import Step
from privaudit.scenario.variables import AT_RUN_TIME, substitute_copied
from privaudit.scenario.verbs import Verb, verbs

DEFAULT_TIMEOUT_MS = 10_000
"""How long a step looks for an element before it fails."""

_ENDINGS: dict[type[BaseException], str] = {KeyboardInterrupt: "the run was stopped"}

Status = Literal["ok", "failed", "warned", "not_run"]
Watcher = Callable[[StepStarted | StepEnded], None]


class PlanResult(msgspec.Struct, frozen=True, kw_only=True):
    """How a run of a plan went."""

    ok: bool
    failed_step: str = ""
    """The number of the first step that failed, innermost."""
    message: str = ""
    """Why it failed."""
    counts: dict[Status, int] = {}
    """Steps by how they ended, those inside other steps included."""


def run_plan(
    plan: Plan,
    stage: Stage,
    *,
    timeout_ms: int = DEFAULT_TIMEOUT_MS,
    on_step: Watcher | None = None,
    seed: int | None = None,
) -> PlanResult:
    """Run a plan; every step is recorded through the stage, and told to `on_step` as it starts and ends.

    A step that fails ends the run: the steps after it are recorded as not run, and the steps of
    `onFlowComplete` are run all
    the same. Random input comes from `seed`, by default from the plan's own sha256, so that a run can be
    repeated. Raises DeviceError when the phone is gone, after recording the step as failed.
    """
    return _Runner(plan, stage, timeout_ms, on_step, _seed(plan) if seed is None else seed).run()


class _Runner:
    def __init__(self, plan: Plan, stage: Stage, timeout_ms: int, on_step: Watcher | None, seed: int) -> None:
        self.plan = plan
        self.stage = stage
        self.on_step = on_step
        self.context = Context(stage, timeout_ms=timeout_ms, seed=seed, run_steps=self._inside)
        self.failures: list[tuple[str, str]] = []
        self.counts: dict[Status, int] = {"ok": 0, "failed": 0, "warned": 0, "not_run": 0}

    def run(self) -> PlanResult:
        parts = (
            ("onFlowStart", self.plan.on_start),
            ("", self.plan.steps),
            ("onFlowComplete", self.plan.on_complete),
        )
        failed: tuple[str, str] | None = None
        for number, (prefix, steps) in enumerate(parts):
            if failed is not None and prefix != "onFlowComplete":
                self._not_run(steps, prefix)
                continue
            try:
                ended = self._part(steps, prefix)
            except BaseException:
                for later_prefix, later in parts[number + 1 :]:
                    self._not_run(later, later_prefix)
                raise
            failed = ended if failed is None else failed
        step, message = failed or ("", "")
        return PlanResult(ok=failed is None, failed_step=step, message=message, counts=self.counts)

    def _part(self, steps: tuple[PlannedStep, ...], prefix: str) -> tuple[str, str] | None:
        """Run one list of the plan; return the number and message of the step that failed, if one did."""
        self.failures.clear()
        try:
            self._steps(steps, prefix)
        except StepError as error:
            return self.failures[0] if self.failures else (prefix, str(error))
        return None

    def _inside(self, steps: tuple[PlannedStep, ...], part: str) -> None:
        """Run the commands of a block; `part` numbers the round."""
        context = self.context
        saved = context.path, context.optional
        prefix = f"{context.path}.{part}" if part else context.path
        try:
            self._steps(steps, prefix)
        finally:
            context.path, context.optional = saved
            context.message = ""

    def _steps(self, steps: tuple[PlannedStep, ...], prefix: str) -> None:
        for number, planned in enumerate(steps, 1):
            path = f"{prefix}.{number}" if prefix else str(number)
            try:
                self._step(planned, path)
            except BaseException:
                self._not_run(steps[number:], prefix, after=number)
                raise

    def _step(self, planned: PlannedStep, path: str) -> None:
        """Run one step; raise StepError when it failed and the flow must end."""
        context = self.context
        verb = verbs()[planned.verb]
        context.path, context.optional, context.message = path, planned.optional, ""
        self._started(planned, path)
        try:
            failure = self._attempt(verb, planned)
        except BaseException as error:
            self._ended(path, "failed", shown(str(error)) or _ENDINGS.get(type(error), type(error).__name__))
            raise
        if failure is None:
            self._ended(path, "ok", context.message)
        elif planned.optional:
            self._ended(path, "warned", failure)
        elif context.forgiven:
            self._ended(path, "warned", f"{failure} ({context.forgiven})")
            raise StepError(failure)
        else:
            self._ended(path, "failed", failure)
            self.failures.append((path, failure))
            raise StepError(failure)

    def _attempt(self, verb: Verb, planned: PlannedStep) -> str | None:
        """Run the step and keep the screen it leaves; return why it failed, or None."""
        context = self.context
        failure: str | None = None
        before = context.forgiven
        if planned.optional:
            context.forgiven = "inside an optional step"
        try:
            verb.run(self._filled(planned.step), context)
        except StepError as error:
            failure = str(error)
        except PatternTimeoutError as error:
            failure = error.message
        finally:
            context.forgiven = before
        if verb.keeps_screen:
            context.keep_screen(self._last_look())
        return failure

    def _last_look(self) -> UiTree:
        """Return the screen; one with too much on it to look for the dialog on the notice is still kept."""
        try:
            return self.context.look()
        except StepError as error:
            self.context.note("screen", f"not searched for the dialog on the privacy notice: {error}")
            return self.stage.ui()

    def _filled(self, step: Any) -> Any:
        """Return the step with the copied text filled in where it is used."""
        return _fill(step, self.context.copied) if isinstance(step, Step) else step

    def _not_run(self, steps: tuple[PlannedStep, ...], prefix: str, *, after: int = 0) -> None:
        for number, planned in enumerate(steps, after + 1):
            path = f"{prefix}.{number}" if prefix else str(number)
            self._started(planned, path)
            self._ended(path, "not_run", "a step before it failed")

    def _started(self, planned: PlannedStep, path: str) -> None:
        now = self.stage.now_ns()
        self._tell(
            StepStarted(
                at=now, seen=now, path=path, verb=planned.verb, label=planned.label,
                file=planned.file, line=planned.line,
            )
        )  # fmt: skip

    def _ended(self, path: str, status: Status, message: str) -> None:
        self.counts[status] += 1
        now = self.stage.now_ns()
        self._tell(StepEnded(at=now, seen=now, path=path, status=status, message=message))

    def _tell(self, event: StepStarted | StepEnded) -> None:
        self.stage.emit(event)
        if self.on_step is not None:
            self.on_step(event)


def _fill(value: Any, copied: str) -> Any:
    """Return `value` with `${maestro.copiedText}` replaced in every text of it."""
    if isinstance(value, str):
        return substitute_copied(value, copied) if AT_RUN_TIME in value else value
    if isinstance(value, tuple) and not any(isinstance(item, PlannedStep) for item in value):
        return tuple(_fill(item, copied) for item in value)
    if isinstance(value, msgspec.Struct):
        changes = {}
        for name in value.__struct_fields__:
            old = getattr(value, name)
            new = _fill(old, copied)
            if new is not old and new != old:
                changes[name] = new
        return msgspec.structs.replace(value, **changes) if changes else value
    return value


def _seed(plan: Plan) -> int:
    return int(plan.sha256[:12] or "0", 16)
