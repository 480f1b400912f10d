from __future__ import annotations

from privaudit.analysis.recent import Recent


def test_what_fits_is_read_once_and_what_was_used_last_stays() -> None:
    asked: list[str] = []
    stored = {"a": bytes(1000), "b": bytes(1000), "c": bytes(1000), "long": bytes(9000), "empty": b""}

    def read(name: str) -> bytes | None:
        asked.append(name)
        return stored.get(name)

    recent = Recent(read, most=3000)
    for name in ("a", "b", "a", "c", "a", "b", "long", "long", "gone", "gone", "empty"):
        assert recent(name) == stored.get(name)
    assert asked == ["a", "b", "c", "b", "long", "long", "gone", "empty"]
