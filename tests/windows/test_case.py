"""A case on Windows: the real Credential Manager, the lock of the writer, and a second process."""

from __future__ import annotations

import subprocess
import sys
import uuid
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows, real or under Wine", allow_module_level=True)

from recovery_assistant.domain.errors import KeyStoreError
from recovery_assistant.services.cases import Cases
from recovery_assistant.storage.key_store import SystemKeyStore

pytestmark = pytest.mark.wine

OPEN_AGAIN = """
import sys
from pathlib import Path
from recovery_assistant.services.cases import Cases
from recovery_assistant.storage.key_store import SystemKeyStore
book = Cases(Path(sys.argv[1]).parent, SystemKeyStore(20)).open(Path(sys.argv[1]))
print(book.number, book.read_only, len(book.entries), book.seal.letters)
"""


def opened_by_another_process(path: Path) -> list[str]:
    ended = subprocess.run(
        [sys.executable, "-c", OPEN_AGAIN, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.split()


def test_the_credential_manager_keeps_and_forgets(throwaway: None) -> None:
    store, case_id, secret = SystemKeyStore(20), f"test-{uuid.uuid4()}", bytes(range(16))
    with pytest.raises(KeyStoreError, match="K-06"):
        store.get(case_id)
    store.put(case_id, secret)
    assert store.get(case_id) == secret
    store.delete(case_id)
    store.delete(case_id)
    with pytest.raises(KeyStoreError, match="K-06"):
        store.get(case_id)


def test_a_case_is_made_written_opened_again_and_wiped(tmp_path: Path, throwaway: None) -> None:
    cases = Cases(tmp_path, SystemKeyStore(20))
    book = cases.new("gb", "person")
    book.answer("what-happened", {"caller_name": "Ömer from “Windows”"})
    number, count, seal = book.number, len(book.entries), book.seal.letters
    assert opened_by_another_process(book.path) == [number, "True", str(count), seal], "the second one only reads"
    book.close()
    assert opened_by_another_process(book.path) == [number, "False", str(count), seal]
    again = cases.open(book.path)
    code = again.recovery_code()
    again.close()
    Cases(tmp_path, None).open(book.path, recovery_code=code).close()
    cases.wipe(book.path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyStoreError, match="K-06"):
        SystemKeyStore(20).get(again.case_id)
