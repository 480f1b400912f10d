"""What an explanation is made of, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from privaudit.analysis.registry import Rule, load_rules
from privaudit.catalog import Catalog
from privaudit.cli.say import Sayings
from privaudit.cli.serving import Served, by_clause
from privaudit.cli.wrapping import wrap

_WIDEST_LABEL = 24


class Line(NamedTuple):
    """A line of a section: what it is about (an id, or nothing), what is said of it, what stands below."""

    lead: str
    text: str
    below: str = ""


class Section(NamedTuple):
    """A part of an explanation under a title of its own."""

    title: str
    lines: list[Line]


class Explanation(NamedTuple):
    """What is said of one thing: facts by label, sections, and the same as data for programs."""

    name: str
    facts: list[tuple[str, str]]
    sections: list[Section]
    data: dict[str, object]


class Known:
    """What can be explained from: the catalogue and the rules (by default all), read when first needed."""

    def __init__(self, catalog: Catalog, rules: Iterable[Rule] | None = None) -> None:
        self.catalog = catalog
        self._rules = rules

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every rule by its id."""
        return {rule.row.id: rule for rule in (load_rules() if self._rules is None else self._rules)}


def called_by(ids: Iterable[str], *others: tuple[str, str]) -> dict[str, list[str]]:
    """Return names to ids: each id is its own name; `others` are further (name, id) pairs."""
    names: dict[str, list[str]] = {id_: [id_] for id_ in ids}
    for name, id_ in others:
        if name and id_ not in names.setdefault(name, []):
            names[name].append(id_)
    return names


def clause_lines(known: Known, served: Iterable[Served], say: Sayings) -> list[Line]:
    """Return the clauses that are served, each with its short text and the rules that serve it."""
    lines = []
    for clause, rules in by_clause(served).items():
        row = known.catalog.clauses[clause]
        short = row.short_zh if say.language == "zh" else row.short_en
        lines.append(Line(clause, short, say("explain.clause_by", rules=say("list.comma").join(rules))))
    return lines


def served_data(known: Known, served: Iterable[Served]) -> list[dict[str, object]]:
    """Return rules, roles and clauses as data."""
    return [
        {
            "rule": one.rule.row.id,
            "title": {"zh": one.rule.row.title.zh, "en": one.rule.row.title.en},
            "as": list(one.roles),
            "clauses": [
                {
                    "id": id_,
                    "zh": known.catalog.clauses[id_].short_zh,
                    "en": known.catalog.clauses[id_].short_en,
                }
                for id_ in one.rule.row.clauses
            ],
        }
        for one in served
    ]


def show(kind_: str, id_: str, told: Explanation, console: Console, say: Sayings) -> None:
    """Print an explanation, no line wider than the terminal."""
    head = Text.assemble((id_, "bold"), "  ", (say(f"explain.kind.{kind_}"), "dim"))
    console.print(head, soft_wrap=True)
    if told.name:
        _print(console, wrap(told.name, console.width, indent="  "))
    facts = [(label, text) for label, text in told.facts if text]
    width = min(_WIDEST_LABEL, max((cell_len(label) for label, _ in facts), default=0)) + 2
    for label, text in facts:
        lead = "  " + label + " " * max(1, width - cell_len(label))
        _print(console, wrap(text, console.width, indent="  " + " " * width, first=lead), lead=lead)
    for section in told.sections:
        if section.lines:
            console.print()
            _print(console, wrap(section.title, console.width), style="bold")
            _section(section, console)
    console.print()


def _section(section: Section, console: Console) -> None:
    width = min(_WIDEST_LABEL, max(cell_len(line.lead) for line in section.lines))
    for line in section.lines:
        if not line.lead:
            _print(console, wrap(line.text, console.width, indent="    ", first="  - "))
            continue
        lead = "  " + line.lead + " " * max(2, width + 2 - cell_len(line.lead))
        if cell_len(line.lead) > width:  # an id of more than a third of the line gets a line of its own
            _print(console, ["  " + line.lead], lead="  " + line.lead)
            lead = " " * (width + 4)
        indent = " " * (width + 4)
        _print(console, wrap(line.text, console.width, indent=indent, first=lead), lead=lead)
        if line.below:
            _print(console, wrap(line.below, console.width, indent=indent), style="dim")


def _print(console: Console, lines: Iterable[str], *, lead: str = "", style: str = "") -> None:
    for number, line in enumerate(lines):
        text = Text(line, style=style)
        if number == 0 and lead:
            text.stylize("cyan", 0, len(lead))
        console.print(text, soft_wrap=True)
