"""The virtual internet over real sockets: proxy, TLS with its own root, HTTP/2 by ALPN, plain HTTP."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import privaudit.virtual
from privaudit.virtual.identity import planted
from privaudit.virtual.internet import Internet
from privaudit.virtual.websites import Websites, known

APPS = Path(privaudit.virtual.__file__).parent / "apps"


@pytest.fixture
def internet(tmp_path: Path) -> Iterator[Internet]:
    made = Internet(tmp_path, APPS, planted())
    made.start()
    try:
        yield made
    finally:
        made.close()


def secure(internet: Internet, *protocols: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(internet.authority))
    if protocols:
        context.set_alpn_protocols(list(protocols))
    return context


def tunnel(internet: Internet, target: str) -> tuple[socket.socket, bytes]:
    sock = socket.create_connection(internet.gateway, 5)
    sock.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += sock.recv(4096)
    return sock, answer


@pytest.mark.parametrize("build", ["violating", "conforming"])
def test_each_build_finds_its_notice(internet: Internet, build: str) -> None:
    version = {"violating": "2.3.0", "conforming": "2.4.0"}[build]
    connection = http.client.HTTPSConnection(*internet.gateway, timeout=5, context=secure(internet))
    connection.set_tunnel("www.bank.example", 443)
    connection.request("GET", f"/privacy/{version}.html")
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.read() == (APPS / "example-bank" / build / "notice.html").read_bytes()
    connection.close()


@pytest.mark.parametrize(
    "host",
    ["api.bank.example", "www.bank.example", "collect.demostat.example", "stream.demopush.example",
     "track.demoad.example", "demoad.example"],
)  # fmt: skip
def test_hosts_have_good_certificates_and_speak_http2(internet: Internet, host: str) -> None:
    sock, answer = tunnel(internet, f"{host}:443")
    assert answer.startswith(b"HTTP/1.1 200 ")
    with secure(internet, "h2", "http/1.1").wrap_socket(sock, server_hostname=host) as wrapped:
        assert wrapped.selected_alpn_protocol() == "h2"


def test_keeps_a_connection_open(internet: Internet) -> None:
    connection = http.client.HTTPSConnection(*internet.gateway, timeout=5, context=secure(internet))
    connection.set_tunnel("api.bank.example", 443)
    for number in range(50):
        connection.request("POST", "/v1/x", body=json.dumps({"n": number}))
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"code":0,"message":"ok"}')
    connection.close()


def test_plain_requests_with_a_whole_address(internet: Internet) -> None:
    connection = http.client.HTTPConnection(*internet.gateway, timeout=5)
    for host, status in (("api.bank.example", 200), ("www.bank.example", 404)):
        connection.request("GET", f"http://{host}/v1/profile?a=b", headers={"Host": host})
        answer = connection.getresponse()
        assert answer.status == status
        answer.read()
    connection.close()


@pytest.mark.parametrize(
    "target", ["nowhere.example:443", "api.bank.example:8443", "127.0.0.1:22", "bank.example:443"]
)
def test_unknown_names_and_ports_get_502(internet: Internet, target: str) -> None:
    sock, answer = tunnel(internet, target)
    sock.close()
    assert answer.startswith(b"HTTP/1.1 502 ")


@pytest.mark.parametrize(
    "data",
    [b"", b"\r\n\r\n", b"nonsense\r\n\r\n", b"CONNECT\r\n\r\n", b"GET http://[::1 HTTP/1.1\r\n\r\n",
     b"CONNECT api.bank.example:99999 HTTP/1.1\r\n\r\n", b"A" * 100_000, b"\x16\x03\x01\x02\x00\x01\x00"],
)  # fmt: skip
def test_nonsense_harms_nobody(internet: Internet, data: bytes) -> None:
    with socket.create_connection(internet.gateway, 5) as sock:
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
        try:
            while sock.recv(4096):
                continue
        except ConnectionError:
            # Being cut off is a fine answer to nonsense.
            pass
    proxy = urllib.request.ProxyHandler({"http": "http://{}:{}".format(*internet.gateway)})
    with urllib.request.build_opener(proxy).open("http://api.bank.example/", timeout=5) as answer:
        assert answer.status == 200


def test_nothing_answers_after_close(tmp_path: Path) -> None:
    internet = Internet(tmp_path, APPS, planted())
    internet.start()
    internet.close()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(internet.gateway, 1).close()


def test_names() -> None:
    assert known("API.bank.example.")
    assert not known("bank.example")
    assert not known("evildemoad.example")
    status, _, body = Websites(APPS, planted()).reply("api.bank.example", "/v1/profile")
    assert (status, json.loads(body)["phone"]) == (200, planted()["line1_number"])
    assert Websites(APPS, planted()).reply("other.example", "/")[0] == 421
