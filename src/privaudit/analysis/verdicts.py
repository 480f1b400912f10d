"""The order of verdicts, from worst to best, and the words for what is judged.

A proven breach weighs most, then a suspected one. What was not tested comes before what only a document can
show and before what was watched without being seen: the first leaves room for any breach, the others state a
limit of the method. Conformity is claimed only when nothing else is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from privaudit.model.catalog import DataType
from privaudit.model.circumstances import Actor
from privaudit.model.finding import Confidence, Severity, Text, Verdict
from privaudit.model.observation import Match

ORDER: tuple[Verdict, ...] = (
    "violation", "suspected", "not_tested", "needs_document", "not_observed", "conforms", "not_applicable",
)  # fmt: skip
_RANK = {verdict: rank for rank, verdict in enumerate(ORDER)}
_LEVEL: dict[str, int] = {"high": 0, "medium": 1, "low": 2}


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of some verdicts; `not_applicable` when there are none."""
    return min(verdicts, key=_RANK.__getitem__, default="not_applicable")


def rank(verdict: Verdict) -> int:
    """Return the place of a verdict, 0 for the worst."""
    return _RANK[verdict]


def gravest(severities: Iterable[Severity]) -> Severity:
    """Return the highest of some severities."""
    return min(severities, key=_LEVEL.__getitem__)


def surest(confidences: Iterable[Confidence]) -> Confidence:
    """Return the highest of some confidences: the best proof of a cause decides."""
    return min(confidences, key=_LEVEL.__getitem__)


def least_sure(*confidences: Confidence) -> Confidence:
    """Return the lowest of some confidences: a chain is as sure as its weakest link."""
    return max(confidences, key=_LEVEL.__getitem__)


def less_sure(confidence: Confidence) -> Confidence:
    """Return the next lower confidence; there is none below low."""
    return "medium" if confidence == "high" else "low"


def name_of(data_type: DataType | None, id_: str) -> Text:
    """Return the words for a data type."""
    return Text(zh=data_type.zh, en=data_type.en) if data_type else Text(zh=id_, en=id_)


def actor_text(actor: Actor) -> Text:
    """Return the words for who acted, as they stand in a sentence."""
    if actor.kind == "sdk":
        zh = f"第三方 {actor.name}" + (f"（{actor.company}）" if actor.company else "")
        return Text(
            zh=zh, en=f"the third party {actor.name}" + (f" ({actor.company})" if actor.company else "")
        )
    if actor.kind == "app":
        if actor.confidence == "low":
            return Text(zh="应用内未能归属的代码", en="code inside the app that could not be assigned")
        return Text(zh="应用自身", en="the app itself")
    if actor.kind == "system":
        return Text(zh="系统", en="the system")
    return Text(zh="应用内未能确定的一方", en="a party inside the app that could not be determined")


def add_types(types: dict[str, bool], matches: Iterable[Match]) -> None:
    """Add the data types of what was sent, each with whether more than the form of a value speaks for it."""
    for match in matches:
        types[match.data_type] = types.get(match.data_type, False) or match.source != "detected"


def only_by_form(types: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the data types that nothing but the form of a value speaks for."""
    return tuple(data_type for data_type, known in types.items() if not known)
