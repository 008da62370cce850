"""A certificate that Linux trusts because somebody put its file there: kept, and the lists of the system made anew."""

from __future__ import annotations

import base64
import binascii
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from recovery_assistant.domain.removal.plan import RemoveCertificate
from recovery_assistant.runner import keeping
from recovery_assistant.runner.files import Files
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.posix.starting import Programs

if sys.platform == "win32":
    raise ImportError("not on Windows")

FOLDERS: Final = (
    "/usr/local/share/ca-certificates",
    "/etc/pki/ca-trust/source/anchors",
    "/etc/ca-certificates/trust-source/anchors",
)
_MAKERS_OF_LISTS: Final = (("update-ca-certificates",), ("update-ca-trust", "extract"), ("trust", "extract-compat"))
_LARGEST: Final = 2**20


def remove_certificate(verb: RemoveCertificate, turn: Turn, files: Files, programs: Programs) -> Done:
    """See the verb. A file that holds further certificates stays.

    Raises:
        Unable: U-14 the file holds others too; and as `keeping.take_away`.
    """
    path = next((one for one in _candidates() if verb.thumbprint.upper() in thumbprints_of(one)), None)
    if path is None:
        return Done(status="nothing-to-do", looked=(f"certificate {verb.thumbprint}: not there",))
    if len(thumbprints_of(path)) != 1:
        raise Unable("U-14", "The file of this certificate holds others too, so it is not touched.")
    done = keeping.take_away(files, str(path), turn, kind="file")
    if turn.acts:
        make_lists(programs)
    return done


def make_lists(programs: Programs) -> None:
    """Have the system make its lists of trusted certificates anew."""
    for command in _MAKERS_OF_LISTS:
        if programs.find(command[0]):
            programs.run(command, 120)
            return


def thumbprints_of(path: Path) -> tuple[str, ...]:
    """Return the SHA-1 (hex, capitals) of each certificate in a file."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except OSError:
        return ()
    found = []
    for part in content.split(b"-----BEGIN CERTIFICATE-----")[1:]:
        try:
            inside = base64.b64decode(part.partition(b"-----END CERTIFICATE-----")[0])
        except binascii.Error:
            continue
        found.append(hashlib.sha1(inside, usedforsecurity=False).hexdigest().upper())
    return tuple(found)


def _candidates() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path
