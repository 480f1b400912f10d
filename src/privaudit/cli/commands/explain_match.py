"""`privaudit explain-match`: how a known value stands in a request, redone step by step from the evidence."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
from rich.console import Console

from privaudit.catalog import load_catalog
from privaudit.cli.say import Sayings
from privaudit.cli.streams import write_data
from privaudit.model.observation import Decoding
from privaudit.report.visible import visible
from privaudit.report.words import words
from privaudit.session.outcome import Exit
from privaudit.session.redo import Redone, Stage, redo


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("evidence", type=Path, help=say("option.evidence"))
    parser.add_argument("event", type=int, nargs="?", metavar="EVENT", help=say("explain-match.event"))
    parser.add_argument("--unmasked", action="store_true", help=say("explain-match.unmasked"))
    parser.add_argument("--json", action="store_true", help=say("option.json"))


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:  # noqa: ARG001 - as any command
    """Redo the matches and say of each whether it holds."""
    told = list(redo(options.evidence, options.event, unmasked=options.unmasked))
    if options.json:
        write_data(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")
    else:
        _show(told, Console(highlight=False), say)
    return Exit.CONFORMS if all(one.agrees for one in told) else Exit.INCOMPLETE


def _show(told: list[Redone], out: Console, say: Sayings) -> None:
    types = load_catalog().data_types
    seen = 0
    for one in told:
        if one.event != seen:
            seen = one.event
            out.print(
                say("explain-match.request", event=one.event, url=visible(one.url), actor=visible(one.actor)),
                markup=False, soft_wrap=True, style="bold",
            )  # fmt: skip
        row = types.get(one.match.data_type)
        name = one.match.data_type if row is None else (row.zh if say.language == "zh" else row.en)
        out.print(f"  {name}  {visible(one.match.value)}  {_source(one, say)}", markup=False, soft_wrap=True)
        if one.parts:
            parts = ", ".join(f"#{number}" for number in one.parts)
            out.print(f"    {say('explain-match.parts', events=parts)}", markup=False, soft_wrap=True)
        for stage in one.stages:
            out.print(f"    {_stage(stage, say)}", markup=False, soft_wrap=True)
        _place(one.match.offset, one.match.length, one.last, out, say, sealed=bool(one.sealed))
        _verdict(one.holds, one.problem, out, say)
        for number, opening in enumerate(one.sealed):
            call = say(
                f"explain-match.{opening.operation}",
                event=opening.event,
                algorithm=visible(opening.algorithm),
            )
            out.print(f"    {call}", markup=False, soft_wrap=True, style="bold")
            for stage in opening.stages:
                out.print(
                    f"    {_stage(stage, say, start='explain-match.given')}", markup=False, soft_wrap=True
                )
            inner = number + 1 < len(one.sealed)
            _place(opening.offset, opening.length, opening.last, out, say, sealed=inner)
            _verdict(opening.agrees, "", out, say)
    if not told:
        out.print(say("explain-match.none"), markup=False)


def _place(
    offset: int, length: int, last: tuple[Decoding, ...], out: Console, say: Sayings, *, sealed: bool
) -> None:
    out.print(f"    {say('explain-match.place', offset=offset, length=length)}", markup=False, soft_wrap=True)
    steps = [_step(step, say) for step in last]
    if sealed:
        steps.append(say("explain-match.sealed"))
    for step in steps or [say("explain-match.plain")]:
        out.print(f"    {step}", markup=False, soft_wrap=True)


def _verdict(agrees: bool, problem: str, out: Console, say: Sayings) -> None:
    verdict = "explain-match.agrees" if agrees else "explain-match.disagrees"
    style = "green" if agrees else "red"
    out.print(f"    {say(verdict)} {visible(problem)}".rstrip(), markup=False, style=style)


def _source(one: Redone, say: Sayings) -> str:
    match = one.match
    if match.source == "read" and match.source_event is not None:
        return say("explain-match.read", event=match.source_event)
    return say(f"explain-match.{match.source}")


def _stage(stage: Stage, say: Sayings, start: str = "explain-match.start") -> str:
    step = say(start) if stage.step is None else _step(stage.step, say)
    size = say("explain-match.size", size=stage.size)
    return f"{step}  {size}" + (f"  sha256 {stage.sha256}" if stage.sha256 else "")


def _step(step: Decoding, say: Sayings) -> str:
    said = words(say.language)
    detail = visible(step.detail)
    if said.has(f"decoding.{step.name}"):
        return said.t(f"decoding.{step.name}", detail=detail)
    return f"{visible(step.name)} {detail}".strip()
