"""What a recording asks the agent to do about the network, and how the evidence tells it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from privaudit.model.plan import Plan
from privaudit.session.network import CRYPTO_BYTES, PLAIN_BYTES, network_notes, network_plan
from privaudit.session.request import RunRequest

PROXY = "127.0.0.1:8888"
PEM = "-----BEGIN CERTIFICATE-----\n"


def request(**fields: Any) -> RunRequest:
    plan = Plan(name="", file="flow.yaml", sha256="", app_id="com.example", steps=())
    return RunRequest(plan=plan, package="com.example", folder=Path("run"), **fields)


def test_everything_is_on_unless_it_is_switched_off() -> None:
    plan = network_plan(request(), proxy=PROXY, authority=PEM)
    assert plan.watch
    assert (plan.proxy, plan.authority, plan.refuse_quic) == (PROXY, PEM, True)
    assert (plan.plain, plan.crypto) == (PLAIN_BYTES, CRYPTO_BYTES)


@pytest.mark.parametrize(
    ("field", "topic"),
    [
        ("unpin", "network.unpin"),
        ("refuse_quic", "network.quic"),
        ("plain", "network.plain"),
        ("crypto", "network.crypto"),
    ],
)
def test_each_part_is_switched_off_by_itself_and_the_evidence_says_so(field: str, topic: str) -> None:
    on = dict(network_notes(network_plan(request(), proxy=PROXY, authority=PEM)))
    off = dict(network_notes(network_plan(request(**{field: False}), proxy=PROXY, authority=PEM)))
    assert on[topic].startswith("on:")
    assert off[topic].startswith("off:")
    assert {one for one in on if on[one] != off[one]} == {topic}


def test_without_a_proxy_there_is_nothing_to_open_or_to_fall_back_to() -> None:
    plan = network_plan(request())
    assert (plan.watch, plan.proxy, plan.authority, plan.refuse_quic) == (True, "", "", False)
    notes = dict(network_notes(plan))
    assert notes["network.unpin"].startswith("off:")
    assert notes["network.quic"].startswith("off:")
    assert "network.proxy" not in notes
