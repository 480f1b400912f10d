"""Intents as `am` takes them: read from arguments, printed, resolved to a component."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from privaudit.virtual.manifest import Component, full_name, short_name
from privaudit.virtual.packages import CATEGORY_LAUNCHER, MAIN, Package
from privaudit.virtual.shell.registry import CommandError
from privaudit.virtual.state import VirtualPhone

_EXTRAS: Final = (
    "--es",
    "-e",
    "--ez",
    "--ei",
    "--el",
    "--ef",
    "--eu",
    "--ecn",
    "--eia",
    "--ela",
    "--esa",
    "--efa",
)
_IGNORED_WITH_VALUE: Final = (
    "--user",
    "-t",
    "-f",
    "--display",
    "--windowingMode",
    "--activityType",
    "-P",
    "--start-profiler",
    "--sampling",
    "--attach-agent",
    "--receiver-permission",
    "-R",
    "--task",
    "-i",
)
FLAG_NEW_TASK: Final = 0x10000000


@dataclass
class Intent:
    """An intent, and the other options that stood among its arguments."""

    action: str = ""
    categories: list[str] = field(default_factory=list)
    data: str = ""
    kind: str = ""
    package: str = ""
    component: tuple[str, str] | None = None
    flags: int = 0
    extras: dict[str, str] = field(default_factory=dict)
    options: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        """Return the intent as Android prints it."""
        parts = []
        if self.action:
            parts.append(f"act={self.action}")
        if self.categories:
            parts.append(f"cat=[{','.join(self.categories)}]")
        if self.data:
            parts.append(f"dat={_shown(self.data)}")
        if self.kind:
            parts.append(f"typ={self.kind}")
        if self.flags:
            parts.append(f"flg=0x{self.flags:x}")
        if self.package:
            parts.append(f"pkg={self.package}")
        if self.component:
            parts.append(f"cmp={component_text(*self.component)}")
        if self.extras:
            parts.append("(has extras)")
        return f"Intent {{ {' '.join(parts)} }}"


def _shown(data: str) -> str:
    """Return a URI as Android prints it: without the path where that may say something of a person."""
    parts = urlsplit(data)
    return f"{parts.scheme}://{parts.netloc}/..." if parts.scheme in ("http", "https") else data


def component_text(package: str, name: str) -> str:
    """Return a component as Android prints it."""
    return f"{package}/{short_name(name, package)}"


def parse_component(text: str) -> tuple[str, str]:
    """Read `pkg/.Class`; raises CommandError in Android's words."""
    package, slash, name = text.partition("/")
    if not slash or not package or not name:
        raise CommandError(
            "\nException occurred while executing 'start':\njava.lang.IllegalArgumentException: "
            f"Bad component name: {text}",
            255,
        )
    return package, full_name(name, package)


def parse(args: list[str], *, known: tuple[str, ...]) -> Intent:
    """Read an intent; raises CommandError for an unknown option."""
    intent = Intent()
    rest = list(args)
    while rest:
        word = rest.pop(0)
        if word in _FIELDS or word in _EXTRAS or word in _IGNORED_WITH_VALUE or word == "--esn":
            _option(intent, word, rest)
        elif word in known or word.startswith(_SWITCHES):
            intent.options.add(word)
        elif word.startswith("-"):
            raise _refused(f"Unknown option: {word}")
        else:
            _target(intent, word)
    return intent


_FIELDS: Final = ("-a", "-c", "-d", "-n", "-p")
_SWITCHES: Final = ("--activity-", "--receiver-", "--grant-", "--include-", "--exclude-", "--debug-")


def _refused(message: str) -> CommandError:
    return CommandError(
        f"\nException occurred while executing 'start':\njava.lang.IllegalArgumentException: {message}", 255
    )


def _option(intent: Intent, word: str, rest: list[str]) -> None:
    if len(rest) < (2 if word in _EXTRAS else 1):
        raise _refused(f'Argument expected after "{word}"')
    given = rest.pop(0)
    match word:
        case "-a" | "-d":
            setattr(intent, "action" if word == "-a" else "data", given)
        case "-c":
            intent.categories.append(given)
        case "-n":
            intent.component = parse_component(given)
        case "-p" | "-t":
            setattr(intent, "package" if word == "-p" else "kind", given)
        case "-f":
            intent.flags = int(given, 0) if re.fullmatch(r"0x[0-9a-fA-F]{1,8}|[1-9][0-9]{0,9}", given) else 0
        case "--esn":
            intent.extras[given] = ""
        case _ if word in _EXTRAS:
            intent.extras[given] = rest.pop(0)


def _target(intent: Intent, word: str) -> None:
    """Take the last word: a component, a URI or a package whose icon is meant."""
    if ":" in word and "/" not in word.split(":", 1)[0]:
        intent.data = word
    elif "/" in word:
        intent.component = parse_component(word)
    else:
        intent.package = word
        intent.action = intent.action or MAIN
        if CATEGORY_LAUNCHER not in intent.categories:
            intent.categories.append(CATEGORY_LAUNCHER)


def resolve(phone: VirtualPhone, intent: Intent) -> tuple[Package, Component] | None:
    """Return the activity an intent means, None when there is none."""
    if intent.component is not None:
        package = phone.packages.get(intent.component[0])
        component = package.activity(intent.component[1]) if package else None
        return (package, component) if package and component else None
    for package in phone.packages.list():
        if intent.package and package.name != intent.package:
            continue
        for component in package.activities:
            if any(_matches(intent, f.actions, f.categories, f.schemes, f.hosts) for f in component.filters):
                return package, component
    return None


def _matches(intent: Intent, actions: tuple[str, ...], categories: tuple[str, ...], schemes: tuple[str, ...],
             hosts: tuple[str, ...]) -> bool:  # fmt: skip
    if intent.action and intent.action not in actions:
        return False
    if any(c not in categories and c != "android.intent.category.DEFAULT" for c in intent.categories):
        return False
    parts = urlsplit(intent.data)
    if bool(intent.data) != bool(schemes):
        return False
    return not schemes or (parts.scheme in schemes and (not hosts or parts.hostname in hosts))


def resolve_launcher(phone: VirtualPhone, package: str, *, category: str = "") -> tuple[str, str] | None:
    """Return package and activity of a package's icon (or of home, when that category is asked for)."""
    from privaudit.virtual.packages import CATEGORY_HOME, LAUNCHER

    if category == CATEGORY_HOME or package == LAUNCHER:
        return LAUNCHER, phone.activities.home.name
    found = phone.packages.get(package)
    return (found.name, found.launcher) if found and found.launcher else None
