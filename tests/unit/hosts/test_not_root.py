"""A Linux machine as an ordinary person sees it: other people's folders are closed, and that is told, not raised."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from recovery_assistant.domain.observation import Service
from recovery_assistant.hosts import port
from recovery_assistant.hosts.port import ACCESS_DENIED

if sys.platform == "win32":
    pytest.skip("looks at a Linux machine", allow_module_level=True)

from recovery_assistant.hosts.linux.host import LinuxHost
from recovery_assistant.hosts.reported.recorded import Recording, recording_of
from tests.unit.hosts.linux_tree import linux_tree, put

NOBODY = 65534


def seen_by_an_ordinary_person(root: Path) -> Recording:
    """Return what a look shows without the rights of root. Where the tests run as root, a child gives them up."""
    if os.geteuid() != 0:
        return msgspec.json.decode(recording_of(LinuxHost(root=root)), type=Recording)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            os.setgroups([])
            os.setegid(NOBODY)
            os.seteuid(NOBODY)
            shown = recording_of(LinuxHost(root=root))
            with os.fdopen(writing, "wb") as answer:
                answer.write(shown)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        shown = answer.read()
    os.waitpid(child, 0)
    return msgspec.json.decode(shown, type=Recording)


@pytest.fixture
def closed() -> Iterator[Path]:
    """Yield a machine on which everything of mary and of root is closed to others."""
    with tempfile.TemporaryDirectory() as place:  # pytest's own folders are closed to others altogether
        Path(place).chmod(0o755)
        yield from _closed(linux_tree(Path(place)))


def _closed(root: Path) -> Iterator[Path]:
    put(root, "var/spool/cron/crontabs/bob", "@daily /bin/x\n")
    for path in ("home/mary", "root", "var/spool/cron/crontabs", "etc/init.d"):
        (root / path).chmod(0)
    yield root
    for path in ("home/mary", "root", "var/spool/cron/crontabs", "etc/init.d"):
        (root / path).chmod(0o755)


def test_closed_folders_are_gaps_and_the_rest_is_looked_at(closed: Path) -> None:
    shown = seen_by_an_ordinary_person(closed)
    assert shown.unread == {}
    units = [one.name for one in shown.sources[port.SERVICES] if isinstance(one, Service)]
    assert "xrdp.service" in units
    told = {source: {gap.code for gap in gaps} for source, gaps in shown.gaps.items()}
    settings = [gap.source for gap in shown.gaps[port.SETTINGS]]
    assert len([source for source in settings if "/home/mary" in source]) == 1
    for source in (port.SERVICES, port.AUTORUNS, port.SCHEDULED_TASKS, port.PROGRAM_FILES):
        assert told[source] == {ACCESS_DENIED}
