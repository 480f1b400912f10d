"""What generated framework classes answer an app: refused as Android refuses, counted, planted, delivered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from calling import BANK, App, P

import framework_signatures
import gauntlet
from gauntlet import Course
from gauntlet_judge import heard, outcomes
from gauntlet_phone import manifest
from gauntlet_steps import APP
from privaudit.catalog.load import load_catalog
from stand_in import PHONE_LEVEL

ROWS = load_catalog().apis
IDENTIFIERS = "does not meet the requirements to access device identifiers."
IDENTITY = {
    "accounts.password": None,
    "telephony.forbidden_plmns": "operator",
    "telephony.msisdn": "line1_number",
    "telephony.type_allocation_code": "imei",
}
CALLED = {*IDENTITY, "telephony.cell_update", "telephony.cells_updated", "telephony.last_cell"}
GRANTED = ("READ_PHONE_STATE", "GET_ACCOUNTS", "ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION")


REFUSALS = {
    "telephony.msisdn": f"getIt: Neither user UID nor current process has {P}READ_PHONE_STATE.",
    "telephony.last_cell": f"uid UID does not have {P}ACCESS_FINE_LOCATION.",
    "telephony.nai": f"getIt: The user UID {IDENTIFIERS}",
    "bluetooth.le_scan": f"Need {P}BLUETOOTH_SCAN permission for AttributionSource "
    f"{{ uid = UID, packageName = {BANK} }}: AdapterService getIt",
}


@pytest.mark.parametrize("row", REFUSALS)
def test_without_the_permission_android_s_words_are_thrown(app: App, row: str) -> None:
    message = REFUSALS[row].replace("UID", str(app.call("process.uid")))
    thrown = app.error("stand_in.read", row=row, method="getIt")
    assert thrown == ("java.lang.SecurityException", message)


def test_a_refusal_by_permission_is_no_access_and_identifiers_are_refused_by_their_op(app: App) -> None:
    app.error("stand_in.read", row="telephony.last_cell", method="x")
    assert app.counted("FINE_LOCATION") == (0, 0)
    app.grant("READ_PHONE_STATE")
    assert IDENTIFIERS in app.error("stand_in.read", row="telephony.primary_imei", method="x")[1]
    assert app.counted("READ_DEVICE_IDENTIFIERS") == (0, 1)
    app.phone.appops.set_mode(BANK, "READ_DEVICE_IDENTIFIERS", "allow")
    assert app.call("stand_in.read", row="telephony.primary_imei", method="x") == app.phone.identity["imei"]
    assert app.counted("READ_DEVICE_IDENTIFIERS") == (1, 1)


def test_with_the_permission_the_op_is_counted_and_decides(app: App) -> None:
    app.grant("ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION")
    # Only while it is used: an app behind others gets nothing and is not told.
    assert app.call("stand_in.read", row="telephony.last_cell") is None
    assert app.counted("FINE_LOCATION") == (0, 1)
    app.front()
    assert app.call("stand_in.read", row="telephony.last_cell") == app.phone.identity["cell_cid"]
    assert app.counted("FINE_LOCATION") == (1, 1)


def test_what_is_withheld_without_a_word(app: App) -> None:
    assert app.call("stand_in.read", row="accounts.password") is None
    assert app.call("stand_in.read", row="usage.network_details") is None
    app.phone.appops.set_mode(BANK, "GET_USAGE_STATS", "allow")
    assert app.call("stand_in.read", row="usage.network_details") == BANK
    assert app.counted("GET_USAGE_STATS") == (1, 0)


def test_every_row_is_refused_or_answered_as_its_data_type_is_planted(app: App) -> None:
    app.front()
    for name in app.phone.permissions.runtime(BANK):
        app.phone.permissions.grant(BANK, name)
    identity = app.phone.identity
    planted = {"device.oaid": identity["oaid"], "network.ip": identity["ip"], "": "",
               "location.precise": f"{identity['latitude']},{identity['longitude']}"}  # fmt: skip
    answered = set()
    for row in ROWS.values():
        answer = app.ask("stand_in.read", row=row.id, method=row.method)
        if "error" in answer:
            assert answer["error"]["class"] == "java.lang.SecurityException", row.id
            continue
        value = answer["result"]
        assert value is None or isinstance(value, str), row.id
        if value is None:
            assert row.permission, row.id
        else:
            assert value == planted.get(row.data_type, value), row.id
            assert value or not row.data_type or row.data_type == "clipboard", row.id
            answered.add(row.data_type)
    assert set(planted) <= answered


def test_a_row_that_is_not_there_is_the_frameworks_mistake(app: App) -> None:
    cls, message = app.error("stand_in.read", row="no.such.row")
    assert (cls, message) == ("java.lang.IllegalArgumentException", "stand_in.read: no row 'no.such.row'")


class Ran:
    """The gauntlet of a few rows on the virtual phone, first without its permissions and then with them."""

    def __init__(self, stage: Any) -> None:
        self.identity = stage.phone.identity
        rows = [row for row in ROWS.values() if row.id in CALLED]
        third_parties = gauntlet.made_up(load_catalog().sdks.values())
        self.course: Course = gauntlet.plan(rows, framework_signatures.read(), PHONE_LEVEL, third_parties)
        archive = gauntlet.archive(self.course, manifest=manifest(P + name for name in GRANTED))
        self.uid = stage.phone.packages.install(archive).uid
        self.refused = self._run(stage)
        self.refusals = self._counted(stage)
        for name in GRANTED:
            stage.phone.permissions.grant(APP, P + name)
        self.answered = self._run(stage)
        self.accesses = self._counted(stage)

    @staticmethod
    def _run(stage: Any) -> bytes:
        stage.phone.force_stop(APP)
        stage.phone.log.clear()
        stage.begin(APP)
        stage.wait_log("gauntlet done", 30)
        return "\n".join(stage.log("System.out")).encode()

    @staticmethod
    def _counted(stage: Any) -> tuple[int, int]:
        state = stage.phone.appops.of(APP).get("FINE_LOCATION")
        return (state.count, state.rejected) if state else (0, 0)

    def of(self, row: str, output: bytes) -> list[str]:
        """What each step that calls a row printed."""
        printed = outcomes(output, self.course)
        return [
            f"{printed[step.number].kind} {printed[step.number].text}"
            for step in self.course.steps
            if step.expected[0][0] == row
        ]

    @staticmethod
    def heard(row: str, output: bytes) -> dict[int, int]:
        """How often the listeners of each step were told what a row stands for."""
        return {number: n for (number, told, _), n in heard(output).items() if told == row}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, make_stage: Any) -> Iterator[Ran]:
    stage = make_stage(tmp_path_factory.mktemp("phone"))
    try:
        yield Ran(stage)
    finally:
        stage.close()


def test_the_app_gets_the_exception_or_nothing(ran: Ran) -> None:
    for row in ("telephony.msisdn", "telephony.cell_update", "telephony.last_cell"):
        refusals = ran.of(row, ran.refused)
        assert refusals
        assert all(re.match(rf"threw java.lang.SecurityException: .*\b{ran.uid} ", line) for line in refusals)
    assert set(ran.of("accounts.password", ran.refused)) == {"returned null"}
    assert ran.refusals == (0, 0)


def test_the_app_gets_what_is_planted_and_listeners_hear_it_once(ran: Ran) -> None:
    for row, name in IDENTITY.items():
        value = ran.identity[name] if name else "privaudit-auth.password-0731902"
        answers = ran.of(row, ran.answered)
        assert answers
        assert all(line.startswith("returned ") and line.endswith(f" {value}") for line in answers), row
    assert set(ran.of("telephony.last_cell", ran.answered)) == {
        "returned android.telephony.CellIdentity$StandIn"
    }
    updates = {step.number for step in ran.course.steps if step.expected[0][0] == "telephony.cell_update"}
    assert updates
    # The gauntlet calls its listeners once by itself, whatever came of the step.
    before, after = (ran.heard("telephony.cells_updated", output) for output in (ran.refused, ran.answered))
    assert before == dict.fromkeys(updates, 1)
    assert after == dict.fromkeys(updates, 2)
    located = ("telephony.cell_update", "telephony.last_cell")
    reads = sum(step.expected[0][0] in located for step in ran.course.steps)
    assert ran.accesses == (reads, 0)
