"""Every way to start the runner fills in the same port."""

from __future__ import annotations

from recovery_assistant.hosts.elevation.direct import EndedRun
from recovery_assistant.hosts.elevation.port import Ended, Preview, Run, Starter
from recovery_assistant.hosts.elevation.starting import RunnerStarter


def test_a_starter_fills_in_the_port() -> None:
    starter: Starter = RunnerStarter(("/runner",), None)
    run: Run = EndedRun(Ended(0))
    assert starter.prompt_shows() is None
    assert run.wait(0) == (0, None, "")
    assert Preview(b"", 0).says == ""
