"""Trees made of real Debian packages: every server is found and explained, and what only connects outwards is not."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.finding import Finding
from recovery_assistant.hosts.linux.host import LinuxHost
from recovery_assistant.resources import resources_root
from recovery_assistant.services.scanner import Found, scan
from tests.hosts import debian

if sys.platform != "linux":
    pytest.skip("Debian's programs", allow_module_level=True)

pytestmark = pytest.mark.slow


class Case(NamedTuple):
    """A package, the tool that it is, and whether it is an alarm as it comes and once it is switched on."""

    package: str
    tool_id: str
    alarm: bool
    unit: str = ""
    alarm_when_on: bool = False


CASES = (
    Case("x11vnc", "x11vnc", alarm=True),
    Case("tigervnc-standalone-server", "tigervnc", alarm=True),
    Case("tigervnc-scraping-server", "tigervnc", alarm=True),
    Case("tightvncserver", "tightvnc", alarm=True),
    Case("xrdp", "xrdp", alarm=True, unit="xrdp.service", alarm_when_on=True),
    Case("x2goserver", "x2go", alarm=True),
    Case("wayvnc", "wayvnc", alarm=True),
    Case("xpra", "xpra", alarm=True),
    Case("veyon-service", "veyon", alarm=True),
    Case("epoptes-client", "epoptes", alarm=True),
    Case("shellinabox", "shellinabox", alarm=True),
    Case("openssh-server", "openssh-server", alarm=False, unit="ssh.service", alarm_when_on=True),
    Case("gnome-remote-desktop", "gnome-remote-desktop", alarm=False),
    Case("vino", "vino", alarm=False),
    Case("krfb", "krfb", alarm=False),
    Case("remmina", "remmina", alarm=False),
    Case("krdc", "krdc", alarm=False),
    Case("vinagre", "vinagre", alarm=False),
)
SWITCHABLE = tuple(case for case in CASES if case.unit)
OF_A_PERSON = (("gnome-remote-desktop", "gnome-remote-desktop.service"), ("vino", "vino-server.service"))


@cache
def catalogue() -> Catalogue:
    return load_catalogue(resources_root())


@pytest.fixture(scope="session")
def kept(request: pytest.FixtureRequest) -> Path:
    cache: Path = request.config.cache.mkdir("debian-packages")
    return cache


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "etc").mkdir()
    (tmp_path / "proc").mkdir()
    (tmp_path / "home/mary").mkdir(parents=True)
    for name in ("bin", "lib", "sbin"):  # as every Debian has it since version 12
        (tmp_path / "usr" / name).mkdir(parents=True)
        (tmp_path / name).symlink_to(f"usr/{name}")
    (tmp_path / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/bash\nmary:x:1000:1000::/home/mary:/bin/bash\n")
    return tmp_path


def findings(root: Path) -> dict[str, Finding]:
    events = scan(LinuxHost(root=root, host_id="pc"), catalogue())
    return {event.finding.tool_id: event.finding for event in events if isinstance(event, Found)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.package)
def test_a_package_as_it_comes(case: Case, root: Path, kept: Path) -> None:
    debian.unpack(debian.package(case.package, kept), root)
    found = findings(root)
    assert {tool_id: one.is_alarm for tool_id, one in found.items()} == {case.tool_id: case.alarm}
    evidence = found[case.tool_id].evidence
    assert any(part.kind == "installed_program" and part.value == case.package for part in evidence)
    assert all(part.says and part.source for part in evidence)


@pytest.mark.parametrize("case", SWITCHABLE, ids=lambda case: case.package)
def test_a_server_that_is_switched_on(case: Case, root: Path, kept: Path) -> None:
    debian.unpack(debian.package(case.package, kept), root)
    debian.enable(root, case.unit)
    found = findings(root)[case.tool_id]
    assert found.is_alarm is case.alarm_when_on
    assert any(part.kind == "service" for part in found.evidence)


@pytest.mark.parametrize(("package", "unit"), OF_A_PERSON)
def test_a_desktop_that_a_person_shares(package: str, unit: str, root: Path, kept: Path) -> None:
    debian.unpack(debian.package(package, kept), root)
    wants = root / "home/mary/.config/systemd/user/gnome-session.target.wants"
    wants.mkdir(parents=True)
    (wants / unit).symlink_to(f"/usr/lib/systemd/user/{unit}")
    assert findings(root)[package].is_alarm


def test_sharing_that_only_its_package_linked_is_no_alarm(root: Path, kept: Path) -> None:
    debian.unpack(debian.package("gnome-remote-desktop", kept), root)
    wants = root / "etc/systemd/user/gnome-session.target.wants"  # what the package's own script does on every Debian
    wants.mkdir(parents=True)
    (wants / "gnome-remote-desktop.service").symlink_to("/usr/lib/systemd/user/gnome-remote-desktop.service")
    assert not findings(root)["gnome-remote-desktop"].is_alarm


def test_a_pc_with_all_of_them_keeps_them_apart(root: Path, kept: Path) -> None:
    for case in CASES:
        debian.unpack(debian.package(case.package, kept), root)
    found = findings(root)
    assert {tool_id for tool_id, one in found.items() if one.is_alarm} == {case.tool_id for case in CASES if case.alarm}
