"""Each code has one sentence, in plain words, and is explained in docs/errors.md."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import apsw
import pytest

from recovery_assistant.storage import failures
from recovery_assistant.storage.failures import (
    KEY_SENTENCES,
    SENTENCES,
    case_error,
    from_sqlite,
    from_system,
    key_error,
)

ALL = {**SENTENCES, **KEY_SENTENCES}
LIST = Path(__file__).parents[3] / "docs" / "errors.md"


def test_every_code_is_used_once_and_has_a_sentence() -> None:
    codes = [value for name, value in vars(failures).items() if name.isupper() and isinstance(value, str)]
    assert sorted(codes) == sorted(ALL)
    assert all(re.fullmatch(r"[CK]-\d\d", code) for code in codes)


@pytest.mark.parametrize("code", ALL)
def test_the_sentences_are_plain(code: str) -> None:
    for sentence in re.split(r"(?<=[.?!]) ", ALL[code]):
        assert sentence.endswith(".")
        assert len(sentence.split()) <= 20, sentence
    assert not re.search(r"(?i)error|invalid|corrupt|database|SQLite|abort|illegal|fail(?!s)|victim", ALL[code])


@pytest.mark.parametrize("code", ALL)
def test_the_list_for_the_phone_has_every_code_with_its_sentence(code: str) -> None:
    rows = [line for line in LIST.read_text("utf-8").splitlines() if line.startswith(f"| {code} |")]
    assert len(rows) == 1
    assert ALL[code] in rows[0]


def test_errors_carry_code_and_sentence() -> None:
    assert (case_error("C-08").code, case_error("C-08").sentence) == ("C-08", SENTENCES["C-08"])
    assert (key_error("K-03").code, key_error("K-03").sentence) == ("K-03", KEY_SENTENCES["K-03"])


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "C-10"),
        (errno.EDQUOT, "C-10"),
        (errno.EROFS, "C-09"),
        (errno.EACCES, "C-20"),
        (errno.EPERM, "C-20"),
        (errno.ENOENT, "C-15"),
        (errno.EIO, "C-11"),
    ],
)
def test_what_the_system_says_is_put_in_plain_words(number: int, code: str) -> None:
    assert from_system(OSError(number, "as the system says it")).code == code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (apsw.FullError(), "C-10"),
        (apsw.IOError(), "C-11"),
        (apsw.BusyError(), "C-19"),
        (apsw.ReadOnlyError(), "C-09"),
        (apsw.CorruptError(), "C-08"),
        (apsw.NotADBError(), "C-08"),
        (apsw.SQLError(), "C-08"),
    ],
)
def test_what_sqlite_says_is_put_in_plain_words(error: apsw.Error, code: str) -> None:
    assert from_sqlite(error).code == code
