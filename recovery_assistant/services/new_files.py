"""Write files that may take nobody's place: all of them, each whole or not at all, and none over another unasked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from recovery_assistant.domain.errors import InputError
from recovery_assistant.services.exporter import write_whole

THERE_ALREADY: Final = "I-25"
NO_FOLDER_MADE: Final = "I-26"


def write_files(output: Path, files: Mapping[str, bytes], *, force: bool = False) -> list[Path]:
    """Write files into a folder, which is made if need be, or a single one to the very path that is given.

    Args:
        output: a folder; or, for one file, its path when no folder of that name is there and it has an ending.
        files: name and content of each.
        force: write over files of the same names.

    Raises:
        InputError: I-25 a file is there already (nothing was written), I-26 the folder cannot be made.
        AssistantError: R-01 to R-07 when a file cannot be written; those before it are there.
    """
    is_one = len(files) == 1 and output.suffix != "" and not output.is_dir()
    places = {(output if is_one else output / name): content for name, content in files.items()}
    if not force:
        for place in places:
            refuse_to_replace(place)
    try:
        (output.parent if is_one else output).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(NO_FOLDER_MADE, f"The folder {output} cannot be made: {error.strerror}.") from error
    for place, content in places.items():
        write_whole(place, content)
    return list(places)


def refuse_to_replace(path: Path) -> None:
    """Raise InputError I-25 when something of this name is there."""
    if path.is_symlink() or path.exists():
        raise InputError(THERE_ALREADY, f"There is already a file {path}. Choose another name, or add --force.")
