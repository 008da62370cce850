"""Asks the real Secret Service for what a test wants to know, in a process of its own.

Run inside `dbus-run-session` as `python -m tests.faults.keyring_rows WHAT`; writes one JSON object. D-Bus and the
daemon are found through the environment, and keyring chooses by itself, as in the product.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psutil

from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.services.cases import Cases
from recovery_assistant.storage.key_store import SystemKeyStore

SECRET = bytes(range(16))
CASE = "5241430100" + "00" * 11


def code_of(call: Callable[[], object]) -> str:
    """Return the code of the refusal, or "fine"."""
    try:
        call()
    except AssistantError as error:
        return error.code
    return "fine"


def kept() -> dict[str, object]:
    store = SystemKeyStore(timeout_s=10)
    store.put(CASE, SECRET)
    return {"back": store.get(CASE) == SECRET, "other": code_of(lambda: store.get("another case"))}


def still_there() -> dict[str, object]:
    store = SystemKeyStore(timeout_s=10)
    back = store.get(CASE) == SECRET
    store.delete(CASE)
    store.delete(CASE)
    return {"back": back, "deleted": code_of(lambda: store.get(CASE))}


def wiped() -> dict[str, object]:
    store = SystemKeyStore(timeout_s=10)
    store.put(CASE, SECRET)
    subprocess.run(["secret-tool", "clear", "service", f"Recovery Assistant {CASE}"], check=True)
    return {"code": code_of(lambda: store.get(CASE))}


def refused(timeout_s: float = 10) -> dict[str, object]:
    store = SystemKeyStore(timeout_s)
    return {"put": code_of(lambda: store.put(CASE, SECRET)), "get": code_of(lambda: store.get(CASE))}


def locked_meanwhile() -> dict[str, object]:
    store = SystemKeyStore(timeout_s=10)
    store.put(CASE, SECRET)
    lock = (
        "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/collection/login",
    )  # fmt: skip
    subprocess.run(lock, check=True, stdout=subprocess.DEVNULL)
    return refused()


def daemon_of_this_session() -> int:
    """Return the process id of the key store that serves this home folder, and no other."""
    for process in psutil.process_iter(["name", "environ"]):
        environment = process.info["environ"] or {}
        here = environment.get("XDG_RUNTIME_DIR") == os.environ["XDG_RUNTIME_DIR"]
        if here and process.info["name"].startswith("gnome-keyring"):
            return process.pid
    raise LookupError("the key store of this session does not run")


def frozen() -> dict[str, object]:
    if sys.platform == "win32":
        raise NotImplementedError
    store = SystemKeyStore(timeout_s=1)
    store.put(CASE, SECRET)
    daemon = daemon_of_this_session()
    os.kill(daemon, signal.SIGSTOP)
    try:
        return refused(timeout_s=1)
    finally:
        os.kill(daemon, signal.SIGCONT)


def whole_case() -> dict[str, object]:
    """Make, open, and wipe a case with the real store."""
    cases = Cases(Path(tempfile.mkdtemp()), SystemKeyStore(timeout_s=10))
    with closing(cases.new("gb", "person")) as book:
        book.answer("story", {"name": "Kevin"})
    with closing(cases.open(book.path)) as again:
        told = again.case == book.case
    copy = book.path.read_bytes()
    cases.wipe(book.path)
    gone = not book.path.exists()
    book.path.write_bytes(copy)
    no_key = code_of(lambda: cases.open(book.path))
    with closing(cases.open(book.path, recovery_code=book.recovery_code())) as rescued:
        cases.remember(rescued)
    with closing(cases.open(book.path)) as last:
        return {"told": told, "gone": gone, "no key": no_key, "code opens": last.case == book.case}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(globals()[sys.argv[1]]()) + "\n")
