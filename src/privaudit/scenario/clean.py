"""A fresh start of the app."""

from __future__ import annotations

from privaudit.scenario.context import Context


def forget(context: Context, package: str) -> None:
    """Delete an app's data; the audited app then knows nothing of any decision of its user."""
    context.stage.clear(package)
    if package == context.stage.package:
        context.consent_is("not_shown", "the app's data was deleted: nothing has been shown or decided")
