"""Certificates that this PC, or one person, trusts above others: exported whole, then taken out of the list."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    raise ImportError("only on Windows")

import base64
import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Any, Final

from recovery_assistant.domain.removal.plan import RemoveCertificate
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.windows.native import call, check

_IN_REGISTRY: Final = 13
"""CERT_STORE_PROV_SYSTEM_REGISTRY_W: this one list alone, without those that Windows shows together with it."""

_WHOSE: Final = {"person": 0x10000, "machine": 0x20000}
_EXISTING_ONLY, _READ_ONLY = 0x4000, 0x8000
_ENCODING: Final = 0x10001
_BY_SHA1: Final = 0x10000
_NEW_ONLY: Final = 1
_ALL_STORES: Final = 0xFFFFFFFF


class _Blob(ctypes.Structure):
    """CRYPTOAPI_BLOB of wincrypt.h."""

    _fields_ = (("size", wintypes.DWORD), ("data", ctypes.c_void_p))


class _Context(ctypes.Structure):
    """The first parts of CERT_CONTEXT of wincrypt.h."""

    _fields_ = (("encoding", wintypes.DWORD), ("data", ctypes.c_void_p), ("size", wintypes.DWORD))


def remove_certificate(verb: RemoveCertificate, turn: Turn) -> Done:
    """Export a certificate and take it out of the list of those that are trusted."""
    where = f"certificate {verb.thumbprint.upper()}"
    with _store(verb, 0 if turn.acts else _READ_ONLY) as store:
        context = _find(store, verb.thumbprint) if store else 0
        if not context:
            return Done(status="nothing-to-do", looked=(f"{where}: not there",))
        try:
            if not turn.begins(("CertDeleteCertificateFromStore", "Root", verb.store, verb.thumbprint.upper())):
                return turn.would_do(f"{where}: there")
            before = {"der": _in_base64(_der(context)), "element": _in_base64(_element(context))}
            kept = turn.keep(turn.manifest(where, before=before))
            twin = call("crypt32", "CertDuplicateCertificateContext", ctypes.c_void_p, ctypes.c_void_p)(context)
            call("crypt32", "CertDeleteCertificateFromStore", wintypes.BOOL, ctypes.c_void_p)(twin)  # frees the twin
        finally:
            call("crypt32", "CertFreeCertificateContext", wintypes.BOOL, ctypes.c_void_p)(context)
    if _is_there(verb):
        raise Unable("U-44", "Windows still trusts this certificate.", "failed")
    return Done(status="done", kept=kept, looked=(f"{where}: not there",))


def put_back_certificate(verb: RemoveCertificate, kept: Manifest, turn: Turn) -> Done:
    """Put a certificate back into the list, with all that Windows kept beside it."""
    if _is_there(verb):
        return Done(status="nothing-to-do", looked=(f"{kept.was}: there",))
    try:
        element = base64.b64decode(kept.before["element"], validate=True)
    except (KeyError, ValueError) as error:
        raise Unable("U-44", "What was kept cannot be read.", "failed") from error
    if not turn.begins(("CertAddSerializedElementToStore", "Root", verb.store, verb.thumbprint.upper())):
        return turn.would_do(f"{kept.was}: not there")
    add = call(
        "crypt32",
        "CertAddSerializedElementToStore",
        wintypes.BOOL,
        ctypes.c_void_p,
        ctypes.c_char_p,
        *[wintypes.DWORD] * 4,
        *[ctypes.c_void_p] * 2,
    )
    with _store(verb, 0) as store:
        add(store, element, len(element), _NEW_ONLY, 0, _ALL_STORES, None, None)
    if not _is_there(verb):
        raise Unable("U-44", "Windows did not take this certificate.", "failed")
    return Done(status="done", looked=(f"{kept.was}: there",))


def _is_there(verb: RemoveCertificate) -> bool:
    with _store(verb, _READ_ONLY) as store:
        context = _find(store, verb.thumbprint) if store else 0
        if context:
            call("crypt32", "CertFreeCertificateContext", wintypes.BOOL, ctypes.c_void_p)(context)
        return bool(context)


@contextmanager
def _store(verb: RemoveCertificate, flags: int) -> Iterator[int]:
    """Lend the list "Root" of the PC or of this person; 0 when there is none. Raises OSError."""
    open_store = call(
        "crypt32",
        "CertOpenStore",
        ctypes.c_void_p,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.c_void_p,
        wintypes.DWORD,
        wintypes.LPCWSTR,
    )
    store = open_store(_IN_REGISTRY, 0, None, _WHOSE[verb.store] | _EXISTING_ONLY | flags, "Root")
    if not store and ctypes.get_last_error() != 2:
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        yield store or 0
    finally:
        if store:
            call("crypt32", "CertCloseStore", wintypes.BOOL, ctypes.c_void_p, wintypes.DWORD)(store, 0)


def _find(store: int, thumbprint: str) -> int:
    find = call(
        "crypt32",
        "CertFindCertificateInStore",
        ctypes.c_void_p,
        ctypes.c_void_p,
        *[wintypes.DWORD] * 3,
        *[ctypes.c_void_p] * 2,
    )
    digest = ctypes.create_string_buffer(bytes.fromhex(thumbprint), 20)
    wish = _Blob(20, ctypes.addressof(digest))
    return find(store, _ENCODING, 0, _BY_SHA1, ctypes.byref(wish), None) or 0


def _der(context: int) -> bytes:
    told: Any = _Context.from_address(context)
    return ctypes.string_at(told.data, told.size)


def _element(context: int) -> bytes:
    """Return a certificate with all that Windows keeps beside it, such as its friendly name."""
    tell = call(
        "crypt32",
        "CertSerializeCertificateStoreElement",
        wintypes.BOOL,
        ctypes.c_void_p,
        wintypes.DWORD,
        ctypes.c_void_p,
        ctypes.c_void_p,
    )
    size = wintypes.DWORD()
    check(tell(context, 0, None, ctypes.byref(size)))
    room = ctypes.create_string_buffer(size.value)
    check(tell(context, 0, room, ctypes.byref(size)))
    return room.raw[: size.value]


def _in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
