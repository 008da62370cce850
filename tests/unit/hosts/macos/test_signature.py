"""The team in a Mac program's code directory."""

from __future__ import annotations

import io
import random

import pytest

from recovery_assistant.hosts.macos.signature import Signature, signature_of
from tests.unit.hosts.mac_tree import program


@pytest.mark.parametrize("fat", [False, True])
def test_team_and_name_are_read_from_thin_and_fat_files(fat: bool) -> None:
    file = io.BytesIO(program("com.philandro.anydesk", "KU6W3B6JMZ", fat=fat))
    assert signature_of(file) == Signature("KU6W3B6JMZ", "com.philandro.anydesk")


def test_without_a_team_there_is_none() -> None:
    assert signature_of(io.BytesIO(program("a.b", ""))) == Signature("", "a.b")
    assert signature_of(io.BytesIO(program("a.b", "not a team"))).team == ""


@pytest.mark.parametrize(
    "content", [b"", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe" + b"\xff" * 40, b"\x7fELF" + bytes(64)]
)
def test_what_is_no_program_has_no_signature(content: bytes) -> None:
    assert signature_of(io.BytesIO(content)) == Signature()


def test_damage_never_raises() -> None:
    whole = program("a.b.c", "ABCDE12345")[:400]
    chance = random.Random(3)
    for _ in range(500):
        hurt = bytearray(whole[: chance.randrange(len(whole))] or b"\xcf")
        for _ in range(8):
            hurt[chance.randrange(len(hurt))] = chance.randrange(256)
        assert isinstance(signature_of(io.BytesIO(bytes(hurt))), Signature)
