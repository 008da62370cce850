"""The table of docs/removal.md, made from the catalogue: `python -m tests.content.removal_table` writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import Tool, UninstallRecipe
from recovery_assistant.domain.observation import System
from recovery_assistant.resources import resources_root

DOC: Final = Path(__file__).resolve().parents[2] / "docs" / "removal.md"
BEGIN: Final = "<!-- recipes: python -m tests.content.removal_table -->\n"
END: Final = "<!-- end of recipes -->\n"
HEAD: Final = (
    "| tool | system | recipe | proven on | what stays | not seen |",
    "|---|---|---|---|---|---|",
)
_SYSTEMS: Final = {System.WINDOWS: "Windows", System.MACOS: "macOS", System.LINUX: "Linux"}
_PROVEN: Final = {"installer": "the real installer", "look-alike": "a look-alike", "facts": "nothing: from facts only"}
_DONE_BY: Final = {
    "msi": "Windows Installer, by product code",
    "package": "the package manager (apt, dnf, zypper, pacman, flatpak, snap), never “purge”",
    "store": "the Store, for this person",
    "app": "the bundle is moved to the kept things",
}
_NOT_SEEN: Final = {
    System.WINDOWS: "the maker’s own uninstaller on a real Windows",
    System.MACOS: "any of it on a real Mac",
    System.LINUX: "the maker’s own package",
}


def lines() -> Iterator[str]:
    """Yield the table, line by line."""
    yield from HEAD
    for tool in load_catalogue(resources_root()).tools:
        for recipe in tool.uninstall:
            yield f"| {' | '.join(_cells(tool, recipe))} |"


def _cells(tool: Tool, recipe: UninstallRecipe) -> Iterator[str]:
    yield f"`{tool.id}`"
    yield _SYSTEMS[recipe.system]
    yield _recipe(recipe)
    yield _PROVEN[recipe.proof]
    yield " ".join(recipe.stays) or "nothing known"
    yield _not_seen(recipe)


def _recipe(recipe: UninstallRecipe) -> str:
    if recipe.family in _DONE_BY:
        told = f"{recipe.family}: {_DONE_BY[recipe.family]}"
    else:
        program = recipe.program.replace("|", "` or `").replace(r"\.", ".")
        words = f" with `{' '.join(recipe.arguments)}`" if recipe.arguments else ""
        told = f"{recipe.family}: `{program}`{words}"
    more = [
        *(["its windows are shown"] if recipe.asks else []),
        *(["may ask for a password"] if recipe.password else []),
        *([f"after {', '.join(f'`{one}`' for one in recipe.before)}"] if recipe.before else []),
        *([f"keeps {len(recipe.leftovers)} leftovers"] if recipe.leftovers else []),
    ]
    return "; ".join((told, *more))


def _not_seen(recipe: UninstallRecipe) -> str:
    if recipe.proof == "installer":
        return (
            "a real Windows" if recipe.system == System.WINDOWS else "the service manager itself, which was a recorder"
        )
    if recipe.asks and recipe.system == System.WINDOWS:
        return f"{_NOT_SEEN[recipe.system]}, and which windows it shows"
    return _NOT_SEEN[recipe.system]


def main() -> None:
    before, _, rest = DOC.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    DOC.write_text(before + BEGIN + "\n".join(lines()) + "\n" + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
