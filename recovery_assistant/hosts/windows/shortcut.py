"""Read a Windows shortcut (.lnk): what it starts, and with which arguments. Microsoft's open format MS-SHLLINK.

Own code, because two fields of a fixed format are wanted from hostile bytes, and the libraries for it read far more.
Every length is checked against what is there; nothing is followed and nothing is started.
"""

from __future__ import annotations

import struct

LARGEST = 1 << 20
"""Bytes of a shortcut that are read. Real ones have one to four thousand."""

_HEADER_SIZE = 0x4C
_CLASS = bytes.fromhex("0114020000000000c000000000000046")
_HAS_ID_LIST, _HAS_LINK_INFO, _HAS_NAME, _HAS_RELATIVE_PATH = 1, 2, 4, 8
_HAS_FOLDER, _HAS_ARGUMENTS, _HAS_ICON, _IS_UNICODE = 16, 32, 64, 128
_HAS_LOCAL_PATH = 1
_LINK_INFO_WITH_UNICODE = 0x24
_WITH_VARIABLES = 0xA0000001
_VARIABLES_UNICODE_AT = 8 + 260
_VARIABLES_SIZE = 0x314


class NoShortcutError(ValueError):
    """The bytes are no shortcut, or one that was cut off."""


def read_shortcut(data: bytes) -> str:
    """Return the command line that a shortcut stands for; "" if it points to something that is no file.

    Raises NoShortcutError.
    """
    if len(data) < _HEADER_SIZE or data[4:20] != _CLASS:
        raise NoShortcutError("not a shortcut")
    (flags,) = struct.unpack_from("<I", data, 0x14)
    place = _HEADER_SIZE
    target = ""
    if flags & _HAS_ID_LIST:
        place += 2 + _number(data, place, "<H")
    if flags & _HAS_LINK_INFO:
        size = _number(data, place, "<I")
        target = _local_path(data[place : place + size])
        place += max(size, 4)
    texts = {}
    for kind in (_HAS_NAME, _HAS_RELATIVE_PATH, _HAS_FOLDER, _HAS_ARGUMENTS, _HAS_ICON):
        if flags & kind:
            texts[kind], place = _counted_text(data, place, is_unicode=bool(flags & _IS_UNICODE))
    target = target or _path_with_variables(data[place:]) or texts.get(_HAS_RELATIVE_PATH, "")
    arguments = texts.get(_HAS_ARGUMENTS, "").strip()
    return f'"{target}" {arguments}' if target and arguments else target


def _local_path(info: bytes) -> str:
    """Return the path out of the LinkInfo structure; "" for a target on another computer or none."""
    if len(info) < 0x1C or not _number(info, 8, "<I") & _HAS_LOCAL_PATH:
        return ""
    if _number(info, 4, "<I") >= _LINK_INFO_WITH_UNICODE and len(info) >= _LINK_INFO_WITH_UNICODE:
        base, suffix = (_wide_text(info, _number(info, place, "<I")) for place in (0x1C, 0x20))
    else:
        base, suffix = (_narrow_text(info, _number(info, place, "<I")) for place in (0x10, 0x18))
    return base + suffix


def _path_with_variables(blocks: bytes) -> str:
    """Return the target with %NAMES% out of the extra blocks; "" if there is none."""
    while len(blocks) >= 8:
        size, kind = struct.unpack_from("<II", blocks)
        if size < 8:
            break
        if kind == _WITH_VARIABLES and len(blocks) >= size >= _VARIABLES_SIZE:
            return _wide_text(blocks[:size], _VARIABLES_UNICODE_AT)
        blocks = blocks[size:]
    return ""


def _counted_text(data: bytes, place: int, *, is_unicode: bool) -> tuple[str, int]:
    count = _number(data, place, "<H")
    end = place + 2 + count * (2 if is_unicode else 1)
    if end > len(data):
        raise NoShortcutError("a shortcut that was cut off")
    raw = data[place + 2 : end]
    return raw.decode("utf-16-le" if is_unicode else "cp1252", "replace").partition("\0")[0], end


def _wide_text(data: bytes, start: int) -> str:
    return data[start:].decode("utf-16-le", "replace").partition("\0")[0] if 0 < start < len(data) else ""


def _narrow_text(data: bytes, start: int) -> str:
    return data[start:].partition(b"\0")[0].decode("cp1252", "replace") if 0 < start < len(data) else ""


def _number(data: bytes, place: int, form: str) -> int:
    try:
        return int(struct.unpack_from(form, data, place)[0])
    except struct.error:
        raise NoShortcutError("a shortcut that was cut off") from None
