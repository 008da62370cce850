"""Opens the real window on the lab machine: a program of its own, not a test. Only the key store is made up.

Usage: python window_on_lab.py FOLDER. The case lies below that folder; what is found on the machine is in it already,
and was all marked "not mine".
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from recovery_assistant import compose
from recovery_assistant.domain.journal import FindingMarked
from recovery_assistant.services import exhibits, scanner
from recovery_assistant.services.casebook import local_time
from recovery_assistant.services.cases import Cases
from recovery_assistant.ui import app
from recovery_assistant.ui.ports import Parts
from tests.made_up_parts import Drawer


def main(folder: Path) -> int:
    """Run until the window is closed."""
    cases = Cases(folder / "cases", Drawer(), local_time)
    parts = replace(
        compose.window_parts().in_country("GB"), cases=lambda: cases, settings_path=folder / "settings.json"
    )
    _look(parts, cases)
    return app.run(parts)


def _look(parts: Parts, cases: Cases) -> None:
    casebook = cases.new("gb", "person")
    list(scanner.scan_into(casebook, parts.host(), parts.catalogue()))
    scan = casebook.case.newest_scan
    assert scan is not None
    list(exhibits.copy_evidence(casebook, parts.host(), parts.catalogue(), scan.finding_ids))
    for known in list(casebook.case.findings.values()):
        if known.finding.is_alarm:
            casebook.record(FindingMarked(finding_id=known.finding.id, mark="not-mine"))
    casebook.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
