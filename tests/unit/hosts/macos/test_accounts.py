"""Who can sign in to a Mac."""

from __future__ import annotations

import plistlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import Account, Gap
from recovery_assistant.hosts.machine_files import MachineFiles
from recovery_assistant.hosts.macos.accounts import accounts, people_of_the_system
from tests.unit.hosts.mac_tree import clean_mac, put, put_list, put_person

if sys.platform == "win32":
    pytest.skip("links of another machine cannot be made here", allow_module_level=True)


def test_people_hidden_ones_and_root_but_not_what_the_system_works_under(tmp_path: Path) -> None:
    root = clean_mac(tmp_path)
    policy = plistlib.dumps({"creationTime": 1767225600.5})
    put_person(root, "support", 502, admin=True, IsHidden=["YES"], accountPolicyData=[policy])
    put_person(root, "small", 401, authentication_authority=[";ShadowHash;", ";DisabledUser;"])
    put_list(root, "Library/Preferences/com.apple.loginwindow.plist", {"Hide500Users": True})
    seen = {one.name: one for one in accounts("mac", MachineFiles(root)) if isinstance(one, Account)}
    shown = {name: (one.is_admin, one.is_hidden, one.is_enabled, one.built_in) for name, one in seen.items()}
    assert shown == {
        "mary": (True, False, True, False),
        "support": (True, True, True, False),
        "small": (False, True, False, False),
        "root": (True, True, False, True),
    }
    assert seen["mary"].full_name == "Mary"
    assert seen["support"].created_at == datetime.fromtimestamp(1767225600.5, UTC)


def test_a_damaged_account_is_a_gap_and_a_tree_without_any_is_empty(tmp_path: Path) -> None:
    assert list(accounts("mac", MachineFiles(tmp_path))) == []
    put(tmp_path, "private/var/db/dslocal/nodes/Default/users/x.plist", b"bplist00")
    (gap,) = accounts("mac", MachineFiles(tmp_path))
    assert isinstance(gap, Gap)


def test_the_running_system_still_names_people_where_its_lists_are_closed() -> None:
    import pwd

    shown = {one.name for one in people_of_the_system(-1)}
    assert "root" in shown
    assert shown <= {user.pw_name for user in pwd.getpwall()}
    assert all(one.is_enabled is None for one in people_of_the_system(-1))
