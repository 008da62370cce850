"""The ground of the PC that the program runs on answers every question of the port."""

from __future__ import annotations

import sys

import pytest

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.hosts.ground import this_ground
from tests.unit.domain.fake_ground import FakeGround


@pytest.mark.parametrize("ground", [this_ground(), FakeGround()], ids=["this", "fake"])
def test_every_question_has_an_answer_also_about_what_is_not_there(ground: Ground) -> None:
    nowhere = r"C:\gone\x.exe" if sys.platform == "win32" else "/gone/x"
    assert ground.rights in ("person", "administrator")
    assert ground.kind_of(nowhere) == "missing"
    assert ground.real_path(nowhere) == ground.sha256_of(nowhere) == ground.signer_of(nowhere) == ""
    assert not ground.is_own(nowhere)
    assert ground.expanded("plain") == "plain"
    code = "{00000000-0000-0000-0000-000000000000}"
    assert not ground.knows_product(code)
    assert ground.product_name(code) == ""
    assert not ground.has_key("HKLM\\SOFTWARE\\Recovery Assistant test")
    assert ground.lines_of(nowhere) == ()
    assert ground.package_of(nowhere) is None
    assert ground.packager_of("nothing") is None


def test_a_system_without_a_ground_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    with pytest.raises(SourceUnreadable):
        this_ground()
