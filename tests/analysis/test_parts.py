"""Taking a position and asking it for its latitude is one access to the position."""

from __future__ import annotations

from privaudit.analysis.parts import without_parts
from privaudit.catalog import load_catalog
from privaudit.model.circumstances import Actor, When
from privaudit.model.observation import Access

APIS = load_catalog().apis
APP = Actor(kind="app", id="com.example.bank", name="示例银行")
SDK = Actor(kind="sdk", id="demo.ad", name="示例广告SDK")


def access(api: str, at: int, actor: Actor = APP, *, pid: int = 1, refused: bool = False) -> Access:
    return Access(
        event=at, when=When(at=at, consent="agreed", app_state="foreground"), api=api,
        data_type=APIS[api].data_type, actor=actor, pid=pid, process="p", thread="main", site="s", frames=(),
        responsible=-1, refused=refused,
    )  # fmt: skip


def kept(*accesses: Access) -> list[tuple[str, int]]:
    return [(one.api, one.when.at) for one in without_parts(accesses, APIS)]


def test_parts_of_what_was_got_are_no_further_reads() -> None:
    assert kept(
        access("location.last_known", 5), access("location.latitude", 5), access("location.longitude", 9)
    ) == [("location.last_known", 5)]


def test_a_part_counts_where_nobody_saw_the_object_come() -> None:
    before = access("location.latitude", 4)
    other_process = access("location.latitude", 6, pid=2)
    other_party = access("location.latitude", 6, SDK)
    assert kept(before, access("location.last_known", 5), other_process, other_party) == [
        ("location.latitude", 4), ("location.last_known", 5), ("location.latitude", 6),
        ("location.latitude", 6),
    ]  # fmt: skip
    assert kept(access("location.longitude", 7)) == [("location.longitude", 7)]


def test_a_refused_read_hands_out_no_object() -> None:
    assert len(kept(access("location.last_known", 5, refused=True), access("location.latitude", 6))) == 2


def test_another_type_of_data_is_another_read() -> None:
    assert APIS["wifi.mac"].part
    assert len(kept(access("location.last_known", 5), access("wifi.mac", 6))) == 2


def test_parts_are_rows_that_read_and_ask_for_nothing_themselves() -> None:
    parts = [row for row in APIS.values() if row.part]
    assert len(parts) > 50
    for row in parts:
        assert row.yields in {"value", "list"}
        assert row.data_type
        assert not row.delivered_by
