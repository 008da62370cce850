"""All browsers of all people on a PC of each system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recovery_assistant.domain.observation import BrowserExtension, Gap, Setting, System
from recovery_assistant.hosts.browsers.every import CHROMIUM_DATA, FIREFOX_DATA, browsers
from tests.unit.hosts.browser_pc import chromium_logins, install, write


@pytest.mark.parametrize("system", list(System))
def test_every_browser_is_found_where_it_keeps_its_data(tmp_path: Path, system: System) -> None:
    home = tmp_path / "ada"
    for _browser, place in CHROMIUM_DATA[system]:
        install(home / place / "Default", {"name": "x"})
    for place in FIREFOX_DATA[system]:
        write(home / place / "abc.default/logins.json", {"logins": [{}]})
    found = list(browsers("this", system, [home], tmp_path))
    extensions = [one.browser for one in found if isinstance(one, BrowserExtension)]
    assert extensions == [browser for browser, _ in CHROMIUM_DATA[system]]
    assert [one.value for one in found if isinstance(one, Setting)] == ["Firefox"]
    assert not [one for one in found if isinstance(one, Gap)]


def test_two_profiles_that_keep_passwords_are_one_browser(tmp_path: Path) -> None:
    data = tmp_path / "ada/.config/google-chrome"
    for name in ("Default", "Profile 1"):
        chromium_logins(data / name / "Login Data", (0,))
    found = list(browsers("this", System.LINUX, [tmp_path / "ada"], tmp_path))
    assert [(one.value, one.about) for one in found if isinstance(one, Setting)] == [("Google Chrome", "ada")]


def test_gaps_come_with_it(tmp_path: Path) -> None:
    write(tmp_path / "ada/.config/google-chrome/Default/Preferences", b"{")
    (found,) = browsers("this", System.LINUX, [tmp_path / "ada"], tmp_path)
    assert isinstance(found, Gap)


def test_a_home_that_is_not_there(tmp_path: Path) -> None:
    assert list(browsers("this", System.LINUX, [tmp_path / "nobody"], tmp_path)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name can be bytes that are no letters")
def test_a_tree_is_told_in_its_own_words_and_no_odd_name_reaches_the_case(tmp_path: Path) -> None:
    home = tmp_path / "home" / os.fsdecode(b"an\xffna")
    write(home / ".config/google-chrome/Default/Preferences", b"{")
    chromium_logins(home / ".config/chromium/Default/Login Data", (0,))
    gap, kept = sorted(browsers("this", System.LINUX, [home], tmp_path), key=lambda one: type(one).__name__)
    assert isinstance(gap, Gap)
    assert gap.source == "browsers: /home/an[U+DCFF]na/.config/google-chrome/Default/Preferences"
    assert isinstance(kept, Setting)
    assert kept.about == "an[U+DCFF]na"
