"""What a hookable API means, when a call of it is recorded, what stays unseen and which clauses it serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from privaudit.catalog.categories import category_words
from privaudit.cli.explaining import Explanation, Known, Line, Section, called_by, clause_lines, served_data
from privaudit.cli.say import Sayings
from privaudit.cli.serving import ROLES, called, data_types_of, roles_of, serves
from privaudit.model.catalog import ApiRow, DataType

CONSTRUCTOR = "$init"
FIRST = 3
"""Data types named in the headline."""


PASSING = frozenset({"crypto", "stream"})
"""What rows yield through which bytes pass: they are told as such, not as calls."""


def names(known: Known) -> Mapping[str, list[str]]:
    """Return ids, and `class#method` in full and with the class's last name."""
    rows = known.catalog.apis
    full = [(f"{row.cls}#{row.method}", row.id) for row in rows.values()]
    short = [(called(row), row.id) for row in rows.values()]
    return called_by(rows, *full, *short)


def explain(known: Known, id_: str, say: Sayings) -> Explanation:
    """Explain a row of the API catalogue."""
    row = known.catalog.apis[id_]
    relations = _relations(known, row)
    watched = bool(relations["delivers"])
    served = serves(roles_of(row), known.rules.values())
    unserved = [] if served else [Line("", say(f"explain.serves_none_{_unserved(row)}"))]
    had = {role for one in served for role in one.roles}
    roles = [Line("", say(f"explain.role.{role}")) for role in ROLES if role in had]
    return Explanation(
        name=_name(known, row, say),
        facts=_facts(known, row, say),
        sections=[
            Section(say("explain.when"), [Line("", text) for text in _fires(row, say)]),
            *_listed(known, row, relations, say),
            Section(say("explain.unseen"), [Line("", text) for text in _unseen(row, say, watched=watched)]),
            Section(say("explain.serves"), roles + clause_lines(known, served, say) + unserved),
        ],
        data={
            "row": msgspec.to_builtins(row),
            "data_types": [msgspec.to_builtins(known.catalog.data_types[one]) for one in data_types_of(row)],
            "relates": {name: ids for name, ids in relations.items() if ids},
            "serves": served_data(known, served),
        },
    )


def _name(known: Known, row: ApiRow, say: Sayings) -> str:
    types = [known.catalog.data_types[one] for one in data_types_of(row)]
    what = say("list.comma").join(_both(one) for one in types[:FIRST])
    if len(types) > FIRST:
        what = say("explain.and_more", text=what, count=len(types))
    does = say("explain.yields.delivered" if row.delivered_by else f"explain.yields.{row.yields}")
    return f"{what}{say('colon')}{does}" if what else does


def _typed(known: Known, data_type: str, say: Sayings) -> str:
    """Return a data type with its id; some names and addresses are watched and yield none."""
    if not data_type:
        return say("explain.no_data_type")
    return f"{_both(known.catalog.data_types[data_type])} ({data_type})"


def _both(row: DataType) -> str:
    return row.zh if row.zh == row.en else f"{row.zh} / {row.en}"


def _facts(known: Known, row: ApiRow, say: Sayings) -> list[tuple[str, str]]:
    types = [f"{_both(known.catalog.data_types[one])} ({one})" for one in data_types_of(row)]
    one_type = types[0] if len(types) == 1 else ""
    permission = row.permission
    if guard := known.catalog.permissions.get(permission):
        permission = f"{getattr(guard, say.language)} {permission}"
    facts = (
        ("kind_of", say(f"explain.api_kind.{'constructor' if row.method == CONSTRUCTOR else row.kind}")),
        ("library" if row.kind == "native" else "class", row.cls),
        ({"native": "symbol", "field": "field"}.get(row.kind, "method"), row.method),
        ("overloads", " · ".join(row.overloads)),
        ("data_type", one_type),
        ("permission", permission),
        ("app_op", row.app_op),
        ("levels", levels(row, say)),
        ("category", f"{getattr(category_words(row.category), say.language)} ({row.category})"),
        ("note", row.note),
        ("source", row.source),
    )
    return [(say(f"explain.fact.{name}"), text) for name, text in facts]


def levels(row: ApiRow, say: Sayings) -> str:
    """Return the API levels a row exists at, in words."""
    if row.until is None:
        return say("explain.levels_since", since=row.since)
    return say("explain.levels", since=row.since, until=row.until)


def _fires(row: ApiRow, say: Sayings) -> Iterator[str]:
    how = "constructor" if row.method == CONSTRUCTOR else "delivered" if row.delivered_by else row.kind
    yield say(f"explain.fires.{how}", library=row.cls, method=row.method)
    if row.kind == "field":
        return
    if row.names and row.name_arg is not None:
        yield say("explain.fires.names", number=row.name_arg + 1)
    if row.columns:
        yield say("explain.fires.columns")
    if row.value_arg is not None:
        yield say("explain.fires.value_arg", number=row.value_arg + 1)
    if row.kept_args:
        yield say(
            "explain.fires.kept_args", numbers=say("list.comma").join(str(n + 1) for n in row.kept_args)
        )
    if row.within:
        yield say("explain.fires.within", ids=say("list.comma").join(row.within))
    if row.yields in PASSING:
        yield say(f"explain.fires.{row.yields}")
        yield say(f"explain.fires.{row.yields}_counted")
    else:
        yield say("explain.fires.fails" if row.kind == "native" else "explain.fires.throws")
        yield say("explain.fires.hot" if row.hot else "explain.fires.counted")
    if row.part:
        yield say("explain.fires.part")


def _relations(known: Known, row: ApiRow) -> dict[str, list[str]]:
    rows = known.catalog.apis.values()
    return {
        "delivered_by": list(row.delivered_by),
        "delivers": [other.id for other in rows if row.id in other.delivered_by],
        "within": list(row.within),
        "contains": [other.id for other in rows if row.id in other.within],
    }


def _listed(known: Known, row: ApiRow, relations: Mapping[str, list[str]], say: Sayings) -> Iterator[Section]:
    for title, listed in (("names", row.names), ("columns", row.columns)):
        lines = [Line(name, _typed(known, one, say)) for name, one in listed.items()]
        yield Section(say(f"explain.listed_{title}"), lines)
    for title, ids in relations.items():
        if title != "within":
            lines = [Line(id_, called(known.catalog.apis[id_])) for id_ in ids]
            yield Section(say(f"explain.{title}"), lines)


def _unseen(row: ApiRow, say: Sayings, *, watched: bool) -> Iterator[str]:
    if row.kind == "field":
        yield say("explain.unseen_field")
    elif row.yields in PASSING:
        yield say(f"explain.unseen_{row.yields}")
    elif row.kind == "native":
        yield say("explain.unseen_native")
    else:
        yield say("explain.unseen_java")
    if row.yields == "callback" and not row.delivered_by:
        yield say("explain.unseen_callback" if watched else "explain.unseen_unwatched_callback")
    if row.delivered_by:
        yield say("explain.unseen_delivered")
    if row.until is not None or row.since > 1:
        yield say("explain.unseen_levels")


def _unserved(row: ApiRow) -> str:
    if row.yields in PASSING:
        return "passing"
    return "field" if row.kind == "field" else "other"
