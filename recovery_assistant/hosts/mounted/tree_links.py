"""Follow the links of another machine's tree of files as that machine would: "/" is its own root, never ours.

A mounted Linux is full of links to full paths, such as /etc/localtime. Followed by our own system they would lead to
our own files, and show them as if they were theirs. Whoever controlled that PC may also have laid them on purpose.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

MOST_LINKS: Final = 40
"""Links on one way, as Linux itself allows."""


def inside(root: Path, path: Path) -> Path:
    """Return where a path below `root` really lies, with every link on the way followed inside of `root`.

    The path need not be there. For the running system ("/") it is returned as it is, for the system to follow.

    Raises:
        OSError: the links lead in a circle, or the path is not below `root`.
    """
    top = os.fspath(root)
    if top == os.sep:
        return path
    text = os.fspath(path)
    if text != top and not text.startswith(top.rstrip(os.sep) + os.sep):
        raise OSError(errno.EXDEV, "it leads away from this disk", text)
    left = [*reversed(Path(text[len(top) :]).parts)]
    here: list[str] = []
    links = 0
    while left:
        name = left.pop()
        if name == os.sep:
            continue
        if name == os.pardir:
            del here[-1:]  # the root of a tree is its own parent, as on the machine itself
            continue
        try:
            target = os.readlink(os.path.join(top, *here, name))  # noqa: PTH115, PTH118 (a step of every look-up)
        except OSError:  # no link, or nothing there: whoever opens it is told
            here.append(name)
            continue
        links += 1
        if links > MOST_LINKS:
            raise OSError(errno.ELOOP, "links that lead in a circle", text)
        if target.startswith(os.sep):
            here.clear()
        left += reversed(Path(target).parts)
    return Path(top, *here)
