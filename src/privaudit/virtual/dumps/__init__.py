"""What `dumpsys` prints, one module a family of services; every module here is found and loaded by itself."""

from __future__ import annotations

import importlib
import pkgutil


def load() -> None:
    """Load every module of dumps, so that they are registered."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
