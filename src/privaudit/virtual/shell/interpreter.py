"""Runs what the parser found, as mksh of Android 13 does."""

from __future__ import annotations

import copy
import fnmatch
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from privaudit.virtual.shell.expansion import Environment, Expander
from privaudit.virtual.shell.lexer import ShellSyntaxError
from privaudit.virtual.shell.pipes import (
    Capture,
    FileSink,
    FileSource,
    Input,
    Interrupted,
    Nothing,
    Pipe,
    Sink,
)
from privaudit.virtual.shell.registry import BUILTINS, COMMANDS, Call, CommandError
from privaudit.virtual.shell.special import SPECIAL_FILES, special_source
from privaudit.virtual.shell.syntax import (
    Case,
    For,
    Function,
    Group,
    If,
    Loop,
    Node,
    Pipeline,
    Redirect,
    Sequence,
    Simple,
    parse,
)
from privaudit.virtual.state import VirtualPhone

SHELL: Final = "/system/bin/sh"
MOST_SUBSTITUTED: Final = 64 << 20
DEEPEST: Final = 60
ENVIRONMENT: Final = {
    "ANDROID_ART_ROOT": "/apex/com.android.art",
    "ANDROID_ASSETS": "/system/app",
    "ANDROID_BOOTLOGO": "1",
    "ANDROID_DATA": "/data",
    "ANDROID_I18N_ROOT": "/apex/com.android.i18n",
    "ANDROID_ROOT": "/system",
    "ANDROID_SOCKET_adbd": "12",
    "ANDROID_STORAGE": "/storage",
    "ANDROID_TZDATA_ROOT": "/apex/com.android.tzdata",
    "ASEC_MOUNTPOINT": "/mnt/asec",
    "DOWNLOAD_CACHE": "/data/cache",
    "EXTERNAL_STORAGE": "/sdcard",
    "HOME": "/",
    "HOSTNAME": "virtual",
    "LOGNAME": "shell",
    "PATH": "/product/bin:/apex/com.android.runtime/bin:"
    "/apex/com.android.art/bin:/system_ext/bin:/system/bin:/system/xbin:/odm/bin:/vendor/bin:/vendor/xbin",
    "SHELL": "/bin/sh",
    "TMPDIR": "/data/local/tmp",
    "USER": "shell",
}


class ExitShell(Exception):  # noqa: N818 — leaves the shell, nothing failed
    """exit: leave the shell with a status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class LeaveLoop(Exception):  # noqa: N818 — leaves a loop, nothing failed
    """break or continue: `left` more loops to leave."""

    def __init__(self, left: int, *, again: bool) -> None:
        super().__init__(left)
        self.left = left
        self.again = again


class ReturnFunction(Exception):  # noqa: N818 — leaves a function, nothing failed
    """return: leave a function with a status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Io:
    """Where a command's input comes from and its outputs go."""

    stdin: Input
    stdout: Sink
    stderr: Sink


class Shell:
    """A shell: variables, directory, user; `stopped` is set when whoever started it has gone."""

    def __init__(self, phone: VirtualPhone, uid: int, stopped: threading.Event) -> None:
        self.phone = phone
        self.uid = uid
        self.cwd = "/"
        self.stopped = stopped
        self.exported = set(ENVIRONMENT)
        self.functions: dict[str, Node] = {}
        self.io: Io
        self.depth = 0
        self.errexit = False
        variables = {**ENVIRONMENT, **({"USER": "root", "LOGNAME": "root"} if uid == 0 else {})}
        self.environment = Environment(variables, self._substitute, self._names)
        self.expander = Expander(self.environment)
        self.jobs: list[threading.Thread] = []

    # -- running

    def run_text(self, text: str, io: Io) -> int:
        """Run a script to its end and return its status."""
        self.io = io
        try:
            status = self.run(parse(text), io)
        except ExitShell as leaving:
            status = leaving.status
        except ShellSyntaxError as error:
            self._complain(f"{error}", io)
            status = 1
        except (LeaveLoop, ReturnFunction):
            status = self.environment.status
        except RecursionError:
            self._complain("out of memory", io)
            status = 1
        for sink in (io.stdout, io.stderr):
            self._flush(sink)
        return status

    def _flush(self, sink: Sink) -> None:
        try:
            sink.flush()
        except ConnectionError:
            self.stopped.set()

    def run(self, node: Node, io: Io) -> int:
        """Run a part of a script."""
        if self.stopped.is_set():
            raise ExitShell(129)
        self.depth += 1
        if self.depth > DEEPEST:
            raise ShellSyntaxError("recursion too deep")
        try:
            self.environment.status = self._run(node, io)
        finally:
            self.depth -= 1
        return self.environment.status

    def _run(self, node: Node, io: Io) -> int:
        match node:
            case Simple():
                return self._simple(node, io)
            case Pipeline():
                return self._pipeline(node, io)
            case Sequence():
                return self._sequence(node, io)
            case Group():
                with self._redirected(node.redirects, io) as inner:
                    return self._subshell(node.body, inner) if node.subshell else self.run(node.body, inner)
            case If():
                return self._if(node, io)
            case Loop():
                return self._loop(node, io)
            case For():
                return self._for(node, io)
            case Case():
                return self._case(node, io)
            case Function():
                self.functions[node.name] = node.body
                return 0

    def _sequence(self, node: Sequence, io: Io) -> int:
        status, skip = 0, ""
        for part, operator in node.parts:
            if skip:
                # `a && b || c`: what does not match the status so far is passed over with its own operator.
                skip = operator if (operator == "&&" and status) or (operator == "||" and not status) else ""
                continue
            if operator == "&":
                self._background(part, io)
                status = 0
                continue
            status = self.run(part, io)
            if operator == "&&" and status:
                skip = "&&"
            elif operator == "||" and not status:
                skip = "||"
            elif self.errexit and status and operator == ";":
                raise ExitShell(status)
        return status

    def _background(self, node: Node, io: Io) -> None:
        child = self.copy()
        thread = threading.Thread(
            target=lambda: child._subshell(node, replace(io, stdin=Input(Nothing()))), daemon=True
        )
        self.jobs.append(thread)
        self.environment.background = str(self.environment.pid + len(self.jobs))
        thread.start()

    def _if(self, node: If, io: Io) -> int:
        for condition, body in node.branches:
            if self.run(condition, io) == 0:
                return self.run(body, io)
        return self.run(node.otherwise, io) if node.otherwise is not None else 0

    def _loop(self, node: Loop, io: Io) -> int:
        status = 0
        while (self.run(node.condition, io) == 0) != node.until:
            leave, status = self._turn(node.body, io)
            if leave:
                break
        return status

    def _for(self, node: For, io: Io) -> int:
        status = 0
        words = (
            self.environment.arguments
            if node.words is None
            else [w for x in node.words for w in self.expander.fields(x)]
        )
        for word in list(words):
            self.environment.variables[node.name] = word
            leave, status = self._turn(node.body, io)
            if leave:
                break
        return status

    def _turn(self, body: Node, io: Io) -> tuple[bool, int]:
        try:
            return False, self.run(body, io)
        except LeaveLoop as leaving:
            if leaving.left > 1:
                raise LeaveLoop(leaving.left - 1, again=leaving.again) from None
            return not leaving.again, 0

    def _case(self, node: Case, io: Io) -> int:
        word = self.expander.single(node.word)
        for patterns, body in node.branches:
            if any(fnmatch.fnmatchcase(word, self.expander.pattern(p)) for p in patterns):
                return self.run(body, io)
        return 0

    # -- other shells

    def copy(self) -> Shell:
        """Return a subshell: the same, but its changes stay its own."""
        child = copy.copy(self)
        child.environment = copy.copy(self.environment)
        child.environment.variables = dict(self.environment.variables)
        child.environment.arguments = list(self.environment.arguments)
        child.environment.substitute = child._substitute
        child.environment.names = child._names
        child.expander = Expander(child.environment)
        child.functions = dict(self.functions)
        child.exported = set(self.exported)
        child.jobs = []
        return child

    def _subshell(self, node: Node, io: Io) -> int:
        child = self.copy()
        child.io = io
        try:
            return child.run(node, io)
        except ExitShell as leaving:
            return leaving.status
        except (LeaveLoop, ReturnFunction):
            return child.environment.status
        except ShellSyntaxError as error:
            self._complain(str(error), io)
            return 1
        except (BrokenPipeError, ConnectionError):
            return 141
        except RecursionError:
            self._complain("out of memory", io)
            return 1

    def _substitute(self, text: str) -> str:
        capture = Capture(MOST_SUBSTITUTED)
        io = replace(self.io, stdout=capture)
        try:
            self.environment.status = self._subshell(parse(text), io)
        except OSError as error:
            raise ShellSyntaxError(error.strerror or str(error)) from error
        return bytes(capture.data).replace(b"\0", b"").decode("utf-8", "surrogateescape").rstrip("\n")

    def _pipeline(self, node: Pipeline, io: Io) -> int:
        statuses = [0] * len(node.commands)
        threads: list[threading.Thread] = []
        source = io.stdin
        pipes: list[Pipe] = []

        def work(number: int, command: Node, inner: Io, before: Pipe | None, after: Pipe | None) -> None:
            try:
                statuses[number] = self._subshell(command, inner)
            finally:
                if after is not None:
                    after.close_write()
                if before is not None:
                    before.close_read()

        for number, command in enumerate(node.commands):
            last = number == len(node.commands) - 1
            before = pipes[-1] if pipes else None
            after = None if last else Pipe()
            inner = Io(source, io.stdout if after is None else after, io.stderr)
            if last:
                for thread in threads:
                    thread.start()
                work(number, command, inner, before, None)
                continue
            if after is not None:
                pipes.append(after)
                source = Input(after)
            threads.append(
                threading.Thread(target=work, args=(number, command, inner, before, after), daemon=True)
            )
        for thread in threads:
            thread.join()
        status = statuses[-1]
        return int(not status) if node.negated else status

    # -- one command

    def _simple(self, node: Simple, io: Io) -> int:
        words = [word for written in node.words for word in self.expander.fields(written)]
        if not words:
            status = self.environment.status if not node.assignments else 0
            for name, value in node.assignments:
                self.environment.status = 0
                self.environment.variables[name] = self.expander.single(value)
                status = self.environment.status
            try:
                with self._redirected(node.redirects, io):
                    return status
            except CommandError as error:
                io.stderr.write(f"{error.message}\n".encode())
                return 1
        kept = {name: self.environment.variables.get(name) for name, _ in node.assignments}
        for name, value in node.assignments:
            self.environment.variables[name] = self.expander.single(value)
        try:
            with self._redirected(node.redirects, io) as inner:
                return self.call(words, inner)
        except CommandError as error:
            io.stderr.write(f"{error.message}\n".encode("utf-8", "surrogateescape"))
            return error.status
        finally:
            for name, old in kept.items():
                if old is None:
                    self.environment.variables.pop(name, None)
                else:
                    self.environment.variables[name] = old

    def call(self, words: list[str], io: Io) -> int:
        """Run a command by its words."""
        name, args = words[0], words[1:]
        if name not in BUILTINS and name in self.functions:
            return self._function(name, args, io)
        found = BUILTINS.get(name) or self.find(name)
        if found is None:
            return self._program(name, args, io)
        shown = name.rpartition("/")[2]
        call = Call(shown, args, self, io.stdin, io.stdout, io.stderr)
        outer, self.io = self.io, io
        try:
            return found(call) or 0
        except CommandError as error:
            call.err(error.message)
            return error.status
        except BrokenPipeError:
            return 141
        except ConnectionError:
            self.stopped.set()
            raise ExitShell(129) from None
        except Interrupted:
            raise ExitShell(130) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            call.err(f"{shown}: {where}{error.strerror or error}")
            return 1
        finally:
            self.io = outer

    @staticmethod
    def find(name: str) -> object:
        """Return the program of a name or of a path in the system's directories, None when there is none."""
        for folder in ("/system/bin/", "/bin/", "/vendor/bin/", "/system/xbin/"):
            if name.startswith(folder) and "/" not in name[len(folder) :]:
                return COMMANDS.get(name[len(folder) :])
        return COMMANDS.get(name)

    def _function(self, name: str, args: list[str], io: Io) -> int:
        kept, self.environment.arguments = self.environment.arguments, args
        try:
            return self.run(self.functions[name], io)
        except ReturnFunction as leaving:
            return leaving.status
        finally:
            self.environment.arguments = kept

    def _program(self, name: str, args: list[str], io: Io) -> int:
        if "/" not in name:
            self._complain(f"{name}: inaccessible or not found", io)
            return 127
        path = name if name.startswith("/") else f"{self.cwd.rstrip('/')}/{name}"
        files = self.phone.files
        try:
            entry = files.stat(path, self.uid)
        except OSError:
            self._complain(f"{name}: inaccessible or not found", io)
            return 127
        if entry.is_dir or not files.allowed(entry.path, 1, self.uid) or not entry.mode & 0o111:
            self._complain(
                f"{name}: can't execute: {'Is a directory' if entry.is_dir else 'Permission denied'}", io
            )
            return 126
        data = files.read(path, self.uid)
        if data.startswith(b"\x7fELF"):
            # No processor stands behind this phone: what a phone says to a program made for another one.
            width = 64 if data[4:5] == b"\x02" else 32
            self._complain(f"{name}: not executable: {width}-bit ELF file", io)
            return 126
        return self.script(data.decode("utf-8", "surrogateescape"), name, args, io)

    def script(self, text: str, name: str, args: list[str], io: Io) -> int:
        """Run a script in a shell of its own."""
        child = self.copy()
        child.functions = {}
        child.environment.arguments = args
        child.environment.name = name
        child.depth = self.depth
        return child.run_text(text, io)

    def _complain(self, message: str, io: Io) -> None:
        name = SHELL if self.environment.name == "sh" else self.environment.name
        io.stderr.write(f"{name}: {message}\n".encode("utf-8", "surrogateescape"))

    def _names(self, path: str) -> list[str]:
        full = path if path.startswith("/") else f"{self.cwd.rstrip('/')}/{path}"
        try:
            return [entry.name for entry in self.phone.files.list(full, self.uid)]
        except OSError:
            # A pattern over what cannot be read matches nothing.
            return []

    # -- redirections

    @contextmanager
    def _redirected(self, redirects: tuple[Redirect, ...], io: Io) -> Iterator[Io]:
        opened: list[FileSink | FileSource] = []
        try:
            for redirect in redirects:
                io = self._redirect(redirect, io, opened)
            yield io
        finally:
            for file in opened:
                file.close()

    def _redirect(self, redirect: Redirect, io: Io, opened: list[FileSink | FileSource]) -> Io:
        operator, number = redirect.operator, redirect.number
        if operator == "<<":
            from privaudit.virtual.shell.pipes import Bytes

            return replace(
                io,
                stdin=Input(Bytes(self.expander.single(redirect.target).encode("utf-8", "surrogateescape"))),
            )
        target = self.expander.single(redirect.target)
        if operator == ">&" and target in ("1", "2"):
            sink = io.stdout if target == "1" else io.stderr
            return replace(io, stderr=sink) if number == 2 else replace(io, stdout=sink)  # noqa: PLR2004 — stderr
        if operator in ("<", "<&"):
            return replace(io, stdin=Input(self._open_read(target, opened)))
        sink = self._open_write(target, opened, append=operator == ">>")
        if operator == "&>" or (operator == ">&" and number is None):
            return replace(io, stdout=sink, stderr=sink)
        return replace(io, stderr=sink) if number == 2 else replace(io, stdout=sink)  # noqa: PLR2004 — stderr

    def _open_read(self, target: str, opened: list[FileSink | FileSource]) -> Nothing | FileSource:
        path = target if target.startswith("/") else f"{self.cwd.rstrip('/')}/{target}"
        if path in SPECIAL_FILES:
            return special_source(path)
        try:
            source = FileSource(self.phone.files.readable(path, self.uid))
        except OSError as error:
            raise CommandError(f"{SHELL}: can't open {target}: {error.strerror}") from error
        opened.append(source)
        return source

    def _open_write(self, target: str, opened: list[FileSink | FileSource], *, append: bool) -> Sink:
        path = target if target.startswith("/") else f"{self.cwd.rstrip('/')}/{target}"
        if path in SPECIAL_FILES:
            return Nothing()
        try:
            sink = FileSink(self.phone.files.writable(path, self.uid), append=append)
        except OSError as error:
            raise CommandError(f"{SHELL}: can't create {target}: {error.strerror}") from error
        opened.append(sink)
        return sink
