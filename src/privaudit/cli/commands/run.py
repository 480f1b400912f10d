"""`privaudit run`: drive an app by a scenario, record, judge, report."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from rich.console import Console

from privaudit.cli.recording import add_output_arguments, claimed_folder, given_countries, record_and_report
from privaudit.cli.say import Sayings
from privaudit.errors import InputError
from privaudit.notice.declare import load_declaration, require_package
from privaudit.scenario.load import load_plan
from privaudit.session.assess import chosen_formats
from privaudit.session.inputs import check_app, check_upstream, load_identity
from privaudit.session.outcome import Exit, exit_of
from privaudit.session.request import RunRequest

_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")


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
    parser.add_argument("--no-unpin", action="store_true", help=say("run.no_unpin"))
    parser.add_argument("--allow-quic", action="store_true", help=say("run.allow_quic"))
    parser.add_argument("--no-plain", action="store_true", help=say("run.no_plain"))
    parser.add_argument("--no-crypto", action="store_true", help=say("run.no_crypto"))
    parser.add_argument("--probe-trust", action="store_true", help=say("run.probe_trust"))
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
    package = _package(options.package or plan.app_id)
    if declaration is not None:
        require_package(declaration, package)
    chosen_formats(options.format)
    countries = given_countries(options)
    if options.app is not None:
        check_app(options.app)
    check_upstream(options.upstream, options.upstream_ca)
    if options.probe_trust and options.no_proxy:
        raise InputError(say("run.probe_needs_proxy"), file="--probe-trust", hint="--no-proxy")
    identity = load_identity(options.identity) if options.identity else ()

    # From here on frida, adbutils and mitmproxy are needed.
    from privaudit.session.phones import open_server

    with claimed_folder(options.output, package) as folder, open_server(options.adb_server) as server:
        request = RunRequest(
            plan=plan,
            package=package,
            folder=folder,
            app=options.app,
            declaration=declaration,
            serial=options.device,
            use_proxy=not options.no_proxy,
            use_agent=not options.no_agent,
            unpin=not options.no_unpin,
            refuse_quic=not options.allow_quic,
            plain=not options.no_plain,
            crypto=not options.no_crypto,
            probe_trust=options.probe_trust,
            upstream=options.upstream,
            upstream_ca=options.upstream_ca,
            identity=identity,
        )
        return exit_of(record_and_report(request, server, options, console, say, countries=countries))


def _package(name: str) -> str:
    if not _PACKAGE.fullmatch(name):
        raise InputError(
            f"{name[:80]!r} is not a package name", file="--package", hint="write it as com.example.bank"
        )
    return name


def _environment(pairs: list[str], say: Sayings) -> dict[str, str]:
    environment = {}
    for pair in pairs:
        name, found, value = pair.partition("=")
        if not found or not name:
            raise InputError(say("run.bad_env", text=pair), file="--env", hint="NAME=VALUE")
        environment[name] = value
    return environment
