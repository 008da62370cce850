"""Who can sign in to a Linux machine."""

from __future__ import annotations

import struct
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Account
from recovery_assistant.hosts.linux.accounts import accounts
from recovery_assistant.hosts.machine_files import MachineFiles
from tests.unit.hosts.linux_tree import put

if sys.platform == "win32":
    pytest.skip("looks at a Linux machine", allow_module_level=True)

USERS = """root:x:0:0:root:/root:/bin/bash
daemon:x:1:1::/usr/sbin:/usr/sbin/nologin
mary:x:1000:1000:Mary,,,:/home/mary:/bin/bash
helper:x:1001:27::/home/helper:/bin/zsh
away:x:1002:1002::/home/away:/usr/sbin/nologin
nobody:x:65534:65534::/nonexistent:/bin/sh
toor:x:0:0::/root:/bin/sh
broken line
../../etc:x:1003:1003::/tmp:/bin/sh
"""


def shown(root: Path) -> dict[str, Account]:
    return {one.name: one for one in accounts("pc", MachineFiles(root)) if isinstance(one, Account)}


def test_people_and_root_with_what_they_may(tmp_path: Path) -> None:
    put(tmp_path, "etc/passwd", USERS)
    put(tmp_path, "etc/group", "sudo:x:27:mary\nvideo:x:44:helper\n")
    put(tmp_path, "etc/shadow", "root:*:1::::::\nmary:$y$x:1::::::\nhelper:!$y$x:1::::::\n")
    put(tmp_path, "var/lib/AccountsService/users/helper", "[User]\nSystemAccount=true\n")
    put(tmp_path, "home/mary/.bash_logout")
    put(tmp_path, "var/log/lastlog", bytes(292 * 1000) + struct.pack("<i32s256s", 1767225600, b"pts/0", b"x"))
    found = shown(tmp_path)
    assert {name: (one.is_admin, one.is_enabled, one.is_hidden, one.built_in) for name, one in found.items()} == {
        "root": (True, False, False, True),
        "mary": (True, True, False, False),
        "helper": (True, False, True, False),
        "toor": (True, False, False, False),
        "../../etc": (False, False, False, False),
    }
    mary = found["mary"]
    assert (mary.full_name, mary.last_sign_in_at) == ("Mary", datetime(2026, 1, 1, tzinfo=UTC))
    assert mary.created_at is not None
    assert (found["helper"].created_at, found["helper"].last_sign_in_at) == (None, None)


def test_a_tree_without_users_is_empty(tmp_path: Path) -> None:
    assert list(accounts("pc", MachineFiles(tmp_path))) == []
    put(tmp_path, "etc/passwd", USERS)
    assert shown(tmp_path)["mary"].is_enabled is None


def test_an_administrator_with_a_program_s_number_is_hidden(tmp_path: Path) -> None:
    lines = (
        "support:x:999:999::/home/support:/bin/bash",
        "far:x:65000:27::/home/far:/bin/sh",
        "postgres:x:113:120::/var/lib/postgresql:/bin/bash",
        "robot:x:998:998::/nonexistent:/usr/sbin/nologin",
    )
    put(tmp_path, "etc/passwd", USERS + "".join(f"{line}\n" for line in lines))
    put(tmp_path, "etc/group", "sudo:x:27:mary,support,robot\n")
    found = shown(tmp_path)
    assert {name: (one.is_admin, one.is_hidden) for name, one in found.items() if one.is_hidden} == {
        "support": (True, True),
        "far": (True, True),
    }
    assert "postgres" not in found
    assert "robot" not in found
    put(tmp_path, "etc/login.defs", "# UID_MIN 1\nUID_MIN                  500\n")
    assert shown(tmp_path)["support"].is_hidden is False
