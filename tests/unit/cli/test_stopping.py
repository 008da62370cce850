"""Ctrl-C once asks, twice cuts off, and afterwards all is as before."""

from __future__ import annotations

import os
import signal

import pytest

from recovery_assistant.cli.stopping import stop_on_ctrl_c

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a process cannot send itself Ctrl-C on this system")


def test_once_asks_and_twice_cuts_off() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stop_on_ctrl_c() as stopped:
        assert not stopped()
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) is before
