"""By keyboard, with the real runner: a portable program in Downloads is removed, and put back as it was.

Not collected by itself: it writes to the home of whoever runs it. `test_window_removal.py` runs it where what is
written there lands in a layer of its own.
"""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from pathlib import Path
from typing import Final

from recovery_assistant import compose
from recovery_assistant.domain.journal import FindingMarked
from recovery_assistant.services import scanner
from recovery_assistant.ui.journey import At
from tests.journeys.test_window_keyboard import Keyboard
from tests.window_parts import Bench

PROGRAM: Final = "rustdesk-1.4.6-x86_64.AppImage"
HEAD_OF_AN_APP_IMAGE: Final = slice(8, 11)
"""Three bytes of the head of an ELF file that nothing reads, and by which an AppImage is known."""
PATIENCE_MS: Final = 60_000


def laid_down() -> Path:
    """Put a harmless program of this system into Downloads, under the name of a remote control program."""
    place = Path("~root").expanduser() / "Downloads" / PROGRAM  # by the list of accounts, as the runner does
    place.parent.mkdir(parents=True, exist_ok=True)
    content = bytearray(Path("/bin/sleep").read_bytes())
    content[HEAD_OF_AN_APP_IMAGE] = b"AI\x02"
    place.write_bytes(content)
    place.chmod(0o755)
    return place


def shape(place: Path) -> tuple[str, int, int, float]:
    told = place.stat()
    return (
        hashlib.sha256(place.read_bytes()).hexdigest(),
        stat.S_IMODE(told.st_mode),
        told.st_uid,
        round(told.st_mtime, 3),
    )


def test_a_portable_program_is_removed_and_put_back_by_keyboard(bench: Bench) -> None:
    place = laid_down()
    before = shape(place)
    real = compose.window_parts()
    bench.parts = replace(bench.parts, host=real.host, catalogue=real.catalogue, removing=real.removing)
    window = bench.window()
    book = window.casebook
    assert book is not None
    list(scanner.scan_into(book, real.host(), real.catalogue()))
    known = next(one for one in book.case.findings.values() if str(place) in str(one.finding.evidence))
    book.record(FindingMarked(finding_id=known.finding.id, mark="not-mine"))
    window.go(At("remove-programs"))
    keys = Keyboard(bench, window)

    def wait_for(heading: str | tuple[str, ...]) -> None:
        def is_there() -> bool:
            page = window.page
            return page is not None and page.heading is not None and page.heading.words.startswith(heading)

        bench.qtbot.waitUntil(is_there, timeout=PATIENCE_MS)
        bench.qtbot.waitUntil(lambda: bool(keys.page.footer().main), timeout=PATIENCE_MS)
        bench.settle()

    name = known.finding.tool_name
    keys.do(name)
    wait_for(f"Remove {name}?")
    assert shape(place) == before, "a preview changes nothing"
    keys.do(keys.page.footer().main)
    while not book.case.removals:  # records are copied first; then a second question is two doors
        bench.qtbot.waitUntil(lambda: bool(book.case.removals or keys.doors()), timeout=PATIENCE_MS)
        if not book.case.removals:
            keys.do(keys.doors()[1])
    # On a machine with closed places it is not called removed, and not seen all the same.
    wait_for((f"{name} is removed", f"We did not see {name} again"))
    assert not place.exists()
    (removal,) = book.case.removals.values()
    assert removal.plan.rights == ("person",)
    assert removal.outcome == "removed-verified"
    keys.do("Put it back")
    wait_for(f"Put {name} back?")
    keys.do("Put it back")
    wait_for(f"{name} is put back")
    assert shape(place) == before, "as it was: bytes, rights, owner, time"
    assert [one.outcome for one in book.case.removals.values()] == ["removed-verified", "put-back"]
