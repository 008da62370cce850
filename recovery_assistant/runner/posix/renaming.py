"""Renames in one step that never replace anything: a call that Python does not have (renameat2, renameatx_np)."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import Final

if sys.platform == "win32":
    raise ImportError("not on Windows")

_ONLY_NEW: Final = {"linux": 1, "darwin": 4}  # RENAME_NOREPLACE (linux/fs.h), RENAME_EXCL (sys/stdio.h)
_CALL: Final = {"linux": "renameat2", "darwin": "renameatx_np"}
_NOT_ON_THIS_DISK: Final = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}


def rename_new(old_folder: int, old: str, new_folder: int, new: str) -> None:
    """Rename between two open folders. Raises FileExistsError rather than replace something, OSError EXDEV as usual."""
    call = getattr(ctypes.CDLL(None, use_errno=True), _CALL.get(sys.platform, ""), None)
    if call is not None:
        if call(old_folder, os.fsencode(old), new_folder, os.fsencode(new), _ONLY_NEW[sys.platform]) == 0:
            return
        fault = ctypes.get_errno()
        if fault not in _NOT_ON_THIS_DISK:
            raise OSError(fault, os.strerror(fault), new)
    # Some network disks cannot do it in one step; then we look first.
    try:
        os.stat(new, dir_fd=new_folder, follow_symlinks=False)
    except FileNotFoundError:
        os.rename(old, new, src_dir_fd=old_folder, dst_dir_fd=new_folder)
    else:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new)
