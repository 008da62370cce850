"""The forms in which the catalogue leaves the program: one row for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from recovery_assistant.content.packs import osquery, sigma, table, velociraptor
from recovery_assistant.domain.catalogue import Catalogue
from recovery_assistant.domain.observation import System


class Format(NamedTuple):
    """A form of the catalogue.

    Attributes:
        files: name and text of each file, for some systems; the same catalogue gives the same bytes.
        words: what it is for.
    """

    files: Callable[[Catalogue, frozenset[System]], Mapping[str, str]]
    words: str


FORMATS: Final[Mapping[str, Format]] = {
    "osquery": Format(osquery.files, "query packs; read their results with scan --host osquery:FILE"),
    "velociraptor": Format(velociraptor.files, "artifacts; read their results with scan --host velociraptor:FILE"),
    "sigma": Format(sigma.files, "rules for log engines"),
    "csv": Format(table.files, "one table for people"),
}
