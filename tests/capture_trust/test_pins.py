"""The rows of checks: what they name is what the platform's class files declare, and no row is by halves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import framework_signatures
from privaudit.capture.agent.pins import pin_plans
from privaudit.capture.agent.plan import parameter_types
from privaudit.catalog.load import Catalog, load_catalog
from privaudit.errors import InputError
from privaudit.model.pin import Pin

PINS = tuple(load_catalog().pins.values())
PLATFORM = ("com.android.", "android.")
RESULTS = {"nothing": {"void"}, "true": {"boolean"}, "chain": {"java.util.List"}}
CHAINS = {
    "java.security.cert.X509Certificate[]", "java.security.cert.Certificate[]", "java.util.List", "byte[][]",
    "kotlin.jvm.functions.Function0", "javax.net.ssl.SSLSession",
}  # fmt: skip


@pytest.fixture(scope="module")
def framework() -> Any:
    return framework_signatures.read()


def members(framework: Any, pin: Pin) -> dict[str, tuple[str, set[int]]]:
    """Return parameter list to result and levels of a method of the platform's."""
    found: dict[str, tuple[str, set[int]]] = {}
    for member, levels in framework.members.get(pin.cls, {}).items():
        if (member.kind, member.name) == ("m", pin.method):
            result, known = found.get(member.types, (member.result, set()))
            found[member.types] = (result, known | set(levels))
    return found


@pytest.mark.parametrize("pin", [one for one in PINS if one.cls.startswith(PLATFORM)], ids=lambda pin: pin.id)
def test_checks_of_the_platform_are_there_on_every_level_they_name(pin: Pin, framework: Any) -> None:
    declared = members(framework, pin)
    first = pin.since or 26
    for overload in pin.overloads:
        result, levels = declared[overload]
        wanted = {level for level in framework.levels if first <= level <= (pin.until or 99)}
        assert levels == wanted or (pin.handed and levels >= wanted), (overload, sorted(levels))
        assert result in RESULTS[pin.answers]


@pytest.mark.parametrize("pin", PINS, ids=lambda pin: pin.id)
def test_each_row_says_where_the_chain_and_the_host_are(pin: Pin) -> None:
    assert pin.overloads
    assert pin.source.startswith("https://")
    assert pin.library
    # A no without an exception has a yes of the same kind.
    assert {"false": "true", "status": "status"}.get(pin.refuses, pin.answers) == pin.answers
    for overload in pin.overloads:
        types = parameter_types(overload)
        assert types[pin.chain] in CHAINS
        if pin.host is not None:
            assert types[pin.host] in {
                "java.lang.String", "java.net.Socket", "javax.net.ssl.SSLEngine",
            } or types[pin.host].rpartition(".")[2] in {
                "AbstractConscryptSocket", "ConscryptEngine", "OpenSSLSocketImpl", "OpenSSLEngineImpl",
            }  # fmt: skip
    assert (pin.since is not None) == (pin.cls.startswith(PLATFORM) and not pin.handed)


def test_no_method_stands_in_two_rows() -> None:
    named = [(pin.cls, pin.method, overload, pin.handed) for pin in PINS for overload in pin.overloads]
    assert len(named) == len(set(named))


def test_the_agent_gets_every_row() -> None:
    plans = pin_plans(PINS)
    assert [plan.api for plan in plans] == [pin.id for pin in PINS]
    by_id = {plan.api: plan for plan in plans}
    assert by_id["trust.platform"].host == 4
    assert by_id["trust.network_config_pins"].host == -1
    assert by_id["trust.okhttp"].overloads == [
        ["java.lang.String", "java.util.List"],
        ["java.lang.String", "java.security.cert.Certificate[]"],
    ]


def test_a_row_that_is_by_halves_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pins.yaml").write_text("- id: trust.x\n  library: X\n  class: a.B\n", encoding="utf-8")
    with pytest.raises(InputError, match="method"):
        Catalog(tmp_path).pins  # noqa: B018 - reading is what is tried
