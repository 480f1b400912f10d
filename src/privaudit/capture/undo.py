"""What has to be undone on a phone, noted before each change and done in reverse at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable

from privaudit.errors import PrivauditError


class Undo:
    """A stack of (description, action); an action must also be right when its change never happened."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._steps: list[tuple[str, Callable[[], object]]] = []

    def push(self, description: str, action: Callable[[], object]) -> None:
        """Note how to take a change back; call this before making the change."""
        with self._lock:
            self._steps.append((description, action))

    @property
    def pending(self) -> tuple[str, ...]:
        """What is still to be undone, the last change first."""
        with self._lock:
            return tuple(description for description, _ in reversed(self._steps))

    def run(self) -> tuple[str, ...]:
        """Undo everything, last change first, going on after failures; returns one sentence per failure."""
        failures: list[str] = []
        while True:
            with self._lock:
                if not self._steps:
                    return tuple(failures)
                description, action = self._steps.pop()
            try:
                action()
            except (PrivauditError, OSError) as error:
                failures.append(f"{description} was not undone: {error}")
