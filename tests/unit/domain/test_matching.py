"""Which indicators an observation meets: always exactly those that trying every indicator one by one would find."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recovery_assistant.content.catalogue import load_catalogue
from recovery_assistant.domain import matching
from recovery_assistant.domain.candidates import APPLIES_TO, patterns_of, searches_of
from recovery_assistant.domain.catalogue import Catalogue, InAutorun, InInstalled, InProgram, InService, InSetting
from recovery_assistant.domain.matching import Hit, Matcher
from recovery_assistant.domain.observation import (
    Account,
    Autorun,
    BrowserExtension,
    InstalledProgram,
    ListeningSocket,
    Observation,
    PastRun,
    Process,
    ProgramFile,
    RegisteredProgram,
    Service,
    Setting,
    System,
    VersionInfo,
)
from recovery_assistant.domain.traits import LONGEST_TEXT, traits_of
from recovery_assistant.resources import resources_root
from tests.unit.domain.catalogue_rows import CATALOGUE, SOURCE, tool

MATCHER = Matcher(CATALOGUE)
AWKWARD = Catalogue(
    edition="awkward",
    tools=(
        tool(
            "odd",
            "Odd",
            InProgram(strength="sign", source=SOURCE, program="x.?"),
            InProgram(strength="sign", source=SOURCE, program="[kK]?iosk(?:s|z)?|(?:a|b|c)+desk|ſ3cret"),
            InProgram(strength="sign", source=SOURCE, program="task master", command=".* --host=.*"),
            InProgram(strength="sign", source=SOURCE, program=".*", company="(?:acme|zenith) ?(?:gmbh)?"),
            InProgram(strength="sign", source=SOURCE, path=r".*\.d/tool/.*|d:/own/.*", unless=".*/spare/.*"),
            InService(strength="sign", source=SOURCE, name=r"(?!no)so(?:me|ng)\+", enabled=True),
            InService(strength="sign", source=SOURCE, path="/opt/desk/.*"),
            InInstalled(strength="sign", source=SOURCE, display_name=r"(?:tool|kit){more}", publisher=".{3}"),
            InInstalled(strength="sign", source=SOURCE, registry_key=r"\{abcd\}"),
            InAutorun(strength="sign", source=SOURCE, location=".*/run", name="kit{2}|k|kit+"),
            InSetting(strength="sign", source=SOURCE, name="door", value="1|open.*"),
        ),
        *CATALOGUE.tools,
    ),
)


def tried_one_by_one(catalogue: Catalogue, system: System, observation: Observation) -> list[Hit]:
    """Return the hits of an observation the slow way: every indicator is compared."""
    traits = traits_of(observation)
    found = []
    for owner in catalogue.tools:
        for indicator in owner.indicator:
            if system not in (indicator.systems or owner.systems):
                continue
            if type(observation) not in APPLIES_TO[type(indicator)]:
                continue
            rule = matching._Rule(owner, indicator, patterns_of(indicator), matching._kinds(indicator))
            if not rule.patterns and "contains" not in traits:
                continue
            hit = matching._hit(rule, observation, traits)
            if hit is not None:
                found.append(hit)
    return found


@cache
def real() -> tuple[Catalogue, Matcher]:
    catalogue = load_catalogue(resources_root())
    return catalogue, Matcher(catalogue)


@cache
def values_of(which: str) -> tuple[st.SearchStrategy[str], ...]:
    """Return, for each pattern of a catalogue, texts that fit it."""
    catalogue = AWKWARD if which == "awkward" else real()[0]
    patterns = dict.fromkeys(
        pattern for owner in catalogue.tools for indicator in owner.indicator for _, pattern in patterns_of(indicator)
    )
    return tuple(st.from_regex(re.compile(pattern, re.IGNORECASE), fullmatch=True) for pattern in patterns)


def texts(which: str) -> st.SearchStrategy[str]:
    """Return texts that fit a pattern, nearly fit one, or are noise."""
    fitting = st.sampled_from(range(len(values_of(which)))).flatmap(lambda number: values_of(which)[number])
    before = st.sampled_from(
        ["", "", "", "/", "C:\\x\\", "\\", '"c:/a b/', "  ", "\t/", "x", "-", "env A=b ", "CN=", "\u00a0", "é/", "'"]
    )
    after = st.sampled_from(
        [
            "",
            "",
            "",
            ".exe",
            " (1).exe",
            "-1.2.3",
            "v2",
            "2",
            "s",
            " ",
            '" --x',
            "/",
            ".exe.exe",
            "é",
            "\u2028",
            ", O=x",
        ]
    )
    shaped = st.sampled_from(
        [
            str,
            str,
            str.upper,
            str.title,
            lambda text: text.replace("s", "ſ").replace("i", "ı"),
            lambda text: text.replace("k", "\u212a").replace("i", "İ"),
            lambda text: text.replace("/", "\\"),
            lambda text: "/" * LONGEST_TEXT + text,
            lambda text: " " * (LONGEST_TEXT - 3) + text,
            lambda text: text + "z" * LONGEST_TEXT,
            lambda text: "y/" * (LONGEST_TEXT // 2 - 4) + text,
        ]
    )
    made = st.builds(lambda b, text, a, shape: shape(b + text + a), before, fitting, after, shaped)
    return st.one_of(made, made, fitting, st.text(max_size=12))


def observations(which: str) -> st.SearchStrategy[Observation]:
    text = st.one_of(texts(which), st.just(""))
    few = {"source": st.just("s")}
    version = st.none() | st.builds(
        VersionInfo, original_filename=text, product_name=text, company_name=text, file_description=text
    )
    marks = st.lists(st.sampled_from(["FarView core", "farview.example", "anydesk.com", "philandro"]), max_size=2)
    return st.one_of(
        st.builds(Process, **few, name=text, exe=text, cmdline=text, signer=text, version_info=version),
        st.builds(ProgramFile, **few, path=text, signer=text, version_info=version, inside=marks.map(tuple)),
        st.builds(PastRun, **few, name=text, path=text, version_info=version),
        st.builds(Service, **few, name=text, display_name=text, binary_path=text, enabled=st.booleans()),
        st.builds(Autorun, **few, location=text, name=text, command=text),
        st.builds(RegisteredProgram, **few, way=st.just("w"), name=text, command=text),
        st.builds(
            InstalledProgram,
            **few,
            display_name=text,
            publisher=text,
            package=text,
            bundle_id=text,
            registry_key=text,
            install_location=text,
        ),
        st.builds(BrowserExtension, **few, browser=st.just("b"), extension_id=text, name=text),
        st.builds(ListeningSocket, **few, address=st.just("a"), port=st.sampled_from([0, 5900]), process_name=text),
        st.builds(Setting, **few, name=text | st.just("door"), value=text),
        st.builds(Account, **few, name=text),
    )


ONE_BY_ONE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@ONE_BY_ONE
@given(system=st.sampled_from(System), batch=st.lists(observations("awkward"), min_size=1, max_size=8))
@example(System.WINDOWS, [Process(source="s", name=" \u00a0K\u0130OSK.exe"), Process(source="s", name="\u212aıoſk")])
@example(System.WINDOWS, [ProgramFile(source="s", path="/" * (LONGEST_TEXT - 5) + "kiosk" + "x" * 9)])
@example(System.LINUX, [Service(source="s", binary_path="-@/opt/desk/\ud800 \x00x", name="some+", enabled=True)])
def test_an_awkward_catalogue_meets_what_trying_everything_meets(system: System, batch: list[Observation]) -> None:
    expected = [hit for observation in batch for hit in tried_one_by_one(AWKWARD, system, observation)]
    assert Matcher(AWKWARD).hits_in(system, batch) == expected


@ONE_BY_ONE
@given(system=st.sampled_from(System), batch=st.lists(observations("real"), min_size=1, max_size=4))
def test_the_real_catalogue_meets_what_trying_everything_meets(system: System, batch: list[Observation]) -> None:
    catalogue, matcher = real()
    expected = [hit for observation in batch for hit in tried_one_by_one(catalogue, system, observation)]
    assert matcher.hits_in(system, batch) == expected


def test_one_is_looked_up_like_many() -> None:
    rows: list[Observation] = [
        Process(source="p", name="FarView.exe"),
        Service(source="s", name="FarView"),
        Account(source="a", name="farview"),
        ProgramFile(source="f", path="/x/invoice", inside=("FarView core", "farview.example")),
        Process(source="p", name="a.exe", version_info=VersionInfo(product_name="FarView 3")),
    ]
    together = MATCHER.hits_in(System.LINUX, rows)
    assert together == [hit for row in rows for hit in MATCHER.hits(System.LINUX, row)]
    assert len({hit.observation for hit in together}) == len(rows) - 1
    assert MATCHER.hits_in(System.LINUX, []) == []


def test_needles_that_were_worked_out_before_give_the_same() -> None:
    owners = [(owner, indicator) for owner in CATALOGUE.tools for indicator in owner.indicator]
    ready = Catalogue(edition="x", tools=CATALOGUE.tools, searches=searches_of(owners))
    row = Process(source="p", name="FarView.exe", signer="CN=FarView GmbH, O=x")
    assert Matcher(ready).hits(System.WINDOWS, row) == MATCHER.hits(System.WINDOWS, row) != ()


def test_texts_inside_count_only_together() -> None:
    half = ProgramFile(source="f", path="/x/invoice", inside=("FarView core",))
    assert MATCHER.hits(System.LINUX, half) == ()
    assert MATCHER.marks[System.LINUX] == ("FarView core", "farview.example")


def test_patterns_come_with_the_most_telling_field_first() -> None:
    farview = CATALOGUE.tool("farview").indicator
    assert [field for field, _ in patterns_of(farview[0])] == ["program"]
    assert patterns_of(farview[5]) == ()


@pytest.mark.parametrize("system", list(System))
def test_a_hostile_batch_is_cut_to_what_is_compared(system: System) -> None:
    rows = [Process(source="p", name="farview" + "\u0130" * 200_000, exe="\ud800" * 200_000) for _ in range(20)]
    assert MATCHER.hits_in(system, rows) == []
