"""The report as one HTML file that needs nothing else: on a screen, on paper, with or without scripts."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import jinja2
from markupsafe import Markup, escape

from privaudit.catalog.categories import category_words
from privaudit.catalog.recorded import phase_name, recorded
from privaudit.model.catalog import Clause, LawSource
from privaudit.model.destination import NetworkCoverage, Opened
from privaudit.model.event import AppState, ConsentState
from privaudit.model.finding import CountryData, Place, Proof, Report, StackLine, Text
from privaudit.model.observation import Decoding, HookCoverage, SensorCoverage
from privaudit.report import times
from privaudit.report.formats import ReadArtefact
from privaudit.report.page import VERDICTS, arrange
from privaudit.report.screens import Screens
from privaudit.report.situations import situations, surface_words
from privaudit.report.timeline import BAR_HEIGHT, Mark, lay_out
from privaudit.report.visible import BLOCK_LIMIT, LIMIT, visible
from privaudit.report.words import Language, Words, words

NAME = "html"
SUFFIX = ".html"
MEDIA_TYPE = "text/html; charset=utf-8"

ROWS = 1_000
"""Rows of a table shown; what is left out is said under it."""

APIS = 5_000
"""Rows of the catalogue shown in the folded list; no catalogue of ours has as many."""

_TEMPLATES = Path(__file__).parent.parent / "templates"

_STATES: dict[str, tuple[str, ...]] = {"consent": get_args(ConsentState), "app_state": get_args(AppState)}


def render(report: Report, *, language: Language, artefact: ReadArtefact) -> bytes:
    """Return the report as UTF-8 HTML, with the screenshots `artefact` gives as far as the budget goes."""
    said = words(language)
    page = arrange(report)
    style, script = _resource("report.css"), _resource("report.js")
    context = {
        "report": report,
        "page": page,
        "screens": Screens(artefact),
        "timeline": lay_out(report, said, page.numbers),
        "law": _law(report, said),
        "hooks": _hooks(report.coverage.hooks),
        "categories": _categories(report.coverage.hooks),
        "opened": _opened(report.coverage.network),
        "unread": _unread(report.coverage.network),
        "css": Markup(style),  # noqa: S704 - our own file
        "js": Markup(script),  # noqa: S704 - our own file
        "csp": Markup(_policy(style, script)),  # noqa: S704 - made of hashes
    }
    return _environment(language).get_template("report.html.j2").render(context).encode()


def _policy(style: str, script: str) -> str:
    """Return a policy under which nothing runs or loads but the file's own style, script and pictures."""
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{_digest(style)}'; "
        f"script-src 'sha256-{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _resource(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment(language: Language) -> jinja2.Environment:
    said = words(language)
    shown = _Shown(said)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=shown.value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(said=lambda text: said.pick(recorded(text)))
    environment.filters.update(phase=lambda name: said.pick(phase_name(name)))
    environment.filters.update(short=shown.short, block=shown.block, marked=shown.marked, data_uri=_data_uri)
    environment.globals.update(
        language=language,
        t=said.t,
        pick=said.pick,
        verdicts=VERDICTS,
        row_limit=ROWS,
        api_limit=APIS,
        number=_number,
        clock=times.clock,
        precise=times.precise,
        time_of_day=times.time_of_day,
        until=times.until,
        day=times.day,
        protocol_words=lambda name: said.t(key) if said.has(key := f"network.protocol.{name}") else name,
        country=_country(said),
        country_note=_country_note(said),
        utc=times.utc,
        duration=lambda ns: times.duration(ns, said),
        offset=times.offset,
        watched=_watched,
        in_order=_in_order,
        situations_of=lambda finding: situations(finding, said),
        decoding=_decoding(said),
        around=lambda proof: _around(proof, said),
        state_words=_state_words(said),
        stacks=_stacks,
        surface_words=lambda surface: surface_words(surface, said),
        bin_top=lambda mark: BAR_HEIGHT - _bin_height(mark),
        bin_height=_bin_height,
    )
    return environment


class _Shown:
    """Makes every value that a template writes harmless to look at; jinja escapes it afterwards."""

    def __init__(self, said: Words) -> None:
        self._cut = said.t("cut", shown="{shown}", total="{total}")

    def value(self, value: Any) -> Any:
        """Pass every expression's value through `visible`, unless it is markup already."""
        return value if isinstance(value, Markup) else self.short(str(value), LIMIT)

    def short(self, value: str, limit: int) -> str:
        """Return a text on one line, cut to `limit` characters."""
        return visible(value, limit, cut=self._cut)

    def block(self, value: str) -> Markup:
        """Return a text of several lines."""
        return escape(visible(value, BLOCK_LIMIT, block=True, cut=self._cut))

    def marked(self, value: str, part: str) -> Markup:
        """Return a text of several lines in which every place of `part` is marked."""
        text = visible(value, BLOCK_LIMIT, block=True, cut=self._cut)
        wanted = visible(part, LIMIT, block=True)
        if not part or wanted not in text:
            return escape(text)
        mark = Markup("<mark>{}</mark>").format(wanted)
        return mark.join(escape(piece) for piece in text.split(wanted))


def _data_uri(uri: str) -> Markup:
    # Made by `Screens` of base64 alone; as markup it is not cut like other long texts.
    return Markup(uri)  # noqa: S704


def _opened(network: NetworkCoverage) -> dict[Opened, int]:
    """Return how many destinations were opened how far, what was not read first."""
    counted = Counter(one.opened for one in network.destinations if not one.inside)
    return {state: counted[state] for state in get_args(Opened)}


def _unread(network: NetworkCoverage) -> bool:
    return any(one.opened in ("unopened", "counted") and not one.inside for one in network.destinations)


def _country(said: Words) -> Callable[[Place], str]:
    def country(place: Place) -> str:
        """Return a country by its name and code, or by its code alone."""
        name = said.pick(place.name)
        return place.code if name == place.code else f"{name} ({place.code})"

    return country


def _country_note(said: Words) -> Callable[[CountryData], str]:
    def country_note(data: CountryData) -> str:
        """Return which data file countries were taken from, and what that is worth."""
        built = times.day(data.built) if data.built is not None else said.t("unknown")
        name = f"{data.file} ({data.name})" if data.name else data.file
        return said.t("lists.countries", file=name, built=built, sha256=data.sha256)

    return country_note


def _number(value: int) -> str:
    return f"{value:,}"


def _bin_height(mark: Mark) -> int:
    return max(3, round(BAR_HEIGHT * float(mark.level)))


def _watched(sensor: SensorCoverage) -> int:
    return sum(max(0, end - start) for start, end in sensor.intervals)


def _in_order(kind: str, lengths: dict[str, int]) -> list[tuple[str, int]]:
    """Return states and their lengths in the order in which states follow each other."""
    known = _STATES[kind]
    return sorted(
        lengths.items(), key=lambda item: (known.index(item[0]) if item[0] in known else len(known), item)
    )


def _state_words(said: Words) -> Callable[[str, str], str]:
    def state_words(kind: str, state: str) -> str:
        """Return the words of a consent or app state; a state without words stays as it is."""
        return said.t(f"{kind}.{state}") if state in _STATES[kind] else state

    return state_words


def _decoding(said: Words) -> Callable[[Decoding], str]:
    def decoding(step: Decoding) -> str:
        """Return a step of decoding in words; one without words keeps its name."""
        if said.has(f"decoding.{step.name}"):
            return said.t(f"decoding.{step.name}", detail=step.detail)
        return f"{step.name} {step.detail}".strip()

    return decoding


def _around(proof: Proof, said: Words) -> str:
    """Return how long before or after the event its screenshot was taken."""
    if proof.at is None or proof.screen_at is None or proof.kind == "screen":
        return ""
    gap = proof.screen_at - proof.at
    return said.t("screen.before" if gap <= 0 else "screen.after", length=times.duration(abs(gap), said))


class _Stack(NamedTuple):
    """Frames between two dividers; the first stack has none before it."""

    divider: Text | None
    lines: list[StackLine]


def _stacks(lines: tuple[StackLine, ...]) -> list[_Stack]:
    """Return a proof's stack as the call's own and those at which its work was created."""
    stacks = [_Stack(None, [])]
    for line in lines:
        if line.divider is not None:
            stacks.append(_Stack(line.divider, []))
        else:
            stacks[-1].lines.append(line)
    return stacks


def _hooks(rows: tuple[HookCoverage, ...]) -> dict[str, int]:
    counts = {"resolved": 0, "absent": 0, "failed": 0, "not_installed": 0, "unobservable": 0}
    for row in rows:
        counts[row.state] += 1
    return counts


class _Category(NamedTuple):
    """A category of rows: how many fired, never fired, were absent, failed, unobservable, not installed."""

    words: Text
    counts: tuple[int, ...]


_OTHER_STATES = ("absent", "failed", "unobservable", "not_installed")


def _categories(rows: tuple[HookCoverage, ...]) -> list[_Category]:
    """Count the rows of each category by what became of them, in the order of the categories' names."""
    counts: dict[str, list[int]] = {}
    for row in rows:
        places = counts.setdefault(row.category, [0] * (2 + len(_OTHER_STATES)))
        place = (0 if row.calls else 1) if row.state == "resolved" else 2 + _OTHER_STATES.index(row.state)
        places[place] += 1
    return [_Category(category_words(name), tuple(counts[name])) for name in sorted(counts)]


class _Law(NamedTuple):
    title: str
    source: LawSource | None
    clauses: list[Clause]


def _law(report: Report, said: Words) -> list[_Law]:
    """Return the cited clauses under their sources, sources in the report's order."""
    sources = {source.id: source for source in report.sources}
    groups: dict[str, list[Clause]] = {source.id: [] for source in report.sources}
    for clause in report.clauses:
        groups.setdefault(clause.source, []).append(clause)
    return [
        _Law(_source_title(id_, sources.get(id_), said), sources.get(id_), rows)
        for id_, rows in groups.items()
    ]


def _source_title(id_: str, source: LawSource | None, said: Words) -> str:
    if source is None:
        return id_
    return said.pick(Text(zh=source.title_zh, en=source.title_en or source.title_zh))
