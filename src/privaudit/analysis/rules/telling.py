"""Rules on what the user must be told: purpose, manner of use, manner of protection, complaint channels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from privaudit.analysis.case import Case, Sighting
from privaudit.analysis.proof import call_proof, notice_proof, screen_proof, searched_proof
from privaudit.catalog.recorded import recorded
from privaudit.model.declaration import Channel, Statement, StatementKind
from privaudit.model.finding import Proof, Text

REGULATORS = frozenset({"12378", "12363", "12345", "12377", "12321"})
"""Hotlines of authorities: of the financial regulator, the central bank, city halls, the CAC and spam
reports.

None of them is the institution's own channel. Source: the numbers as published by each.
"""

_WITH_PURPOSE: tuple[StatementKind, ...] = ("collection", "permission", "sdk", "third_party")

_PHONE = Text(zh="投诉电话", en="complaint phone")
_ADDRESS = Text(zh="通讯地址", en="postal address")
_PROCESS = Text(zh="投诉处理流程", en="complaint process")


def purpose_not_told(case: Case) -> Iterator[Sighting]:
    """The notice names personal information without saying what it is collected for."""
    statements = case.declaration.of_kind(*_WITH_PURPOSE)
    for statement in statements:
        if statement.purpose.strip():
            continue
        scope = _scope(statement)
        for data_type in statement.data_types:
            told = any(
                s.purpose.strip() and _scope(s) == scope and data_type in s.data_types for s in statements
            )
            if not told:
                yield Sighting(
                    evidence=notice_proof(statement),
                    data_type=data_type,
                    subject=scope,
                    params={"what": _whose(statement)},
                    support=tuple(_first_read(case, data_type)),
                )
        for permission in statement.permissions:
            if not any(s.purpose.strip() and permission in s.permissions for s in statements):
                yield Sighting(
                    evidence=notice_proof(statement),
                    subject=permission,
                    variant="permission",
                    params={"permission": permission},
                )
        if statement.kind in ("sdk", "third_party") and not statement.data_types:
            yield Sighting(
                evidence=notice_proof(statement),
                subject=scope,
                variant="third",
                params={"what": _whose(statement)},
            )


def manner_not_told(case: Case) -> Iterator[Sighting]:
    """The notice does not say how personal information is used."""
    if not case.declaration.of_kind("manner"):
        yield Sighting(
            evidence=searched_proof(case, "如何使用个人信息；处理方式；使用方式"), subject="manner"
        )


def protection_not_told(case: Case) -> Iterator[Sighting]:
    """The notice does not say how personal information is protected."""
    if not case.declaration.of_kind("protection"):
        yield Sighting(
            evidence=searched_proof(case, "如何保护个人信息；加密；访问控制；安全措施"), subject="protection"
        )


def complaint_channel_missing_in_notice(case: Case) -> Iterator[Sighting]:
    """The notice does not publish the complaint channel with its phone and postal address."""
    statements = case.declaration.of_kind("complaint")
    if not statements:
        yield Sighting(
            evidence=searched_proof(case, "投诉；举报；客服电话；联系我们"),
            subject="channel",
            params={"what": Text(zh="投诉渠道", en="any complaint channel")},
        )
        return
    channels = [statement.channel for statement in statements if statement.channel is not None]
    for subject, name in _missing(channels):
        yield Sighting(
            evidence=notice_proof(statements[0]),
            subject=subject,
            # The process may stand on another page of the app, which the notice's text does not show.
            verdict="suspected" if subject == "process" else "violation",
            severity="low" if subject == "process" else None,
            params={"what": name},
        )


def complaint_channel_missing_in_app(case: Case) -> Iterator[Sighting]:
    """The complaint channel could not be found in the app, or shows no phone or address."""
    opened = case.observation.complaint_opened
    if opened is None:
        return
    event, found, phones, _emails, addresses, reason = opened
    screen = screen_proof(
        case, event, recorded(reason) if reason else None, step=case.observation.complaint_step
    )
    if not found:
        looked = Proof(
            kind="absence",
            event=event,
            searched="投诉；建议；意见反馈；客服；联系我们",
            text=Text(
                zh="按场景在应用各页面中寻找投诉入口，未找到。",
                en="An entry for complaints was looked for on the app's pages by the scenario and not found.",
            ),
        )
        yield Sighting(evidence=screen, subject="entry", variant="entry", support=(looked,))
        return
    if not _own(phones):
        yield Sighting(evidence=screen, subject="phone", params={"what": _PHONE})
    if not any(address.strip() for address in addresses):
        yield Sighting(evidence=screen, subject="address", params={"what": _ADDRESS})


def _missing(channels: Iterable[Channel]) -> Iterator[tuple[str, Text]]:
    told = list(channels)
    if not _own(channel.phone for channel in told):
        yield "phone", _PHONE
    if not any(channel.address.strip() for channel in told):
        yield "address", _ADDRESS
    if not any(channel.process.strip() or channel.reply_days is not None for channel in told):
        yield "process", _PROCESS


def _own(phones: Iterable[str]) -> bool:
    digits = ("".join(c for c in phone if c.isdigit()) for phone in phones)
    return any(number and number not in REGULATORS for number in digits)


def _scope(statement: Statement) -> str:
    if statement.kind in ("sdk", "third_party"):
        return statement.sdk or statement.name or statement.company or "third_party"
    return "app"


def _whose(statement: Statement) -> Text:
    if statement.kind in ("sdk", "third_party"):
        name = statement.name or statement.company or statement.sdk
        return Text(zh=f"第三方 {name} ", en=f"the third party {name}")
    return Text(zh="应用", en="the app")


def _first_read(case: Case, data_type: str) -> Iterator[Proof]:
    for access in case.reads():
        if access.data_type == data_type:
            yield call_proof(case, access)
            return
