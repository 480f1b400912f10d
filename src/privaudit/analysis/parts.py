"""One read told once: taking a position and asking it for its latitude is one access to the position.

Rows marked `part` read a piece of an object that other rows hand out. Who was seen to get such an object took
the information then; its pieces are no further reads. They count where nothing else was seen: the object came
in a Parcel, from another party, or from a way that no row watches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from privaudit.model.catalog import ApiRow
from privaudit.model.observation import Access


def without_parts(accesses: Iterable[Access], apis: Mapping[str, ApiRow]) -> list[Access]:
    """Return accesses without those that only take apart what the same party got before, in one process."""
    told = list(accesses)
    first: dict[tuple[int, str, str, str], int] = {}
    for access in told:
        if not access.refused and not _part(access, apis):
            key = _key(access)
            first[key] = min(first.get(key, access.when.at), access.when.at)
    return [
        access
        for access in told
        if not _part(access, apis) or access.when.at < first.get(_key(access), access.when.at + 1)
    ]


def _part(access: Access, apis: Mapping[str, ApiRow]) -> bool:
    row = apis.get(access.api)
    return row is not None and row.part


def _key(access: Access) -> tuple[int, str, str, str]:
    return access.pid, access.data_type, access.actor.kind, access.actor.id
