"""Services, read from the registry."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.observation import Gap, Service
from recovery_assistant.hosts.windows.places import read_places
from recovery_assistant.hosts.windows.registry import RecordedRegistry
from recovery_assistant.hosts.windows.services import SERVICES, services
from tests.unit.hosts.windows_pc import registry


def look(machine: RecordedRegistry, running: dict[str, bool] | None = None) -> list[Service | Gap]:
    return list(services(machine, "this", read_places(machine), running))


def test_a_service_with_its_program_and_state() -> None:
    machine = registry(
        {
            rf"{SERVICES}\AnyDesk": {
                "Type": 0x110,
                "Start": 2,
                "ImagePath": r'"%ProgramFiles%\AnyDesk\AnyDesk.exe" --service',
                "DisplayName": "AnyDesk Service",
            }
        }
    )
    (service,) = look(machine, {"anydesk": True})
    assert isinstance(service, Service)
    assert service.binary_path == r'"C:\Program Files\AnyDesk\AnyDesk.exe" --service'
    assert (service.enabled, service.running) == (True, True)
    (service,) = look(machine, None)
    assert isinstance(service, Service)
    assert service.running is None, "nobody answered, so nobody knows"


@pytest.mark.parametrize(("start", "enabled"), [(0, True), (2, True), (3, None), (4, False), (None, None), (99, None)])
def test_how_it_starts(start: int | None, enabled: bool | None) -> None:
    values: dict[str, object] = {"Type": 0x10, "ImagePath": "x.exe"} | ({} if start is None else {"Start": start})
    (service,) = look(registry({rf"{SERVICES}\X": values}))
    assert isinstance(service, Service)
    assert service.enabled is enabled


def test_an_empty_key_is_no_service() -> None:
    assert look(registry({rf"{SERVICES}\Empty": {}, rf"{SERVICES}\Settings": {"Start": 2}})) == []


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (r"\SystemRoot\System32\drivers\x.sys", r"C:\Windows\System32\drivers\x.sys"),
        (r"system32\DRIVERS\x.sys", r"C:\Windows\system32\DRIVERS\x.sys"),
        (r"\??\C:\ProgramData\x.sys", r"C:\ProgramData\x.sys"),
        ("", ""),
    ],
)
def test_a_driver_with_its_file(path: str, shown: str) -> None:
    (driver,) = look(registry({rf"{SERVICES}\x": {"Type": 1, "Start": 1, "ImagePath": path}}), {"x": True})
    assert isinstance(driver, Service)
    assert (driver.is_driver, driver.enabled, driver.running, driver.binary_path) == (True, True, None, shown)


def test_a_service_whose_type_was_made_unreadable_still_shows() -> None:
    found = look(registry({rf"{SERVICES}\X": {"Type": "hidden", "ImagePath": r"C:\x.exe"}}))
    assert [type(item) for item in found] == [Service, Gap]


def test_one_closed_service_is_a_gap() -> None:
    found = look(registry({rf"{SERVICES}\X": {"Type": 16}}, denied={rf"{SERVICES}\Closed"}))
    assert [(item.source, item.reason) for item in found if isinstance(item, Gap)] == [
        (rf"services: {SERVICES}\Closed", "access denied")
    ]
    assert any(isinstance(item, Service) for item in found)


def test_no_list_at_all_is_an_error_and_not_an_empty_list() -> None:
    with pytest.raises(FileNotFoundError):
        look(RecordedRegistry({}))
