"""The terminal's words about a run: live while it goes on, a summary when it is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from privaudit.cli.run_view import RunView
from privaudit.model.finding import Finding, LimbVerdict, Report, Verdict
from privaudit.report.page import Item, Page, arrange
from privaudit.report.visible import visible
from privaudit.report.words import Language, Words, words

FINDINGS = 40
"""Findings listed in the summary; the report has them all."""

LIMITS = 6
"""Limits listed in the summary."""

LISTED = 12
"""Numbers of findings beside a limb."""

_WIDE = 100
_NARROW = 64
_LABEL = 200

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
        self.wide = console.width >= _WIDE

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
        self._pair("summary.app", Text(visible(app.strip(), _LABEL)))
        if report.device.virtual:
            self._print(Text(said.t("banner.virtual"), style="yellow"))
        if not report.evidence_whole:
            problem = visible(report.evidence_problem, _LABEL)
            self._print(Text(f"{said.t('banner.broken')} {problem}", style="bold red"))
        if not report.masked:
            self._print(Text(said.t("banner.unmasked"), style="bold red"))
        if report.coverage.outcome != "complete":
            self._print(Text(said.t("banner.incomplete"), style="yellow"))
        whole = Text.assemble(self._verdict(report.verdict), "  ", said.t(f"overall.{report.verdict}"))
        self._pair("summary.whole", whole)

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
        numbers = self.page.of(limb.findings)
        return " ".join(f"#{number}" for number in numbers[:LISTED]) + (" …" if numbers[LISTED:] else "")

    def _findings(self) -> None:
        said, items = self.said, self.page.items
        if not items:
            self._print(Text(said.t("findings.none")))
            return
        self._print(Text(f"{said.t('summary.found')} {len(items):,}", style="bold"))
        shown = items[:FINDINGS]
        if self.wide:
            self._table(shown)
        else:
            for item in shown:
                self._lines(item)
        if len(items) > len(shown):
            self._print(Text(said.t("summary.more_findings", n=len(items) - len(shown)), style="bold"))

    def _table(self, items: tuple[Item, ...]) -> None:
        said = self.said
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
        table.add_column("#", justify="right")
        table.add_column(said.t("summary.verdict"), no_wrap=True)
        table.add_column(said.t("findings.title"), overflow="fold", ratio=4)
        table.add_column(said.t("summary.who"), overflow="fold", ratio=2)
        table.add_column(said.t("summary.data_type"), overflow="fold", ratio=2)
        table.add_column(said.t("summary.count"), justify="right")
        table.add_column(said.t("summary.clause"), overflow="fold", ratio=2)
        for item in items:
            finding = item.finding
            table.add_row(
                str(item.number),
                self._verdict(finding.verdict),
                Text(visible(said.pick(finding.title), _LABEL)),
                Text(self._who(finding)),
                Text(self._data_type(item)),
                f"{finding.count:,}" if finding.count else "",
                Text(self._clauses(finding)),
            )
        self.console.print(table)

    def _lines(self, item: Item) -> None:
        finding = item.finding
        self._print(
            Text.assemble(
                f"#{item.number} ", self._verdict(finding.verdict), " ",
                visible(self.said.pick(finding.title), _LABEL),
            )
        )  # fmt: skip
        count = f"x {finding.count:,}" if finding.count else ""
        details = (self._who(finding), self._data_type(item), count, self._clauses(finding))
        self._print(Text("   " + " · ".join(part for part in details if part), style="dim"))

    def _limits(self) -> None:
        said, limits = self.said, self.report.limits
        if not limits:
            return
        self._print(Text(said.t("summary.limits"), style="bold"))
        for limit in limits[:LIMITS]:
            self._print(Text(f"-\u00a0{visible(said.pick(limit), _LABEL)}"))
        if len(limits) > LIMITS:
            self._print(Text(f"-\u00a0{said.t('summary.more_limits', n=len(limits) - LIMITS)}", style="bold"))

    def _paths(self, paths: Sequence[Path]) -> None:
        for path in paths:
            # A path is for copying: no wrapping into the middle of it.
            name = Text(self.said.t("summary.report") + self.said.t("colon"), style="bold")
            self.console.print(Text.assemble(name, visible(str(path), 4096)), soft_wrap=True)

    def _pair(self, key: str, value: Text) -> None:
        self._print(Text.assemble((self.said.t(key) + self.said.t("colon"), "dim"), value))

    def _print(self, text: Text) -> None:
        self.console.print(text)

    def _verdict(self, verdict: Verdict) -> Text:
        return Text(self.said.t(f"verdict.{verdict}"), style=_STYLES[verdict])

    def _who(self, finding: Finding) -> str:
        who = finding.actor
        return visible(who.name or who.id or self.said.t("actor.unknown"), _LABEL) if who else ""

    def _data_type(self, item: Item) -> str:
        return visible(self.said.pick(item.data_type) if item.data_type else item.finding.data_type, _LABEL)

    def _clauses(self, finding: Finding) -> str:
        return visible(" ".join(finding.clauses), _LABEL)
