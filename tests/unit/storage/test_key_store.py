"""The key store's traps, each with a real keyring back end: none, plain text, forgetful, silent, forged items.

The real Secret Service is asked in tests/faults/test_gnome_keyring.py.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringError, KeyringLocked

from recovery_assistant.domain.errors import KeyStoreError
from recovery_assistant.storage import key_store
from recovery_assistant.storage.key_store import SystemKeyStore

SECRET = bytes(range(16))


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(KeyStoreError) as refusal:
        yield
    assert refusal.value.code == code, refusal.value


class DrawerStore(KeyringBackend):
    """A well-behaved store in memory."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class BrokenStore(DrawerStore):
    """A store that answers every question with one error."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


class SilentStore(DrawerStore):
    """A store that waits for a prompt which nobody answers."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.answered.wait()
        return None

    set_password = get_password  # type: ignore[assignment]


NO_STORE: Callable[[], KeyringBackend] = fail.Keyring
FORGETFUL: Callable[[], KeyringBackend] = null.Keyring
SEVERAL: Callable[[], KeyringBackend] = ChainerBackend


@pytest.fixture(autouse=True)
def _own_stores_are_safe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Count this file's stores as safe, and put back keyring's choice afterwards."""
    before = keyring.get_keyring()
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in (DrawerStore, BrokenStore, SilentStore)}
    monkeypatch.setattr(key_store, "SAFE_STORES", key_store.SAFE_STORES | names)
    yield
    keyring.set_keyring(before)


def test_a_secret_is_kept_given_back_and_forgotten() -> None:
    drawer = DrawerStore()
    keyring.set_keyring(drawer)
    store = SystemKeyStore()
    store.put("case1", SECRET)
    store.put("case2", bytes(16))
    assert store.get("case1") == SECRET
    assert list(drawer.kept.values()) == [SECRET.hex(), bytes(16).hex()]
    store.delete("case1")
    store.delete("case1")
    with refused("K-06"):
        store.get("case1")
    assert store.get("case2") == bytes(16)


def test_no_store_on_this_pc() -> None:
    keyring.set_keyring(NO_STORE())
    for call in (lambda: SystemKeyStore().put("a", SECRET), lambda: SystemKeyStore().get("a")):
        with refused("K-01"):
            call()


def test_a_store_that_forgets_is_refused_as_unsafe() -> None:
    keyring.set_keyring(FORGETFUL())
    with refused("K-04"):
        SystemKeyStore().put("a", SECRET)


def test_a_plain_text_store_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_store, "SAFE_STORES", frozenset({"keyring.backends.SecretService.Keyring"}))
    drawer = DrawerStore()
    keyring.set_keyring(drawer)
    with refused("K-04"):
        SystemKeyStore().put("a", SECRET)
    assert drawer.kept == {}


def test_of_several_stores_only_the_safe_one_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    drawer, plain = DrawerStore(), FORGETFUL()
    monkeypatch.setattr(ChainerBackend, "backends", [plain, drawer])
    keyring.set_keyring(SEVERAL())
    SystemKeyStore().put("a", SECRET)
    assert list(drawer.kept.values()) == [SECRET.hex()]
    monkeypatch.setattr(ChainerBackend, "backends", [plain])
    with refused("K-04"):
        SystemKeyStore().get("a")


def test_what_was_put_in_is_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_store, "SAFE_STORES", frozenset({"keyring.backends.null.Keyring"}))
    keyring.set_keyring(FORGETFUL())
    with refused("K-05"):
        SystemKeyStore().put("a", SECRET)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyringLocked("Failed to unlock the collection!"), "K-02"),
        (InitError("Failed to create the collection: Prompt dismissed.."), "K-02"),
        (KeyringError("something else"), "K-07"),
        (RuntimeError("a store of another maker"), "K-07"),
        (OSError(1783, "CredWrite", "The stub received bad data"), "K-07"),
    ],
)
def test_what_a_store_says_is_put_in_plain_words(error: Exception, code: str) -> None:
    keyring.set_keyring(BrokenStore(error))
    for call in (
        lambda: SystemKeyStore().put("a", SECRET),
        lambda: SystemKeyStore().get("a"),
        lambda: SystemKeyStore().delete("a"),
    ):
        with refused(code):
            call()


def test_a_store_that_never_answers_does_not_hold_us() -> None:
    silent = SilentStore()
    keyring.set_keyring(silent)
    with refused("K-03"):
        SystemKeyStore(timeout_s=0.05).get("a")
    silent.answered.set()


@pytest.mark.parametrize("item", ["", "not hexadecimal", "00ff", "00" * 17])
def test_an_item_that_is_no_secret_counts_as_missing(item: str) -> None:
    drawer = DrawerStore()
    drawer.kept["Recovery Assistant a", "case key"] = item
    keyring.set_keyring(drawer)
    with refused("K-06"):
        SystemKeyStore().get("a")


@pytest.mark.skipif(os.name != "nt", reason="the real store of Windows; gnome-keyring is in tests/faults")
def test_the_store_of_windows_keeps_the_key_on_this_pc_only() -> None:
    store = SystemKeyStore(timeout_s=10)
    store.put("test case", SECRET)
    try:
        assert store.get("test case") == SECRET
        assert getattr(key_store._safe_store(), "persist", None) == 2  # CRED_PERSIST_LOCAL_MACHINE
    finally:
        store.delete("test case")
    with refused("K-06"):
        store.get("test case")
