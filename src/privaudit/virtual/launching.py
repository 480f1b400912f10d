"""What the phone needs from whoever runs app processes; the zygote is the one that does."""

from __future__ import annotations

from typing import Any, Protocol

Event = dict[str, Any]


class Launcher(Protocol):
    """Starts, tells and ends app processes."""

    def start(
        self,
        package: str,
        process_name: str,
        activity: str | None,
        service: str | None,
        extras: dict[str, str],
    ) -> int:
        """Start a process for an activity or a service and return its pid; raises OSError when it cannot."""

    def deliver(self, pid: int, event: Event) -> None:
        """Tell a process something; a process that is gone is no error."""

    def kill(self, pid: int) -> None:
        """End a process."""

    def killall(self, package: str) -> None:
        """End every process of a package."""


class NoLauncher:
    """Stands where no zygote has been given: nothing can be started."""

    def start(
        self,
        package: str,
        process_name: str,
        activity: str | None,
        service: str | None,
        extras: dict[str, str],
    ) -> int:
        """Refuse."""
        raise OSError(
            f"no zygote to start {process_name} with ({package}, {activity or service}, {len(extras)})"
        )

    def deliver(self, pid: int, event: Event) -> None:
        """There is nobody to tell."""

    def kill(self, pid: int) -> None:
        """There is nobody to end."""

    def killall(self, package: str) -> None:
        """There is nobody to end."""
