"""YAML with places: every mistake is reported with its line, column and remedy."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.errors import InputError
from privaudit.yamldoc import MAX_BYTES, Document, nearest, parse_documents, read_document


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    count: int
    names: list[str] = []


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    inner: Inner


def parse(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        parse_documents(text.encode(), "f.yaml")[0].convert(Outer)
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "column", "problem", "hint"),
    [
        ("id: a\ninner: {cuont: 1}\n", 2, 9, "unknown key 'cuont'", "did you mean 'count'?"),
        ("id: a\ninner:\n  names: []\n", 3, 3, "key 'count' is missing", "add a line `count: …` here"),
        ("id: a\ninner:\n  count: x\n", 3, 10, "expected `int`, got `str`", "correct this value"),
        (
            "id: a\ninner:\n  count: 1\n  names:\n    - a\n    - 2\n",
            6,
            7,
            "expected `str`, got `int`",
            "correct this value",
        ),
        ("id: a\nid: b\n", 2, 1, "key 'id' stands twice", "remove one of the two"),
        ("id: [a\n", 2, 1, "is not valid YAML: did not find expected ',' or ']'", "check indentation"),
        ("? [a]\n: b\n", 1, 3, "a key must be plain text", "use a word as the key"),
        ("id: !!python/object:os.system x\n", 1, 5, "cannot be read", "put the value in quotes"),
        ("a: &a {x: *a}\n", 1, 4, "aliases make the document too large", "write the parts out"),
    ],
)
def test_mistakes_have_place_and_remedy(text: str, line: int, column: int, problem: str, hint: str) -> None:
    error = parse(text)
    assert (error.line, error.column) == (line, column)
    assert problem in error.problem
    assert hint in error.hint
    assert str(error).startswith(f"f.yaml:{line}:{column}: ")


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "too large" in parse("\n".join(lines)).problem


def test_deep_nesting_is_refused() -> None:
    assert "nested more than 100 deep" in parse("[" * 50_000).problem


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_document(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="not UTF-8"):
        parse_documents("id: 中文".encode("gb18030"), "g.yaml")
    with pytest.raises(InputError, match="more than"):
        parse_documents(b" " * (MAX_BYTES + 1), "big.yaml")
    two = tmp_path / "two.yaml"
    two.write_text("a: 1\n---\nb: 2\n", encoding="utf-8")
    with pytest.raises(InputError, match="2 YAML documents"):
        read_document(two)


def test_words_stay_as_written() -> None:
    value = parse_documents(b"a: 2026-01-01\nb: yes\nc: true\non: off\n", "f")[0].value
    assert value == {"a": "2026-01-01", "b": "yes", "c": True, "on": "off"}


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_its_file(text: str) -> None:
    refused: InputError | None = None
    documents: list[Document] = []
    try:
        documents = parse_documents(text.encode("utf-8", "surrogatepass"), "any.yaml")
    except InputError as error:
        refused = error
    assert refused is None or (refused.file == "any.yaml" and refused.hint)
    assert all(document.place(()) >= (1, 1) for document in documents)


def test_nearest_word() -> None:
    assert nearest("colection", ["collection", "complaint"]) == "collection"
    assert nearest("zzz", ["collection"]) == ""
