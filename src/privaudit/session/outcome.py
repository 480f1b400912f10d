"""How a command ended, as an exit status that a script can rely on."""

from __future__ import annotations

from enum import IntEnum

from privaudit.model.finding import Report


class Exit(IntEnum):
    """Exit statuses of every command.

    A run that could not be finished is `INCOMPLETE` even if it found violations: what was not tested may
    hold more.
    """

    CONFORMS = 0
    """No violation was found in what was tested (or the command simply worked); suspicions may have been."""
    VIOLATIONS = 1
    """At least one violation was found."""
    USAGE = 2
    """The command line, a scenario, a declaration or another file given is wrong."""
    INCOMPLETE = 3
    """The run did not finish, a sensor was lost, no rule could be tested or the evidence is not whole."""
    DEVICE = 4
    """No device, or it refused, or a tool on it failed before recording began."""
    INTERNAL = 70
    """A fault of privaudit itself."""


def exit_of(report: Report) -> Exit:
    """Return the exit status that a report stands for."""
    tested = any(outcome.verdict != "not_tested" for outcome in report.rules)
    if report.coverage.outcome != "complete" or not report.evidence_whole or not tested:
        return Exit.INCOMPLETE
    if any(finding.verdict == "violation" for finding in report.findings):
        return Exit.VIOLATIONS
    return Exit.CONFORMS
