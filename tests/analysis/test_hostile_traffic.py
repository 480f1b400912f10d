"""A journal made to be hostile is observed to its end, whatever its traffic says."""

from __future__ import annotations

import base64
import hashlib
import random

from hypothesis import given, settings
from hypothesis import strategies as st
from journals import IMEI, Journal

from privaudit.analysis.http2 import PREFACE
from privaudit.model.event import Event
from privaudit.model.happening import Octets
from privaudit.model.network import (
    BodyPart,
    CryptoSeen,
    FrameSeen,
    Header,
    NameLookedUp,
    PlainSeen,
    RequestSeen,
    ResponseSeen,
    SocketSeen,
    StreamSeen,
    TlsSeen,
)

WHOLE = st.one_of(st.integers(-5, 5), st.sampled_from([-(2**63), 2**31, 2**63 - 1]), st.integers(0, 300))
ODD = ["", "a", "api.bank.example", "f", "1", "[::1", "x:99999999", IMEI]
TEXT = st.one_of(st.sampled_from(ODD), st.text(max_size=8))
BYTES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([
        b"GET / HTTP/1.1\r\nHost: api.bank.example\r\nUpgrade: websocket\r\n\r\n",
        b"POST /\xff HTTP/1.1\r\nHost: [::\r\nContent-Length: 99999999999999999\r\n\r\n" + IMEI.encode(),
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + IMEI.encode(),
        PREFACE + b"\x00\x00\x04\x01\x05\x00\x00\x00\x01\x82\x87\x84\x41",
        IMEI.encode(), b"\x1f\x8b\x08" + bytes(20), b"\x82\xff" + b"\xff" * 12,
    ]),
)  # fmt: skip
BODY = BYTES.map(lambda data: (hashlib.sha256(data).hexdigest(), data))
OCTETS = st.builds(
    Octets,
    inline=st.one_of(BYTES.map(lambda data: base64.b64encode(data).decode()), st.just("no base64!")),
    artefact=st.sampled_from(["", "", "", "gone"]),
    size=WHOLE,
    cut=st.booleans(),
)
ANY = st.one_of(WHOLE, st.sampled_from([-(2**80), 2**80]))
TIME = {"at": WHOLE, "seen": WHOLE}
CALLER = {"pid": ANY, "process": TEXT, "tid": ANY, "thread": TEXT, "site": TEXT}


def told(kind: type[Event], **fields: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[Event, bytes]]:
    """Return events of a kind with what their `body` holds, if they have one."""

    def build(values: dict[str, object], body: tuple[str, bytes]) -> tuple[Event, bytes]:
        if "body" not in kind.__struct_fields__:
            return kind(**values), b""  # type: ignore[arg-type] # fields of the kind
        return kind(body=body[0], **values), body[1]  # type: ignore[arg-type,call-arg] # as above

    return st.builds(build, st.fixed_dictionaries({**TIME, **fields}), BODY)


FLOW = st.sampled_from(["f1", "f2"])
HEADERS = st.lists(st.builds(Header, TEXT, TEXT), max_size=2).map(tuple)
UP = st.just(value=True)
PLACE = {"host": TEXT, "port": ANY}
EVENTS = st.one_of(
    told(
        RequestSeen, **PLACE, flow=FLOW, method=TEXT, scheme=TEXT, path=TEXT, http_version=TEXT,
        headers=HEADERS, body_bytes=WHOLE, cut=st.booleans(), client_port=ANY,
    ),
    told(FrameSeen, flow=FLOW, host=TEXT, from_client=UP, text=st.booleans(), body_bytes=WHOLE),
    told(
        StreamSeen, **PLACE, flow=FLOW, from_client=UP, encrypted=st.booleans(), offset=WHOLE,
        body_bytes=WHOLE,
    ),
    told(
        BodyPart, **PLACE, flow=FLOW, from_client=UP, method=TEXT, scheme=TEXT, path=TEXT, offset=WHOLE,
        body_bytes=WHOLE,
    ),
    told(ResponseSeen, flow=FLOW, server_address=TEXT),
    told(NameLookedUp, name=TEXT, pid=ANY, site=TEXT),
    told(
        PlainSeen, **CALLER, layer=st.sampled_from(["tls", "tcp", "udp"]), connection=st.sampled_from("ab"),
        api=TEXT, host=TEXT, address=TEXT, port=st.sampled_from([53, 443, -1]), offset=WHOLE, data=OCTETS,
    ),
    told(
        CryptoSeen, **CALLER, api=TEXT, algorithm=TEXT, input=OCTETS, output=OCTETS,
        operation=st.sampled_from(["encrypt", "digest", "mac", "decrypt"]),
    ),
    told(
        SocketSeen, **CALLER, socket=WHOLE, protocol=st.just("tcp"), address=TEXT, port=WHOLE,
        state=st.just("opened"),
    ),
    told(
        TlsSeen, **PLACE, side=st.sampled_from(["app", "server"]), client_port=ANY, address=TEXT,
        version=TEXT,
    ),
)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(st.lists(EVENTS, max_size=25), st.randoms(use_true_random=False))
def test_whatever_a_journal_says_it_is_observed_to_its_end(
    events: list[tuple[Event, bytes]], chance: random.Random
) -> None:
    journal = Journal().imei()
    for event, body in events:
        if body and chance.random() < 0.8:
            journal.artefacts[hashlib.sha256(body).hexdigest()] = body
        journal.events.append(event)
    observation = journal.end().observe()
    for sent in observation.sent:
        assert sent.event <= len(journal.events)
        assert set(sent.parts) <= set(range(1, len(journal.events) + 1))
