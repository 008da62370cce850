"""Accounts are switched off, and nobody is locked out."""

from __future__ import annotations

from recovery_assistant.domain.observation import Account
from tests.unit.domain.left_behind_machines import codes
from tests.unit.domain.left_behind_rows import ADMIN, LINUX, WIN, hidden, setting, user


def test_nobody_is_locked_out_of_their_own_pc() -> None:
    assert codes((user("jane", is_admin=True), ADMIN), WIN, "administrator") == ["own-account"]
    assert codes((hidden(),), WIN, "account-hidden") == ["last-administrator"]
    assert codes((user("WORK\\boss", is_admin=True), ADMIN), WIN, "administrator") == ["set-by-policy"]
    rule = setting("sudo-rule", "/etc/sudoers.d/90-help", "jane ALL=(ALL) ALL", "jane")
    assert codes((rule,), LINUX, "sudo-rule") == ["own-account"]
    strange = Account(source="x", name="a b", is_admin=True, is_enabled=True)
    unread = Account(source="x", name="jane", is_admin=True, is_enabled=None)
    assert codes((hidden(),), LINUX, "account-hidden") == ["last-administrator"]
    assert codes((strange, unread), LINUX, "administrator") == ["no-way-known"]
