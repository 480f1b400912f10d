"""The terminal's words about a run: live while it goes on, a summary when it is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from privaudit.catalog.recorded import recorded
from privaudit.cli.run_view import RunView
from privaudit.cli.wrapping import wrap
from privaudit.model.finding import Finding, LimbVerdict, Report, Verdict
from privaudit.report.page import Item, Page, arrange
from privaudit.report.situations import situations
from privaudit.report.visible import visible
from privaudit.report.words import Language, Words, words

FINDINGS = 40
"""Findings listed in the summary; the report has them all."""

LIMITS = 6
"""Limits listed in the summary."""

LISTED = 12
"""Numbers of findings beside a limb."""

_NARROW = 64
_LABEL = 200
_LIMIT = 600

_STYLES: dict[Verdict, str] = {
    "violation": "bold red",
    "suspected": "yellow",
    "conforms": "green",
    "not_observed": "",
    "not_tested": "dim",
    "needs_document": "magenta",
    "not_applicable": "dim",
}
"""Green is for conforms alone: silence is not conformity."""


def live(
    console: Console,
    *,
    language: Language,
    app: str = "",
    steps: int = 0,
    labels: Mapping[str, str] | None = None,
    quiet: bool = False,
) -> RunView:
    """Return what shows a run while it is open as a context; give every event to its `on_event`.

    `app` is what the title names (the package under audit when empty).
    `steps` is how many steps the plan has (0: not known). `labels` maps the API ids worth showing to their
    words (data type or category); without it every API is shown by its id. Nothing is shown when `quiet`.
    """
    return RunView(console, words(language), app=app, steps=steps, labels=labels or {}, quiet=quiet)


def summary(report: Report, console: Console, language: Language, *, paths: Sequence[Path] = ()) -> None:
    """Print verdicts, findings and limits of a report in short, and where the whole of it is."""
    said = words(language)
    page = arrange(report)
    _Summary(report, page, console, said).show(paths)


class _Summary:
    def __init__(self, report: Report, page: Page, console: Console, said: Words) -> None:
        self.report = report
        self.page = page
        self.console = console
        self.said = said

    def show(self, paths: Sequence[Path]) -> None:
        self._head()
        self._limbs()
        self._findings()
        self._limits()
        self._paths(paths)

    def _head(self) -> None:
        said, report = self.said, self.report
        self._print(Text(said.t("summary.title"), style="bold"))
        app = f"{report.app_name} {report.app.package} {report.app.version_name}"
        self._line(visible(app.strip(), _LABEL), first=said.t("summary.app") + said.t("colon"), indent="  ")
        if report.device.virtual:
            self._line(said.t("banner.virtual"), style="yellow")
        if not report.evidence_whole:
            problem = visible(report.evidence_problem, _LABEL)
            self._line(f"{said.t('banner.broken')} {problem}", style="bold red")
        if not report.masked:
            self._line(said.t("banner.unmasked"), style="bold red")
        if report.coverage.outcome != "complete":
            self._line(said.t("banner.incomplete"), style="yellow")
        name = said.t("summary.whole") + said.t("colon")
        if self.page.overall:
            verdict = Text(said.t(self.page.overall), style=_STYLES[report.verdict])
            means = said.t(f"{self.page.overall}_means")
        else:
            verdict, means = self._verdict(report.verdict), said.t(f"overall.{report.verdict}")
        self._print(Text.assemble((name, "dim"), verdict))
        self._line(means, indent="  ")

    def _limbs(self) -> None:
        said = self.said
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
        if self.console.width < _NARROW:
            for limb in self.report.limbs:
                self._limb_line(limb)
            return
        table.add_column(said.t("summary.limb"), overflow="fold")
        table.add_column(said.t("summary.verdict"), overflow="fold")
        table.add_column(said.t("summary.findings"), overflow="fold")
        for limb in self.report.limbs:
            listed = self._numbers(limb)
            name = Text.assemble(
                (visible(limb.clause, 40), "dim"), " ", visible(said.pick(limb.title), _LABEL)
            )
            table.add_row(name, self._verdict(limb.verdict), listed)
        if self.report.limbs:
            self.console.print(table)

    def _limb_line(self, limb: LimbVerdict) -> None:
        clause, title = visible(limb.clause, 40), visible(self.said.pick(limb.title), _LABEL)
        self._print(
            Text.assemble((clause, "dim"), " ", self._verdict(limb.verdict), " ", self._numbers(limb))
        )
        self._print(Text(f"   {title}"))

    def _numbers(self, limb: LimbVerdict) -> str:
        runs = _runs(self.page.of(limb.findings))
        return " ".join(runs[:LISTED]) + (" …" if runs[LISTED:] else "")

    def _findings(self) -> None:
        said, items = self.said, self.page.items
        if not items:
            self._line(said.t("findings.none"))
            return
        self._print(Text(f"{said.t('summary.found')} {len(items):,}", style="bold"))
        shown = items[:FINDINGS]
        for _alike, group in groupby(shown, key=lambda item: (item.finding.verdict, item.finding.title)):
            self._group(list(group))
        if len(items) > len(shown):
            self._line(said.t("summary.more_findings", n=len(items) - len(shown)), style="bold")

    def _group(self, items: list[Item]) -> None:
        """Print findings of one kind under its name, with the clauses that all of them rest on."""
        said, finding = self.said, items[0].finding
        verdict = self._verdict(finding.verdict)
        title = visible(said.pick(finding.title), _LABEL)
        lines = wrap(title, self.console.width, indent=" " * (verdict.cell_len + 1), first="")
        self._print(Text.assemble(verdict, " ", (lines[0], "bold")))
        for line in lines[1:]:
            self._print(Text(line, style="bold"))
        common = [c for c in finding.clauses if all(c in item.finding.clauses for item in items)]
        width = max(len(str(item.number)) for item in items) + 4
        for item in items:
            number = f"  #{item.number}".ljust(width)
            self._line(self._row(item, common), indent=" " * width, first=number)
            if how := self._how(item.finding):
                self._line(how, indent=" " * width, style="dim")
        if common:
            clauses = visible(" ".join(common), _LABEL)
            name = said.t("summary.clause")
            self._line(f"{name} {clauses}", indent=" " * width, style="dim")

    def _row(self, item: Item, common: list[str]) -> str:
        said, finding = self.said, item.finding
        thing = visible(said.pick(item.thing), _LABEL) if item.thing else ""
        count = said.t("summary.times", n=finding.count) if finding.first is not None else ""
        more = " ".join(clause for clause in finding.clauses if clause not in common)
        parts = (
            self._who(finding),
            self._data_type(item),
            thing,
            count,
            said.t("semicolon").join(situations(finding, said)),
            f"+ {visible(more, _LABEL)}" if more else "",
        )
        return " · ".join(part for part in parts if part) or said.t("summary.whole_notice")

    def _limits(self) -> None:
        said, limits = self.said, self.report.limits
        if not limits:
            return
        self._print(Text(said.t("summary.limits"), style="bold"))
        for limit in limits[:LIMITS]:
            self._line(visible(said.pick(limit), _LIMIT), indent="  ", first="- ")
        if len(limits) > LIMITS:
            more = said.t("summary.more_limits", n=len(limits) - LIMITS)
            self._line(more, indent="  ", first="- ", style="bold")

    def _paths(self, paths: Sequence[Path]) -> None:
        for path in paths:
            # A path is for copying: no wrapping into the middle of it.
            name = Text(self.said.t("summary.report") + self.said.t("colon"), style="bold")
            self.console.print(Text.assemble(name, visible(str(path), 4096)), soft_wrap=True)

    def _line(self, text: str, *, indent: str = "", first: str | None = None, style: str = "") -> None:
        for line in wrap(text, self.console.width, indent=indent, first=first):
            self._print(Text(line, style=style))

    def _print(self, text: Text) -> None:
        self.console.print(text)

    def _verdict(self, verdict: Verdict) -> Text:
        return Text(self.said.t(f"verdict.{verdict}"), style=_STYLES[verdict])

    def _who(self, finding: Finding) -> str:
        who = finding.actor
        if who is None:
            return ""
        if who.kind == "app":
            return self.said.t("actor.itself" if who.confidence != "low" else "actor.unassigned")
        return visible(who.name or who.id or self.said.t("actor.unknown"), _LABEL)

    def _how(self, finding: Finding) -> str:
        """Say what decided who acted, where that is not certain."""
        who = finding.actor
        if who is None or who.confidence == "high" or not who.rule:
            return ""
        rule = visible(self.said.pick(recorded(who.rule)), _LABEL)
        sure = f"{self.said.t('findings.confidence')} {self.said.t(f'confidence.{who.confidence}')}"
        return f"{self.said.t('findings.how')}{self.said.t('colon')}{rule} · {sure}"

    def _data_type(self, item: Item) -> str:
        return visible(self.said.pick(item.data_type) if item.data_type else item.finding.data_type, _LABEL)


def _runs(numbers: Sequence[int]) -> list[str]:
    """Return numbers as `#1`, and those that follow each other as `#1-7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [f"#{run[0]}" if len(run) == 1 else f"#{run[0]}-{run[-1]}" for run in runs]
