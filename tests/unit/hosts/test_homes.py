"""Whose folders are looked at."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from recovery_assistant.hosts.homes import download_places, homes_in, is_open
from tests.unit.hosts.linux_tree import linux_tree, put

if sys.platform == "win32":
    pytest.skip("looks at a Linux machine", allow_module_level=True)


def test_people_and_root_have_homes_and_the_system_has_none(tmp_path: Path) -> None:
    root = linux_tree(tmp_path)
    put(root, "home/guest/x")  # in no list of users: a folder from another PC, a network account
    assert {str(home.relative_to(root)) for home in homes_in(root)} == {"root", "home/mary", "home/guest"}


def test_a_machine_without_users_has_no_homes(tmp_path: Path) -> None:
    assert homes_in(tmp_path) == ()


def test_download_places_of_other_languages_are_known_and_none_leads_out(tmp_path: Path) -> None:
    put(tmp_path, ".config/user-dirs.dirs", 'XDG_DOWNLOAD_DIR="$HOME/Téléchargements"\nXDG_DESKTOP_DIR="$HOME/../x"\n')
    names = [place.name for place in download_places(tmp_path)]
    assert names == ["Downloads", "Desktop", "Téléchargements"]


def test_a_home_that_is_there_is_open(tmp_path: Path) -> None:
    assert is_open(tmp_path)
    assert not is_open(tmp_path / "none")
