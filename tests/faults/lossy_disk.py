"""A file system in memory that remembers every operation in order, so that a power cut can be put at any of them.

Run as `python -m tests.faults.lossy_disk MOUNT LOG [--bytes N] [--syncs N]`; it serves MOUNT until it is unmounted,
then writes what happened to LOG. `--bytes` is the size of the disk (ENOSPC beyond), `--syncs` the number of syncs
before it fails (EIO). A file called "ack" stands for the person's screen: what is written to it was acknowledged.

`crashed` gives what a disk may hold after a cut. What was synced is there. Of what was not, any of: nothing, the first
few operations, or some of them in any order, the last ones torn at 512 bytes. Two kinds of disk: "ordered" (like ext4:
syncing a file also makes its name and earlier name changes durable) and "strict" (POSIX: names need a sync of their
folder).
"""

from __future__ import annotations

import argparse
import errno
import itertools
import random
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal

import mfusepy
import msgspec
from msgspec import Struct

SECTOR = 512
Kind = Literal["write", "truncate", "sync", "sync-folder", "name", "unname", "rename", "ack"]


class Step(Struct, frozen=True):
    """One operation. `file` is a number that stays the same when a file is renamed."""

    kind: Kind
    file: int = 0
    offset: int = 0
    data: bytes = b""
    name: str = ""
    old_name: str = ""


class Disk(mfusepy.Operations):  # type: ignore[misc]
    """The file system itself: one folder, files in memory."""

    use_ns = True

    def __init__(self, size: int, syncs: int) -> None:
        self.steps: list[Step] = []
        self._files: dict[int, bytearray] = {}
        self._names: dict[str, int] = {}
        self._size = size
        self._syncs = syncs

    def _file(self, path: str) -> int:
        if path[1:] not in self._names:
            raise mfusepy.FuseOSError(errno.ENOENT)
        return self._names[path[1:]]

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        if path == "/":
            return {"st_mode": stat.S_IFDIR | 0o755, "st_nlink": 2}
        data = self._files[fh or self._file(path)]
        return {"st_mode": stat.S_IFREG | 0o600, "st_nlink": 1, "st_size": len(data)}

    def readdir(self, path: str, fh: int) -> Iterable[str]:
        return [".", "..", *self._names]

    def create(self, path: str, mode: int, fi: object = None) -> int:
        number = len(self._files) + 1
        self._files[number] = bytearray()
        self._names[path[1:]] = number
        self.steps.append(Step("name", number, name=path[1:]))
        return number

    def open(self, path: str, flags: int) -> int:
        return self._file(path)

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return bytes(self._files[fh][offset : offset + size])

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        if path == "/ack":
            self.steps.append(Step("ack", data=data))
            return len(data)
        others = sum(len(file) for number, file in self._files.items() if number != fh)
        if self._size and others + max(len(self._files[fh]), offset + len(data)) > self._size:
            raise mfusepy.FuseOSError(errno.ENOSPC)
        apply(self._files[fh], Step("write", fh, offset, bytes(data)))
        self.steps.append(Step("write", fh, offset, bytes(data)))
        return len(data)

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        number = fh or self._file(path)
        apply(self._files[number], Step("truncate", number, length))
        self.steps.append(Step("truncate", number, length))
        return 0

    def unlink(self, path: str) -> int:
        number = self._names.pop(path[1:])
        self.steps.append(Step("unname", number, name=path[1:]))
        return 0

    def rename(self, old: str, new: str, flags: int = 0) -> int:
        number = self._names.pop(old[1:])
        self._names[new[1:]] = number
        self.steps.append(Step("rename", number, name=new[1:], old_name=old[1:]))
        return 0

    def _sync(self, step: Step) -> int:
        if self._syncs and sum(step.kind == "sync" for step in self.steps) >= self._syncs:
            raise mfusepy.FuseOSError(errno.EIO)
        self.steps.append(step)
        return 0

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        return self._sync(Step("sync", fh))

    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
        return self._sync(Step("sync-folder"))

    def chmod(self, path: str, mode: int) -> int:
        return 0

    def utimens(self, path: str, times: object = None) -> int:
        return 0


def apply(data: bytearray, step: Step) -> None:
    """Do a write or a truncation to the bytes of a file."""
    if len(data) < step.offset:
        data.extend(bytes(step.offset - len(data)))
    if step.kind == "write":
        data[step.offset : step.offset + len(step.data)] = step.data
    else:
        del data[step.offset :]


def sectors(step: Step) -> list[Step]:
    """Cut a write where a disk may tear it."""
    if step.kind != "write":
        return [step]
    first = SECTOR - step.offset % SECTOR
    cuts = [0, *range(first, len(step.data), SECTOR), len(step.data)]
    return [
        Step("write", step.file, step.offset + start, step.data[start:end]) for start, end in itertools.pairwise(cuts)
    ]


def survivors(steps: list[Step], chance: random.Random) -> list[Step]:
    """Return which of the unsynced operations the disk has done when the power goes."""
    fate = chance.randrange(4)
    if fate == 0:
        return []
    if fate == 1:
        return steps[: chance.randrange(len(steps) + 1)]
    torn = [piece for step in steps for piece in sectors(step)]
    share = chance.random()
    return [piece for piece in torn if chance.random() < share]


def rename_on(names: dict[str, int], step: Step) -> None:
    """Do a change of names."""
    if step.kind == "name":
        names[step.name] = step.file
    elif step.kind == "unname":
        names.pop(step.name, None)
    else:
        names.pop(step.old_name, None)
        names[step.name] = step.file


class Platter:
    """What is durable, and what is on its way."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._files: dict[int, bytearray] = {}
        self._names: dict[str, int] = {}
        self._written: dict[int, list[Step]] = {}
        self._named: list[Step] = []

    def do(self, step: Step) -> None:
        if step.kind in ("write", "truncate"):
            self._written.setdefault(step.file, []).append(step)
        elif step.kind in ("name", "unname", "rename"):
            self._named.append(step)
        elif step.kind == "sync":
            self._keep(step.file, self._written.pop(step.file, []))
            if not self._strict:
                self._keep_names(self._named)
        elif step.kind == "sync-folder":
            self._keep_names(self._named)

    def _keep(self, file: int, steps: list[Step]) -> None:
        data = self._files.setdefault(file, bytearray())
        for step in steps:
            apply(data, step)

    def _keep_names(self, steps: list[Step]) -> None:
        for step in steps:
            rename_on(self._names, step)
        self._named = []

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """Cut the power; return the files that are there afterwards. This object is used up."""
        for file, steps in self._written.items():
            self._keep(file, survivors(steps, chance))
        kept = self._named[: chance.randrange(len(self._named) + 1)]  # names go through the folder in order
        if self._strict:
            kept = [step for step in self._named if chance.random() < 0.5]
        self._keep_names(kept)
        return {name: bytes(self._files.get(file, b"")) for name, file in self._names.items()}


def crashed(steps: list[Step], at: int, *, strict: bool, chance: random.Random) -> tuple[dict[str, bytes], list[bytes]]:
    """Return the files after a power cut before step `at`, and what had been acknowledged by then."""
    platter = Platter(strict=strict)
    for step in steps[:at]:
        platter.do(step)
    return platter.cut(chance), [step.data for step in steps[:at] if step.kind == "ack"]


def read_log(log: Path) -> list[Step]:
    """Return what happened on a disk that was unmounted."""
    return msgspec.msgpack.decode(log.read_bytes(), type=list[Step])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("mount")
    parser.add_argument("log")
    parser.add_argument("--bytes", type=int, default=0)
    parser.add_argument("--syncs", type=int, default=0)
    options = parser.parse_args()
    disk = Disk(options.bytes, options.syncs)
    serve: Callable[..., object] = mfusepy.FUSE
    serve(disk, options.mount, foreground=True, nothreads=True, attr_timeout=0, entry_timeout=0)
    Path(options.log).write_bytes(msgspec.msgpack.encode(disk.steps))


if __name__ == "__main__":
    main()
