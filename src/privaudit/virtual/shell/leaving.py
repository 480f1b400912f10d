"""Ways to leave a shell, a loop or a function."""

from __future__ import annotations


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
