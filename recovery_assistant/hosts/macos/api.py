"""The one call of macOS that Python does not offer: what stands beside a file (extended attributes)."""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from typing import Final

MOST: Final = 64 * 1024
"""Bytes of one attribute; the list of addresses that a file came from has some hundred."""

_NO_FOLLOW: Final = 1  # XATTR_NOFOLLOW in <sys/xattr.h>


@cache
def _library() -> ctypes.CDLL | None:
    if sys.platform != "darwin":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    library.getxattr.restype = ctypes.c_ssize_t
    library.getxattr.argtypes = (
        ctypes.c_char_p,
        ctypes.c_char_p,
        ctypes.c_void_p,
        ctypes.c_size_t,
        ctypes.c_uint32,
        ctypes.c_int,
    )
    return library


def extended_attribute(path: str, name: str) -> bytes:
    """Return an extended attribute of a file, b"" when there is none or this is no Mac."""
    library = _library()
    if library is None:
        return b""
    room = ctypes.create_string_buffer(MOST)
    length = library.getxattr(os.fsencode(path), name.encode(), room, MOST, 0, _NO_FOLLOW)
    return room.raw[:length] if length > 0 else b""
