"""The class-file reader of tools/framework_signatures.py, and the framework's declarations it extracted."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NAME = "framework_signatures"


@pytest.fixture(scope="session")
def reader() -> Iterator[ModuleType]:
    """Yield the tool as a module."""
    spec = importlib.util.spec_from_file_location(NAME, ROOT / "tools" / f"{NAME}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its own module up.
    sys.modules[NAME] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[NAME]


@pytest.fixture(scope="session")
def framework(reader: ModuleType) -> Any:
    """Return what the real framework declares on each API level."""
    return reader.read()
