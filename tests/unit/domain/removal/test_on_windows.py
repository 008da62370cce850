"""Windows PCs and the plans that are right for them: installed, portable, renamed, hidden, hostile, two of a kind."""

from __future__ import annotations

import pytest
from msgspec import structs

from recovery_assistant.domain.observation import Autorun, InstalledProgram, Observation
from recovery_assistant.domain.removal.plan import (
    EndProcess,
    Proposal,
    Quarantine,
    RemoveValue,
    RunUninstaller,
    UninstallMsi,
)
from recovery_assistant.domain.removal.uninstall_command import signer_patterns
from tests.unit.domain.fake_ground import OWN_HIVE, FakeGround
from tests.unit.domain.removal.windows_rows import CODE, EXES, HOME, MSIS, OTHER_CODE, PF, PF86, WIN, Exe, Msi, pc
from tests.unit.domain.removal_machines import (
    RUN_OF_ALL,
    UNINSTALL,
    UNINSTALL_32,
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


@pytest.mark.parametrize("row", MSIS, ids=lambda row: row.tool)
def test_tools_of_windows_installer(row: Msi) -> None:
    program = f"{row.folder}\\{row.exe}"
    rows: list[Observation] = [
        entry(rf"{UNINSTALL}\{CODE}", row.name, f"MsiExec.exe /I{CODE}", place=row.folder),
        service(row.service, f'"{program}" -service'),
        runs(program),
    ]
    proposal = planned(WIN, rows, pc(rows, products={CODE: row.name}), row.tool)
    assert told(proposal)[:3] == [
        f"!stop-service {row.service}",
        f"!end-process {row.exe}",
        f"!uninstall-msi {CODE}",
    ]
    assert not [refusal for refusal in proposal.refusals if refusal.code != "password-needed"]
    assert proposal.plan is not None
    verb = next(one.verb for one in proposal.plan.actions if isinstance(one.verb, UninstallMsi))
    assert verb.gone.keys == (rf"{UNINSTALL}\{CODE}",)
    assert verb.gone.services == (row.service,)
    assert len(verb.gone.folders) == 1


@pytest.mark.parametrize("row", EXES, ids=lambda row: row.tool)
def test_tools_with_an_uninstaller_of_their_own(row: Exe) -> None:
    program = f"{row.folder}\\{row.exe}"
    uninstaller, _, words = row.words.partition("|")
    rows: list[Observation] = [
        entry(rf"{UNINSTALL_32}\{row.name}", row.name, f'"{row.folder}\\{uninstaller}" {words}', place=row.folder),
        service(row.service, f'"{program}" --service'),
        runs(program),
    ]
    beside = [f"{row.folder}\\{name}" for name in row.beside]
    ground = pc(rows, beside, signers=dict.fromkeys((program, *beside), row.signer))
    proposal = planned(WIN, rows, ground, row.tool)
    name = uninstaller.rpartition("\\")[2]
    assert told(proposal)[0] == f"!stop-service {row.service}"
    assert [line.lower() for line in told(proposal)][2] == f"!run-uninstaller {name.lower()}"
    assert proposal.plan is not None
    verb = next(one.verb for one in proposal.plan.actions if isinstance(one.verb, RunUninstaller))
    assert verb.sha256
    assert verb.gone.services == (row.service,)

    if not signer_patterns(catalogue().tool(row.tool), WIN):
        return  # then a protected place and the catalogue's own word for it have to be enough
    unsigned = planned(WIN, rows, pc(rows, beside), row.tool)
    assert not [line for line in told(unsigned) if "uninstaller" in line]
    assert "uninstaller-signer" in {refusal.code for refusal in unsigned.refusals}
    assert f"!stop-service {row.service}" in told(unsigned), "what starts it is taken away all the same"
    assert not [line for line in told(unsigned) if "quarantine" in line and "leftover" not in line]


def anydesk(folder: str, name: str, *, suffix: str = "", key: str = UNINSTALL_32) -> list[Observation]:
    program = rf"{folder}\AnyDesk{suffix}.exe"
    return [
        entry(rf"{key}\{name}", name, f'"{program}" --uninstall', place=folder),
        service(f"AnyDesk{suffix}", f'"{program}" --service'),
        runs(program, 11),
        runs(program, 12),
    ]


def test_two_copies_of_anydesk_are_two_plans_each_with_its_own_things_alone() -> None:
    plain, custom = rf"{PF86}\AnyDesk", rf"{PF86}\AnyDesk-ad_0123abcd"
    rows: list[Observation] = [
        *anydesk(plain, "AnyDesk"),
        *anydesk(custom, "AnyDesk-ad_0123abcd", suffix="-ad_0123abcd"),
    ]
    signers = dict.fromkeys(programs_of(rows, WIN), "AnyDesk Software GmbH")
    ground = pc(rows, folders=[r"C:\ProgramData\AnyDesk"], signers=signers)
    by_instance = {name: planned(WIN, rows, ground, "anydesk", instance=name) for name in ("ad_0123abcd", "")}
    custom_plan = by_instance["ad_0123abcd"]
    assert told(custom_plan) == [
        "!stop-service AnyDesk-ad_0123abcd",
        "!end-process AnyDesk-ad_0123abcd.exe",
        "!end-process AnyDesk-ad_0123abcd.exe",
        "!run-uninstaller AnyDesk-ad_0123abcd.exe",
    ], "and the folder that both use stays"
    assert custom_plan.plan is not None
    assert all(plain + "\\" not in root for root in custom_plan.plan.roots)

    alone = anydesk(plain, "AnyDesk")
    kept = planned(WIN, alone, pc(alone, folders=[r"C:\ProgramData\AnyDesk"], signers=signers), "anydesk")
    assert "!quarantine AnyDesk (leftover)" in told(kept)


def test_instances_of_screenconnect_that_hide_from_the_list() -> None:
    rows: list[Observation] = []
    products = {}
    for code, name in ((CODE, "0123456789abcdef"), (OTHER_CODE, "fedcba9876543210")):
        folder = rf"{PF86}\ScreenConnect Client ({name})"
        rows.append(entry(rf"{UNINSTALL}\{code}", f"ScreenConnect Client ({name})"))  # hidden: no command
        rows.append(service(f"ScreenConnect Client ({name})", rf'"{folder}\ScreenConnect.ClientService.exe" "?e=x"'))
        rows.append(runs(rf"{folder}\ScreenConnect.WindowsClient.exe"))
        products[code] = f"ScreenConnect Client ({name})"
    key = r"HKLM\SYSTEM\CurrentControlSet\Control\SafeBoot\Network\ScreenConnect Client (fedcba9876543210)"
    proposal = planned(WIN, rows, pc(rows, products=products, keys=[key]), "screenconnect", instance="fedcba")
    assert told(proposal) == [
        "!stop-service ScreenConnect Client (fedcba9876543210)",
        "!end-process ScreenConnect.WindowsClient.exe",
        f"!uninstall-msi {OTHER_CODE}",
        "!remove-key ScreenConnect Client (fedcba9876543210)",
    ]


def test_a_portable_copy_is_ended_and_kept_and_nothing_is_run() -> None:
    path = rf"{HOME}\Downloads\AnyDesk.exe"
    rows: list[Observation] = [lies(path, "AnyDesk Software GmbH"), runs(path), starts("AnyDesk", f'"{path}" --tray')]
    ground = pc(rows, folders=[rf"{HOME}\AppData\Roaming\AnyDesk"], signers={path: "AnyDesk Software GmbH"})
    proposal = planned(WIN, rows, ground, "anydesk")
    assert told(proposal) == [
        "end-process AnyDesk.exe",
        "remove-value AnyDesk",
        "quarantine AnyDesk.exe",
        "quarantine AnyDesk (leftover)",
    ]
    assert proposal.plan is not None
    assert proposal.plan.rights == ("person",), "nobody is asked for a password"
    value = next(one.verb for one in proposal.plan.actions if isinstance(one.verb, RemoveValue))
    assert value.data == f'"{path}" --tray'


def test_a_renamed_tool_in_a_folder_of_another_name_goes_alone() -> None:
    folder = rf"{HOME}\AppData\Roaming\Printer Helper"
    rows: list[Observation] = [
        structs.replace(runs(rf"{folder}\client32.exe"), signer="NetSupport Ltd"),
        starts("Printer", rf'"{folder}\client32.exe"'),
        lies(rf"{folder}\client32.exe"),
    ]
    proposal = planned(WIN, rows, pc(rows), "netsupport-manager")
    assert told(proposal) == ["end-process client32.exe", "remove-value Printer", "quarantine client32.exe"]
    assert [(one.code, one.about) for one in proposal.refusals] == [("shared-folder", folder)]


def test_a_service_without_an_uninstaller_is_taken_out_with_its_folder() -> None:
    folder = r"C:\ProgramData\AMMYY"
    rows: list[Observation] = [
        service("AmmyyAdmin_1234", rf'"{folder}\AA_v3.exe" -service'),
        runs(rf"{folder}\AA_v3.exe"),
    ]
    proposal = planned(WIN, rows, pc(rows), "ammyy-admin")
    assert told(proposal) == [
        "!stop-service AmmyyAdmin_1234",
        "!end-process AA_v3.exe",
        "!quarantine AMMYY",
        "!remove-key AmmyyAdmin_1234",
    ]


def test_an_entry_of_the_person_that_leads_to_a_hostile_file_runs_nothing() -> None:
    folder = rf"{HOME}\AppData\Local\AnyDesk"
    key = rf"{OWN_HIVE}\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\AnyDesk"
    for command in (
        rf'"{folder}\uninstall.exe" /S',
        rf"cmd /c del /q {HOME}",
        r'rundll32 "C:\evil.dll",Run',
        r"C:\Program Files\x.exe",
        rf'"{folder}\AnyDesk.exe" --remove --silent',
    ):
        rows: list[Observation] = [entry(key, "AnyDesk", command, place=folder), runs(rf"{folder}\AnyDesk.exe")]
        ground = pc(rows, [rf"{folder}\uninstall.exe"], signers={rf"{folder}\AnyDesk.exe": "Evil Ltd"})
        proposal = planned(WIN, rows, ground, "anydesk")
        assert told(proposal) == ["end-process AnyDesk.exe", "quarantine AnyDesk", "remove-key AnyDesk"]
        assert proposal.refusals


def test_a_product_of_somebody_else_is_not_removed_because_an_entry_says_so() -> None:
    key = rf"{OWN_HIVE}\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\{CODE}"
    rows: list[Observation] = [
        entry(key, "AnyDesk", f"MsiExec.exe /X{CODE}"),
        runs(rf"{HOME}\Downloads\AnyDesk.exe"),
    ]
    proposal = planned(WIN, rows, pc(rows, products={CODE: "Office 16"}), "anydesk")
    assert not [line for line in told(proposal) if "msi" in line]
    assert "uninstaller-ambiguous" in {refusal.code for refusal in proposal.refusals}


def test_what_is_another_persons_stays() -> None:
    other = r"HKU\S-1-5-21-1-2-3-1002\SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
    path = r"C:\Users\bob\AppData\Roaming\AnyDesk\AnyDesk.exe"
    rows: list[Observation] = [starts("AnyDesk", f'"{path}"', other), lies(path, "AnyDesk Software GmbH")]
    proposal = planned(WIN, rows, pc(rows), "anydesk")
    assert proposal.plan is None
    assert {refusal.code for refusal in proposal.refusals} == {"other-person"}


def test_a_folder_with_another_tool_in_it_stays() -> None:
    folder = r"C:\ProgramData\Tools"
    rows: list[Observation] = [
        service("AnyDesk", rf'"{folder}\AnyDesk.exe" --service'),
        runs(rf"{folder}\AnyDesk.exe"),
        service("TeamViewer", rf'"{folder}\TeamViewer\TeamViewer_Service.exe"'),
        runs(rf"{folder}\TeamViewer\TeamViewer_Service.exe"),
    ]
    proposal = planned(WIN, rows, pc(rows), "anydesk")
    assert "shared-folder" in {refusal.code for refusal in proposal.refusals}
    assert "!quarantine Tools" not in told(proposal)
    assert "!stop-service TeamViewer" not in told(proposal)
    assert all("TeamViewer" not in line for line in told(proposal))


def test_tasks_and_start_up_files() -> None:
    folder = rf"{PF86}\AnyDesk"
    program = rf"{folder}\AnyDesk.exe"
    task = r"C:\Windows\System32\Tasks\AnyDesk"
    shared = r"C:\Windows\System32\Tasks\Vendor\Update"
    link = r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\Startup\AnyDesk.lnk"
    rows: list[Observation] = [
        *anydesk(folder, "AnyDesk"),
        Autorun(source=task, location=r"C:\Windows\System32\Tasks", name=r"\AnyDesk", command=f"{program} --start"),
        Autorun(source=shared, location="x", name=r"\Vendor\Update", command=f"{program} --x"),
        Autorun(source=shared, location="x", name=r"\Vendor\Update", command=r"C:\Windows\notepad.exe"),
        Autorun(source=link, location="x", name="AnyDesk", command=program),
        starts("AnyDesk", f'"{program}" --tray', RUN_OF_ALL),
    ]
    ground = pc(rows, [link], signers={program: "AnyDesk Software GmbH"})
    proposal = planned(WIN, rows, ground, "anydesk")
    assert {"!remove-task AnyDesk", "!quarantine AnyDesk.lnk", "!remove-value AnyDesk"} <= set(told(proposal))
    assert ("shared-folder", r"\Vendor\Update") in {(one.code, one.about) for one in proposal.refusals}


def test_helpers_out_of_the_tools_own_folder_are_ended_too_and_never_by_name() -> None:
    folder = rf"{PF86}\AnyDesk"
    rows: list[Observation] = [
        *anydesk(folder, "AnyDesk"),
        runs(rf"{folder}\x64\helper.exe", 77),
        runs(r"C:\Other\helper.exe", 78),
    ]
    ground = pc(rows, signers={rf"{folder}\AnyDesk.exe": "AnyDesk Software GmbH"})
    proposal = planned(WIN, rows, ground, "anydesk")
    assert proposal.plan is not None
    ended = {one.verb.pid for one in proposal.plan.actions if isinstance(one.verb, EndProcess)}
    assert ended == {11, 12, 77}


def test_an_entry_that_hides_under_another_name_is_found_by_its_folder() -> None:
    folder = rf"{PF}\TeamViewer"
    hidden = InstalledProgram(source="x", registry_key=rf"{UNINSTALL}\x", uninstall_string=rf'"{folder}\uninstall.exe"')
    rows: list[Observation] = [
        service("TeamViewer", rf'"{folder}\TeamViewer_Service.exe"'),
        runs(rf"{folder}\TeamViewer_Service.exe"),
        hidden,
    ]
    uninstaller = rf"{folder}\uninstall.exe"
    proposal = planned(
        WIN, rows, pc(rows, [uninstaller], signers={uninstaller: "TeamViewer Germany GmbH"}), "teamviewer"
    )
    assert "!run-uninstaller uninstall.exe" in told(proposal)


def test_links_are_not_followed() -> None:
    path = rf"{HOME}\Downloads\AnyDesk.exe"
    rows: list[Observation] = [lies(path, "AnyDesk Software GmbH")]
    proposal: Proposal = planned(WIN, rows, FakeGround(links={path: r"C:\Windows\notepad.exe"}), "anydesk")
    assert proposal.plan is None
    assert [refusal.code for refusal in proposal.refusals] == ["link"]


def test_a_file_is_kept_by_its_hash_and_a_missing_one_is_no_step() -> None:
    path, gone = rf"{HOME}\Downloads\AnyDesk.exe", rf"{HOME}\Downloads\AnyDesk (1).exe"
    rows: list[Observation] = [lies(path, "AnyDesk Software GmbH"), lies(gone, "AnyDesk Software GmbH")]
    proposal = planned(WIN, rows, FakeGround(files=[path]), "anydesk")
    assert proposal.plan is not None
    kept = [one.verb for one in proposal.plan.actions if isinstance(one.verb, Quarantine)]
    assert [verb.path for verb in kept] == [path]
    assert len(kept[0].sha256) == 64


def test_a_start_up_entry_or_an_entry_of_the_person_does_not_give_away_somebody_elses_folder() -> None:
    """Any program of the person can write both. Neither may have the folder of another program taken away."""
    folder = rf"{HOME}\AppData\Roaming\Letters"
    key = rf"{OWN_HIVE}\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\AnyDesk"
    rows: list[Observation] = [
        starts("AnyDesk", rf'"{folder}\letters.exe" --mail'),
        entry(key, "AnyDesk", rf'"{folder}\letters.exe"', place=folder),
    ]
    proposal = planned(WIN, rows, pc(rows), "anydesk")
    assert not [line for line in told(proposal) if "quarantine" in line or "run" in line]
    assert proposal.plan is not None
    assert proposal.plan.roots == ()
    named: list[Observation] = [starts("AnyDesk", rf'"{folder}\AnyDesk.exe" --tray'), rows[1]]
    lines = told(planned(WIN, named, pc(named), "anydesk"))
    assert "quarantine AnyDesk.exe" in lines
    assert "quarantine Letters" not in lines


def test_a_folder_of_a_package_manager_is_nobodys_own() -> None:
    program = r"C:\ProgramData\chocolatey\bin\AnyDesk.exe"
    rows: list[Observation] = [runs(program), lies(program, "AnyDesk Software GmbH")]
    proposal = planned(WIN, rows, pc(rows), "anydesk")
    assert "!quarantine AnyDesk.exe" in told(proposal)
    assert "!quarantine chocolatey" not in told(proposal)
