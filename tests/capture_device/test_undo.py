from __future__ import annotations

from privaudit.capture.undo import Undo
from privaudit.errors import DeviceError


def test_the_last_change_is_undone_first_and_failures_do_not_stop_it() -> None:
    undo = Undo()
    done: list[str] = []

    def refuse() -> None:
        raise DeviceError("the phone is gone")

    undo.push("first", lambda: done.append("first"))
    undo.push("second", refuse)
    undo.push("third", lambda: done.append("third"))
    assert list(undo.pending) == ["third", "second", "first"]
    assert undo.run() == ("second was not undone: the phone is gone",)
    assert done == ["third", "first"]
    assert not undo.pending
    assert undo.run() == ()


def test_what_undoing_notes_is_undone_too() -> None:
    undo = Undo()
    done: list[str] = []
    undo.push("outer", lambda: undo.push("inner", lambda: done.append("inner")))
    assert undo.run() == ()
    assert done == ["inner"]
