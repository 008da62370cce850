"""A certificate's file is kept by its thumbprint, and the system's lists are made anew."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from recovery_assistant.domain.removal.plan import RemoveCertificate
from tests.unit.runner.made_up_plans import only_on_linux, plan_of, ran_by
from tests.unit.runner.made_up_programs import Recorded

pytestmark = only_on_linux


def pem(content: bytes) -> bytes:
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(content) + b"-----END CERTIFICATE-----\n"


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from recovery_assistant.runner.linux import certificates

    folder = tmp_path / "ca-certificates"
    folder.mkdir()
    (folder / "company.crt").write_bytes(pem(b"company"))
    (folder / "bundle.crt").write_bytes(pem(b"first") + pem(b"second"))
    monkeypatch.setattr(certificates, "FOLDERS", (str(folder),))
    return folder


def removed(content: bytes, tmp_path: Path, programs: Recorded) -> tuple[list[str], str]:
    from recovery_assistant.runner.linux.hand import LinuxHand

    thumbprint = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    plan = plan_of(RemoveCertificate(thumbprint=thumbprint, store="person"))
    hand = LinuxHand(programs=programs, known=tmp_path)
    return ran_by(hand, plan, tmp_path).statuses, plan.id


def test_it_is_kept_and_comes_back(trusted: Path, tmp_path: Path) -> None:
    from recovery_assistant.domain.removal.plan import PutBack
    from recovery_assistant.runner.linux.hand import LinuxHand

    programs = Recorded()
    statuses, plan_id = removed(b"company", tmp_path, programs)
    assert statuses == ["done"]
    assert not (trusted / "company.crt").exists()
    assert ("update-ca-certificates",) in programs.commands
    back = plan_of(PutBack(plan_id=plan_id, action_id="a1"), undoes=plan_id)
    assert ran_by(LinuxHand(programs=programs, known=tmp_path), back, tmp_path).statuses == ["done"]
    assert (trusted / "company.crt").read_bytes() == pem(b"company")
    assert programs.commands.count(("update-ca-certificates",)) == 2


def test_a_file_with_others_in_it_stays(trusted: Path, tmp_path: Path) -> None:
    assert removed(b"second", tmp_path, Recorded())[0] == ["refused"]
    assert removed(b"not there", tmp_path, Recorded())[0] == ["nothing-to-do"]
    assert (trusted / "bundle.crt").exists()
