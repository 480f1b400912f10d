"""By whom and in what state of things something happened: what observations of every kind tell."""

from __future__ import annotations

from typing import Literal

import msgspec

from privaudit.model.event import AppState, ConsentState


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who did it: the app's own code, a third party's, or not known; `rule` says what decided."""

    kind: Literal["app", "sdk", "system", "unknown"]
    id: str
    """Catalogue id of the SDK, the package name for the app."""
    name: str
    company: str = ""
    confidence: Literal["high", "medium", "low"] = "high"
    rule: str = ""


class When(msgspec.Struct, frozen=True, kw_only=True):
    """The state of things at an event: ns of host UTC, consent, app state, phase, step."""

    at: int
    consent: ConsentState
    app_state: AppState
    phase: str = ""
    step: str = ""
