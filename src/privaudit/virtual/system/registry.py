"""How calls are named and what a handler is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from privaudit.virtual.packages import Package
from privaudit.virtual.state import VirtualPhone

Args = dict[str, Any]
SYSTEM_SERVER: Final = 577
PERMISSION: Final = "android.permission."


def whole(text: str) -> str:
    """Return text of an app with lone halves of surrogate pairs replaced, so that it has an encoding."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class JavaError(Exception):
    """An exception the system throws into the app: Java class name and message (None for none)."""

    def __init__(self, cls: str, message: str | None) -> None:
        super().__init__(f"{cls}: {message}")
        self.cls = cls
        self.message = message


def denied(message: str) -> JavaError:
    """Return a SecurityException."""
    return JavaError("java.lang.SecurityException", message)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The process that calls."""

    phone: VirtualPhone
    pid: int
    package: str
    process: str

    @property
    def installed(self) -> Package:
        """The caller's package; a SecurityException when it has been uninstalled under it."""
        found = self.phone.packages.get(self.package)
        if found is None:
            raise denied(f"Unknown package {self.package}")
        return found

    @property
    def uid(self) -> int:
        """The caller's user id."""
        return self.installed.uid

    def holds(self, permission: str) -> bool:
        """Return whether the caller holds a permission, named without its prefix."""
        return self.phone.permissions.check(self.package, PERMISSION + permission)

    def note(self, op: str) -> bool:
        """Count an access of an app-op, named as in `fine_location`, and return whether it is allowed."""
        return self.phone.appops.note(self.package, f"android:{op}") == "allow"

    def log(self, priority: str, tag: str, text: str) -> None:
        """Write a line of the system's own to the log."""
        self.phone.log.write(priority, tag, SYSTEM_SERVER, text, uid=1000)


Handler = Callable[[Caller, Args], Any]


class Calls:
    """Handlers by the name of the call."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}

    def __call__(self, name: str) -> Callable[[Handler], Handler]:
        """Return a decorator that registers a handler under a name."""

        def register(handler: Handler) -> Handler:
            if name in self.handlers:
                raise ValueError(f"call {name} is registered twice")
            self.handlers[name] = handler
            return handler

        return register
