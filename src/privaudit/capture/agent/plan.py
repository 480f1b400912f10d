"""Catalogue rows as the agent gets them."""

from __future__ import annotations

from collections.abc import Iterable

from privaudit.model.catalog import ApiRow
from privaudit.model.wire import HookPlan, InstallRequest, NetworkPlan


def parameter_types(overload: str) -> list[str]:
    """Split `(int, java.lang.String)` into type names; raise ValueError when it is not a parameter list."""
    if not (overload.startswith("(") and overload.endswith(")")):
        raise ValueError(f"{overload!r} is not a parameter list like (int, java.lang.String)")
    inner = overload[1:-1].strip()
    return [part.strip() for part in inner.split(",")] if inner else []


def install_request(
    rows: Iterable[ApiRow], *, through: Iterable[str] = (), network: NetworkPlan | None = None
) -> InstallRequest:
    """Return what the agent shall install: every row that `network` asks for, in the catalogue's order.

    Rows of other API levels than the phone's are sent as well: the agent's "absent" is the proof. `through`
    are the package prefixes of code that only carries calls of others (`Catalog.carriers`). `network` says
    what it does about the app's network; nothing when it is None: then no cipher and no stream is hooked.
    """
    network = network or NetworkPlan()
    off = {name for name, wanted in (("crypto", network.crypto), ("stream", network.plain)) if not wanted}
    return InstallRequest(
        plan=[
            HookPlan(
                api=row.id,
                kind=row.kind,
                cls=row.cls,
                method=row.method,
                overloads=[parameter_types(overload) for overload in row.overloads],
                hook=row.hook,
                yields=row.yields,
                kept_args=list(row.kept_args),
                hot=row.hot,
                within=list(row.within),
                names=list(row.names),
                name_arg=-1 if row.name_arg is None else row.name_arg,
                delivered_by=list(row.delivered_by),
                value_arg=-1 if row.value_arg is None else row.value_arg,
            )
            for row in rows
            if row.yields not in off
        ],
        through=list(through),
        network=network,
    )
