"""The hosts file of every system."""

from __future__ import annotations

from recovery_assistant.hosts.hosts_file import entries, settings


def test_every_name_is_one_entry_and_remarks_are_none() -> None:
    text = "\ufeff# remark\n127.0.0.1\tlocalhost  PC # here\n\n::1 localhost\n203.0.113.9 www.Bank.example\nlonely\n"
    assert list(entries(text)) == [
        ("127.0.0.1", "localhost"),
        ("127.0.0.1", "pc"),
        ("::1", "localhost"),
        ("203.0.113.9", "www.bank.example"),
    ]


def test_entries_become_raw_facts() -> None:
    (shown,) = settings("203.0.113.9 bank.example", "/etc/hosts", None)
    assert (shown.name, shown.value, shown.source) == ("hosts-entry", "203.0.113.9 bank.example", "/etc/hosts")
