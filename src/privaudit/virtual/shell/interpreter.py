"""Runs what the parser found, as mksh of Android 13 does."""

from __future__ import annotations

import copy
import fnmatch
import threading
from dataclasses import replace
from typing import Final

from privaudit.virtual.shell.expansion import Environment, Expander
from privaudit.virtual.shell.leaving import ExitShell, LeaveLoop, ReturnFunction
from privaudit.virtual.shell.lexer import ShellSyntaxError
from privaudit.virtual.shell.pipes import (
    Capture,
    Input,
    Interrupted,
    Io,
    Nothing,
    Pipe,
    Sink,
)
from privaudit.virtual.shell.redirection import SHELL, Redirector
from privaudit.virtual.shell.registry import BUILTINS, COMMANDS, Call, Command, CommandError
from privaudit.virtual.shell.syntax import (
    Case,
    For,
    Function,
    Group,
    If,
    Loop,
    Node,
    Pipeline,
    Sequence,
    Simple,
    parse,
)
from privaudit.virtual.state import VirtualPhone

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
        self.environment = Environment(variables, self.substitute, self.names)
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
        except CommandError as error:
            io.stderr.write(f"{error.message}\n".encode("utf-8", "surrogateescape"))
            self.environment.status = error.status
        finally:
            self.depth -= 1
        return self.environment.status

    def _run(self, node: Node, io: Io) -> int:
        match node:
            case Simple():
                status = self._simple(node, io)
            case Pipeline():
                status = self._pipeline(node, io)
            case Sequence():
                status = self._sequence(node, io)
            case Group():
                with self._redirector().redirected(node.redirects, io) as inner:
                    status = self.subshell(node.body, inner) if node.subshell else self.run(node.body, inner)
            case If():
                status = self._if(node, io)
            case Loop():
                status = self._loop(node, io)
            case For():
                status = self._for(node, io)
            case Case():
                status = self._case(node, io)
            case Function():
                self.functions[node.name] = node.body
                status = 0
        return status

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
            target=lambda: child.subshell(node, replace(io, stdin=Input(Nothing()))), daemon=True
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
        child.environment.substitute = child.substitute
        child.environment.names = child.names
        child.expander = Expander(child.environment)
        child.functions = dict(self.functions)
        child.exported = set(self.exported)
        child.jobs = []
        return child

    def _redirector(self) -> Redirector:
        return Redirector(self.phone, self.uid, self.cwd, self.expander)

    def as_user(self, uid: int) -> Shell:
        """Return a fresh shell of another user, in the same directory."""
        other = Shell(self.phone, uid, self.stopped)
        other.cwd = self.cwd
        return other

    def subshell(self, node: Node, io: Io) -> int:
        """Run a part of a script in a subshell; nothing it does or leaves by reaches this shell."""
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

    def substitute(self, text: str) -> str:
        """Run a command and return what it prints, without the newlines at its end."""
        capture = Capture(MOST_SUBSTITUTED)
        io = replace(self.io, stdout=capture)
        try:
            self.environment.status = self.subshell(parse(text), io)
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
                statuses[number] = self.subshell(command, inner)
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
                with self._redirector().redirected(node.redirects, io):
                    return status
            except CommandError as error:
                io.stderr.write(f"{error.message}\n".encode())
                return 1
        kept = {name: self.environment.variables.get(name) for name, _ in node.assignments}
        for name, value in node.assignments:
            self.environment.variables[name] = self.expander.single(value)
        try:
            with self._redirector().redirected(node.redirects, io) as inner:
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
    def find(name: str) -> Command | None:
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

    def names(self, path: str) -> list[str]:
        """Return the names in a directory, none where it cannot be read."""
        full = path if path.startswith("/") else f"{self.cwd.rstrip('/')}/{path}"
        try:
            return [entry.name for entry in self.phone.files.list(full, self.uid)]
        except OSError:
            # A pattern over what cannot be read matches nothing.
            return []
