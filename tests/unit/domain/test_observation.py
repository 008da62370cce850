"""Observations in JSON: the names of the public inventory format, and a type for each."""

from __future__ import annotations

import msgspec
import pytest

from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    ListeningSocket,
    Observation,
    Process,
    ProgramFile,
    Service,
    Setting,
    VersionInfo,
)


def test_a_version_resource_has_the_names_that_windows_gives_it() -> None:
    raw = b'{"OriginalFilename":"AnyDesk.exe","ProductName":"AnyDesk","CompanyName":"","FileDescription":""}'
    version = VersionInfo(original_filename="AnyDesk.exe", product_name="AnyDesk")
    assert msgspec.json.decode(raw, type=VersionInfo) == version
    assert msgspec.json.decode(msgspec.json.encode(version)) == msgspec.json.decode(raw)


@pytest.mark.parametrize(
    "one",
    [
        InstalledProgram(source="s", package="x"),
        Service(source="s", name="x", enabled=True),
        Process(source="s", name="x", version_info=VersionInfo(product_name="X")),
        Autorun(source="s", command="x"),
        ProgramFile(source="s", path="x", inside=("x",)),
        ListeningSocket(source="s", address="0.0.0.0", port=1),
        Setting(source="s", name="x", value="1"),
    ],
)
def test_every_kind_comes_back_as_itself(one: Observation) -> None:
    back: Observation = msgspec.json.decode(msgspec.json.encode(one), type=Observation)
    assert back == one
