"""The agent's bundle as it ships (built from `hooks/` by tools/build_agent.py)."""

from __future__ import annotations

import hashlib
from importlib.resources import files


def agent_source() -> str:
    """Return the JavaScript that is loaded into the app's processes."""
    return files(__package__).joinpath("agent.js").read_text("utf-8")


def agent_sha256() -> str:
    """Return the sha256 of the bundle in hex."""
    return hashlib.sha256(agent_source().encode()).hexdigest()
