"""The name that stands in a certificate, where a reader of whole certificates would be too much."""

from __future__ import annotations

from typing import Final

_COMMON_NAME: Final = b"\x06\x03\x55\x04\x03"  # 2.5.4.3 and 2.5.4.10 of X.520, as DER writes them
_ORGANISATION: Final = b"\x06\x03\x55\x04\x0a"
_LONG: Final = 0x80  # a length of two and more bytes; no name is that long


def common_name(content: bytes) -> str:
    """Return the first common name in a name or certificate (DER), else the first organisation, or "".

    In a certificate the issuer stands first. For those that are asked for here, which a PC trusts by themselves, that
    is the name of the certificate itself.
    """
    for kind in (_COMMON_NAME, _ORGANISATION):
        _, found, rest = content.partition(kind)
        if found and len(rest) > 2 and rest[1] < _LONG:
            return rest[2 : 2 + rest[1]].decode("utf-8", "replace")
    return ""
