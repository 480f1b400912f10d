"""The class-file reader of tools/framework_signatures.py, and the framework's signatures it extracted."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def signatures() -> dict[str, dict[str, dict[str, list[str]]]]:
    """Class -> method -> API level -> parameter lists, from the real framework."""
    found: dict[str, dict[str, dict[str, list[str]]]] = json.loads(
        (ROOT / "tests" / "contract" / "framework.json").read_text("utf-8")
    )
    return found


@pytest.fixture(scope="session")
def reader() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "framework_signatures", ROOT / "tools" / "framework_signatures.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
