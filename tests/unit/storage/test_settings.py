"""Settings are a convenience: nothing about them may keep the program from starting."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from recovery_assistant.storage.settings import Settings, cases_folder, load_settings, save_settings, settings_path


def test_the_first_start_has_the_usual_settings(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings(text_size=100, colours="system", last_case="")


def test_settings_come_back(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    chosen = Settings(text_size=150, colours="dark", last_case="/home/Ann/é.recovery-case")
    assert save_settings(chosen, path)
    assert load_settings(path) == chosen
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_settings_of_a_newer_program_are_read_as_far_as_known(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"text_size": 125, "voice": "loud"}', "utf-8")
    assert load_settings(path) == Settings(text_size=125)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"text_size": 9000}', '{"colours": "pink"}', '{"last_case": 7}'])
def test_damaged_settings_are_moved_aside(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(damage, "utf-8")
    assert load_settings(path) == Settings()
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json.damaged"]
    assert (tmp_path / "settings.json.damaged").read_text("utf-8") == damage


def test_a_place_that_takes_nothing_is_fine(tmp_path: Path) -> None:
    not_a_folder = tmp_path / "file"
    not_a_folder.write_text("", "utf-8")
    assert not save_settings(Settings(text_size=150), not_a_folder / "settings.json")
    assert load_settings(not_a_folder / "settings.json") == Settings()


@pytest.mark.skipif(os.name == "nt", reason="Windows tells the folder by a call, whatever the environment says")
def test_places_are_below_the_person_s_own_folders() -> None:
    home = Path.home()
    assert settings_path().is_relative_to(home)
    assert cases_folder().is_relative_to(home)
