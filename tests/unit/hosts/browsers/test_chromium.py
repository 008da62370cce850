"""Profiles of Chrome and its relatives."""

from __future__ import annotations

from pathlib import Path

import pytest

from recovery_assistant.domain.observation import BrowserExtension, Setting
from recovery_assistant.hosts.browsers.chromium import profiles, read_profile
from recovery_assistant.hosts.browsers.files import BrowserFiles, chrome_time
from tests.unit.hosts.browser_pc import EXTENSION, chromium_logins, install, write


def look(profile: Path) -> list[BrowserExtension | Setting]:
    return list(read_profile(BrowserFiles("this"), profile, "Google Chrome", "ada"))


def extension(profile: Path) -> BrowserExtension:
    (found,) = look(profile)
    assert isinstance(found, BrowserExtension)
    return found


def test_an_extension_with_its_name_and_time(tmp_path: Path) -> None:
    install(tmp_path, {"name": "Screen Helper", "version": "1.0"})
    found = extension(tmp_path)
    assert (found.browser, found.extension_id, found.name) == ("Google Chrome", EXTENSION, "Screen Helper")
    assert (found.enabled, found.from_policy) == (True, False)
    assert found.installed_at == chrome_time("13439820924322390")


def test_the_name_is_looked_up_in_the_extensions_own_texts(tmp_path: Path) -> None:
    install(tmp_path, {"name": "__MSG_AppName__", "default_locale": "de"})
    write(tmp_path / "Extensions" / EXTENSION / "1.0_0/_locales/de/messages.json", {"appname": {"message": "Wetter"}})
    assert extension(tmp_path).name == "Wetter"


@pytest.mark.parametrize("locale", ["../../../../..", "de/../..", "x" * 400, 7])
def test_a_locale_that_is_a_way_out_is_not_followed(tmp_path: Path, locale: object) -> None:
    install(tmp_path, {"name": "__MSG_a__", "default_locale": locale})
    assert extension(tmp_path).name == ""


@pytest.mark.parametrize(
    ("more", "enabled", "from_policy"),
    [
        ({"state": 1}, True, False),
        ({"state": 0}, False, False),
        ({"disable_reasons": [1]}, False, False),
        ({"disable_reasons": 1}, False, False),
        ({"location": 7}, True, True),
        ({"location": 9}, True, True),
    ],
)
def test_switched_on_and_by_whom(tmp_path: Path, more: dict[str, object], enabled: bool, from_policy: bool) -> None:
    install(tmp_path, {"name": "x"}, **more)
    assert (extension(tmp_path).enabled, extension(tmp_path).from_policy) == (enabled, from_policy)


@pytest.mark.parametrize("more", [{"location": 5}, {"location": 10}, {"state": 2}])
def test_parts_of_the_browser_and_what_was_taken_out(tmp_path: Path, more: dict[str, object]) -> None:
    install(tmp_path, {"name": "x"}, **more)
    assert look(tmp_path) == []


def test_a_theme_is_no_extension(tmp_path: Path) -> None:
    install(tmp_path, {"name": "Flowers", "theme": {}})
    assert look(tmp_path) == []


def test_one_that_was_loaded_from_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/manifest.json", {"name": "Side door"})
    install(tmp_path / "p", {}, location=4, path=str(tmp_path / "elsewhere"))
    assert extension(tmp_path / "p").name == "Side door"
    foreign = BrowserFiles("this", tmp_path / "p")
    (found,) = read_profile(foreign, tmp_path / "p", "Google Chrome", "ada")
    assert isinstance(found, BrowserExtension)
    assert (found.name, foreign.gaps) == ("", [])


@pytest.mark.parametrize("path", ["../../x", "C:\\x", "\\\\server\\x", "//server/x", 7])
def test_a_path_that_leads_away_is_not_followed(tmp_path: Path, path: object) -> None:
    install(tmp_path, {"name": "x"}, path=path)
    assert [one.name for one in look(tmp_path) if isinstance(one, BrowserExtension)] in ([""], [])


def test_pages_that_may_send_notices(tmp_path: Path) -> None:
    allowed = {"setting": 1, "last_modified": "13439820924322390"}
    rules = {
        "https://news.example:443,*": allowed,
        "https://shop.example:8443,*": allowed,
        "https://blocked.example:443,*": {"setting": 2},
        "nonsense": allowed,
        "https://odd.example,*": 7,
    }
    write(tmp_path / "Preferences", {"profile": {"content_settings": {"exceptions": {"notifications": rules}}}})
    found = [one for one in look(tmp_path) if isinstance(one, Setting)]
    assert [one.value for one in found] == ["https://news.example", "https://shop.example:8443"]
    assert found[0].about == "Google Chrome, ada"
    assert found[0].changed_at == chrome_time("13439820924322390")


@pytest.mark.parametrize(("blocked", "keeps"), [((0,), True), ((1, 0), True), ((1,), False), ((), False)])
def test_only_the_name_of_a_browser_that_keeps_passwords(tmp_path: Path, blocked: tuple[int, ...], keeps: bool) -> None:
    chromium_logins(tmp_path / "Login Data", blocked)
    before = (tmp_path / "Login Data").stat()
    found = look(tmp_path)
    assert [one.value for one in found if isinstance(one, Setting)] == (["Google Chrome"] if keeps else [])
    assert "bank.example" not in repr(found)
    assert (tmp_path / "Login Data").stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in tmp_path.iterdir()] == ["Login Data"], "no journal beside it"


def test_hostile_preferences(tmp_path: Path) -> None:
    write(
        tmp_path / "Preferences",
        {
            "extensions": {"settings": {EXTENSION: 7, "not an id": {}, "a" * 32: {"location": "x", "path": []}}},
            "profile": [],
        },
    )
    assert look(tmp_path) == []


def test_where_profiles_are(tmp_path: Path) -> None:
    for name in ("Default", "Profile 1", "Guest Profile", "Crashpad", "Local State"):
        write(tmp_path / name / "x", b"")
    files = BrowserFiles("this")
    assert [path.name for path in profiles(files, tmp_path)] == ["Default", "Guest Profile", "Profile 1"]
    write(tmp_path / "opera/Preferences", {})
    assert list(profiles(files, tmp_path / "opera")) == [tmp_path / "opera"]
