"""What names of fields say, in both languages and all spellings, and what stands beside a field."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.analysis import context
from privaudit.analysis.decode import Piece
from privaudit.catalog import Catalog, load_catalog
from privaudit.errors import InputError
from privaudit.model.observation import Decoding


@pytest.mark.parametrize(
    ("name", "data_type"),
    [
        ("city", "location.coarse"),
        ("userCity", "location.coarse"),
        ("data.address.city_name", "location.coarse"),
        ("所在城市", "location.coarse"),
        ('d["手机号"]', "contact.phone"),
        ("bindMobileNo", "contact.phone"),
        ("users[3].mobiles[0]", "contact.phone"),
        ("mobile.value", "contact.phone"),
        ("x-imei", "device.imei"),
        ("imei_md5", "device.imei"),
        ("IMEI2", "device.imei"),
        ("r.v@tel", "contact.phone"),
        ("sfzh", "identity.id_number"),
        ("certNo", "identity.id_number"),
        ("bankCardNo", "finance.bank_card"),
        ("$carrier", "network.carrier"),
        ("wifiBssid", "network.wifi"),
    ],
)
def test_what_a_name_says(name: str, data_type: str) -> None:
    assert data_type in context.said_by(name).surely


@pytest.mark.parametrize(
    "name",
    [
        "",
        "id",
        "card_id",
        "order_no",
        "1.2[3]",
        "phone_type",
        "ip_count",
        "simple",
        "velocity",
        "mac_os",
        "[0]",
    ],
)
def test_names_that_say_nothing_surely(name: str) -> None:
    assert context.said_by(name).surely == frozenset()


def test_loose_names_tell_the_type_of_a_known_value_alone() -> None:
    said = context.said_by("deviceId")
    assert not said.surely
    assert "device.android_id" in said.loosely


def pieces(*named: tuple[str, bytes]) -> list[Piece]:
    return [Piece(data, "body", (Decoding(name="json", detail=name),), name) for name, data in named]


def test_the_field_before_may_hold_the_name() -> None:
    pair = pieces(("a[0].key", b"city"), ("a[0].value", "上海".encode()))
    assert context.tells(pair, 1, "location.coarse")
    assert context.tells(pieces(("[0]", b"city"), ("[1]", "上海".encode())), 1, "location.coarse")
    # A field with a name of its own is not named by its neighbour, nor by a neighbour of another object.
    assert not context.tells(pieces(("t", b"city"), ("title", "上海".encode())), 1, "location.coarse")
    assert not context.tells(
        pieces(("a[0].key", b"city"), ("a[1].value", "上海".encode())), 1, "location.coarse"
    )


def test_the_user_agent_tells_nothing() -> None:
    agent = [Piece(b"Pixel 5", "header", (Decoding(name="header", detail="user-agent"),), "user-agent")]
    assert not context.tells(agent, 0, "device.model")
    assert context.in_agent("user-agent", "device.model")
    assert not context.in_agent("user-agent", "device.imei")


def test_companions_stand_in_the_same_message() -> None:
    some = pieces(("1.1", b"x"), ("1.2", b"y"), ("2.1", b"z"), ("1.3.1", b"w"))
    near = context.Companions(some, [0])
    assert [near.beside(at) for at in range(4)] == [False, True, False, False]
    assert context.Companions(some, [3]).beside(0)  # what stands deeper stands in the message too
    assert not context.Companions(pieces(("a.title", b"x"), ("a.b", b"y")), [1]).beside(0)


@given(st.text(max_size=400))
def test_any_name_is_survived(name: str) -> None:
    context.said_by(name)
    assert len(context.parent(name)) <= 300


def test_every_row_of_names_is_of_a_known_type_with_a_source() -> None:
    catalog = load_catalog()
    for row in catalog.field_names.values():
        assert row.id in catalog.data_types
        assert row.source
        assert row.names
        assert len(set(row.names)) == len(row.names), row.id
        assert not set(row.names) & set(row.loose), row.id


def test_a_type_that_there_is_none_of_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data_types.yaml").write_text("[]\n", encoding="utf-8")
    (tmp_path / "field_names.yaml").write_text(
        "- {id: device.imai, names: [imei], source: s}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"device\.imai"):
        _ = Catalog(tmp_path).field_names
