"""Signals end a recording in order, also when Python loses the exception they raise."""

from __future__ import annotations

import os
import signal

import pytest

from privaudit.cli.recording import ended_in_order


class Swallows:
    """An object whose finalizer is interrupted, as a library's may be."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_interrupts_and_is_remembered(number: int) -> None:
    before = signal.getsignal(number)
    with ended_in_order() as stopping:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)
        assert stopping.is_set()
    assert signal.getsignal(number) == before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_lost_in_a_finalizer_is_remembered() -> None:
    with ended_in_order() as stopping:
        lost = Swallows()
        del lost
        assert stopping.is_set()
