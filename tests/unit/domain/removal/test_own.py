"""A folder is a tool's own only where it is called so, or an installer says so and nothing else was seen in it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec import structs

from recovery_assistant.domain.observation import InstalledProgram, Observation, Process, Service, System
from recovery_assistant.domain.removal.own import Own, has_name_of, is_named_after, of_kind
from recovery_assistant.domain.removal.plan import Packager, Proposal, Quarantine, StopService
from recovery_assistant.domain.removal.steps import Seen
from tests.unit.domain.fake_ground import FakeGround
from tests.unit.domain.removal.windows_rows import HOME, PF, PF86, pc
from tests.unit.domain.removal_machines import (
    UNINSTALL,
    catalogue,
    entry,
    lies,
    planned,
    programs_of,
    runs,
    service,
    starts,
    told,
)

WIN, LINUX, MACOS = System.WINDOWS, System.LINUX, System.MACOS
TOOL = catalogue().tool("anydesk")
FOLDER = rf"{HOME}\AppData\Local\AnyDesk"
SIGNER = "AnyDesk Software GmbH"


def test_what_is_a_findings_own() -> None:
    mine: list[Observation] = [service("T", rf'"{FOLDER}\t.exe"'), runs(rf"{FOLDER}\t.exe")]
    near = runs(rf"{FOLDER}\sub\helper.exe", 99)
    ground = FakeGround(folders=[FOLDER])
    seen = Seen(tuple(mine), (*mine, near, runs(r"C:\Other\x.exe")))
    own = Own(seen, WIN, ground, TOOL)
    assert own.folders == (FOLDER,)
    assert of_kind(Process, seen, own) == [mine[1], near]
    assert of_kind(Service, seen, own) == [mine[0]]
    assert own.has(rf"{FOLDER}\T.EXE")
    assert own.has(FOLDER.replace("\\", "/") + "/t.exe")
    assert not own.has("")

    stranger = ("other", (runs(rf"{FOLDER}\other\o.exe"),))
    shared = Own(seen._replace(others=(stranger,)), WIN, ground, TOOL)
    assert (shared.folders, shared.shared, shared.called) == ((), (FOLDER,), (FOLDER,))
    below = InstalledProgram(source="x", install_location=rf"{FOLDER}\other")
    assert Own(seen._replace(around=(*mine, below)), WIN, ground, TOOL).shared == (FOLDER,)
    assert own.is_strangers("") is False


@pytest.mark.parametrize(
    ("folder", "tool", "system", "is_so"),
    [
        (rf"{PF86}\AnyDesk", "anydesk", WIN, True),
        (rf"{PF86}\AnyDesk-ad_1234abcd", "anydesk", WIN, True),
        (rf"{PF86}\ScreenConnect Client (0123456789abcdef)", "screenconnect", WIN, True),
        (rf"{PF86}\GoTo Resolve Unattended\1234", "goto-resolve", WIN, True),
        (rf"{PF}\RepairTech\Syncro", "syncro", WIN, True),
        (rf"{PF}\Mozilla Firefox", "anydesk", WIN, False),
        (rf"{PF}\SomeBank", "tightvnc", WIN, False),
        (r"C:\Users\anydesk\AppData\Roaming\Thunder", "anydesk", WIN, False),
        ("/home/rustdesk/.config/chromium", "rustdesk", LINUX, False),
        ("/home/jane/.config/rustdesk", "rustdesk", LINUX, True),
        ("/home/jane/.rustdesk", "rustdesk", LINUX, True),
        ("/root/.local/share/evolution", "rustdesk", LINUX, False),
        ("/opt/photoprog", "rustdesk", LINUX, False),
        ("/usr/share/dwagent", "dwagent", LINUX, True),
        ("/Applications/AnyDesk.app", "anydesk", MACOS, True),
        ("/Applications/Photos.app", "anydesk", MACOS, False),
        ("/Users/jane/Library/Application Support/com.carriez.RustDesk", "rustdesk", MACOS, True),
    ],
)
def test_folders_that_are_called_as_the_tool(folder: str, tool: str, system: System, *, is_so: bool) -> None:
    assert is_named_after(folder, catalogue().tool(tool), system) is is_so


@pytest.mark.parametrize("folder", ["Mozilla", "evolution", "chromium", "Photos", "client", "agent", "data", "app"])
def test_no_tool_of_the_catalogue_is_called_like_others_folders(folder: str) -> None:
    places = ((rf"{PF}\{folder}", WIN), (f"/home/jane/.local/share/{folder}", LINUX), (f"/opt/{folder}", LINUX))
    fits = {
        (tool.id, path) for tool in catalogue().tools for path, system in places if is_named_after(path, tool, system)
    }
    assert fits == set()


def test_a_name_that_needs_no_other_sign() -> None:
    assert has_name_of(r"C:\Windows\SysWOW64\rserver30\RServer3.exe", catalogue().tool("radmin"))
    assert not has_name_of(r"C:\Windows\System32\tar.exe", catalogue().tool("tiflux"))


def _linux(rows: Sequence[Observation], tool: str) -> Proposal:
    programs = programs_of(rows, LINUX)
    above = {path[:end] for path in programs for end in range(2, len(path)) if path[end] == "/"}
    packages: dict[str, tuple[Packager, str]] = {
        "/opt/photoprog": ("apt", "photoprog"),
        "/opt/photoprog/photoprog": ("apt", "photoprog"),
    }
    ground = FakeGround(LINUX, files=programs, folders=above, packages=packages)
    return planned(LINUX, rows, ground, tool)


@pytest.mark.parametrize(
    "folder",
    ["/opt/photoprog", "/home/jane/.local/share/evolution", "/home/jane/.config/chromium", "/home/jane/.x"],
)
def test_a_file_laid_into_somebody_elses_folder_takes_nothing_of_it_along(folder: str) -> None:
    proposal = _linux([runs(f"{folder}/rustdesk"), lies(f"{folder}/rustdesk")], "rustdesk")
    assert [path for path in _moved(proposal) if path != f"{folder}/rustdesk"] == []
    assert "end-process rustdesk" in [line.lstrip("!") for line in told(proposal)]
    assert ("shared-folder", folder) in {(one.code, one.about) for one in proposal.refusals}


def _moved(proposal: Proposal) -> list[str]:
    actions = proposal.plan.actions if proposal.plan else ()
    return [action.verb.path for action in actions if isinstance(action.verb, Quarantine)]


def test_a_package_managers_folder_is_never_moved_whatever_it_is_called() -> None:
    path = "/opt/rustdesk/rustdesk"
    ground = FakeGround(
        LINUX, files=[path], folders=["/opt", "/opt/rustdesk"], packages={"/opt/rustdesk": ("apt", "photos")}
    )
    proposal = planned(LINUX, [runs(path), lies(path)], ground, "rustdesk")
    assert _moved(proposal) == [path]


def test_a_program_of_a_bank_and_a_mail_program_stay_on_windows() -> None:
    bank, mail = rf"{PF}\SomeBank", rf"{HOME}\AppData\Roaming\Thunder"
    banks: list[Observation] = [runs(rf"{bank}\bank.exe", 99), service("Bank", rf'"{bank}\bank.exe"')]
    mails: list[Observation] = [runs(rf"{mail}\mail.exe", 99), starts("Mail", rf"{mail}\mail.exe")]
    for folder, rows in ((bank, banks), (mail, mails)):
        path = rf"{folder}\AnyDesk.exe"
        every: list[Observation] = [runs(path), lies(path, SIGNER), *rows]
        uninstaller = rf"{folder}\unins000.exe"
        proposal = planned(WIN, every, pc(every, [uninstaller], signers={path: SIGNER}), "anydesk")
        lines = [line.lstrip("!") for line in told(proposal)]
        assert lines == ["end-process AnyDesk.exe", "quarantine AnyDesk.exe"]
        assert ("shared-folder", folder) in {(one.code, one.about) for one in proposal.refusals}


def test_a_service_called_as_the_tool_takes_no_others_program_along() -> None:
    bank = rf"{PF}\SomeBank\bank.exe"
    rows: list[Observation] = [service("AnyDesk", f'"{bank}"'), runs(bank, 99)]
    proposal = planned(WIN, rows, pc(rows), "anydesk")
    assert not [line for line in told(proposal) if "bank" in line or "SomeBank" in line]


def test_what_an_installer_says_is_believed_where_nothing_else_was_seen() -> None:
    folder = rf"{PF86}\AcmeHelp"
    mine: list[Observation] = [
        entry(rf"{UNINSTALL}\AnyDesk", "AnyDesk", place=folder),
        runs(rf"{folder}\AnyDesk.exe"),
    ]
    ground = FakeGround(folders=[folder])
    assert Own(Seen(tuple(mine), tuple(mine)), WIN, ground, TOOL).folders == (folder,)
    other = runs(rf"{folder}\photos.exe", 12)
    assert Own(Seen(tuple(mine), (*mine, other)), WIN, ground, TOOL).shared == (folder,)
    own_list = [structs.replace(mine[0], registry_key=r"HKU\S-1-5-21-1\SOFTWARE\x"), mine[1]]
    assert Own(Seen(tuple(own_list), tuple(own_list)), WIN, ground, TOOL).shared == (folder,)


NVDA = rf"{PF86}\NVDA\nvda.exe"


@pytest.mark.parametrize(
    "rows",
    [
        [service("AnyDesk", f'"{NVDA}"'), runs(NVDA, 99)],
        [starts("AnyDesk", f'"{NVDA}"'), runs(NVDA, 99), service("AnyDesk", f'"{NVDA}"')],
    ],
)
def test_an_access_aid_that_is_called_like_a_tool_stays(rows: list[Observation]) -> None:
    proposal = planned(WIN, rows, pc(rows), "anydesk")
    assert told(proposal) == []
    assert ("access-aid", NVDA) in {(one.code, one.about) for one in proposal.refusals}


def test_a_tool_in_the_folder_of_an_access_aid_goes_alone() -> None:
    folder = rf"{PF86}\Reader"
    path = rf"{folder}\AnyDesk.exe"
    rows: list[Observation] = [
        runs(path),
        lies(path, SIGNER),
        runs(rf"{folder}\jfw.exe", 99),
        service("reader", rf'"{folder}\reader_service.exe"'),
    ]
    proposal = planned(WIN, rows, pc(rows, signers={path: SIGNER}), "anydesk")
    assert [line.lstrip("!") for line in told(proposal)] == ["end-process AnyDesk.exe", "quarantine AnyDesk.exe"]


def test_an_access_aid_keeps_a_folder_that_is_called_as_the_tool() -> None:
    path, aid = rf"{FOLDER}\AnyDesk.exe", rf"{FOLDER}\jfw.exe"
    rows: list[Observation] = [runs(path), lies(path, SIGNER), runs(aid, 99)]
    proposal = planned(WIN, rows, pc(rows, signers={path: SIGNER}), "anydesk")
    assert _moved(proposal) == [path]
    assert not [line for line in told(proposal) if "jfw" in line]


def test_kept_things_are_nobodys_folder() -> None:
    kept = "/home/jane/.local/share/recovery-assistant/removed/kept/r-0123456789ab/a2/content/rustdesk.AppImage.quar"
    seen = Seen((runs(kept),), (runs(kept),))
    own = Own(seen, LINUX, FakeGround(LINUX, files=[kept], folders=[kept.rpartition("/")[0]]), TOOL)
    assert (own.folders, own.programs) == ((), ())
    rows: list[Observation] = [runs(kept.replace("AppImage.quar", "AppImage"))]
    programs = programs_of(rows, LINUX)
    folders = [path.rpartition("/")[0] for path in programs]
    proposal = planned(LINUX, rows, FakeGround(LINUX, files=programs, folders=folders), "rustdesk")
    assert told(proposal) == ["end-process rustdesk.AppImage"]


def test_a_service_that_names_its_folder_by_a_variable_is_stopped() -> None:
    path = rf"{PF}\AnyDesk\AnyDesk.exe"
    rows: list[Observation] = [service("AnyDesk", r"%ProgramFiles%\AnyDesk\AnyDesk.exe --service"), runs(path)]
    proposal = planned(WIN, rows, FakeGround(files=[path], folders=[rf"{PF}\AnyDesk"]), "anydesk")
    assert "!stop-service AnyDesk" in told(proposal)
    assert proposal.plan is not None
    assert [one.verb.program for one in proposal.plan.actions if isinstance(one.verb, StopService)] == [path]
