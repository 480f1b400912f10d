"""A flow file to a Plan: Maestro's two-document form or commands alone, every mistake of it told at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import yaml

from privaudit.errors import InputError, InputErrors
from privaudit.given import read_given, real_path
from privaudit.model.plan import Plan, PlannedStep
from privaudit.scenario.fit import Fitter, Place, Scope
from privaudit.scenario.verbs import Verb, refusals, verbs
from privaudit.yamldoc import Document, nearest, parse_documents

MAX_FLOW_BYTES = 1024 * 1024
"""A flow file above this size is refused."""

MAX_STEPS = 10_000
"""More commands than these, those of flows inside flows included, are refused."""

# Every scalar as the author wrote it; the same engine as `yamldoc`, so that both read alike.
_AsWritten: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_MAX_FLOWS_DEEP = 20
_MAX_DEPTH = 60
_MAX_ERRORS = 100
_WORKSPACE_FILES = ("config.yaml", "config.yml")
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*")
_CONFIG_KEYS = ("appId", "name", "tags", "env", "onFlowStart", "onFlowComplete")


def load_plan(
    path: Path | str, *, env: Mapping[str, str] | None = None, root: Path | str | None = None
) -> Plan:
    """Read a flow file and everything it runs into a Plan.

    `env` gives variables from outside; they win over those of the file. Files are read only inside `root`:
    by default the
    nearest folder above the flow that holds Maestro's `config.yaml`, else the flow's own folder.
    Raises InputError for one mistake and InputErrors for several, each with file, line, column and remedy.
    """
    file = Path(path)
    reader = _Reader(root=real_path(Path(root)) if root else _workspace(file), shown_root=file)
    flow = reader.flow(file, dict(env or {}), ())
    if reader.errors:
        raise _together(reader.errors)
    if flow is None:
        raise InputError("holds no flow", file=file, hint="write commands, each as `- command`")
    sha256 = reader.files[str(file)]
    return Plan(
        app_id=flow.app_id,
        name=flow.name or file.stem,
        file=str(file),
        sha256=sha256,
        steps=flow.steps,
        on_start=flow.on_start,
        on_complete=flow.on_complete,
        env=flow.env,
        tags=flow.tags,
        files=reader.files,
        extra=flow.extra,
    )


@dataclass(frozen=True)
class _Flow:
    """A flow file as read."""

    app_id: str
    name: str
    steps: tuple[PlannedStep, ...]
    on_start: tuple[PlannedStep, ...]
    on_complete: tuple[PlannedStep, ...]
    env: dict[str, str]
    tags: tuple[str, ...]
    extra: dict[str, Any]


@dataclass
class _Reader:
    """Reads flow files and collects their mistakes."""

    root: Path
    shown_root: Path
    errors: list[InputError] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        self.fitter = Fitter(self.errors, self.commands)

    def flow(self, file: Path, env: dict[str, str], stack: tuple[Path, ...]) -> _Flow | None:
        """Read one file; return None after noting why it is no flow."""
        try:
            documents, typed = self._documents(file)
        except InputError as error:
            self.errors.append(error)
            return None
        config, commands = _parts(documents)
        if commands is None or (config is not None and not isinstance(config.value, dict)):
            self.errors.append(_no_flow(documents, file))
            return None
        folder = real_path(file).parent
        first = config or commands
        scope = Scope(first, env, folder, self.root, (*stack, real_path(file)))
        settings: dict[str, Any] = config.value if config else {}
        own_env = self.fitter.env(settings.get("env", ""), ("env",), scope) if config else {}
        scope = Scope(first, {**own_env, **env}, folder, self.root, scope.stack)
        body = Scope(commands, scope.values, folder, self.root, scope.stack)
        return _Flow(
            app_id=self._app_id(settings, scope, top=not stack) if config else "",
            name=self._line(settings, "name", scope),
            steps=self.commands(commands.value, (), body),
            on_start=self._hook(settings, "onFlowStart", scope),
            on_complete=self._hook(settings, "onFlowComplete", scope),
            env=dict(scope.values),
            tags=self._tags(settings, scope),
            extra={k: typed[k] for k in settings if k not in _CONFIG_KEYS},
        )

    def commands(self, raw: Any, path: Place, scope: Scope) -> tuple[PlannedStep, ...]:
        """Read a list of commands; a wrong one is noted and left out."""
        if not isinstance(raw, list):
            self.fitter.wrong(
                scope, path, "a list of commands is wanted here", "write each command as `- command`"
            )
            return ()
        if len(path) > _MAX_DEPTH:
            self.fitter.wrong(scope, path, "commands stand inside one another too deeply", "use `runFlow`")
            return ()
        steps = (self._command(item, (*path, i), scope) for i, item in enumerate(raw))
        return tuple(step for step in steps if step is not None)

    def _command(self, raw: Any, path: Place, scope: Scope) -> PlannedStep | None:
        self.count += 1
        if self.count == MAX_STEPS + 1:
            self.fitter.wrong(
                scope, path, f"more than {MAX_STEPS} commands", "use `repeat`, or split the flow"
            )
        if self.count > MAX_STEPS:
            return None
        name, value, place = self._name(raw, path, scope)
        verb = self._verb(name, path if isinstance(raw, str) else place, scope) if name else None
        if verb is None:
            return None
        step = self.fitter.struct(value, place, verb.struct, scope)
        if step is None:
            return None
        if getattr(step, "file", None) and hasattr(step, "commands"):
            inner = self._inner(step.file, value, place, scope)  # type: ignore[attr-defined]
            step = msgspec.structs.replace(step, commands=inner)
        line, column = scope.document.key_place(place)
        return PlannedStep(
            verb=verb.name,
            step=step,
            label=step.label or f"{verb.name} {step.describe()}".strip(),
            file=scope.document.file,
            line=line,
            column=column,
            optional=step.optional,
        )

    def _name(self, raw: Any, path: Place, scope: Scope) -> tuple[str, Any, Place]:
        """Return a command's verb, its raw value and its place; an empty verb after noting a mistake."""
        if isinstance(raw, str) and raw:
            return raw, "", path
        if isinstance(raw, dict) and len(raw) == 1:
            ((name, value),) = raw.items()
            return name, value, (*path, name)
        if isinstance(raw, dict) and raw:
            names = list(raw)
            self.fitter.wrong(
                scope,
                (*path, names[1]),
                f"a command has one key, this one has {len(raw)}: {', '.join(names[:4])}",
                f"indent {names[1]!r} below {names[0]!r}, or begin a new command with `- `",
                key=True,
            )
        else:
            self.fitter.wrong(scope, path, "a command is wanted here", "write a command such as `- back`")
        return "", "", path

    def _verb(self, name: str, place: Place, scope: Scope) -> Verb | None:
        if name in verbs():
            return verbs()[name]
        refusal = refusals().get(name)
        if refusal is not None:
            message = f"command {name!r} cannot be honoured here: {refusal.reason}"
            self.fitter.wrong(scope, place, message, refusal.remedy, key=True)
            return None
        near = nearest(name, [*verbs(), *refusals()])
        hint = f"did you mean {near!r}?" if near else f"known commands: {', '.join(verbs())}"
        self.fitter.wrong(scope, place, f"unknown command {name[:60]!r}", hint, key=True)
        return None

    def _inner(self, file: str, value: Any, place: Place, scope: Scope) -> tuple[PlannedStep, ...]:
        """Read the flow that a command runs: its start hook, its commands, its end hook."""
        where = (*place, "file") if isinstance(value, dict) else place
        path = Path(file)
        if path in scope.stack:
            chain = " > ".join(item.name for item in (*scope.stack, path))
            self.fitter.wrong(
                scope, where, f"the flow runs itself: {chain}", "use `repeat` to do things again"
            )
            return ()
        if len(scope.stack) >= _MAX_FLOWS_DEEP:
            self.fitter.wrong(
                scope, where, f"flows run flows more than {_MAX_FLOWS_DEEP} deep", "flatten them"
            )
            return ()
        env_raw = value.get("env", "") if isinstance(value, dict) else ""
        # The mistakes of `env` were noted when the command itself was read.
        own = Fitter([], self.commands).env(env_raw, (*place, "env"), scope)
        flow = self.flow(self._shown(path), {**scope.values, **own}, scope.stack)
        return (*flow.on_start, *flow.steps, *flow.on_complete) if flow else ()

    def _shown(self, path: Path) -> Path:
        """Return `path` as seen from where the user started, when it lies below."""
        start = self.shown_root.parent
        try:
            return start / path.relative_to(real_path(start))
        except ValueError:
            return path

    def _documents(self, file: Path) -> tuple[list[Document], dict[str, Any]]:
        data = read_given(file, MAX_FLOW_BYTES, hint="split the flow")
        self.files[str(file)] = hashlib.sha256(data).hexdigest()
        typed = parse_documents(data, str(file))
        try:
            written = list(yaml.load_all(data.decode("utf-8-sig"), Loader=_AsWritten))
        except (RecursionError, yaml.YAMLError):
            raise InputError("cannot be read as text", file=file, hint="write plain, flat YAML") from None
        both = [(d, raw) for d, raw in zip(typed, written, strict=True) if d.value is not None]
        documents = [Document(d.file, raw, d.marks, d.key_marks) for d, raw in both]
        first = both[0][0].value if len(both) > 1 else {}
        settings = first if isinstance(first, dict) else {}
        return documents, settings

    def _hook(self, settings: dict[str, Any], key: str, scope: Scope) -> tuple[PlannedStep, ...]:
        return self.commands(settings[key], (key,), scope) if settings.get(key) else ()

    def _line(self, settings: dict[str, Any], key: str, scope: Scope) -> str:
        value = settings.get(key, "")
        if isinstance(value, str):
            return self.fitter.text(value, (key,), scope)
        self.fitter.wrong(scope, (key,), f"{key!r} is one line of text", f"write `{key}: …` on one line")
        return ""

    def _tags(self, settings: dict[str, Any], scope: Scope) -> tuple[str, ...]:
        value = settings.get("tags") or []
        if isinstance(value, list) and all(isinstance(tag, str) for tag in value):
            return tuple(value)
        self.fitter.wrong(scope, ("tags",), "'tags' is a list of words", "write each tag as `- tag`")
        return ()

    def _app_id(self, settings: dict[str, Any], scope: Scope, *, top: bool) -> str:
        if "appId" not in settings:
            if top:
                url = "url" in settings
                message = (
                    "web flows (`url`) cannot be honoured: only Android apps"
                    if url
                    else "key 'appId' is missing"
                )
                hint = "add a line `appId: com.example.app` with the package to audit"
                self.fitter.wrong(scope, ("url",) if url else (), message, hint, key=url)
            return ""
        before = len(self.errors)
        app_id = self._line(settings, "appId", scope)
        if len(self.errors) == before and not _PACKAGE.fullmatch(app_id):
            hint = "write the package of the app, for example com.example.bank"
            self.fitter.wrong(scope, ("appId",), f"{app_id[:80]!r} is not a package name", hint)
        return app_id


def _parts(documents: list[Document]) -> tuple[Document | None, Document | None]:
    """Return configuration and commands; the latter is None when there are none."""
    if len(documents) == 1 and not isinstance(documents[0].value, dict):
        return None, documents[0]
    if len(documents) == 2:  # noqa: PLR2004 - configuration and commands
        return documents[0], documents[1]
    return None, None


def _no_flow(documents: list[Document], file: Path) -> InputError:
    if not documents:
        return InputError("is empty", file=file, hint="write commands, each as `- command`")
    if len(documents) > 2:  # noqa: PLR2004 - configuration and commands
        return documents[2].error(
            f"holds {len(documents)} YAML documents, a flow has two",
            hint="keep configuration, `---`, commands",
        )
    if len(documents) == 1:
        return documents[0].error(
            "has a configuration but no commands", hint="add a line `---` and the commands below it"
        )
    return documents[0].error("the configuration is a map of keys", hint="write `appId: com.example.app`")


def _workspace(file: Path) -> Path:
    folder = real_path(file).parent
    for place in (folder, *folder.parents):
        if any((place / name).is_file() for name in _WORKSPACE_FILES):
            return place
    return folder


def _together(errors: list[InputError]) -> InputError:
    seen: dict[tuple[str, int, int, str], InputError] = {}
    for error in errors:
        seen.setdefault((error.file, error.line or 0, error.column or 0, error.problem), error)
    files = list(dict.fromkeys(error.file for error in seen.values()))
    ordered = sorted(seen.values(), key=lambda e: (files.index(e.file), e.line or 0, e.column or 0))
    if len(ordered) == 1:
        return ordered[0]
    if len(ordered) > _MAX_ERRORS:
        rest = InputError(
            f"has {len(ordered) - _MAX_ERRORS} more mistakes",
            file=ordered[0].file,
            hint="correct those above first",
        )
        ordered = [*ordered[:_MAX_ERRORS], rest]
    return InputErrors(ordered)
