"""Small settings of the window: text size, colours, the case that was open last. Nothing personal, nothing needed.

A place that cannot be written to is fine: settings then last as long as the program runs.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import platformdirs
from msgspec import Meta, Struct

Colours = Literal["system", "light", "dark"]


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """What is remembered between two starts.

    Attributes:
        text_size: per cent, 100 to 200.
        colours: "system" follows the system, its contrast theme too.
        last_case: path of the case file that was open last, or "".
        country: code of the country that somebody chose on the first page, such as "GB"; "" before that.
    """

    text_size: Annotated[int, Meta(ge=100, le=200)] = 100
    colours: Colours = "system"
    last_case: str = ""
    country: str = ""


def settings_path() -> Path:
    """Return where settings lie for the person who is logged in."""
    return Path(platformdirs.user_config_dir("recovery-assistant", appauthor=False)) / "settings.json"


def cases_folder() -> Path:
    """Return where new case files lie unless another place is chosen."""
    return Path(platformdirs.user_data_dir("recovery-assistant", appauthor=False)) / "cases"


def runs_folder() -> Path:
    """Return where a removal plan lies while it is carried out; the folder is there no longer than that."""
    return Path(platformdirs.user_data_dir("recovery-assistant", appauthor=False)) / "running"


def load_settings(path: Path) -> Settings:
    """Return the settings at `path`, or those of a first start; a damaged file is moved aside."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except msgspec.DecodeError:
        with contextlib.suppress(OSError):
            path.replace(path.with_name(path.name + ".damaged"))
    except OSError:
        pass
    return Settings()


def save_settings(settings: Settings, path: Path) -> bool:
    """Keep the settings; return False where the place cannot be written to."""
    unfinished = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(msgspec.json.encode(settings))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        return False
    return True
