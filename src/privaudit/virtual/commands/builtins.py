"""Commands that are part of the shell itself."""

from __future__ import annotations

import posixpath
import re
import shlex

from privaudit.virtual.shell.expansion import expression
from privaudit.virtual.shell.leaving import ExitShell, LeaveLoop, ReturnFunction
from privaudit.virtual.shell.registry import BUILTINS, COMMANDS, Call, builtin, command
from privaudit.virtual.shell.syntax import parse


@builtin("true", ":")
def true(call: Call) -> int:
    """Do nothing, well."""
    del call
    return 0


@builtin("false")
def false(call: Call) -> int:
    """Do nothing, badly."""
    del call
    return 1


@builtin("cd", "chdir")
def cd(call: Call) -> int:
    """Change the directory."""
    variables = call.shell.environment.variables
    target = call.args[0] if call.args else variables.get("HOME", "/")
    path = posixpath.normpath(call.path(variables.get("OLDPWD", "/") if target == "-" else target))
    try:
        if not call.phone.files.stat(path, call.uid).is_dir:
            call.usage(f"/system/bin/sh: cd: {target}: Not a directory", 2)
    except OSError as error:
        call.usage(f"/system/bin/sh: cd: {path}: {error.strerror}", 2)
    variables["OLDPWD"], variables["PWD"] = call.shell.cwd, path
    call.shell.cwd = path
    return 0


@builtin("pwd")
def pwd(call: Call) -> int:
    """Print the directory."""
    call.line(call.shell.cwd)
    return 0


@builtin("export", "readonly", "local", "typeset")
def export(call: Call) -> int:
    """Set variables, for programs too."""
    shell = call.shell
    words = [a for a in call.args if not a.startswith("-")]
    if not words:
        for name in sorted(shell.exported):
            call.line(f"export {name}={shlex.quote(shell.environment.variables.get(name, ''))}")
    for word in words:
        name, equals, value = word.partition("=")
        if not name.isidentifier():
            call.usage(f"/system/bin/sh: {call.name}: {name}: is not an identifier")
        if equals:
            shell.environment.variables[name] = value
        if call.name == "export":
            shell.exported.add(name)
    return 0


@builtin("unset")
def unset(call: Call) -> int:
    """Forget variables or functions."""
    for name in call.args:
        call.shell.environment.variables.pop(name, None)
        call.shell.functions.pop(name, None)
    return 0


@builtin("set")
def set_(call: Call) -> int:
    """Set options and arguments; without any, print the variables."""
    if not call.args:
        for name, value in sorted(call.shell.environment.variables.items()):
            call.line(f"{name}={shlex.quote(value)}")
        return 0
    args = list(call.args)
    while args and re.fullmatch(r"[-+][a-z]+", args[0]):
        word = args.pop(0)
        if "e" in word:
            call.shell.errexit = word[0] == "-"
        if word.endswith("o") and args:
            args.pop(0)
    if args:
        call.shell.environment.arguments = args[1:] if args[0] == "--" else args
    return 0


@builtin("shift")
def shift(call: Call) -> int:
    """Drop the first arguments."""
    count = int(call.args[0]) if call.args and call.args[0].isdigit() else 1
    if count > len(call.shell.environment.arguments):
        call.usage("/system/bin/sh: shift: nothing to shift")
    del call.shell.environment.arguments[:count]
    return 0


def _status(call: Call) -> int:
    if call.args and re.fullmatch(r"-?[0-9]{1,9}", call.args[0]):
        return int(call.args[0]) & 0xFF
    return call.shell.environment.status


@builtin("exit")
def exit_(call: Call) -> int:
    """Leave the shell."""
    raise ExitShell(_status(call))


@builtin("return")
def return_(call: Call) -> int:
    """Leave the function."""
    raise ReturnFunction(_status(call))


@builtin("break", "continue")
def leave(call: Call) -> int:
    """Leave loops, or begin the next turn."""
    levels = int(call.args[0]) if call.args and call.args[0].isdigit() else 1
    raise LeaveLoop(max(1, levels), again=call.name == "continue")


@builtin("eval")
def eval_(call: Call) -> int:
    """Run words as a command."""
    return call.shell.run(parse(" ".join(call.args)), call.shell.io)


@builtin(".", "source")
def source(call: Call) -> int:
    """Run a file in this shell."""
    if not call.args:
        call.usage("/system/bin/sh: .: missing argument")
    text = call.phone.files.read(call.path(call.args[0]), call.uid).decode("utf-8", "surrogateescape")
    return call.shell.run(parse(text), call.shell.io)


@builtin("exec", "command")
def exec_(call: Call) -> int:
    """Run a command in the shell's place."""
    if call.name == "command" and call.args[:1] == ["-v"]:
        return describe(Call("which", call.args[1:], call.shell, call.stdin, call.stdout, call.stderr))
    if not call.args:
        return 0
    status = call.shell.call(call.args, call.shell.io)
    if call.name == "exec":
        raise ExitShell(status)
    return status


@builtin("read")
def read(call: Call) -> int:
    """Read a line into variables."""
    names = [a for a in call.args if not a.startswith("-")] or ["REPLY"]
    line = call.stdin.readline()
    text = line.decode("utf-8", "surrogateescape").rstrip("\n")
    if "-r" not in call.args:
        text = text.replace("\\", "")
    variables = call.shell.environment.variables
    separators = variables.get("IFS", " \t\n") or "\0"
    words = re.split(f"[{re.escape(separators)}]+", text.strip(separators), maxsplit=len(names) - 1)
    for number, name in enumerate(names):
        variables[name] = words[number] if number < len(words) else ""
    return 0 if line else 1


@builtin("wait")
def wait(call: Call) -> int:
    """Wait for what runs in the background."""
    for job in call.shell.jobs:
        while job.is_alive() and not call.stopped.is_set():
            job.join(0.1)
    return 0


@builtin("type", "which")
def type_(call: Call) -> int:
    """Say what names mean."""
    return describe(call)


def describe(call: Call) -> int:
    """Say what names mean, in the manner of the calling command."""
    status = 0
    for name in call.args:
        where = f"/system/bin/{name}" if name in COMMANDS else ""
        if call.name == "which":
            status |= not where
            call.out(f"{where}\n" if where else "")
        elif name in BUILTINS:
            call.line(f"{name} is a shell builtin")
        elif name in call.shell.functions:
            call.line(f"{name} is a function")
        elif where:
            call.line(f"{name} is a tracked alias for {where}")
        else:
            call.line(f"{name} not found")
            status = 1
    return status


@builtin("trap", "umask", "ulimit", "alias", "unalias", "hash", "times")
def quiet(call: Call) -> int:
    """Accept what has no effect on a shell that lives for one command."""
    if call.name == "umask" and not call.args:
        call.line("0022")
    return 0


@command("sh", "mksh")
def sh(call: Call) -> int:
    """Run a shell: `-c TEXT`, a file, or the standard input."""
    args = list(call.args)
    while args and re.fullmatch(r"-[a-z]+", args[0]) and "c" not in args[0]:
        args.pop(0)
    if args and args[0].startswith("-") and "c" in args[0]:
        if len(args) < 2:  # noqa: PLR2004 — the option and its text
            call.usage("/system/bin/sh: -c: requires an argument")
        return call.shell.script(args[1], args[2] if len(args) > 2 else "sh", args[3:], call.shell.io)  # noqa: PLR2004
    if args:
        try:
            text = call.phone.files.read(call.path(args[0]), call.uid).decode("utf-8", "surrogateescape")
        except OSError as error:
            call.usage(f"/system/bin/sh: can't open '{args[0]}': {error.strerror}", 127)
        return call.shell.script(text, args[0], args[1:], call.shell.io)
    return call.shell.script(
        call.stdin.read_all(1 << 20).decode("utf-8", "surrogateescape"), "sh", [], call.shell.io
    )


@builtin("test", "[", "[[")
def test(call: Call) -> int:
    """Answer a question about files, strings or numbers."""
    words = list(call.args)
    if call.name != "test":
        closing = "]" if call.name == "[" else "]]"
        if not words or words.pop() != closing:
            call.usage(f"/system/bin/sh: {call.name}: missing {closing}", 2)
    return int(not _Question(call, words).answer())


class _Question:
    def __init__(self, call: Call, words: list[str]) -> None:
        self._call = call
        self._words = words
        self._place = 0

    def answer(self) -> bool:
        if not self._words:
            return False
        result = self._any()
        if self._place < len(self._words):
            self._wrong(self._words[self._place])
        return result

    def _wrong(self, word: str) -> None:
        self._call.usage(f"/system/bin/sh: {self._call.name}: {word}: unexpected operator/operand", 2)

    def _next(self) -> str | None:
        return self._words[self._place] if self._place < len(self._words) else None

    def _any(self) -> bool:
        result = self._all()
        while self._next() in ("-o", "||"):
            self._place += 1
            result = self._all() or result
        return result

    def _all(self) -> bool:
        result = self._one()
        while self._next() in ("-a", "&&"):
            self._place += 1
            result = self._one() and result
        return result

    def _one(self) -> bool:
        left = len(self._words) - self._place
        word = self._next() or ""
        if left >= 3 and self._words[self._place + 1] in _BINARY:  # noqa: PLR2004 — A op B
            first, operator, second = self._words[self._place : self._place + 3]
            self._place += 3
            return self._compare(first, operator, second)
        if word == "!" and left > 1:
            self._place += 1
            return not self._one()
        if word == "(" and left > 1:
            self._place += 1
            result = self._any()
            self._place += 1
            return result
        if re.fullmatch(r"-[bcdefghLknoprsStuwxzGO]", word) and left > 1:
            self._place += 2
            return self._unary(word, self._words[self._place - 1])
        self._place += 1
        return bool(word)

    def _unary(self, operator: str, word: str) -> bool:
        if operator in ("-z", "-n"):
            return bool(word) == (operator == "-n")
        if operator == "-t":
            return False
        call = self._call
        try:
            entry = call.phone.files.stat(call.path(word), call.uid, follow=operator not in ("-L", "-h"))
        except OSError:
            return call.path(word) in ("/dev/null", "/dev/zero") and operator in ("-e", "-c", "-r", "-w")
        wanted = {"-r": 4, "-w": 2, "-x": 1}.get(operator)
        if wanted:
            return call.phone.files.allowed(entry.path, wanted, call.uid)
        return {
            "-d": entry.is_dir,
            "-f": not entry.is_dir and not entry.is_link,
            "-e": True,
            "-s": entry.size > 0,
            "-L": entry.is_link,
            "-h": entry.is_link,
        }.get(operator, False)

    def _compare(self, first: str, operator: str, second: str) -> bool:
        if operator in ("=", "=="):
            return first == second or (
                self._call.name == "[[" and bool(re.fullmatch(expression(second), first, re.DOTALL))
            )
        if operator == "!=":
            return first != second
        if operator in ("<", ">"):
            return first < second if operator == "<" else first > second
        try:
            a, b = int(first[:20]), int(second[:20])
        except ValueError:
            bad = first if not re.fullmatch(r"-?[0-9]+", first) else second
            self._call.usage(f"/system/bin/sh: {self._call.name}: {bad}: bad number", 2)
        return {"-eq": a == b, "-ne": a != b, "-lt": a < b, "-le": a <= b, "-gt": a > b, "-ge": a >= b}[
            operator
        ]


_BINARY = frozenset({"=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge"})
