"""Find the `resources/` folder: in a checkout, in an installed wheel, or in a frozen program.

This is the only module that knows where the folder is. Everything else is given the path.
"""

from __future__ import annotations

import sys
from pathlib import Path

CHECKOUT_NAME = "resources"
INSTALLED_NAME = "_resources"


class ResourcesMissingError(RuntimeError):
    """The program's own files are not where they belong: the copy of the program is not whole."""


def candidates(package: Path, frozen_root: Path | None) -> tuple[Path, ...]:
    """Return the places to look, best first.

    `package` is the folder of `recovery_assistant`; `frozen_root` is PyInstaller's folder, or None.
    A checkout comes before the wheel's copy, so that an edit is seen at once.
    """
    places = []
    if frozen_root is not None:
        places.append(frozen_root / CHECKOUT_NAME)
    if (package.parent / "pyproject.toml").is_file():
        places.append(package.parent / CHECKOUT_NAME)
    places.append(package / INSTALLED_NAME)
    return tuple(places)


def first_existing(places: tuple[Path, ...]) -> Path:
    """Return the first folder that exists. Raises ResourcesMissingError naming every place that was tried."""
    for place in places:
        if place.is_dir():
            return place
    tried = ", ".join(str(place) for place in places)
    raise ResourcesMissingError(f"The program's own files are missing. Looked in: {tried}")


def resources_root() -> Path:
    """Return the folder that holds catalogue, plan, words and countries. Raises ResourcesMissingError."""
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller, and only there
    frozen_root = Path(bundle) if isinstance(bundle, str) else None
    return first_existing(candidates(Path(__file__).resolve().parent, frozen_root))
