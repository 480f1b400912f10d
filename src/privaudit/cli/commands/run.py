"""`privaudit run`: drive an app by a scenario, record, judge, report."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from privaudit.cli.recording import add_output_arguments, record_and_report, run_folder
from privaudit.cli.say import Sayings
from privaudit.errors import InputError
from privaudit.notice.declare import load_declaration
from privaudit.scenario.load import load_plan
from privaudit.session.outcome import Exit, exit_of


def configure(parser: argparse.ArgumentParser, say: Sayings) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", type=Path, help=say("run.scenario"))
    parser.add_argument("--app", type=Path, metavar="APK", help=say("run.app"))
    parser.add_argument("--package", metavar="NAME", help=say("run.package"))
    parser.add_argument("--declaration", type=Path, metavar="FILE", help=say("option.declaration"))
    parser.add_argument("--device", metavar="SERIAL", help=say("option.device"))
    parser.add_argument("--adb-server", metavar="HOST:PORT", help=say("option.adb_server"))
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE", help=say("run.env"))
    parser.add_argument("--identity", type=Path, metavar="FILE", help=say("run.identity"))
    parser.add_argument("--no-proxy", action="store_true", help=say("run.no_proxy"))
    parser.add_argument("--no-agent", action="store_true", help=say("run.no_agent"))
    parser.add_argument("--upstream", metavar="URL", help=say("run.upstream"))
    parser.add_argument("--upstream-ca", type=Path, metavar="FILE", help=say("run.upstream_ca"))
    add_output_arguments(parser, say)


def run(options: argparse.Namespace, console: Console, say: Sayings) -> Exit:
    """Check every input before the phone is touched, then record."""
    environment = _environment(options.env, say)
    declaration = load_declaration(options.declaration) if options.declaration else None
    audited = options.package or (declaration.package if declaration else "")
    if audited:
        environment.setdefault("APP_ID", audited)
    plan = load_plan(options.scenario, env=environment)
    if options.app is not None and not options.app.is_file():
        raise InputError("is not a file", file=options.app, hint="check the path of the APK")

    # From here on frida, adbutils and mitmproxy are needed.
    from privaudit.session.inputs import load_identity
    from privaudit.session.phones import open_server
    from privaudit.session.request import RunRequest

    package = options.package or plan.app_id
    request = RunRequest(
        plan=plan,
        package=package,
        folder=run_folder(options.output, package),
        app=options.app,
        declaration=declaration,
        serial=options.device,
        use_proxy=not options.no_proxy,
        use_agent=not options.no_agent,
        upstream=options.upstream,
        upstream_ca=options.upstream_ca,
        identity=load_identity(options.identity) if options.identity else (),
    )
    with open_server(options.adb_server) as server:
        return exit_of(record_and_report(request, server, options, console, say))


def _environment(pairs: list[str], say: Sayings) -> dict[str, str]:
    environment = {}
    for pair in pairs:
        name, found, value = pair.partition("=")
        if not found or not name:
            raise InputError(say("run.bad_env", text=pair), file="--env", hint="NAME=VALUE")
        environment[name] = value
    return environment
