"""Proofs: the pieces of evidence as a finding shows them, with their values still unmasked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from privaudit.analysis.case import Carried, Case, Evidence
from privaudit.model.declaration import Statement
from privaudit.model.event import Frame
from privaudit.model.finding import Proof, StackLine, Text
from privaudit.model.observation import Access, PermissionAsk, SystemView, When

MAX_FRAMES = 40
"""Frames shown of a stack; the one that decides is always among them."""

MAX_SCREEN_AGE_NS = 60_000_000_000
"""How long before an event a screenshot may have been taken to be shown with it: 60 s is our choice."""


def proof_of(case: Case, evidence: Evidence) -> Proof:
    """Return the proof a piece of evidence makes."""
    if isinstance(evidence, Proof):
        return evidence
    if isinstance(evidence, Access):
        return call_proof(case, evidence)
    if isinstance(evidence, PermissionAsk):
        return _ask_proof(case, evidence)
    return _request_proof(case, evidence)


def when_of(evidence: Evidence) -> tuple[int | None, int | None, int, str]:
    """Return first and last time (ns), how many, and the consent and app state of a piece of evidence."""
    if isinstance(evidence, Access):
        return (
            evidence.when.at,
            evidence.last or evidence.when.at,
            evidence.count,
            f"{evidence.when.consent}/{evidence.when.app_state}",
        )
    if isinstance(evidence, Proof):
        state = f"{evidence.consent}/{evidence.app_state}" if evidence.consent else ""
        return evidence.at, evidence.at, 1, state
    when = evidence.sent.when if isinstance(evidence, Carried) else evidence.when
    return when.at, when.at, 1, f"{when.consent}/{when.app_state}"


def phase_of(evidence: Evidence) -> str:
    """Return the phase a piece of evidence belongs to."""
    if isinstance(evidence, Proof):
        return evidence.phase
    return (evidence.sent.when if isinstance(evidence, Carried) else evidence.when).phase


def call_proof(case: Case, access: Access) -> Proof:
    """Return the proof of a call."""
    row = case.catalog.apis.get(access.api)
    return Proof(
        kind="call",
        event=access.event,
        api=access.api,
        api_signature=f"{row.cls}.{row.method}" if row else access.api,
        process=access.process,
        thread=access.thread,
        value=access.value or ("" if access.items is None else f"[{access.items}]"),
        error=access.error,
        stack=stack_lines(access.frames, access.responsible),
        screenshot=screenshot_before(case, access.when.at),
        **_state(access.when),  # type: ignore[arg-type] # names and types are those of Proof
    )


def system_proofs(case: Case, shown: Iterable[Evidence]) -> tuple[Proof, ...]:
    """Return what the system itself counted for these calls: a witness apart from the hooks."""
    rows, coverage = case.catalog.apis, case.observation.coverage
    ops = {rows[one.api].app_op for one in shown if isinstance(one, Access)} - {""}
    last: dict[str, SystemView] = {}
    for view in case.observation.system:
        counted = view.last_access is not None and coverage.start <= view.last_access <= coverage.end
        if view.op in ops and counted:
            last[view.op] = view
    return tuple(
        Proof(
            kind="system",
            event=view.event,
            at=view.last_access,
            text=Text(
                zh=f"系统 AppOps 记录了 {op} 的访问（{view.last_access_state or view.mode}）。",
                en=f"The system's AppOps counted an access of {op} ({view.last_access_state or view.mode}).",
            ),
        )
        for op, view in sorted(last.items())
    )


def notice_proof(statement: Statement) -> Proof:
    """Return the notice's sentence as a proof."""
    place = statement.place
    return Proof(kind="notice", quote=place.quote, start=place.start, end=place.end)


def searched_proof(case: Case, words: str) -> Proof:
    """Return the proof that something was looked for in the whole notice and is not there."""
    known = case.searches.get(words)
    if known is None:
        notice = case.declaration.notice
        name = notice.title or notice.file
        text = Text(
            zh=f"在《{name}》全文（{len(notice.text)} 字）的声明中未找到。",
            en=f"Not found among the statements of the whole notice, {name} ({len(notice.text)} characters).",
        )
        known = case.searches[words] = Proof(kind="absence", searched=words, text=text)
    return known


def screen_proof(case: Case, event: int, text: Text | None) -> Proof:
    """Return the screen shown when an event of the scenario was recorded."""
    screens = case.observation.screens
    known = [screen for screen in screens if screen[0] <= event] or list(screens[:1])
    if not known:
        return Proof(kind="step", event=event, text=text)
    _n, when, shot, texts = known[-1]
    return Proof(
        kind="screen",
        event=event,
        text=text,
        screenshot=shot,
        screen_texts=texts,
        **_state(when),  # type: ignore[arg-type] # names and types are those of Proof
    )


def stack_lines(frames: tuple[Frame, ...], responsible: int) -> tuple[StackLine, ...]:
    """Return a stack as lines, innermost first, the deciding one marked; long ones are cut and say so."""
    lines = [
        StackLine(text=_frame_text(frame), responsible=index == responsible)
        for index, frame in enumerate(frames)
    ]
    if len(lines) <= MAX_FRAMES:
        return tuple(lines)
    shown = lines[: max(MAX_FRAMES, responsible + 2)]
    left = len(lines) - len(shown)
    return (*shown, StackLine(text=f"… +{left}")) if left else tuple(shown)


def screenshot_before(case: Case, at: int) -> str:
    """Return the last screenshot taken before a time and not too long before it, or an empty string."""
    screens = case.observation.screens
    index = bisect_right(screens, at, key=lambda screen: screen[1].at) - 1
    while index >= 0 and at - screens[index][1].at <= MAX_SCREEN_AGE_NS:
        if screens[index][2]:
            return screens[index][2]
        index -= 1
    return ""


def _ask_proof(case: Case, ask: PermissionAsk) -> Proof:
    return Proof(
        kind="permission",
        event=ask.event,
        text=Text(
            zh="申请权限：" + "、".join(ask.permissions), en="asked for: " + ", ".join(ask.permissions)
        ),
        stack=stack_lines(ask.frames, ask.responsible),
        screen_texts=ask.screen_texts,
        screenshot=screenshot_before(case, ask.when.at),
        **_state(ask.when),  # type: ignore[arg-type] # names and types are those of Proof
    )


def _request_proof(case: Case, carried: Carried) -> Proof:
    sent, match = carried
    return Proof(
        kind="request",
        event=sent.event,
        flow=sent.flow,
        url=f"{sent.method} {sent.url}",
        value=match.value,
        excerpt=f"{match.before}{match.found}{match.after}"
        if match.found
        else f"{match.where} {match.name}={match.value}",
        decodings=match.chain,
        stack=stack_lines(sent.frames, sent.responsible),
        screenshot=screenshot_before(case, sent.when.at),
        **_state(sent.when),  # type: ignore[arg-type] # names and types are those of Proof
    )


def _state(when: When) -> dict[str, object]:
    return {"at": when.at, "consent": when.consent, "app_state": when.app_state, "phase": when.phase}


def _frame_text(frame: Frame) -> str:
    place = f"{frame.file}:{frame.line}" if frame.line > 0 else frame.file
    return f"{frame.cls}.{frame.method}({place})" if place else f"{frame.cls}.{frame.method}"
