"""Content that was read and checked once is kept in one quick file, so that no start parses hundreds of TOML files.

The TOML stays the only truth. A kept form is used when names, sizes and times of every TOML file and of the program's
own code are what they were, or else when every byte of the content is. Anything else (no file, a damaged one, one of
another version, a folder that nobody may write to) means: read the TOML, and never an error.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import re
import time
import zlib
from collections.abc import Callable, Iterable
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

import msgspec

import recovery_assistant

# What reads TOML, and types that nobody asked for yet, are imported where they are needed: most starts need neither.
if TYPE_CHECKING:
    from recovery_assistant.domain.catalogue import Catalogue, PackedCatalogue
    from recovery_assistant.domain.guidance import Guidance

FOLDER: Final = ".compiled"
"""Stands beside the resources folder; git ignores it."""

LARGEST: Final = 64 * 2**20
"""Bytes of a kept form. Ours are some hundred kilobytes, so a larger file is not ours."""

SETTLED_AFTER_NS: Final = 3 * 10**9
"""A file that changed less long ago may change again without another time: nothing is kept then."""

_MAGIC: Final = b"recovery-assistant content 4\n"
_DIGEST: Final = hashlib.sha256().digest_size
_CHECK: Final = 4
_CODE: Final = ("domain", "domain/refund", "content")
Value = TypeVar("Value")


class _Form(NamedTuple, Generic[Value]):
    """One thing that is kept.

    Attributes:
        name: of its file.
        folders: the folders of TOML files, below the resources, that it is made of.
        load: how it is read from them. Raises ContentError.
    """

    name: str
    folders: tuple[str, ...]
    kind: type[Value]
    load: Callable[[Path], Value]


def catalogue(resources: Path) -> Catalogue:
    """Return the catalogue with all that a matcher needs. Raises ContentError."""
    from recovery_assistant.domain.catalogue import Catalogue, PackedCatalogue

    def load(folder: Path) -> PackedCatalogue:
        from recovery_assistant.content.catalogue import load_catalogue
        from recovery_assistant.domain.candidates import searches_of

        read = load_catalogue(folder)
        return read.packed(searches_of(read.owners()))

    folders = tuple(name for name in ("catalogue", "left_behind") if name == "catalogue" or (resources / name).is_dir())
    return Catalogue.of(_kept(resources, _Form("catalogue", folders, PackedCatalogue, load)))


def guidance(resources: Path, language: str, code: str) -> Guidance:
    """Return plan, words and facts for one country. Raises ContentError."""
    from recovery_assistant.domain.guidance import Guidance

    def load(folder: Path) -> Guidance:
        from recovery_assistant.content.loading import load_guidance

        return load_guidance(folder, language, code)

    lower = code.lower() if re.fullmatch("[A-Za-z]{2}", code) else ""
    if not (resources / "countries" / lower / "pack.toml").is_file():
        return load(resources)  # it says in words what is missing, or reads what no code names
    folders = ("plan", f"words/{language}", f"words/{language}/{lower}", "words/spelling", f"countries/{lower}")
    everywhere = ("countries/zz",)
    there = tuple(name for name in (*folders, *everywhere) if (resources / name).is_dir())
    return _kept(resources, _Form(f"guidance-{language}-{lower}", there, Guidance, load))


def compile_all(resources: Path, language: str, codes: Iterable[str]) -> None:
    """Keep everything that a start needs, so that already the first one is quick. Raises ContentError."""
    for code in codes:
        guidance(resources, language, code)
    catalogue(resources)


# --- the file -------------------------------------------------------------------------------------------------------


def _kept(resources: Path, form: _Form[Value]) -> Value:
    # One file for each system: where two share a checkout, they tell times differently, and would write in turns.
    path = resources.parent / FOLDER / f"{form.name}-{os.name}.msgpack"
    folders = [resources / folder for folder in form.folders]
    try:
        state, newest = _state(form.name, folders)
    except OSError:
        return form.load(resources)  # it says in words what is missing
    kept = _read(path)
    if kept is not None:
        value = _decoded(kept.payload, form.kind)
        if value is not None and kept.state == state:
            return value
        if value is not None and kept.content == _content(form.name, folders):
            _write(path, kept._replace(state=state), newest)
            return value
    value = form.load(resources)
    _write(path, _File(state, _content(form.name, folders), msgspec.msgpack.encode(value)), newest)
    return value


class _File(NamedTuple):
    """What stands in a file.

    Attributes:
        state: digest of names, sizes and times of all that the payload depends on.
        content: digest of the bytes of the same.
    """

    state: bytes
    content: bytes
    payload: bytes | memoryview


def _read(path: Path) -> _File | None:
    """Return a file that is whole, or None."""
    try:
        with path.open("rb", buffering=0) as file:
            length = os.fstat(file.fileno()).st_size
            data = file.read(length + 1) if length <= LARGEST else b""
    except OSError:
        return None
    head = len(_MAGIC) + _CHECK + 2 * _DIGEST
    if len(data) < head or not data.startswith(_MAGIC):
        return None
    view = memoryview(data)
    body = view[len(_MAGIC) + _CHECK :]
    if _check(body) != view[len(_MAGIC) : len(_MAGIC) + _CHECK]:
        return None
    return _File(bytes(body[:_DIGEST]), bytes(body[_DIGEST : 2 * _DIGEST]), body[2 * _DIGEST :])


def _decoded(payload: bytes | memoryview, kind: type[Value]) -> Value | None:
    collects = gc.isenabled()
    gc.disable()  # tens of thousands of objects that all stay: looking for rubbish among them takes a third longer
    try:
        return msgspec.msgpack.decode(payload, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError, MemoryError):
        return None
    finally:
        if collects:
            gc.enable()


def _write(path: Path, kept: _File, newest: int) -> None:
    """Write a file as a whole or not at all. Where nobody may write, nothing is kept."""
    if newest > time.time_ns() - SETTLED_AFTER_NS:
        return
    body = b"".join((kept.state, kept.content, kept.payload))
    own = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        try:
            own.write_bytes(_MAGIC + _check(body) + body)
            own.replace(path)
        finally:
            own.unlink(missing_ok=True)


def _state(name: str, folders: Iterable[Path]) -> tuple[bytes, int]:
    """Return a digest of how all files stand now, and the newest time among the TOML files. Raises OSError."""
    told: list[object] = [name, recovery_assistant.__version__, msgspec.__version__]
    newest = 0
    for folder in folders:
        for entry in _entries(folder, ".toml"):
            facts = entry.stat()
            newest = max(newest, facts.st_mtime_ns, facts.st_ctime_ns)
            told.append((os.fsencode(entry.name), facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns))
    for part in _CODE:
        with contextlib.suppress(OSError):  # a frozen program has its code elsewhere, and never changes it
            for entry in _entries(Path(__file__).parents[1] / part, ".py"):
                facts = entry.stat()
                told.append((os.fsencode(entry.name), facts.st_size, facts.st_mtime_ns))
    return hashlib.sha256(msgspec.msgpack.encode(told)).digest(), newest


def _content(name: str, folders: Iterable[Path]) -> bytes:
    """Return a digest of every byte of the TOML files and of the code that reads them."""
    told = [name.encode(), recovery_assistant.__version__.encode(), msgspec.__version__.encode()]
    try:
        for folder in folders:
            for entry in _entries(folder, ".toml"):
                told += [entry.name.encode("utf-8", "surrogateescape"), Path(entry.path).read_bytes()]
        for part in _CODE:
            for entry in _entries(Path(__file__).parents[1] / part, ".py"):
                told += [entry.name.encode(), Path(entry.path).read_bytes()]
    except OSError:
        return os.urandom(_DIGEST)  # equal to nothing
    return _digest(told)


def _entries(folder: Path, ending: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted((entry for entry in entries if entry.name.endswith(ending)), key=attrgetter("name"))


def _check(body: bytes | memoryview) -> bytes:
    """Return a checksum against damage. Whoever can write here can write the TOML too, so it need be no more."""
    return zlib.crc32(body).to_bytes(_CHECK, "big")


def _digest(parts: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()
