"""An uninstaller is told words of one closed table, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.domain.removal.plan import Family
from recovery_assistant.domain.removal.uninstall_words import MOST_WORDS, QUIET, WORDS, are_known_words


@pytest.mark.parametrize("family", list(WORDS))
def test_what_a_family_is_told_to_be_quiet_is_known(family: Family) -> None:
    assert are_known_words(family, QUIET[family])


@pytest.mark.parametrize(
    ("family", "arguments"),
    [
        ("nsis", ("/s",)),  # another word for NSIS
        ("nsis", ("/D=C:\\Windows",)),
        ("inno", ("/LOG=C:\\Windows\\win.ini",)),
        ("squirrel", ("--processStart", "calc.exe")),
        ("own", ("-b64exec", "bWFsd2FyZQ==")),
        ("own", ("--meshServiceName=a&calc",)),
        ("own", ("--meshServiceName=",)),
        ("own", ("--uninstall\n",)),
        ("burn", ("/layout",)),
        ("own", ("--silent",) * (MOST_WORDS + 1)),
    ],
)
def test_other_words_are_refused(family: Family, arguments: tuple[str, ...]) -> None:
    assert not are_known_words(family, arguments)


def test_words_with_a_name_or_a_folder_are_known_as_a_whole() -> None:
    assert are_known_words("own", ("-fulluninstall", "--meshServiceName=Mesh Agent"))
    assert are_known_words("inno", ("/verysilent",))
    place = r"C:\Program Files\TeamViewer"
    assert are_known_words("nsis", ("/S", f"_?={place}"), place)
    assert not are_known_words("nsis", (f"_?={place}", "/S"), place)
    assert not are_known_words("nsis", ("/S", f"_?={place}"))


@given(st.lists(st.text(max_size=12), min_size=1, max_size=3), st.sampled_from(list(WORDS)))
def test_no_chance_text_is_known(arguments: list[str], family: Family) -> None:
    known = {word.upper() for word in WORDS[family]}
    assert not are_known_words(family, arguments) or {one.upper() for one in arguments} <= known
