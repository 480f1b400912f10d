"""Proofs: the pieces of evidence as a finding shows them, with their values still unmasked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from privaudit.analysis.case import Carried, Case, Evidence
from privaudit.analysis.provenance import steps_of
from privaudit.catalog.recorded import recorded
from privaudit.model.circumstances import When
from privaudit.model.declaration import Statement
from privaudit.model.destination import Handshake, Probe
from privaudit.model.event import Frame
from privaudit.model.finding import Proof, StackLine, Text
from privaudit.model.observation import Access, PermissionAsk, Sent, SurfaceKind, SystemView

MAX_FRAMES = 40
"""Frames shown of a stack; the one that decides is always among them."""

MAX_SCREEN_AGE_NS = 60_000_000_000
"""How long before an event a screenshot may have been taken to be shown with it: 60 s is our choice."""

MAX_SCREEN_LAG_NS = 10_000_000_000
"""How long after an event, where none before it shows the same state of things: 10 s is our choice."""

SAME_MOMENT_NS = 500_000_000
"""How far the system's time of an access may be from the call it stands for."""

MAX_SCREENS = 60
"""Screenshots looked at on each side of an event."""

_RETURNING = frozenset({"value", "list", "cursor"})


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


def situation_of(evidence: Evidence) -> tuple[str, SurfaceKind]:
    """Return the phase and the kind of surface a piece of evidence belongs to."""
    if isinstance(evidence, Proof):
        return evidence.phase, evidence.surface.kind if evidence.surface else "native"
    seen = evidence.sent if isinstance(evidence, Carried) else evidence
    return seen.when.phase, seen.surface.kind


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
        # A list is told by its length: what stands in it is no single value.
        value="" if access.items is not None else access.value or "",
        value_length=access.value_length,
        value_sha256=access.value_sha256,
        items=access.items,
        empty=returned_nothing(case, access),
        error=access.error,
        actor=access.actor,
        surface=access.surface,
        stack=stacks_of(access),
        **_shown(case, access.when),  # type: ignore[arg-type] # names and types are those of Proof
    )


def system_proofs(case: Case, shown: Iterable[Evidence]) -> tuple[Proof, ...]:
    """Return what the system itself counted for these very calls: a witness apart from the hooks.

    The system tells only the last access of an op; it speaks for a call when it is of the same moment.
    """
    rows = case.catalog.apis
    calls = [(rows[one.api].app_op, one) for one in shown if isinstance(one, Access) and not one.refused]
    last: dict[str, SystemView] = {}
    for view in case.observation.system:
        at = view.last_access
        if at is not None and any(
            op == view.op and one.when.at - SAME_MOMENT_NS <= at <= (one.last or one.when.at) + SAME_MOMENT_NS
            for op, one in calls
        ):
            last[view.op] = view
    return tuple(
        Proof(
            kind="system",
            event=view.event,
            at=view.last_access,
            text=Text(
                zh=f"系统自身的记录（AppOps）也显示了一次 {op} 访问{_op_state(view).zh}。",
                en=f"The system's own record (AppOps) shows an access of {op} as well{_op_state(view).en}.",
            ),
        )
        for op, view in sorted(last.items())
    )


def _op_state(view: SystemView) -> Text:
    """Return the app's state as the system noted it with an access, in brackets; empty when unknown."""
    state = (view.last_access_state or "").lower()
    known = next((words for key, words in _OP_STATES.items() if state.startswith(key)), None)
    if known is None:
        return Text(zh="", en="")
    return Text(zh=f"（当时应用{known.zh}）", en=f" ({known.en})")


_OP_STATES = {
    "top": Text(zh="在前台", en="the app was in front"),
    "fg": Text(zh="以前台服务运行", en="in a foreground service"),
    "bg": Text(zh="在后台", en="in the background"),
    "cached": Text(zh="在后台", en="in the background"),
    "pers": Text(zh="常驻运行", en="persistent"),
}


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
            zh=f"在依据《{name}》全文（{len(notice.text)} 字）整理的声明中，未找到相应内容。",
            en=f"Not found among the statements taken from the whole notice, {name} "
            f"({len(notice.text)} characters).",
        )
        known = case.searches[words] = Proof(kind="absence", searched=words, text=text)
    return known


def screen_proof(case: Case, event: int, text: Text | None, *, step: str = "") -> Proof:
    """Return the screen shown when an event of the scenario was recorded, the last one of its step."""
    screens = case.observation.screens
    known = [screen for screen in screens if step and screen[1].step == step]
    known = known or [screen for screen in screens if screen[0] <= event] or list(screens[:1])
    if not known:
        return Proof(kind="step", event=event, text=text)
    _n, when, shot, texts = known[-1]
    return Proof(
        kind="screen",
        event=event,
        text=text,
        screenshot=shot,
        screen_at=when.at,
        screen_consent=when.consent,
        screen_app_state=when.app_state,
        screen_texts=texts,
        **_state(when),  # type: ignore[arg-type] # names and types are those of Proof
    )


def stacks_of(seen: Access | PermissionAsk | Sent) -> tuple[StackLine, ...]:
    """Return a call's own stack and those at which its work was created, each after a divider."""
    lines: list[StackLine] = []
    for number, frames in enumerate((seen.frames, *seen.origins)):
        if number:
            lines.append(
                StackLine(text="", divider=_REGISTERED if number == 1 and _listens(seen) else _CREATED)
            )
        lines += stack_lines(frames, seen.responsible if number == seen.decided_in else -1)
    return tuple(lines)


_CREATED = Text(zh="任务在此处创建", en="this work was created at")
_REGISTERED = Text(zh="监听器在此处注册", en="this listener was registered at")


def _listens(seen: Access | PermissionAsk | Sent) -> bool:
    return isinstance(seen, Access) and seen.delivered


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


def _strangeness(shown: When, when: When) -> tuple[bool, bool, bool]:
    """Return in what a screen differs from a moment, the gravest first."""
    return shown.consent != when.consent, shown.phase != when.phase, shown.app_state != when.app_state


def returned_nothing(case: Case, access: Access) -> bool:
    """Whether the call was seen in detail and returned nothing."""
    row = case.catalog.apis.get(access.api)
    told = bool(access.thread) and not access.refused
    return told and row is not None and row.yields in _RETURNING and not access.value and not access.items


def _screen(case: Case, when: When) -> dict[str, object]:
    """Return the screenshot that shows a moment best, with its own time and state.

    That of the same phase and state comes first, then that of the same phase and consent; of equals the last
    one before it, then the first one after. Each is told with its own time, so that none claims too much.
    """
    screens = case.observation.screens
    index = bisect_right(screens, when.at, key=lambda screen: screen[1].at)
    before = [
        screen
        for screen in reversed(screens[max(0, index - MAX_SCREENS) : index])
        if screen[2] and when.at - screen[1].at <= MAX_SCREEN_AGE_NS
    ]
    after = [
        screen
        for screen in screens[index : index + MAX_SCREENS]
        if screen[2] and screen[1].at - when.at <= MAX_SCREEN_LAG_NS
    ]
    candidates = [*before, *after]
    if not candidates:
        return {}
    _n, shown, sha256, _texts = min(candidates, key=lambda screen: _strangeness(screen[1], when))
    return {
        "screenshot": sha256,
        "screen_at": shown.at,
        "screen_consent": shown.consent,
        "screen_app_state": shown.app_state,
    }


def _ask_proof(case: Case, ask: PermissionAsk) -> Proof:
    return Proof(
        kind="permission",
        event=ask.event,
        text=_asked(case, ask.permissions),
        actor=ask.actor,
        surface=ask.surface,
        stack=stacks_of(ask),
        screen_texts=ask.screen_texts,
        **_shown(case, ask.when),  # type: ignore[arg-type] # names and types are those of Proof
    )


def _asked(case: Case, permissions: Iterable[str]) -> Text:
    rows = [(name, case.catalog.permissions.get(name)) for name in permissions]
    return Text(
        zh="申请权限：" + "、".join(f"{row.zh}（{name}）" if row else name for name, row in rows),
        en="Asked for: " + ", ".join(f"{row.en} ({name})" if row else name for name, row in rows),
    )


def _request_proof(case: Case, carried: Carried) -> Proof:
    sent, match = carried
    return msgspec.structs.replace(
        sent_proof(case, sent),
        value=match.value,
        # Without its surroundings nothing is quoted: the value may stand there in another form.
        excerpt=f"{match.before}{match.found}{match.after}" if match.found else "",
        found=match.found,
        decodings=steps_of(match),
    )


def sent_proof(case: Case, sent: Sent) -> Proof:
    """Return the proof that something was sent, whatever it carried."""
    return Proof(
        kind="request",
        event=sent.event,
        flow=sent.flow,
        url=f"{sent.method} {sent.url}",
        actor=sent.actor,
        surface=sent.surface,
        thread=sent.thread,
        protocol=None if sent.protocol == "http" else sent.protocol,
        seen_by="agent" if sent.seen_by == "agent" else "",
        receiver=case.receivers.of(case.recipient(sent)),
        stack=stacks_of(sent),
        **_shown(case, sent.when),  # type: ignore[arg-type] # names and types are those of Proof
    )


def handshake_proof(handshake: Handshake) -> Proof:
    """Return the proof of a TLS handshake: versions and, of a server, its certificate."""
    host = f"{handshake.host}:{handshake.port}"
    version = handshake.version or "?"
    if handshake.side == "app":
        offered = ", ".join(handshake.offered) or "?"
        zh = [f"应用与 {host} 的 TLS 握手：应用提供 {offered}，协商结果 {version}"]
        en = [f"The app's TLS handshake with {host}: it offered {offered}; agreed on {version}"]
    else:
        zh = [f"代理与服务器 {host} 的 TLS 握手：协商结果 {version}"]
        en = [f"The proxy's TLS handshake with {host}: agreed on {version}"]
    certificate = handshake.certificate
    if certificate is not None:
        end = datetime.fromtimestamp(certificate.not_after / 1e9, tz=UTC)
        until = end.date().isoformat() if certificate.not_after else "?"
        zh.append(f"证书主体 {certificate.subject}，签发者 {certificate.issuer}，有效期至 {until}")
        en.append(f"certificate of {certificate.subject}, issued by {certificate.issuer}, until {until}")
    return Proof(
        kind="tls",
        event=handshake.event,
        text=Text(zh="；".join(zh), en="; ".join(en)),
        **_state(handshake.when),  # type: ignore[arg-type] # names and types are those of Proof
    )


def probe_proof(probe: Probe) -> Proof:
    """Return the proof of a wrong certificate that was shown to the app."""
    host = f"{probe.host}:{probe.port}"
    zh = f"向应用出示了由无人信任的机构为 {host} 签发的证书，应用{'接受并继续' if probe.accepted else '拒绝'}"
    en = (
        f"The app was shown a certificate for {host} of an authority nobody trusts and "
        f"{'accepted it' if probe.accepted else 'refused it'}"
    )
    return Proof(
        kind="tls",
        event=probe.event,
        text=Text(
            zh=f"{zh}（{recorded(probe.reason).zh}）" if probe.reason else zh,
            en=f"{en} ({probe.reason})" if probe.reason else en,
        ),
        **_state(probe.when),  # type: ignore[arg-type] # names and types are those of Proof
    )


def _shown(case: Case, when: When) -> dict[str, object]:
    return _screen(case, when) | _state(when)


def _state(when: When) -> dict[str, object]:
    return {"at": when.at, "consent": when.consent, "app_state": when.app_state, "phase": when.phase}


def _frame_text(frame: Frame) -> str:
    if frame.library and not frame.cls:
        return f"{frame.library}!{frame.method}"
    place = f"{frame.file}:{frame.line}" if frame.line > 0 else frame.file
    return f"{frame.cls}.{frame.method}({place})" if place else f"{frame.cls}.{frame.method}"
