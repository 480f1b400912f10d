"""`privaudit explain`: every id of every kind, in both languages, with clauses that follow from the rules."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console
from terminals import on_a_terminal, widest

import privaudit.catalog
from privaudit.analysis.case import Case, Sighting
from privaudit.analysis.registry import Rule, RuleRow, load_rules
from privaudit.catalog import Catalog, load_catalog
from privaudit.cli.explaining import Known, show
from privaudit.cli.lookup import find, kind, kind_names
from privaudit.cli.main import main
from privaudit.cli.say import LANGUAGES, Language, sayings
from privaudit.cli.serving import by_clause, roles_judged, roles_of, serves
from privaudit.model.catalog import ApiRow
from privaudit.model.finding import Text
from privaudit.session.outcome import Exit

GOLDEN = Path(__file__).parent / "golden"
ROWS = """
- {id: listen.add, class: a.Manager, method: addListener, overloads: [(a.Listener)], yields: callback,
   data_type: location.precise, category: location, permission: android.permission.ACCESS_FINE_LOCATION,
   app_op: "android:fine_location", since: 26, source: nobody}
- {id: listen.heard, class: a.Listener, method: onHeard, overloads: [(a.Place)], yields: value,
   data_type: location.precise, category: location, since: 26, hot: true, delivered_by: [listen.add],
   value_arg: 0, source: nobody}
- {id: named.get, class: a.Settings, method: get, yields: value,
   overloads: ["(a.Resolver, java.lang.String)"],
   category: device_identifiers, since: 1, until: 30, names: {android_id: device.android_id}, name_arg: 1,
   kept_args: [1], within: [listen.add], source: nobody}
- {id: made.new, class: a.Made, method: $init, overloads: [()], yields: effect, category: shell, since: 1,
   source: nobody}
- {id: field.serial, kind: field, class: a.Build, method: SERIAL, overloads: [], yields: value,
   data_type: device.serial, category: device_identifiers, since: 1, source: nobody}
- {id: native.open, kind: native, class: libc.so, method: open, overloads: [], yields: value,
   data_type: device.mac, category: device_identifiers, since: 1, source: nobody}
"""


def _both(words: str) -> Text:
    return Text(zh=f"{words}（中）", en=words)


def _rule(id_: str, judge: Callable[[Case], Iterable[Sighting]], **fields: object) -> Rule:
    row = {"id": id_, "severity": "high", "title": _both(id_), "statement": _both("{actor} did {data}")}
    row |= {"remedy": _both("stop"), "conforms": _both("nothing was seen"), **fields}
    return Rule(msgspec.convert(row, RuleRow), judge)


def _reads(case: Case) -> Iterator[Sighting]:
    for access in case.reads():
        yield Sighting(evidence=access)


def _sends(case: Case) -> Iterator[Sighting]:
    for carried in case.carried():
        yield Sighting(evidence=carried)


def _asks(case: Case) -> Iterator[Sighting]:
    for ask in case.asks():
        yield Sighting(evidence=ask)


RULES = (
    _rule(
        "read-early",
        _reads,
        clauses=["CAC191-3.1", "NFRA99-16.4"],
        needs={"sensors": ["agent"], "hooks": "reads", "consent": ["not_shown", "shown"]},
        limits=_both("what is not hooked"),
    ),
    _rule(
        "sent-behind",
        _sends,
        clauses=["PIPL-13", "NFRA99-16.4"],
        needs={"sensors": ["proxy"], "app_states": ["background"], "step": "notice", "declaration": True},
    ),
    _rule("asked", _asks, clauses=["NFRA99-16.4"], needs={"sensors": ["agent"]}),
    _rule("told", _reads, clauses=["PIPL-17"], needs={"declaration": True}),
)


@pytest.fixture
def small(tmp_path: Path) -> Known:
    """The catalogue with six rows of its own, one of each way a row may be."""
    folder = tmp_path / "catalog"
    shutil.copytree(
        Path(privaudit.catalog.__file__).parent, folder, ignore=shutil.ignore_patterns("apis", "*.py")
    )
    (folder / "apis").mkdir()
    (folder / "apis" / "all.yaml").write_text(ROWS, encoding="utf-8")
    surface = "- {id: page, kind: h5, name: A page, classes: [a.page], tells: [named.*], source: nobody}\n"
    (folder / "surfaces.yaml").write_text(surface, encoding="utf-8")
    return Known(Catalog(folder), RULES)


def explained(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(["explain", *arguments, "--json"]) == Exit.CONFORMS
    data: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return data


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_it_reads(language: Language, small: Known) -> None:
    """Set PRIVAUDIT_UPDATE_GOLDEN=1 to record anew after a change that was looked at."""
    ids = [*small.catalog.apis, *small.rules, "device.serial", "demo.stat", "PIPL-13", "page"]
    ids += ["android.permission.ACCESS_FINE_LOCATION"]
    out = Console(width=80, record=True, file=io.StringIO(), highlight=False)
    for id_ in ids:
        for name, found in find(small, id_, kind_names()):
            told = kind(name).explain(small, found, sayings(language))
            show(name, found, told, out, sayings(language))
    text = "\n".join(line.rstrip() for line in out.export_text().splitlines()) + "\n"
    assert max(cell_len(line) for line in text.splitlines()) <= 80
    golden = GOLDEN / f"explain-{language}.txt"
    if os.environ.get("PRIVAUDIT_UPDATE_GOLDEN") == "1":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", kind_names())
def test_everything_can_be_explained(name: str, language: Language) -> None:
    known = Known(load_catalog())
    module = kind(name)
    ids = {id_ for ids in module.names(known).values() for id_ in ids}
    assert len(ids) >= (3 if name == "surface" else 16)
    for id_ in ids:
        told = module.explain(known, id_, sayings(language))
        assert told.name, id_
        assert all(label for label, _text in told.facts), id_
        json.dumps(told.data)


def test_a_name_means_what_people_call_it(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("telephony.imei", "Telephony.IMEI", "TelephonyManager#getImei"):
        assert [(one["kind"], one["id"]) for one in explained(capsys, name)] == [("api", "telephony.imei")]
    full = explained(capsys, "android.telephony.TelephonyManager#getimei")
    assert [one["id"] for one in full] == ["telephony.imei"]
    (permission,) = explained(capsys, "READ_PHONE_STATE")
    assert permission["id"] == "android.permission.READ_PHONE_STATE"
    both = explained(capsys, "msa.oaid")
    assert [one["kind"] for one in both] == ["api", "sdk"]
    (one,) = explained(capsys, "msa.oaid", "--kind", "sdk")
    assert one["row"]["id"] == "msa.oaid"


def test_an_id_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "telephny.imei", "--language", "en"]) == Exit.USAGE
    said = capsys.readouterr().err
    assert "error: telephny.imei: there is no such id" in said
    assert "did you mean: telephony.imei" in said
    assert main(["explain", "qqqqqq", "--language", "zh"]) == Exit.USAGE
    assert "privaudit catalog apis" in capsys.readouterr().err
    assert main(["explain", "PIPL-13", "--kind", "sdk"]) == Exit.USAGE
    assert main(["explain", "\x1b[2J" + "x" * 5000]) == Exit.USAGE
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert len(said) < 1000


def test_clauses_follow_from_the_rules_that_look_at_such_calls() -> None:
    catalog, rules = load_catalog(), load_rules()
    imei = by_clause(serves(roles_of(catalog.apis["telephony.imei"]), rules))
    assert imei["PIPL-13"][:2] == ["accessed-before-consent", "sent-before-consent"]
    assert "permission-before-consent" not in imei["CAC191-3.1"]
    asking = by_clause(serves(roles_of(catalog.apis["permission.request"]), rules))
    assert asking["PIPL-13"] == ["permission-before-consent"]
    opening = {one.rule.row.id for one in serves(roles_of(catalog.apis["traffic.url"]), rules)}
    assert opening == {
        one.row.id for one in rules if "proxy" in one.row.needs.sensors and "sent" in roles_judged(one)
    }
    assert serves(roles_of(catalog.apis["permission.check"]), rules) == []


def test_a_rule_judges_what_its_function_asks_of_a_case() -> None:
    judged = {rule.row.id: roles_judged(rule) for rule in load_rules()}
    for rule in load_rules():
        if rule.row.needs.hooks == "reads":
            assert "read" in judged[rule.row.id]
        if rule.row.needs.hooks == "asks":
            assert "asked" in judged[rule.row.id]
    assert judged["sdk-undeclared"] == {"read", "sent", "asked", "opened"}  # through a helper beside it
    assert judged["complaint-channel-missing-in-app"] == frozenset()
    assert "state" in judged["read-in-background"]


def test_a_field_serves_no_rule_and_says_why(small: Known) -> None:
    told = kind("api").explain(small, "field.serial", sayings("en"))
    assert told.data["serves"] == []
    text = "\n".join(line.text for section in told.sections for line in section.lines)
    assert "no hook can see it" in text


def test_what_belongs_together_is_named_from_both_sides(small: Known) -> None:
    def relations(id_: str) -> object:
        return kind("api").explain(small, id_, sayings("en")).data["relates"]

    assert relations("listen.add") == {"delivers": ["listen.heard"], "contains": ["named.get"]}
    assert relations("listen.heard") == {"delivered_by": ["listen.add"]}
    assert relations("named.get") == {"within": ["listen.add"]}


def test_a_row_that_yields_nothing_personal_serves_no_reading_rule() -> None:
    for row in load_catalog().apis.values():
        if not (row.data_type or row.columns or row.names):
            assert not roles_of(row) & {"read", "sent"}, row.id


def test_native_rows_are_read_like_any_other() -> None:
    row = ApiRow(
        id="n", kind="native", cls="libc.so", method="getifaddrs", overloads=(), yields="value",
        data_type="device.mac", category="network", since=1, source="x",
    )  # fmt: skip
    assert roles_of(row) == {"read", "sent"}


def test_on_a_terminal_of_80_columns(tmp_path: Path) -> None:
    shown = on_a_terminal(tmp_path, "explain", "telephony.imei", "--language", "zh")
    assert "\x1b[1mtelephony.imei" in shown
    assert widest(shown) <= 80
