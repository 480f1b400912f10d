"""shell:, exec: and abb: commands on the phone, with or without adb's shell protocol."""

from __future__ import annotations

import shlex
import struct
import threading
from typing import Final

from privaudit.virtual.adb.registry import Open, service
from privaudit.virtual.adb.streams import BlockingStream, StreamClosed
from privaudit.virtual.adb.terminal import Terminal
from privaudit.virtual.files import ROOT_UID, SHELL_UID
from privaudit.virtual.shell.interactive import interact
from privaudit.virtual.shell.interpreter import Shell
from privaudit.virtual.shell.pipes import Buffered, Input, Io, Pipe

STDIN: Final = 0
STDOUT: Final = 1
STDERR: Final = 2
EXIT: Final = 3
CLOSE_STDIN: Final = 4
WINDOW_SIZE: Final = 5
_HEADER: Final = struct.Struct("<BI")
LONGEST_PACKET: Final = 4 << 20


@service("shell")
def shell(opened: Open) -> bool:
    """Run a command, or a shell that reads commands: `shell[,v2][,pty|,raw][,TERM=…]:COMMAND`."""
    head, colon, command = opened.name.partition(":")
    words = head.split(",")
    if not colon or words[0] != "shell":
        return False
    options = words[1:]
    terminal = "pty" in options or (not command and "raw" not in options)
    _start(opened, command, protocol="v2" in options, terminal=terminal)
    return True


@service("exec:")
def execute(opened: Open) -> bool:
    """Run a command without terminal and without the shell protocol."""
    _start(opened, opened.name.removeprefix("exec:"), protocol=False, terminal=False)
    return True


@service("abb:", "abb_exec:")
def binder_bridge(opened: Open) -> bool:
    """Call a system service as `cmd` does; the words come with zero bytes between."""
    kind, _, rest = opened.name.partition(":")
    words = [word for word in rest.split("\0") if word]
    if not words:
        return False
    _start(opened, "cmd " + shlex.join(words), protocol=kind == "abb", terminal=False)
    return True


def _start(opened: Open, command: str, *, protocol: bool, terminal: bool) -> None:
    adbd = opened.adbd
    uid = ROOT_UID if adbd.root else SHELL_UID

    def work(stream: BlockingStream) -> None:
        # Flow control would stall if nobody read what the host sends: a thread takes it meanwhile.
        session = _Session(stream, protocol=protocol, terminal=terminal)
        pump = threading.Thread(target=session.pump, name="adbd-stdin", daemon=True)
        pump.start()
        program = Shell(adbd.phone, uid, stream.gone)
        status = (
            interact(program, session.io, terminal=session.terminal)
            if not command
            else program.run_text(command, session.io)
        )
        session.end(status)

    adbd.thread(opened.stream, work)


class _Session:
    """The three streams of a command over one stream of adb."""

    def __init__(self, stream: BlockingStream, *, protocol: bool, terminal: bool) -> None:
        self._stream = stream
        self._protocol = protocol
        self._pipe = Pipe()
        stdout = Buffered(lambda data: self._send(STDOUT, data))
        stderr = Buffered(lambda data: self._send(STDERR, data)) if protocol else stdout
        self.terminal = Terminal(stdout, self._pipe) if terminal else None
        if self.terminal is not None:
            self.io = Io(Input(self._pipe), self.terminal, self.terminal)
        else:
            self.io = Io(Input(self._pipe), stdout, stderr)

    def _send(self, kind: int, data: bytes) -> None:
        try:
            self._stream.write(_HEADER.pack(kind, len(data)) + data if self._protocol else data)
        except StreamClosed:
            self._stream.gone.set()
            raise

    def pump(self) -> None:
        """Take what the host sends until it closes."""
        try:
            while True:
                if not self._take():
                    break
        except (StreamClosed, BrokenPipeError):
            pass
        finally:
            self._pipe.close_write()
        # A host may close its input long before it closes the stream.
        while self._stream.read_some():
            continue
        self._pipe.close_read()

    def _take(self) -> bool:
        if not self._protocol:
            data = self._stream.read_some()
            self._input(data)
            return bool(data)
        kind, length = _HEADER.unpack(self._stream.read_exactly(_HEADER.size))
        if length > LONGEST_PACKET:
            return False
        data = self._stream.read_exactly(length)
        if kind == STDIN:
            self._input(data)
        elif kind == CLOSE_STDIN:
            self._pipe.close_write()
        return True

    def _input(self, data: bytes) -> None:
        if self.terminal is not None:
            self.terminal.typed(data)
        elif data:
            self._pipe.write(data)

    def end(self, status: int) -> None:
        """Send what is left and the exit status."""
        self.io.stdout.flush()
        self.io.stderr.flush()
        if self._protocol and not self._stream.gone.is_set():
            self._stream.write(_HEADER.pack(EXIT, 1) + bytes([status & 0xFF]))
        self._pipe.close_read()
