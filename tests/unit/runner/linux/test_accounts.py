"""An account is locked and set back as it stood, and no hash of a password is ever kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.removal.plan import DisableAccount
from recovery_assistant.runner.hand import Unable
from recovery_assistant.runner.posix.starting import Ran
from tests.unit.runner.made_up_plans import only_on_linux
from tests.unit.runner.made_up_programs import Recorded, turn_of

pytestmark = only_on_linux
VERB = DisableAccount(name="helper")


class Shadow:
    """The list of passwords, and a usermod that changes it."""

    def __init__(self, path: Path, password: str = "$6$secret", expires: str = "") -> None:
        self.path, self.password, self.expires, self.works = path, password, expires, True
        self.write()

    def write(self) -> None:
        self.path.write_text(f"root:*:19000:0:99999:7:::\nhelper:{self.password}:19000:0:99999:7::{self.expires}:\n")

    def answer(self, command: tuple[str, ...]) -> Ran | None:
        if self.works:
            if "-L" in command:
                self.password = f"!{self.password}"
            if "-U" in command:
                self.password = self.password.removeprefix("!")
            self.expires = command[command.index("-e") + 1]
            self.write()
        return Ran(0, "")


@pytest.mark.parametrize(("password", "expires"), [("$6$secret", ""), ("$6$secret", "20000"), ("!", "")])
def test_an_account_goes_off_and_comes_back_as_it_was(tmp_path: Path, password: str, expires: str) -> None:
    from recovery_assistant.runner.linux import accounts

    shadow = Shadow(tmp_path / "shadow", password, expires)
    before = shadow.path.read_text()
    programs = Recorded(shadow.answer)
    turn, kepts = turn_of(VERB, rights="administrator")
    done = accounts.disable_account(VERB, turn, programs, shadow.path)
    assert done.status == "done"
    assert programs.commands == [("usermod", "-L", "-e", "1", "helper")]
    assert "secret" not in str(kepts.manifests)
    assert accounts.disable_account(VERB, turn, programs, shadow.path).status == "nothing-to-do"
    was = kepts.manifests[0].before
    shadow.password = password if was["locked"] == "yes" else shadow.password
    accounts.enable_again("helper", was["locked"] == "yes", was["expires"], turn, programs, shadow.path)
    assert shadow.path.read_text() == before


def test_a_preview_and_a_refusing_system(tmp_path: Path) -> None:
    from recovery_assistant.runner.linux import accounts

    shadow = Shadow(tmp_path / "shadow")
    shadow.works = False
    programs = Recorded(shadow.answer)
    turn, _ = turn_of(VERB, acts=False, rights="administrator")
    assert accounts.disable_account(VERB, turn, programs, shadow.path).status == "would-do"
    assert not programs.commands
    turn, _ = turn_of(VERB, rights="administrator")
    with pytest.raises(Unable, match="U-22"):
        accounts.disable_account(VERB, turn, programs, shadow.path)
    with pytest.raises(Unable, match="U-22"):
        accounts.enable_again("helper", False, "7", turn, programs, shadow.path)


def test_nobody_of_that_name(tmp_path: Path) -> None:
    from recovery_assistant.runner.linux import accounts

    shadow = Shadow(tmp_path / "shadow")
    turn, _ = turn_of(DisableAccount(name="nobody-here"), rights="administrator")
    done = accounts.disable_account(DisableAccount(name="nobody-here"), turn, Recorded(), shadow.path)
    assert done.status == "nothing-to-do"
    assert not accounts.is_last_administrator("nobody-here")
