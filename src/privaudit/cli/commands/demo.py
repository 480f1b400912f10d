"""`privaudit demo`: the whole job on the virtual phone."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from privaudit.cli.recording import add_output_arguments, claimed_folder, given_countries, record_and_report
from privaudit.cli.say import Sayings
from privaudit.notice.declare import load_declaration
from privaudit.scenario.load import load_plan
from privaudit.session import bundled
from privaudit.session.assess import chosen_formats
from privaudit.session.outcome import Exit

BUILDS = ("violating", "conforming")


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("--build", choices=BUILDS, default=BUILDS[0], help=say("demo.build"))
    add_output_arguments(parser, say)


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:
    """Audit the demo app; how it went decides the status, not what was found."""
    from privaudit.capture.adb_server import AdbServer
    from privaudit.session.inputs import load_identity
    from privaudit.session.request import RunRequest
    from privaudit.session.virtual_phone import VirtualPhone

    bundled.require_virtual()
    folder = bundled.demo_app(options.build)
    plan = load_plan(bundled.scenario("demo.yaml"))
    declaration = load_declaration(folder / "declaration.yaml")
    _say(console, options, say("demo.starting"))
    chosen_formats(options.format)
    countries = given_countries(options)
    name = f"{plan.app_id}-{options.build}"
    with (
        claimed_folder(options.output, name) as results,
        VirtualPhone() as phone,
        AdbServer.own(scan=False) as server,
    ):
        _say(console, options, say("demo.installing", build=options.build))
        request = RunRequest(
            plan=plan,
            package=plan.app_id,
            folder=results,
            app=bundled.demo_apk(options.build),
            declaration=declaration,
            serial=phone.ready.serial,
            upstream=phone.ready.gateway,
            upstream_ca=Path(phone.ready.internet_ca),
            identity=load_identity(bundled.scenario("demo.identity.yaml")),
        )
        report = record_and_report(request, server, options, console, say, countries=countries)
    worked = report.coverage.outcome == "complete" and report.evidence_whole
    return Exit.CONFORMS if worked else Exit.INCOMPLETE


def _say(console: Console, options: argparse.Namespace, text: str) -> None:
    if not (options.quiet or options.json):
        console.print(text, markup=False, style="dim")
