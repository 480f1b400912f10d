"""A terminal as `adb shell -t` gets one: echo, line editing, carriage returns."""

from __future__ import annotations

from privaudit.virtual.shell.pipes import Pipe, Sink


class Terminal:
    """The line discipline between a host's keyboard and the shell."""

    def __init__(self, screen: Sink, lines: Pipe) -> None:
        self._screen = screen
        self._lines = lines
        self._line = bytearray()

    def write(self, data: bytes) -> None:
        """Show output."""
        self._screen.write(data.replace(b"\n", b"\r\n"))

    def flush(self) -> None:
        """Hand on what is held back."""
        self._screen.flush()

    def typed(self, data: bytes) -> None:
        """Take keys: a line goes to the shell at its end; ^C drops it, ^D ends the input, DEL erases."""
        for byte in data:
            char = bytes([byte])
            if char in (b"\r", b"\n"):
                self._screen.write(b"\r\n")
                self._lines.write(bytes(self._line) + b"\n")
                self._line.clear()
            elif char == b"\x03":
                self._screen.write(b"^C\r\n")
                self._line.clear()
                self._lines.write(b"\n")
            elif char == b"\x04":
                if not self._line:
                    self._lines.close_write()
            elif char in (b"\x7f", b"\x08"):
                if self._line:
                    del self._line[-1:]
                    self._screen.write(b"\b \b")
            elif byte >= 0x20 or char == b"\t":  # noqa: PLR2004 — the first printable character
                self._line += char
                self._screen.write(char)
        self._screen.flush()
