"""The services of the virtual phone's system as apps call them: permission checks, AppOps, answers."""

from __future__ import annotations

from privaudit.virtual.system import apps, components, device, media, places, stand_in
from privaudit.virtual.system.registry import Args, Caller, Handler, JavaError

__all__ = ["Args", "Caller", "Handler", "JavaError", "handlers"]


def handlers() -> dict[str, Handler]:
    """Return every call an app may make, by name."""
    found: dict[str, Handler] = {}
    for part in (apps, components, device, media, places, stand_in):
        found.update(part.CALLS.handlers)
    return found
