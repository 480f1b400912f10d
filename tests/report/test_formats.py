"""What holds for every format: discovered, deterministic, as recorded, harmless whatever a report holds."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from privaudit.model.finding import Report
from privaudit.report import formats
from privaudit.report.words import Language

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES: tuple[Language, ...] = get_args(Language)

HOSTILE = (
    '</title></style></script><script>alert(1)</script><img src=x onerror="alert(2)">\'"'
    "{{ 7*7 }}{% raw %}\x1b[31m\x1b]0;owned\x07\u202e\u2066\u200b\x00\ud800"
    '=HYPERLINK("http://evil.example")]]><!-- &lt; javascript:alert(3)[bold]'
)


def hostile(value: Any, text: str) -> Any:
    """Return a copy of a struct in which every free string is `text`; words of a closed choice stay."""
    if isinstance(value, msgspec.Struct):
        closed = {field.name for field in msgspec.structs.fields(value) if _closed(field.type)}
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        return type(value)(
            **{name: part if name in closed else hostile(part, text) for name, part in parts.items()}
        )
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(hostile(part, text) for part in value)
    if isinstance(value, dict):
        return {f"{text}{number}": hostile(part, text) for number, part in enumerate(value.values())}
    return value


def _closed(type_: Any) -> bool:
    """Whether a field's type is a Literal of strings, or that or None."""
    options = get_args(type_)
    return bool(options) and all(
        isinstance(option, str) or option is type(None) or _closed(option) for option in options
    )


def test_formats_are_found() -> None:
    found = formats()
    assert list(found) == sorted(found)
    assert {"html", "json"} <= set(found)
    assert {name: format_.name for name, format_ in found.items()} == {name: name for name in found}
    assert all(format_.suffix.startswith(".") and "/" in format_.media_type for format_ in found.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", formats())
def test_same_report_gives_the_same_bytes(
    name: str, language: Language, rich_report: Report, read_artefact: Callable[[str], bytes | None]
) -> None:
    render = formats()[name].render
    first = render(rich_report, language=language, artefact=read_artefact)
    copied = msgspec.json.decode(msgspec.json.encode(rich_report), type=Report)
    assert render(copied, language=language, artefact=read_artefact) == first


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", formats())
def test_report_is_as_recorded(
    name: str, language: Language, rich_report: Report, read_artefact: Callable[[str], bytes | None]
) -> None:
    """Set PRIVAUDIT_UPDATE_GOLDEN=1 to record anew after a change that was looked at."""
    format_ = formats()[name]
    small = msgspec.structs.replace(
        rich_report,
        findings=rich_report.findings[:3],
        rules=rich_report.rules[:3],
        timeline=rich_report.timeline[:16],
        clauses=rich_report.clauses[-5:],
    )
    data = format_.render(small, language=language, artefact=read_artefact)
    golden = GOLDEN / f"bank-{language}{format_.suffix}"
    if os.environ.get("PRIVAUDIT_UPDATE_GOLDEN") == "1":
        golden.write_bytes(data)
    assert data.decode() == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", HOSTILE, "长" * 1_048_576], ids=["empty", "hostile", "megabyte"])
@pytest.mark.parametrize("name", formats())
def test_any_text_anywhere_is_rendered(name: str, text: str, rich_report: Report) -> None:
    # JSON cuts nothing: a megabyte in each of its two thousand strings would only measure memory.
    report = hostile(rich_report, text[:4096] if name == "json" else text)
    data = formats()[name].render(report, language="zh", artefact=lambda _: None)
    written = data.decode()
    for hidden in ("\x1b", "\x00", "\x07", "\u202e", "\u2066", "\u200b"):
        assert hidden not in written
    if name == "html":
        assert len(data) < 32 * 1024 * 1024
