"""Property: what a detector knows is found and redone under any chain of wrappings that keeps its name."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from traffic_encoders import NEEDS_TEXT, TEXTUAL, Encoder, in_base64, in_gzip, in_hex, in_zlib, in_zstd
from traffic_rows import request
from traffic_typed import normal
from traffic_values import UNKNOWN, Unknown

from privaudit.analysis.match import explain, find
from privaudit.analysis.needles import NeedleSet
from privaudit.model.octets import to_text

OUTER: dict[str, Encoder] = {
    "gzip": in_gzip, "zlib": in_zlib, "zstd": in_zstd, "base64": in_base64, "hex": in_hex, **TEXTUAL,
}  # fmt: skip


def is_text(data: bytes) -> bool:
    return to_text(data).encode("utf-8", "replace") == data


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(UNKNOWN),
    st.sampled_from(sorted(TEXTUAL)),
    st.lists(st.sampled_from(sorted(OUTER)), max_size=3),
)
def test_an_unknown_value_under_any_chain(unknown: Unknown, inner: str, outer: list[str]) -> None:
    wrapped = TEXTUAL[inner](unknown.value.encode(), unknown.field)
    data, media_type, depth = wrapped.data, wrapped.media_type, len(wrapped.steps)
    for kind in outer:
        if (kind in NEEDS_TEXT and not is_text(data)) or depth >= 5:
            continue
        wrapped = OUTER[kind](data)
        data, media_type, depth = wrapped.data, wrapped.media_type, depth + len(wrapped.steps)
    event = request(data, media_type=media_type)
    found = find(event, data, NeedleSet([])).matches
    assert (unknown.data_type, normal(unknown)) in {(one.data_type, one.value) for one in found}
    for one in found:
        assert one.source == "detected"
        assert explain(event, data, one).agrees
