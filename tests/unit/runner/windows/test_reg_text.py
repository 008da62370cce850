"""Exports of the registry: every value comes back to the byte, and what is no export is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_assistant.runner.windows.reg_text import (
    BYTES,
    NUMBER,
    TEXT,
    TEXTS,
    Key,
    Value,
    as_told,
    is_of,
    parts_of,
    read_text,
    text_of,
    with_parts,
)

_names = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20)
_values = st.builds(Value, _names, st.integers(0, 11), st.binary(max_size=80))
_texts = st.builds(lambda name, text: Value(name, TEXT, (text + "\0").encode("utf-16-le")), _names, _names)


@given(st.lists(st.one_of(_values, _texts), max_size=6, unique_by=lambda value: value.name))
def test_whatever_a_key_holds_comes_back_to_the_byte(values: list[Value]) -> None:
    keys = (Key(r"HKLM\SOFTWARE\Some [odd] key", tuple(values)), Key(r"HKU\S-1-5-21-1\x", ()))
    assert read_text(text_of(keys)) == keys


def test_it_is_the_text_that_windows_own_editor_writes() -> None:
    values = (
        Value("Run", TEXT, 'C:\\"x"\0'.encode("utf-16-le")),
        Value("", NUMBER, (255).to_bytes(4, "little")),
        Value("b", BYTES, b"\1\2"),
        Value("l", TEXTS, "a\0\0".encode("utf-16-le")),
    )
    assert text_of((Key(r"HKLM\SOFTWARE\X", values),)).split("\r\n") == [
        "Windows Registry Editor Version 5.00",
        "",
        r"[HKEY_LOCAL_MACHINE\SOFTWARE\X]",
        r'"Run"="C:\\\"x\""',
        "@=dword:000000ff",
        '"b"=hex:01,02',
        '"l"=hex(7):61,00,00,00,00,00',
        "",
        "",
    ]


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\u2028b", "a\0b"])
def test_a_name_that_would_begin_a_line_of_its_own_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no line"):
        text_of((Key(r"HKLM\X", (Value(name, BYTES, b""),)),))


@pytest.mark.parametrize(
    "text", ["", "REGEDIT4\r\n", "Windows Registry Editor Version 5.00\r\n[HKEY_LOCAL_MACHINE\\X]\r\nx"]
)
def test_something_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no "):
        read_text(text)


def test_a_text_that_hides_something_behind_a_nul_is_kept_as_bytes() -> None:
    hidden = Value("x", TEXT, "before\0behind\0".encode("utf-16-le"))
    assert "hex(1):" in text_of((Key(r"HKLM\X", (hidden,)),))
    assert as_told(hidden) == "before"


def test_values_are_compared_as_a_look_tells_them() -> None:
    assert as_told(Value("", NUMBER, b"\1\0\0\0")) == "1"
    assert as_told(Value("", BYTES, b"\xff")) == "ff"
    assert as_told(Value("", TEXTS, "a\0b\0\0".encode("utf-16-le"))) == "a; b"


def test_one_text_of_a_list_goes_and_the_kind_stays() -> None:
    value = Value("Authentication Packages", TEXTS, "msv1_0\0tool\0\0".encode("utf-16-le"))
    assert parts_of(value) == ("msv1_0", "tool")
    assert with_parts(value, ("msv1_0",)) == Value(value.name, TEXTS, "msv1_0\0\0".encode("utf-16-le"))
    assert with_parts(value, ()).data == b"\0\0"


def test_an_export_of_something_else_is_known_as_such() -> None:
    """A manifest of a person can be changed by every program of that person."""
    run = r"HKU\S-1-5-21-1-2-3-1001\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
    tool, evil = Value("Tool", TEXT, b"x\0"), Value("evil", TEXT, b"x\0")
    assert is_of((Key(run, (tool,)),), run.upper(), "tool")
    assert is_of((Key(run, (tool, evil)), Key(rf"{run}\below", ())), run)
    for keys in (
        (),
        (Key(r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Run", (tool,)),),
        (Key(run, (evil,)),),
        (Key(run, (tool, evil)),),
        (Key(run, (tool,)), Key(r"HKLM\SYSTEM\CurrentControlSet\Services\evil", ())),
    ):
        assert not is_of(keys, run, "tool")
    assert not is_of((Key(run, ()), Key(f"{run}Once", ())), run)
    assert not is_of((), run)
