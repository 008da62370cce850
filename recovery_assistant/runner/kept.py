"""What is written down about everything that is taken away or changed, before it is: the manifest of one action.

The manifest alone must be enough to put everything back, whenever the work was cut off. It is never changed afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

import msgspec
from msgspec import Struct

from recovery_assistant.domain.removal.plan import AnyVerb, Rights

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
CONTENT: Final = "content"
"""Folder beside the manifest in which a moved file or folder lies, under its own last name."""

EntryKind = Literal["file", "folder", "link", "socket"]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One file or folder, as it was before it was moved.

    Attributes:
        name: below what was moved, with "/" between the parts; "" is what was moved itself.
        sha256: of a file, hex.
        mode: permission bits of POSIX; attributes (FILE_ATTRIBUTE_…) on Windows.
        owner: number of the account of POSIX; `group` likewise.
        modified: nanoseconds since 1970.
        leads_to: of a link, which is kept as it stands and never followed.
        access: owner, group and access list in the system's own words (SDDL on Windows), "" elsewhere.
        marks: extended attributes of POSIX, name and value.
    """

    name: str
    kind: EntryKind
    sha256: str = ""
    size: int = 0
    mode: int = 0
    owner: int = 0
    group: int = 0
    modified: int = 0
    leads_to: str = ""
    access: str = ""
    marks: Mapping[str, bytes] = {}


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Everything that is needed to undo one action.

    Attributes:
        verb: what was done, exactly as it stood in the plan.
        was: full path, key, unit or name that it was done to, in one line.
        before: how it stood, in words of the hand that wrote it and that reads it again.
        entries: of what was moved; folders before what lies in them.
        identity: number of the disk and of the file, to know it again after a cut.
        suffix: what each moved file has at the end of its name while it is kept, so that nothing opens it.
    """

    format: int = FORMAT
    plan_id: str
    action_id: str
    rights: Rights
    at: datetime
    verb: AnyVerb
    was: str
    before: Mapping[str, str] = {}
    entries: tuple[Entry, ...] = ()
    identity: str = ""
    suffix: str = ""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Manifest)


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the exact bytes of a manifest (JSON, UTF-8)."""
    return _encoder.encode(manifest)


def read_manifest(content: bytes) -> Manifest:
    """Decode a manifest.

    Raises:
        msgspec.DecodeError: it is none of this format.
    """
    manifest = _decoder.decode(content)
    if manifest.format != FORMAT:
        raise msgspec.ValidationError("not a manifest of this format")
    return manifest


def suffix_for(names: tuple[str, ...]) -> str:
    """Return an ending that none of these names has, so that a kept name tells by itself whether it was changed."""
    suffix, number = ".quar", 0
    while any(name.endswith(suffix) for name in names):
        number += 1
        suffix = f".{number}.quar"
    return suffix
