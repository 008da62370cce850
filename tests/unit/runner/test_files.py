"""Whoever fills in the port has every one of its methods, under the same names."""

from __future__ import annotations

from tests.unit.runner.made_up_plans import only_on_linux


def names_of(one: type) -> set[str]:
    return {name for name in vars(one) if not name.startswith("_")}


@only_on_linux
def test_files_of_posix_fill_in_the_port() -> None:
    from recovery_assistant.runner.files import Files, Held
    from recovery_assistant.runner.posix.files import PosixFiles, PosixHeld

    assert names_of(Files) == names_of(PosixFiles)
    assert names_of(Held) == names_of(PosixHeld)
