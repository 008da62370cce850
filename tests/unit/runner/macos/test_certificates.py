"""A certificate is exported from its keychain before it is taken out, and trusted again from that export."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.removal.plan import RemoveCertificate
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.posix.starting import Ran
from tests.unit.runner.made_up_plans import only_on_linux
from tests.unit.runner.made_up_programs import Recorded, turn_of

pytestmark = only_on_linux
KEYCHAIN = "/Library/Keychains/System.keychain"
ONE, OTHER = "A" * 40, "B" * 40
VERB = RemoveCertificate(thumbprint=ONE.lower(), store="machine")


class Keychain:
    """A keychain with two certificates, as `security find-certificate -a -Z -p` lists it."""

    def __init__(self, *, obeys: bool = True) -> None:
        self.there, self.obeys = [OTHER, ONE], obeys

    def answer(self, command: tuple[str, ...]) -> Ran | None:
        if command[1] == "find-certificate":
            body = "-----BEGIN CERTIFICATE-----\nTUlJ{}\n-----END CERTIFICATE-----\n"
            return Ran(0, "".join(f"SHA-256 hash: 00\nSHA-1 hash: {one}\n{body.format(one[0])}" for one in self.there))
        if self.obeys and command[1] == "delete-certificate":
            self.there.remove(command[3])
        if self.obeys and command[1] == "add-trusted-cert":
            self.there.append(ONE)
        return None


def test_it_is_exported_taken_out_and_trusted_again(tmp_path: Path) -> None:
    from recovery_assistant.runner.macos.certificates import FILE, remove_certificate, trust_again

    programs = Recorded(Keychain().answer)
    turn, kepts = turn_of(VERB, rights="administrator")
    turn.folder = tmp_path
    assert remove_certificate(VERB, KEYCHAIN, turn, programs).status == "done"
    assert (tmp_path / FILE).read_text() == "-----BEGIN CERTIFICATE-----\nTUlJA\n-----END CERTIFICATE-----\n"
    assert kepts.begun == [("security", "delete-certificate", "-Z", ONE, KEYCHAIN)]
    assert remove_certificate(VERB, KEYCHAIN, turn, programs).status == "nothing-to-do"
    assert trust_again(ONE, KEYCHAIN, tmp_path, turn, programs).status == "done"
    assert (
        "security",
        "add-trusted-cert",
        "-d",
        "-r",
        "trustRoot",
        "-k",
        KEYCHAIN,
        str(tmp_path / FILE),
    ) in programs.commands
    assert trust_again(ONE, KEYCHAIN, tmp_path, turn, programs).status == "nothing-to-do"


def test_a_keychain_that_does_not_obey_is_told(tmp_path: Path) -> None:
    from recovery_assistant.runner.macos.certificates import remove_certificate

    turn, _ = turn_of(VERB, rights="administrator")
    turn.folder = tmp_path
    with pytest.raises(Unable, match="U-22"):
        remove_certificate(VERB, KEYCHAIN, turn, Recorded(Keychain(obeys=False).answer))
