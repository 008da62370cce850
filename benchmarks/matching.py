"""How long one inventory takes to be compared with the whole catalogue, beside three other ways. One run, in turn.

- loop: `fnmatch` of every pattern (as a glob) against the text that it asks about. A sample of the observations, and
  the time taken times what is left out: the whole would take minutes.
- look-up: the base name of each observation's path, in small letters, looked up in a dictionary. It finds far less.
- Sigma: the catalogue's own export, as SQL by pySigma, run over the same observations as log lines in SQLite. Making
  the SQL and filling the table are left out; a few rounds are enough.
- doubled: the same inventory with a catalogue twice as big; the other half has names of its own.

Half of the observations are those of a Windows PC, half of a Linux PC: each half is compared as what it is.

    python benchmarks/matching.py [--observations 10000] [--rounds 15]
"""

from __future__ import annotations

import argparse
import fnmatch
import re
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter

from inventories import observations
from msgspec import structs
from sigma_engine import SigmaEngine, log_lines

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain.catalogue import AnyIndicator, Catalogue
from recovery_assistant.domain.matching import Hit, Matcher, patterns_of
from recovery_assistant.domain.observation import (
    Autorun,
    InstalledProgram,
    Observation,
    Process,
    ProgramFile,
    Service,
    System,
)
from recovery_assistant.domain.patterns import alternatives
from recovery_assistant.resources import resources_root

LOOP_AIM, SIGMA_AIM, LOOK_UP_AIM, DOUBLED_AIM = 80.0, 60.0, 4.0, 1.15
SIGMA_ROUNDS = 3
BATCH = 1024
EVERY = 100  # of the observations in the sample of the loop

_ASKED_ABOUT: dict[type, tuple[tuple[str, str], ...]] = {
    Process: (("program", "name"), ("path", "exe"), ("command", "cmdline"), ("signer", "signer")),
    Service: (("name", "name"), ("display_name", "display_name"), ("path", "binary_path")),
    InstalledProgram: (("display_name", "display_name"), ("package", "package"), ("publisher", "publisher")),
    Autorun: (("name", "name"), ("command", "command")),
    ProgramFile: (("path", "path"), ("signer", "signer"), ("program", "path")),
}
_PATH_OF: dict[type, Callable[[object], str]] = {
    Process: attrgetter("exe"),
    ProgramFile: attrgetter("path"),
    Service: attrgetter("binary_path"),
    Autorun: attrgetter("command"),
    InstalledProgram: attrgetter("display_name"),
}


def globs(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return each alternative of each pattern as the glob that comes nearest, by field."""
    found: dict[str, dict[str, None]] = {}
    for tool in catalogue.tools:
        for indicator in tool.indicator:
            for field, pattern in patterns_of(indicator):
                for branch in alternatives(pattern):
                    plain = re.sub(r"\(.*\)[*+?]*|\[[^]]*\][*+?{}0-9]*|\\[dw][*+?]*", "*", branch).replace(".*", "*")
                    found.setdefault(field, {})[plain.replace("\\", "")] = None
    return {field: list(rows) for field, rows in found.items()}


def loop(rows: Sequence[Observation], by_field: dict[str, list[str]]) -> int:
    """Compare every text with every glob of its field; return how many fit."""
    met = 0
    for row in rows:
        for field, attribute in _ASKED_ABOUT[type(row)]:
            text = str(getattr(row, attribute)).lower().replace("\\", "/")
            if field == "program":
                text = text.rpartition("/")[2].removesuffix(".exe")
            if text:
                met += sum(fnmatch.fnmatchcase(text, glob) for glob in by_field.get(field, ()))
    return met


def look_up(rows: Sequence[Observation], names: dict[str, str]) -> int:
    """Look up the base name of the path of every observation; return how many are known."""
    met = 0
    for row in rows:
        if names.get(_PATH_OF[type(row)](row).replace("\\", "/").rpartition("/")[2].lower()) is not None:
            met += 1
    return met


def compare(matcher: Matcher, system: System, rows: Sequence[Observation]) -> list[Hit]:
    """Return all hits; in the batches in which a scan does it."""
    batches = (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))
    return [hit for batch in batches for hit in matcher.hits_in(system, batch)]


def doubled(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue with a second, made-up tool for each: the same patterns with every word spelt backwards."""
    others = tuple(
        structs.replace(tool, id=f"{tool.id}-2", indicator=tuple(map(_backwards, tool.indicator)))
        for tool in catalogue.tools
    )
    return Catalogue(edition="doubled", tools=(*catalogue.tools, *others))


def _backwards(indicator: AnyIndicator) -> AnyIndicator:
    changed = {
        field: re.sub(r"(?<![\\<{?])\b[a-z]{4,}\b(?![>}])", lambda word: word[0][::-1], getattr(indicator, field))
        for field, _ in patterns_of(indicator)
    }
    return structs.replace(indicator, **changed)


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--observations", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    catalogue = load_catalogue(resources_root())
    twice = doubled(catalogue)
    by_field = globs(catalogue)
    names = {f"{tool.id}.exe": tool.id for tool in catalogue.tools}
    print(f"{len(catalogue.tools)} tools, {sum(len(tool.indicator) for tool in catalogue.tools)} indicators")
    together: dict[str, float] = {}
    for system in (System.WINDOWS, System.LINUX):
        rows = observations(system, options.observations // 2)
        engine = SigmaEngine(catalogue, frozenset({system}))
        engine.load(line for row in rows for line in log_lines(system, row))
        matchers = Matcher(catalogue), Matcher(twice)
        middle = measure(system, rows, matchers, (by_field, names, engine), options.rounds)
        tell(f"{system}, {len(rows)} observations", middle)
        together = {name: together.get(name, 0.0) + took for name, took in middle.items()}
    tell("one inventory, both systems", together)


def measure(
    system: System,
    rows: Sequence[Observation],
    matchers: tuple[Matcher, Matcher],
    others: tuple[dict[str, list[str]], dict[str, str], SigmaEngine],
    rounds: int,
) -> dict[str, float]:
    """Let each way do the same, in turn, and return the medians."""
    (matcher, of_twice), (by_field, names, engine), sample = matchers, others, rows[::EVERY]
    loop(sample, by_field)  # fnmatch keeps what it compiled
    if len(compare(matcher, system, rows)) > len(compare(of_twice, system, rows)):
        raise SystemExit("The doubled catalogue finds less.")
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: compare(matcher, system, rows),
        "doubled": lambda: compare(of_twice, system, rows),
        "look-up": lambda: look_up(rows, names),
        "loop": lambda: loop(sample, by_field),
        "sigma": engine.run,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            if name != "sigma" or number < SIGMA_ROUNDS:
                times[name].append(timed(way))
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    middle["loop"] *= len(rows) / len(sample)
    return middle


def tell(what: str, middle: Mapping[str, float]) -> None:
    """Print the medians of one inventory, as ratios."""
    ours = middle["ours"]
    print(f"{what}: ours {ours:.1f} ms")
    print(f"  fnmatch loop {middle['loop']:9.1f} ms   {middle['loop'] / ours:6.1f} times ours (aim: {LOOP_AIM:.0f})")
    print(f"  Sigma rules  {middle['sigma']:9.1f} ms   {middle['sigma'] / ours:6.1f} times ours (aim: {SIGMA_AIM:.0f})")
    by_look_up = ours / middle["look-up"]
    print(f"  look-up      {middle['look-up']:9.1f} ms   ours {by_look_up:.2f} of it (aim: {LOOK_UP_AIM})")
    print(f"  doubled      {middle['doubled']:9.1f} ms   {middle['doubled'] / ours:.2f} of ours (aim: {DOUBLED_AIM})")


if __name__ == "__main__":
    main()
