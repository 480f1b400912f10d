"""Which rules, and through them which clauses, calls of a catalogue row serve; worked out, kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FunctionType
from typing import Any, Literal, NamedTuple

from privaudit.analysis.calls import NOT_READING, RETURNS_NO_DATA
from privaudit.analysis.observe import ASK_PREFIX
from privaudit.analysis.registry import Rule
from privaudit.model.catalog import ApiRow

Role = Literal["read", "sent", "asked", "opened", "state", "support"]
ROLES: tuple[Role, ...] = ("read", "sent", "asked", "opened", "state", "support")
"""What a call can be to a rule: personal information read · a value that is searched for in traffic · a
permission asked for · the code that opened a connection · the app's state while something happened · a
further proof where the verdict itself rests on the notice alone."""

_ASKED_OF_A_CASE: dict[str, Role] = {
    "reads": "read",
    "accesses": "read",
    "carried": "sent",
    "asks": "asked",
    "app_state": "state",
}
"""What a rule's function asks of a case or an observation, to the role of the calls it thereby judges."""


class Served(NamedTuple):
    """A rule that calls of a row can serve, and as what."""

    rule: Rule
    roles: tuple[Role, ...]


def data_types_of(row: ApiRow) -> tuple[str, ...]:
    """Return every data type a row can yield, its own first: by address or by name others may come."""
    found = (row.data_type, *row.columns.values(), *row.names.values())
    return tuple(dict.fromkeys(name for name in found if name))


def called(row: ApiRow) -> str:
    """Return a row's class and method as one reads them: without the package."""
    return f"{row.cls.rpartition('.')[2]}#{row.method}" if row.kind != "native" else f"{row.cls} {row.method}"


def roles_of(row: ApiRow) -> frozenset[Role]:
    """Return what calls of a row can be to a rule; nothing for a row that no hook can see used."""
    if row.kind == "field":
        return frozenset()
    roles: set[Role] = set()
    if row.yields not in NOT_READING and data_types_of(row):
        roles.add("read")
        if row.yields not in RETURNS_NO_DATA:
            roles.add("sent")
    if row.id.startswith(ASK_PREFIX):
        roles.add("asked")
    if row.yields == "traffic":
        roles.add("opened")
    if row.yields == "lifecycle":
        roles.add("state")
    return frozenset(roles)


def roles_judged(rule: Rule) -> frozenset[Role]:
    """Return what a rule judges, from what its function and the helpers beside it ask of a case."""
    asked = _names(rule.judge, rule.judge.__module__, set())
    roles = {role for name, role in _ASKED_OF_A_CASE.items() if name in asked}
    if rule.row.needs.app_states:
        roles.add("state")
    if "sent" in roles:
        roles.add("opened")  # who opened the connection is who sent
    return frozenset(roles)


def serves(roles: Iterable[Role], rules: Iterable[Rule]) -> list[Served]:
    """Return the rules that calls with these roles can serve, in the order of the rules."""
    wanted = frozenset(roles)
    found = []
    for rule in rules:
        common = roles_judged(rule) & wanted
        if common:
            found.append(Served(rule, roles_shown(rule, common)))
    return found


def roles_shown(rule: Rule, roles: frozenset[Role]) -> tuple[Role, ...]:
    """Return these roles in their order; to a rule that needs no sensor all of them are support."""
    if roles and not rule.row.needs.sensors:
        return ("support",)
    return tuple(role for role in ROLES if role in roles)


def by_clause(served: Iterable[Served]) -> dict[str, list[str]]:
    """Return clause ids to the ids of the rules through which they are served."""
    clauses: dict[str, list[str]] = {}
    for one in served:
        for clause in one.rule.row.clauses:
            clauses.setdefault(clause, []).append(one.rule.row.id)
    return clauses


def _names(function: Callable[..., Any], module: str, seen: set[CodeType]) -> set[str]:
    """Return the names that a function uses, and those the functions of the same module use that it calls."""
    if not isinstance(function, FunctionType) or function.__code__ in seen:
        return set()
    found: set[str] = set()
    for code in _codes(function.__code__):
        seen.add(code)
        found.update(code.co_names)
    for name in tuple(found):
        called = function.__globals__.get(name)
        if isinstance(called, FunctionType) and called.__module__ == module:
            found |= _names(called, module, seen)
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
