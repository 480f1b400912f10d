from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy.flow import Flow
from mitmproxy.io import tnetstring
from mitmproxy.test import tflow

from privaudit.capture.flow_file import FlowFile, encode


def _modified() -> Flow:
    flow = tflow.tflow(resp=True)
    flow.backup()  # type: ignore[no-untyped-call]  # mitmproxy leaves it untyped
    flow.request.path = "/other"
    return flow


def _trailers() -> Flow:
    flow = tflow.tflow(resp=True)
    assert flow.response is not None
    flow.response.trailers = flow.request.headers.copy()
    flow.metadata["k"] = [1, 2.5, True, None]
    flow.response.data.content = None
    return flow


FLOWS: list[Callable[[], Flow]] = [
    lambda: tflow.tflow(resp=True),
    lambda: tflow.tflow(err=True),
    tflow.tflow,
    tflow.twebsocketflow,
    tflow.ttcpflow,
    _modified,
    _trailers,
]


@pytest.mark.parametrize("make_flow", FLOWS)
def test_it_writes_what_mitmproxy_writes(make_flow: Callable[[], Flow], tmp_path: Path) -> None:
    flow = make_flow()
    file = FlowFile(tmp_path / "flows")
    file.add(flow)
    # Twice: the second time connections come from the cache.
    file.add(flow)
    file.close()
    assert (tmp_path / "flows").read_bytes() == tnetstring.dumps(flow.get_state()) * 2
    assert stat.S_IMODE((tmp_path / "flows").stat().st_mode) == 0o600


def test_a_connection_that_changed_is_written_anew(tmp_path: Path) -> None:
    flow = tflow.tflow(resp=True)
    file = FlowFile(tmp_path / "flows")
    file.add(flow)
    flow.client_conn.timestamp_end = 9.0
    flow.server_conn.error = "gone"
    file.add(flow)
    file.close()
    assert (tmp_path / "flows").read_bytes().endswith(tnetstring.dumps(flow.get_state()))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.binary() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(values)
def test_any_value_is_encoded_as_mitmproxy_does(value: Any) -> None:
    assert encode(value) == tnetstring.dumps(value)


def test_what_it_cannot_hold() -> None:
    with pytest.raises(ValueError, match="unserializable"):
        encode(object())
