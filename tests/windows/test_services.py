"""Real services, made with `sc` and asked of the service manager."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

from recovery_assistant.domain.observation import Service
from recovery_assistant.hosts.windows.host import WindowsHost
from tests.windows.conftest import MakeService

pytestmark = pytest.mark.wine

NAME = "AnyDesk-ad_0123abcd"


def services(pc: WindowsHost) -> dict[str, Service]:
    return {item.name: item for item in pc.observations("services") if isinstance(item, Service)}


def test_a_new_service_is_found_and_is_gone_when_it_was_removed(pc: WindowsHost, make_service: MakeService) -> None:
    assert NAME not in services(pc)
    make_service(NAME, r'"C:\ProgramData\AnyDesk\ad_0123abcd\AnyDesk.exe" --service', "AnyDesk Service")
    found = services(pc)[NAME]
    assert found.binary_path == r'"C:\ProgramData\AnyDesk\ad_0123abcd\AnyDesk.exe" --service'
    assert (found.display_name, found.enabled, found.running) == ("AnyDesk Service", True, False)
    assert found.installed_at is not None


def test_what_runs_now(pc: WindowsHost) -> None:
    assert services(pc)["Eventlog"].running is True
