"""The timeline of a report: what happened when, in lanes, bounded in length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from privaudit.analysis.case import Case
from privaudit.analysis.mask import Masker
from privaudit.analysis.verdicts import actor_text, add_types, name_of
from privaudit.analysis.words import ANSWERS, APP_STATES, CONSENT_STATES, SENSORS
from privaudit.catalog.recorded import phase_name, recorded
from privaudit.model.finding import Finding, Text, TimelineEntry
from privaudit.model.observation import Coverage

MAX_ENTRIES = 2000
"""Marks on a timeline; a report with more could not be read, and says how many were left out."""


SCREEN_TEXTS = 4
"""Texts of a screen by which a reader recognises it."""


def timeline_entries(
    case: Case, findings: Iterable[Finding], masker: Masker
) -> tuple[tuple[TimelineEntry, ...], int]:
    """Return the marks in order of time, and how many were left out.

    Marks that findings rest on and marks of states stay; the others give way first.
    """
    rests: dict[int, dict[str, None]] = {}
    for finding in findings:
        for proof in finding.proofs:
            if proof.event is not None:
                rests.setdefault(proof.event, {})[finding.id] = None
    needed: list[TimelineEntry] = [*_states(case)]
    others: list[TimelineEntry] = []
    for entry in _events(case, rests, masker):
        (needed if entry.findings else others).append(entry)
    room = max(0, MAX_ENTRIES - len(needed))
    left_out = max(0, len(others) - room)
    shown = needed[:MAX_ENTRIES] + others[:room]
    left_out += max(0, len(needed) - MAX_ENTRIES)
    shown.sort(key=lambda entry: (entry.at, entry.lane, entry.event or 0))
    return tuple(shown), left_out


def _states(case: Case) -> Iterator[TimelineEntry]:
    observation, coverage = case.observation, case.observation.coverage
    changes = observation.consents
    start = coverage.start
    if not changes or changes[0][1].at > start:
        until = changes[0][1].at if changes else coverage.end
        yield TimelineEntry(
            lane="consent", at=start, end=until, label=CONSENT_STATES["not_shown"], tone="not_shown"
        )
    for index, (event, when, how) in enumerate(changes):
        end = changes[index + 1][1].at if index + 1 < len(changes) else coverage.end
        yield TimelineEntry(
            lane="consent",
            at=when.at,
            end=end,
            label=CONSENT_STATES[when.consent],
            note=recorded(how) if how else None,
            tone=when.consent,
            event=event,
        )
    for phase in coverage.phases:
        yield TimelineEntry(lane="phase", at=phase.start, end=phase.end, label=phase_name(phase.name))
    for at, end, state in coverage.app_spans:
        yield TimelineEntry(lane="app", at=at, end=end, label=APP_STATES[state], tone=state)
    yield from _problems(coverage)


def _problems(coverage: Coverage) -> Iterator[TimelineEntry]:
    for sensor in coverage.sensors:
        if sensor.lost:
            words = SENSORS[sensor.sensor]
            yield TimelineEntry(
                lane="problem",
                at=sensor.lost_at if sensor.lost_at is not None else coverage.end,
                label=Text(zh=f"{words.zh}中途失效", en=f"{words.en} was lost"),
                note=recorded(sensor.lost),
            )


def _events(case: Case, rests: dict[int, dict[str, None]], masker: Masker) -> Iterator[TimelineEntry]:
    observation = case.observation
    for access in observation.accesses:
        name = name_of(case.catalog.data_types.get(access.data_type), access.data_type)
        actor = actor_text(access.actor)
        times = f" ×{access.count}" if access.count > 1 else ""
        tried = Text(zh="（被拒绝）", en=" (refused)") if access.refused else Text(zh="", en="")
        yield TimelineEntry(
            lane="api",
            at=access.when.at,
            end=access.last if access.count > 1 and access.last else None,
            label=Text(
                zh=f"{actor.zh}：{name.zh}{times}{tried.zh}", en=f"{actor.en}: {name.en}{times}{tried.en}"
            ),
            detail=access.api,
            event=access.event,
            findings=tuple(rests.get(access.event, {})),
        )
    for ask in observation.asks:
        asked = [_permission(case, name) for name in ask.permissions]
        actor = actor_text(ask.actor)
        yield TimelineEntry(
            lane="permission",
            at=ask.when.at,
            label=Text(
                zh=f"{actor.zh}申请权限：{'、'.join(name.zh for name in asked)}",
                en=f"{actor.en} asks for: {', '.join(name.en for name in asked)}",
            ),
            detail=", ".join(ask.permissions),
            event=ask.event,
            findings=tuple(rests.get(ask.event, {})),
        )
    for answer in observation.answers:
        name = _permission(case, answer.permission)
        said = ANSWERS.get(answer.answer, Text(zh=answer.answer, en=answer.answer))
        yield TimelineEntry(
            lane="permission",
            at=answer.when.at,
            label=Text(zh=f"{said.zh}权限：{name.zh}", en=f"{said.en}: {name.en}"),
            detail=answer.permission,
            event=answer.event,
            findings=tuple(rests.get(answer.event, {})),
        )
    for sent in observation.sent:
        types: dict[str, bool] = {}
        add_types(types, sent.matches)
        names = [_sent_type(case, id_, known=known) for id_, known in types.items()]
        carries = Text(
            zh="，带有" + "、".join(name.zh for name in names) if names else "",
            en=" with " + ", ".join(name.en for name in names) if names else "",
        )
        what = f"{sent.method} {masker.text(sent.host)}"
        yield TimelineEntry(
            lane="request",
            at=sent.when.at,
            label=Text(zh=f"{what}{carries.zh}", en=f"{what}{carries.en}"),
            detail=masker.text(sent.url),
            event=sent.event,
            findings=tuple(rests.get(sent.event, {})),
        )
    for event, when, _screenshot, texts in observation.screens:
        shown = " · ".join(masker.text(text) for text in texts[:SCREEN_TEXTS])
        yield TimelineEntry(
            lane="screen",
            at=when.at,
            label=Text(
                zh=f"屏幕截图（步骤 {when.step}）" if when.step else "屏幕截图",
                en=f"Screenshot (step {when.step})" if when.step else "Screenshot",
            ),
            detail=shown,
            event=event,
            findings=tuple(rests.get(event, {})),
        )


def _permission(case: Case, name: str) -> Text:
    row = case.catalog.permissions.get(name)
    short = name.rpartition(".")[2]
    return Text(zh=row.zh, en=row.en) if row else Text(zh=short, en=short)


def _sent_type(case: Case, data_type: str, *, known: bool) -> Text:
    name = name_of(case.catalog.data_types.get(data_type), data_type)
    return name if known else Text(zh=f"{name.zh}（仅凭格式认出）", en=f"{name.en} (by its form alone)")
