"""The system's key store, through keyring: Windows Credential Manager, macOS Keychain, Secret Service, KWallet.

keyring by itself can block for ever on a prompt, may choose a store that is a readable file, and returns None for
an item that was wiped. So every call runs in a thread with a time limit, only known stores are used, and what was put
in is read back. None of the calls may run where a window waits for them.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from recovery_assistant.domain.errors import KeyStoreError
from recovery_assistant.storage.case_key import SECRET_BYTES
from recovery_assistant.storage.failures import (
    KEY_MISSING,
    KEY_NOT_KEPT,
    KEY_STORE_FAILED,
    KEY_STORE_LOCKED,
    KEY_STORE_NOT_SAFE,
    KEY_STORE_SILENT,
    NO_KEY_STORE,
    key_error,
)

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SAFE_STORES: Final = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    }
)
_NO_STORE = "keyring.backends.fail.Keyring"
_SEVERAL = "keyring.backends.chainer.ChainerBackend"
_ACCOUNT = "case key"
_LONGEST_PROMPT_S: Final = 60.0

Result = TypeVar("Result")


class KeyStore(Protocol):
    """Where the secrets of cases are kept on a PC."""

    def put(self, case_id: str, secret: bytes) -> None:
        """Keep a secret, and make sure that it can be read back. Raises KeyStoreError."""

    def get(self, case_id: str) -> bytes:
        """Return a secret. Raises KeyStoreError (K-06 when it is not there)."""

    def delete(self, case_id: str) -> None:
        """Forget a secret; nothing happens when it is not there. Raises KeyStoreError."""


class SystemKeyStore:
    """The key store of this PC.

    `timeout_s` is how long a person may take to answer a prompt of the store.
    """

    def __init__(self, timeout_s: float = _LONGEST_PROMPT_S) -> None:
        self._timeout_s = timeout_s

    def put(self, case_id: str, secret: bytes) -> None:
        """Keep a secret.

        Raises:
            KeyStoreError: K-01 no store, K-02 locked, K-03 no answer, K-04 no safe store, K-05 not kept, K-07 fault.
        """
        self._in_time(lambda: _put(case_id, secret))

    def get(self, case_id: str) -> bytes:
        """Return the secret of a case.

        Raises:
            KeyStoreError: K-01, K-02, K-03, K-04, K-06 it is not there, K-07.
        """
        return self._in_time(lambda: _get(case_id))

    def delete(self, case_id: str) -> None:
        """Forget the secret of a case.

        Raises:
            KeyStoreError: K-01, K-02, K-03, K-04, K-07.
        """
        self._in_time(lambda: _delete(case_id))

    def _in_time(self, call: Callable[[], Result]) -> Result:
        results: list[Result] = []
        errors: list[KeyStoreError] = []

        def work() -> None:
            try:
                results.append(call())
            except KeyStoreError as error:
                errors.append(error)
            except Exception as error:  # noqa: BLE001 (a store of another maker: D-Bus, Windows and macOS each raise their own)
                errors.append(_meaning(error))

        # A daemon: a store that never answers must not keep the program from ending.
        thread = threading.Thread(target=work, name="key store", daemon=True)
        thread.start()
        thread.join(self._timeout_s)
        if results:
            return results[0]
        raise errors[0] if errors else key_error(KEY_STORE_SILENT)


def _meaning(error: Exception) -> KeyStoreError:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    found = key_error(KEY_STORE_FAILED)
    if isinstance(error, NoKeyringError):
        found = key_error(NO_KEY_STORE)
    elif isinstance(error, (KeyringLocked, InitError)):
        # InitError: the store is there, but nobody answered its prompt to set it up.
        found = key_error(KEY_STORE_LOCKED)
    found.__cause__ = error
    return found


def _name(store: object) -> str:
    return f"{type(store).__module__}.{type(store).__qualname__}"


def _keep_on_this_pc(store: KeyringBackend) -> None:
    """Change the Windows store's own choice, which sends the key to other PCs of the same account."""
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        if isinstance(store, WinVaultKeyring):
            store.persist = "local machine"


def _safe_store() -> KeyringBackend:
    import keyring

    chosen = keyring.get_keyring()
    if _name(chosen) == _NO_STORE:
        raise key_error(NO_KEY_STORE)
    # keyring's "chainer" stands for several stores, and would take the next one where the first fails.
    for store in getattr(chosen, "backends", ()) if _name(chosen) == _SEVERAL else (chosen,):
        if _name(store) in SAFE_STORES:
            _keep_on_this_pc(store)
            return store
    raise key_error(KEY_STORE_NOT_SAFE)


def _service(case_id: str) -> str:
    # One service name per case: the Windows store keeps one account under each name.
    return f"Recovery Assistant {case_id}"


def _put(case_id: str, secret: bytes) -> None:
    store = _safe_store()
    store.set_password(_service(case_id), _ACCOUNT, secret.hex())
    if store.get_password(_service(case_id), _ACCOUNT) != secret.hex():
        raise key_error(KEY_NOT_KEPT)


def _get(case_id: str) -> bytes:
    text = _safe_store().get_password(_service(case_id), _ACCOUNT)
    if text is None:
        raise key_error(KEY_MISSING)
    try:
        secret = bytes.fromhex(text)
    except ValueError as error:
        raise key_error(KEY_MISSING) from error
    if len(secret) != SECRET_BYTES:
        raise key_error(KEY_MISSING)
    return secret


def _delete(case_id: str) -> None:
    from keyring.errors import PasswordDeleteError

    store = _safe_store()
    if store.get_password(_service(case_id), _ACCOUNT) is None:
        return
    try:
        store.delete_password(_service(case_id), _ACCOUNT)
    except PasswordDeleteError as error:
        raise key_error(KEY_STORE_FAILED) from error
