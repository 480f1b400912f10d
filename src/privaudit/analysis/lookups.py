"""Host names that were looked up: data can leave in a name, whatever is then sent to it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator

import msgspec

from privaudit.analysis.hosts import address_of
from privaudit.analysis.spill import Spill
from privaudit.model.network import NameLookedUp

_pack = msgspec.json.Encoder().encode  # numbers of any size, as a journal may have
_unpack = msgspec.json.Decoder(NameLookedUp).decode


class Lookups:
    """Gathers lookups; afterwards yields each name once for each process, place and situation."""

    def __init__(self) -> None:
        self._spill = Spill()
        self._numbers = array("Q")

    def take(self, n: int, event: NameLookedUp) -> None:
        """Take a lookup; `n` is its journal number."""
        self._spill.add(_pack(event))
        self._numbers.append(n)

    def close(self) -> None:
        """Forget everything."""
        self._spill.close()

    def all(self, situation: Callable[[int], object]) -> Iterator[tuple[int, NameLookedUp]]:
        """Yield (journal number, lookup); what a process asked is not told again as the wire's."""
        told: set[object] = set()
        by_process: set[tuple[str, object]] = set()
        on_the_wire: list[tuple[int, NameLookedUp]] = []
        for number, n in enumerate(self._numbers):
            event = _unpack(self._spill.get(number))
            name, here = event.name.lower().rstrip("."), situation(event.at)
            key = (name, here, event.pid, event.site)
            if not name or key in told or name == "localhost" or address_of(name) is not None:
                continue  # an address and the phone itself need no lookup
            told.add(key)
            if event.pid:
                by_process.add((name, here))
                yield n, event
            else:
                on_the_wire.append((n, event))
        for n, event in on_the_wire:
            if (event.name.lower().rstrip("."), situation(event.at)) not in by_process:
                yield n, event
