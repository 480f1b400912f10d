from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.analysis.hosts import address_of, recipient, registrable
from privaudit.model.network import Header, RequestSeen


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.bank.com.cn", "bank.com.cn"),
        ("API.Bank.Example.", "bank.example"),
        ("t.demostat.example", "demostat.example"),
        ("example", "example"),
        ("com.cn", "com.cn"),
        ("user.github.io", "user.github.io"),
        ("10.1.2.3", "10.1.2.3"),
        ("[2001:DB8::1]", "2001:db8::1"),
        ("fe80::1%wlan0", "fe80::1"),
        ("app.gov.cn", "app.gov.cn"),
        ("", ""),
    ],
)
def test_registrable(host: str, domain: str) -> None:
    assert registrable(host) == domain


@given(st.text(max_size=300))
def test_any_host_is_survived(host: str) -> None:
    assert isinstance(registrable(host), str)
    address_of(host)


@pytest.mark.parametrize(
    ("host", "headers", "name"),
    [
        ("api.example", [("Host", "other.example")], "api.example"),
        ("10.1.2.3", [("Host", "api.example:8443")], "api.example"),
        ("10.1.2.3", [("host", "x.example"), (":authority", "api.example")], "api.example"),
        ("10.1.2.3", [("Host", "10.1.2.3:80")], "10.1.2.3"),
        ("10.1.2.3", [], "10.1.2.3"),
    ],
)
def test_recipient(host: str, headers: list[tuple[str, str]], name: str) -> None:
    request = RequestSeen(
        at=0,
        seen=0,
        flow="f",
        method="GET",
        scheme="https",
        host=host,
        port=443,
        path="/",
        http_version="HTTP/1.1",
        headers=tuple(Header(*h) for h in headers),
    )
    assert recipient(request) == name
