"""The HAR file: valid, complete, readable by others, and with no known value in it unless asked."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import stat
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import jsonschema
import pytest
from audited import privaudit
from hypothesis import given, settings
from hypothesis import strategies as st
from journals import IMEI, PACKAGE, Journal
from mitmproxy.io.har import request_to_flow

from privaudit.analysis.match import find
from privaudit.analysis.needles import NeedleSet
from privaudit.evidence.writer import EvidenceWriter
from privaudit.model.circumstances import Actor, When
from privaudit.model.network import (
    BodyPart,
    FrameSeen,
    Header,
    NameLookedUp,
    RequestSeen,
    ResponseSeen,
    StreamSeen,
)
from privaudit.model.observation import Sent
from privaudit.model.octets import to_text
from privaudit.session.har import export_har
from privaudit.session.har_entry import Exchange, entry, moment, url
from privaudit.session.har_shown import HIDDEN, Shown

MD5 = hashlib.md5(IMEI.encode()).hexdigest()

# -- HAR 1.2, after https://w3c.github.io/web-performance/specs/HAR/Overview.html ------------------

TEXT = {"type": "string"}
COUNT = {"type": "integer", "minimum": -1}
SPAN = {"type": "number", "minimum": -1}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}


def thing(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object with these fields and no others but additions, whose names begin with `_`."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {}), "comment": TEXT},
        "required": list(required),
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


PAIR = thing({"name": TEXT, "value": TEXT})
COOKIE = thing(
    {"name": TEXT, "value": TEXT},
    {
        "path": TEXT,
        "domain": TEXT,
        "expires": TIME,
        "httpOnly": {"type": "boolean"},
        "secure": {"type": "boolean"},
    },
)
REQUEST = thing(
    {
        "method": TEXT,
        "url": {"type": "string", "pattern": "^[a-z]+://[\\x21-\\x7e]*$"},
        "httpVersion": TEXT,
        "cookies": many(COOKIE),
        "headers": many(PAIR),
        "queryString": many(PAIR),
        "headersSize": COUNT,
        "bodySize": COUNT,
    },
    {"postData": thing({"mimeType": TEXT, "params": many(PAIR), "text": TEXT})},
)
CONTENT = thing(
    {"size": COUNT, "mimeType": TEXT}, {"compression": {"type": "integer"}, "text": TEXT, "encoding": TEXT}
)
RESPONSE = thing(
    {
        "status": {"type": "integer", "minimum": 0},
        "statusText": TEXT,
        "httpVersion": TEXT,
        "cookies": many(COOKIE),
        "headers": many(PAIR),
        "content": CONTENT,
        "redirectURL": TEXT,
        "headersSize": COUNT,
        "bodySize": COUNT,
    }
)
ENTRY = thing(
    {
        "startedDateTime": TIME,
        "time": {"type": "number", "minimum": 0},
        "request": REQUEST,
        "response": RESPONSE,
        "cache": thing({}),
        "timings": thing(
            {"send": SPAN, "wait": SPAN, "receive": SPAN},
            {"blocked": SPAN, "dns": SPAN, "connect": SPAN, "ssl": SPAN},
        ),
    },
    {"pageref": TEXT, "serverIPAddress": TEXT, "connection": TEXT},
)
HAR = thing(
    {
        "log": thing(
            {
                "version": {"const": "1.2"},
                "creator": thing({"name": TEXT, "version": TEXT}),
                "pages": many(thing({})),
                "entries": many(ENTRY),
            }
        )
    }
)


def valid(har: dict[str, Any]) -> dict[str, Any]:
    jsonschema.validate(har, HAR)
    return har


# -- an evidence folder with one of everything ----------------------------------------------------


class Traffic(Journal):
    """A journal to which raw events are added with their bytes."""

    def keep(self, body: bytes) -> str:
        sha = hashlib.sha256(body).hexdigest()
        self.artefacts[sha] = body
        return sha

    def sent(self, path: str, body: bytes, *headers: tuple[str, str], host: str = "api.bank.example") -> str:
        self._flows += 1
        flow = f"flow-{self._flows}"
        self.add(
            lambda at: RequestSeen(
                at=at, seen=at, flow=flow, method="POST", scheme="https", host=host, port=443, path=path,
                http_version="HTTP/2.0", headers=tuple(Header(*one) for one in headers),
                body=self.keep(body) if body else None, body_bytes=len(body), client_port=40_000,
                tls_version="TLSv1.3",
            )
        )  # fmt: skip
        return flow

    def answered(self, flow: str, body: bytes, *headers: tuple[str, str], status: int = 200) -> None:
        self.add(
            lambda at: ResponseSeen(
                at=at, seen=at, flow=flow, status=status, headers=tuple(Header(*one) for one in headers),
                body=self.keep(body) if body else None, body_bytes=len(body),
                server_address="192.0.2.7:443",
            )
        )  # fmt: skip

    def message(self, flow: str, body: bytes, *, up: bool, text: bool) -> None:
        self.add(
            lambda at: FrameSeen(
                at=at, seen=at, flow=flow, host="ws.bank.example", from_client=up, text=text,
                body=self.keep(body), body_bytes=len(body),
            )
        )  # fmt: skip

    def folder(self, path: Path) -> Path:
        with EvidenceWriter.create(path, id="har", tool_version="0") as writer:
            for data in self.artefacts.values():
                writer.keep(data, media_type="application/octet-stream", name="body")
            for event in self.events:
                writer.append(event)
            writer.seal()
        return path


HOSTILE = 'x"\\<script>\u202e\x00\r\n'


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    journal = Traffic()
    journal.begin().call("telephony.imei", by="stat", result=IMEI)
    flow = journal.sent(
        f"/get?id={IMEI}&name=%E5%BC%A0&empty",
        f"imei={IMEI}&hash={MD5}".encode(),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Cookie", f"sid=1; dev={IMEI}"),
        ("X-Blob", base64.b64encode(f"device {IMEI} of this".encode()).decode()),
    )
    journal.answered(
        flow,
        gzip.compress(json.dumps({"you": IMEI, "ok": True}).encode()),
        ("Content-Type", "application/json"),
        ("Content-Encoding", "gzip"),
        ("Set-Cookie", "sid=2; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Secure; HttpOnly"),
        ("Set-Cookie", "odd=3; expires=never"),
        ("Location", "https://api.bank.example/next"),
    )
    flow = journal.sent(
        "/packed",
        gzip.compress(json.dumps({"id": MD5}).encode()),
        ("Content-Type", "application/json"),
        ("Content-Encoding", "gzip"),
    )
    journal.answered(flow, bytes(range(256)), ("Content-Type", "image/png"))
    inner = base64.b64encode(json.dumps({"imei": IMEI, "more": "x"}).encode()).decode()
    journal.sent("/wrapped", json.dumps({"data": inner}).encode(), ("Content-Type", "application/json"))
    odd = to_text(b"\xff\xfe \xe4\xb8")
    journal.sent(
        f"/{odd}{HOSTILE}?a=%ff&b=\x01", b"\x00\xff\x00binary", (HOSTILE, odd), host=f"h{HOSTILE}.example"
    )
    flow = journal.sent("/socket", b"", ("Upgrade", "websocket"))
    journal.answered(flow, b"", ("Upgrade", "websocket"), status=101)
    journal.message(flow, f"imei={IMEI}".encode(), up=True, text=True)
    journal.message(flow, "收到".encode(), up=False, text=True)
    journal.message(flow, b"\x00\x01\xff", up=True, text=False)
    journal.add(
        lambda at: StreamSeen(
            at=at, seen=at, flow="s1", host="mqtt.bank.example", port=8883, from_client=True, encrypted=True,
            body=journal.keep(b"\x10\x0cMQTT " + IMEI.encode()), body_bytes=22,
        )
    )  # fmt: skip
    journal.add(lambda at: NameLookedUp(at=at, seen=at, name="only.looked.example", record="A"))
    flow = journal.sent("/profile", b"")
    journal.answered(
        flow, b'{"phone":"13800138000","hotline":"95588","t":1}', ("Content-Type", "application/json")
    )
    journal.tunnel("pinned.bank.example")
    journal.lose("proxy", f"it died near {IMEI}")
    return journal.folder(tmp_path_factory.mktemp("har") / "evidence")


def exported(evidence: Path, target: Path, *, unmasked: bool = False) -> dict[str, Any]:
    told = export_har(evidence, target, unmasked=unmasked)
    assert told.path == target
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    har: dict[str, Any] = valid(json.loads(target.read_bytes()))
    assert told.entries == len(har["log"]["entries"])
    return har


@pytest.fixture(scope="module")
def masked(evidence: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return exported(evidence, tmp_path_factory.mktemp("masked") / "t.har")


@pytest.fixture(scope="module")
def bare(evidence: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return exported(evidence, tmp_path_factory.mktemp("bare") / "t.har", unmasked=True)


def of(har: dict[str, Any], part: str) -> dict[str, Any]:
    (found,) = [one for one in har["log"]["entries"] if part in one["request"]["url"]]
    assert isinstance(found, dict)
    return found


def test_nothing_known_is_left_in_a_masked_file(masked: dict[str, Any]) -> None:
    text = json.dumps(masked, ensure_ascii=False)
    assert IMEI not in text
    assert MD5 not in text
    assert base64.b64encode(IMEI.encode()).decode().rstrip("=") not in text
    for entry_ in masked["log"]["entries"]:
        content = entry_["response"]["content"]
        assert content.get("encoding") is None


def test_what_was_sent_stands_in_the_open_when_asked(bare: dict[str, Any]) -> None:
    one = of(bare, "/get")
    request, response = one["request"], one["response"]
    assert request["url"] == f"https://api.bank.example/get?id={IMEI}&name=%E5%BC%A0&empty"
    assert request["queryString"] == [
        {"name": "id", "value": IMEI}, {"name": "name", "value": "张"}, {"name": "empty", "value": ""},
    ]  # fmt: skip
    assert request["cookies"] == [{"name": "sid", "value": "1"}, {"name": "dev", "value": IMEI}]
    assert request["postData"]["text"] == f"imei={IMEI}&hash={MD5}"
    assert request["bodySize"] == len(request["postData"]["text"])
    assert json.loads(response["content"]["text"]) == {"you": IMEI, "ok": True}
    assert response["content"]["compression"] == response["content"]["size"] - response["bodySize"]
    assert response["redirectURL"] == "https://api.bank.example/next"
    first, second = response["cookies"]
    assert (first["expires"], first["path"]) == ("2026-10-21T07:28:00.000Z", "/")
    assert (first["secure"], first["httpOnly"], second["secure"]) == (True, True, False)
    assert "expires" not in second
    assert (one["serverIPAddress"], one["connection"]) == ("192.0.2.7", "40000")
    assert one["time"] == one["timings"]["wait"] == pytest.approx(100)
    image = of(bare, "/packed")["response"]["content"]
    assert (base64.b64decode(image["text"]), image["encoding"]) == (bytes(range(256)), "base64")
    assert json.loads(of(bare, "/packed")["request"]["postData"]["text"]) == {"id": MD5}


def test_another_reader_of_har_finds_the_same_requests(bare: dict[str, Any], masked: dict[str, Any]) -> None:
    for har in (bare, masked):
        for one in har["log"]["entries"]:
            if "_webSocketMessages" in one or "%22" in one["request"]["url"]:
                continue  # it knows no such scheme, and takes no such name for a host
            flow = request_to_flow(one)
            assert flow.request.pretty_url == one["request"]["url"]
            assert (flow.request.http_version, flow.request.method) == ("HTTP/2", "POST")
            assert flow.request.get_text(strict=False) == one["request"].get("postData", {}).get("text", "")
    flow = request_to_flow(of(bare, "/get"))
    assert flow.response is not None
    assert json.loads(flow.response.get_text() or "") == {"you": IMEI, "ok": True}
    image = request_to_flow(of(bare, "/packed"))
    assert image.response is not None
    assert image.response.content == bytes(range(256))


def wrapped(value: str) -> dict[str, bytes]:
    """The value as it may be written into a request."""
    raw = value.encode()
    inner = json.dumps({"imei": value, "os": "android"}).encode()
    return {
        "plain": raw,
        "md5": hashlib.md5(raw).hexdigest().encode(),
        "sha256-upper": hashlib.sha256(raw).hexdigest().upper().encode(),
        "base64": base64.b64encode(raw),
        "base64-shifted": base64.b64encode(b"x" + inner),
        "base64url-json": base64.urlsafe_b64encode(inner).rstrip(b"="),
        "hex": raw.hex().encode(),
        "hex-json": inner.hex().encode(),
        "percent": "".join(f"%{byte:02x}" for byte in raw).encode(),
        "reversed": raw[::-1],
        "json-in-json": json.dumps({"a": json.dumps({"b": inner.decode()})}).encode(),
        "unicode": json.dumps({"i": "X"}).replace("X", "".join(f"\\u{ord(c):04x}" for c in value)).encode(),
        "gzip-base64": base64.b64encode(gzip.compress(inner)),
        "gzip-hex": gzip.compress(inner).hex().encode(),
    }


def test_no_wrapping_of_a_value_survives_masking(tmp_path: Path) -> None:
    journal = Traffic()
    journal.begin().call("telephony.imei", by="stat", result=IMEI)
    for name, data in wrapped(IMEI).items():
        text = data.decode()
        field = text if name == "percent" else quote(text, safe="")
        journal.sent(f"/q/{name}?v={field}", b"")
        journal.sent(f"/h/{name}", b"", ("X-Device", text), ("Cookie", f"d={text}"))
        form = ("Content-Type", "application/x-www-form-urlencoded")
        journal.sent(f"/f/{name}", f"v={field}".encode(), form)
        flow = journal.sent(f"/b/{name}", data, ("Content-Type", "text/plain"))
        journal.answered(flow, data, ("Content-Type", "text/plain"), ("X-Echo", text))
        journal.message(flow, data, up=True, text=True)
    har = exported(journal.folder(tmp_path / "evidence"), tmp_path / "t.har")
    needles = NeedleSet.of(planted=[("device.imei", IMEI)])
    bare = RequestSeen(
        at=0, seen=0, flow="", method="", scheme="", host="", port=0, path="", http_version="", headers=()
    )
    entries = har["log"]["entries"]
    assert sum(bool(one["_privaudit"]["matches"]) for one in entries) > 0.9 * len(entries)
    for one in entries:
        left = find(bare, json.dumps(one).encode(), needles).matches
        assert not [match for match in left if match.source != "detected"], one["request"]["url"]


def test_what_can_be_masked_is_and_the_rest_withheld_with_its_reason(masked: dict[str, Any]) -> None:
    one = of(masked, "/get")
    assert one["request"]["queryString"][0]["value"].startswith("35\u2022")
    assert one["request"]["postData"]["text"].startswith("imei=35\u2022")
    assert {h["name"]: h["value"] for h in one["request"]["headers"]}["X-Blob"] == HIDDEN
    assert json.loads(one["response"]["content"]["text"])["ok"] is True
    assert json.loads(of(masked, "/packed")["request"]["postData"]["text"])["id"].count("\u2022")
    assert "withheld" in of(masked, "/packed")["response"]["content"]["comment"]
    wrapped = of(masked, "/wrapped")["request"]["postData"]
    assert (wrapped["text"], "inside an encoding" in wrapped["comment"]) == ("", True)


def test_what_answers_hold_of_people_is_hidden_in_place(masked: dict[str, Any]) -> None:
    answer = json.loads(of(masked, "/profile")["response"]["content"]["text"])
    assert answer["phone"] == "13\u2022\u2022\u2022\u2022\u2022\u202200"
    assert answer["hotline"] == "95588"


def test_matches_say_which_value_stands_where_and_who_sent_it(
    masked: dict[str, Any], bare: dict[str, Any]
) -> None:
    told = of(masked, "/packed")["_privaudit"]
    (match,) = told["matches"]
    assert (match["data_type"], [step["name"] for step in match["chain"]]) == (
        "device.imei", ["gzip", "json", "md5"],
    )  # fmt: skip
    assert match["source"] == "read"
    assert match["source_event"] > 0
    assert IMEI not in match["value"]
    assert {"kind", "id", "name", "confidence"} <= told["sent_by"].keys()
    assert told["event"] > match["source_event"]
    assert of(bare, "/packed")["_privaudit"]["matches"][0]["value"] == IMEI


def test_messages_of_a_websocket_as_chromium_has_them(masked: dict[str, Any], bare: dict[str, Any]) -> None:
    one = of(bare, "/socket")
    assert one["request"]["url"].startswith("wss://")
    assert one["_resourceType"] == "websocket"
    up, down, binary = one["_webSocketMessages"]
    assert (up["type"], up["opcode"], up["data"]) == ("send", 1, f"imei={IMEI}")
    assert (down["type"], down["data"]) == ("receive", "收到")
    assert (binary["opcode"], base64.b64decode(binary["data"])) == (2, b"\x00\x01\xff")
    assert abs(up["time"] - 1_700_000_000) < 3600
    hidden = of(masked, "/socket")["_webSocketMessages"]
    assert hidden[0]["data"].startswith("imei=35\u2022")
    assert hidden[0]["_privaudit"]["matches"][0]["data_type"] == "device.imei"
    assert (hidden[2]["data"], "withheld" in hidden[2]["_comment"]) == ("", True)


def test_hostile_names_break_nothing(bare: dict[str, Any]) -> None:
    one = of(bare, "%FF")
    parts = urlsplit(one["request"]["url"])
    assert parts.path.startswith("/%FF%FE%20%E4%B8x%22%5C%3Cscript%3E%E2%80%AE%00%0D%0A")
    assert one["request"]["headers"][0]["name"] == HOSTILE
    assert one["request"]["headers"][0]["value"] == to_text(b"\xff\xfe \xe4\xb8")
    data = one["request"]["postData"]
    assert (base64.b64decode(data["text"]), data["_encoding"]) == (b"\x00\xff\x00binary", "base64")
    assert [pair["value"] for pair in one["request"]["queryString"]] == ["\uefff", "\x01"]


def test_where_it_comes_from_and_what_is_not_in_it(masked: dict[str, Any]) -> None:
    told = masked["log"]["_privaudit"]
    assert told["masked"] is True
    assert told["app"]["package"] == PACKAGE
    assert len(told["evidence"]["chain"]) == 64
    assert (told["evidence"]["whole"], told["evidence"]["sealed"]) == (True, True)
    assert told["run"]["clock_error_ns"] == 2_000_000
    assert any("pinned.bank.example" in tunnel for tunnel in told["not_read"]["tls"])
    assert any("proxy" in sensor for sensor in told["not_read"]["sensors_lost"])
    others = {one["protocol"]: one for one in told["not_http"]}
    assert others["tcp"]["url"] == "tcp://mqtt.bank.example:8883"
    assert others["tcp"]["matches"][0]["data_type"] == "device.imei"
    assert others["dns"]["host"] == "only.looked.example"


def test_what_only_the_agent_took_and_what_never_ended_have_entries(tmp_path: Path) -> None:
    journal = Traffic()
    journal.begin().call("telephony.imei", by="stat", result=IMEI)
    head = f"POST /own?d={IMEI} HTTP/1.1\r\nHost: own.bank.example\r\nContent-Length: 4\r\n\r\nbody"
    journal.plain(head.encode(), host="own.bank.example")
    journal.add(
        lambda at: BodyPart(
            at=at, seen=at, flow="long", from_client=True, method="POST", scheme="https",
            host="long.bank.example", port=443, path="/up", body=journal.keep(b"begun"), body_bytes=5,
        )
    )  # fmt: skip
    har = exported(journal.folder(tmp_path / "evidence"), tmp_path / "t.har")
    own, long = of(har, "own.bank.example"), of(har, "long.bank.example")
    assert own["_privaudit"]["seen_by"] == "agent"
    assert "taken in the app" in own["request"]["comment"]
    assert own["response"]["status"] == 0
    assert own["request"]["postData"]["text"] == "body"
    assert long["request"]["postData"]["text"] == "begun"
    assert "its end was never seen" in long["request"]["comment"]
    assert IMEI not in json.dumps(har)


def test_entries_are_in_order_of_time(bare: dict[str, Any]) -> None:
    times = [one["startedDateTime"] for one in bare["log"]["entries"]]
    assert times == sorted(times)


# -- the command, and what goes wrong -------------------------------------------------------------


def test_the_command_says_where_and_how_many(evidence: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "traffic.har"
    done = privaudit("export", "har", evidence, "-o", target)
    assert done.returncode == 0, done.stderr
    assert f"{target}: 6 requests" in done.stderr
    assert IMEI not in target.read_text("utf-8")
    (tmp_path / "file").write_text("")
    refused = privaudit("export", "har", evidence, "-o", tmp_path / "file" / "x.har")
    assert refused.returncode == 2
    assert "cannot be written" in refused.stderr


def test_a_damaged_folder_is_exported_as_far_as_it_goes(tmp_path: Path) -> None:
    journal = Traffic()
    journal.begin()
    journal.sent("/lost", b"gone with the disk")
    folder = journal.folder(tmp_path / "evidence")
    (artefact,) = (folder / "artefacts").rglob("*/*")
    artefact.unlink()
    told = export_har(folder, tmp_path / "t.har")
    har = valid(json.loads((tmp_path / "t.har").read_bytes()))
    assert not told.whole
    assert har["log"]["_privaudit"]["evidence"]["problems"]
    data = har["log"]["entries"][0]["request"]["postData"]
    assert (data["text"], data["comment"]) == ("", "its bytes are missing from the evidence")
    assert privaudit("export", "har", folder, "-o", tmp_path / "t.har").returncode == 3


NOBODY = Actor(kind="unknown", id="", name="")
NOW = When(at=1, consent="not_shown", app_state="foreground")


@settings(deadline=None)
@given(
    method=st.text(max_size=8),
    scheme=st.sampled_from(["http", "https", "", "ws"]),
    host=st.text(max_size=30),
    port=st.integers(0, 65535),
    path=st.binary(max_size=60),
    headers=st.lists(
        st.tuples(st.sampled_from(["Cookie", "Set-Cookie", "x"]), st.binary(max_size=40)), max_size=4
    ),
    body=st.binary(max_size=60),
    coding=st.sampled_from(["", "gzip", "br", "zstd", "deflate, gzip"]),
)
def test_whatever_an_app_sends_the_file_is_valid(**case: Any) -> None:
    headers = tuple(Header(name, to_text(value)) for name, value in case["headers"])
    coded = (Header("Content-Encoding", case["coding"]), *headers)
    text = case["host"].encode("utf-8", "replace").decode()
    request = RequestSeen(
        at=2**63 - 1, seen=0, flow="f", method=case["method"].encode("utf-8", "replace").decode(),
        scheme=case["scheme"], host=text, port=case["port"], path=to_text(case["path"]), http_version="",
        headers=coded, body_bytes=len(case["body"]),
    )  # fmt: skip
    response = ResponseSeen(at=0, seen=0, flow="f", status=200, headers=coded, body_bytes=len(case["body"]))
    sent = Sent(
        event=1, flow="f", when=NOW, method="", url="", host="", registrable="", encrypted=True, actor=NOBODY
    )
    made = entry(NOTHING_KNOWN, Exchange(sent, request, case["body"], response, case["body"]))
    jsonschema.validate(json.loads(json.dumps(made)), ENTRY)


class _Nothing(Shown):
    def __init__(self) -> None:
        from privaudit.analysis.mask import Masker

        self.masker = Masker({}, off=True)
        self._needles = None


NOTHING_KNOWN = _Nothing()


def test_times_and_addresses() -> None:
    assert moment(1_700_000_000_123_456_789) == "2023-11-14T22:13:20.123456Z"
    assert moment(2**63 - 1).startswith("2262-")
    assert url("https", "2001:db8::1", 8443, "/a b") == "https://[2001:db8::1]:8443/a%20b"
    assert url("wss", "h.example", 443, "/") == "wss://h.example/"
