"""What stands behind "UninstallString" is a stranger's text: one existing program with known words, or a refusal."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_assistant.domain.catalogue import AnyIndicator, InProgram, Tool
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.plan import Refusal, RefusalCode
from recovery_assistant.domain.removal.uninstall_command import (
    MsiProduct,
    Uninstaller,
    may_run,
    product_code,
    uninstaller_of,
    words_in,
)
from recovery_assistant.domain.removal.uninstall_words import are_known_words
from tests.unit.domain.fake_ground import FakeGround

CODE = "{12345678-ABCD-4321-ABCD-0123456789AB}"
FILES = (
    r"C:\Program Files (x86)\AnyDesk\AnyDesk.exe",
    r"C:\Program Files\TeamViewer\uninstall.exe",
    r"C:\Program Files\UltraViewer\unins000.exe",
    r"C:\Program Files\UltraViewer\unins000.dat",
    r"C:\Program Files\Mesh Agent\MeshAgent.exe",
    r"C:\Users\jane\AppData\Local\Tool\Update.exe",
    rf"C:\ProgramData\Package Cache\{CODE}\setup.exe",
    r"C:\Windows\System32\cmd.exe",
    r"C:\Windows\System32\rundll32.exe",
    r"C:\Tools\powershell.exe",
    r"C:\Tools\tool.bat",
    r"C:\Windows\System32\uninstall.exe",
)
PC = FakeGround(
    files=FILES,
    products={CODE: "Splashtop Streamer"},
    links={r"C:\PROGRA~1\ULTRAV~1\unins000.exe": FILES[2], r"C:\Program Files\Link\uninstall.exe": FILES[1]},
)


@pytest.mark.parametrize(
    ("command", "family", "program", "arguments", "asks"),
    [
        (rf'"{FILES[0]}" --uninstall', "own", FILES[0], ("--uninstall",), True),
        (rf"{FILES[0]} --remove --silent", "own", FILES[0], ("--remove", "--silent"), True),
        (rf'"{FILES[1]}"', "nsis", FILES[1], ("/S",), False),
        (r"%ProgramFiles%\TeamViewer\uninstall.exe", "nsis", FILES[1], ("/S",), False),
        (rf'"{FILES[1]}" /allusers', "nsis", FILES[1], ("/S", "/allusers"), False),
        (rf'"{FILES[1]}" _?=C:\Program Files\TeamViewer', "nsis", FILES[1], ("/S",), False),
        (FILES[2], "inno", FILES[2], ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART"), False),
        (r"C:\Program Files\Mesh Agent\MeshAgent.exe -fulluninstall", "own", FILES[4], ("-fulluninstall",), True),
        (
            rf'"{FILES[4]}" -funinstall --meshServiceName="Mesh Agent"',
            "own",
            FILES[4],
            ("-funinstall", "--meshServiceName=Mesh Agent"),
            True,
        ),
        (rf'"{FILES[5]}" --uninstall', "squirrel", FILES[5], ("--uninstall", "-s"), False),
        (rf'"{FILES[6]}"  /uninstall', "burn", FILES[6], ("/uninstall", "/quiet", "/norestart"), False),
        (r"C:\PROGRA~1\ULTRAV~1\unins000.exe", "inno", FILES[2], None, False),
    ],
)
def test_what_an_honest_maker_writes(
    command: str, family: str, program: str, arguments: tuple[str, ...] | None, asks: bool
) -> None:
    found = uninstaller_of(command, PC)
    assert isinstance(found, Uninstaller)
    assert (found.family, found.program, found.asks) == (family, program, asks)
    assert arguments is None or found.arguments == arguments


@pytest.mark.parametrize(
    "command",
    [
        f"MsiExec.exe /I{CODE}",
        f"MsiExec.exe /X{CODE.lower()}",
        f"msiexec /x {CODE} /qn /norestart",
        rf'"C:\Windows\System32\msiexec.exe" /x "{CODE}" REBOOT=ReallySuppress',
    ],
)
def test_windows_installer_is_asked_by_code_alone_and_never_to_repair(command: str) -> None:
    assert uninstaller_of(command, PC) == MsiProduct(CODE)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("", "uninstaller-missing"),
        ("   ", "uninstaller-missing"),
        (r"C:\Gone\uninstall.exe /S", "uninstaller-missing"),
        ("uninstall.exe /S", "uninstaller-missing"),
        (r"\\evil\share\uninstall.exe", "uninstaller-missing"),
        (r'"\\evil\share\uninstall.exe"', "uninstaller-script"),
        (r"\\?\C:\Program Files\TeamViewer\uninstall.exe", "uninstaller-missing"),
        (r'"C:\Windows\System32\cmd.exe" /c calc', "uninstaller-script"),
        (r"C:\Windows\System32\rundll32.exe x.dll,Run", "uninstaller-script"),
        (r"rundll32 x.dll,Run", "uninstaller-script"),
        (r'"C:\Tools\powershell.exe" -enc AAAA', "uninstaller-script"),
        (r'"C:\Tools\tool.bat"', "uninstaller-script"),
        (rf'"{FILES[4]}" -b64exec cmVxdWly', "uninstaller-script"),
        (rf'"{FILES[1]}" /S & calc.exe', "uninstaller-words"),
        (rf'"{FILES[1]}" /S /D=C:\Windows', "uninstaller-words"),
        (rf'"{FILES[2]}" /LOG=C:\Windows\win.ini', "uninstaller-words"),
        (rf'"{FILES[5]}" --processStart calc.exe', "uninstaller-words"),
        (rf'"{FILES[5]}"', "uninstaller-words"),
        (rf'"{FILES[0]}"', "uninstaller-words"),
        (rf'"{FILES[0]}"--remove', "uninstaller-ambiguous"),
        (rf'"{FILES[0]}', "uninstaller-ambiguous"),
        (rf'"{FILES[1]}" "/S', "uninstaller-words"),
        (rf'"{FILES[1]}"' + "\n/S", "uninstaller-words"),
        ("x" * 5000, "uninstaller-words"),
        (r'"C:\Program Files\Link\uninstall.exe"', "link"),
        (r'"C:\Windows\System32\uninstall.exe" /S', "part-of-system"),
        ("msiexec /i C:\\x.msi", "uninstaller-script"),
        (f"msiexec /x {CODE} TRANSFORMS=http://evil/x.mst", "uninstaller-words"),
        ("msiexec /x {1234}", "uninstaller-words"),
        ("msiexec /x {00000000-0000-0000-0000-000000000000}", "uninstaller-missing"),
    ],
)
def test_everything_else_is_refused_with_its_reason(command: str, code: str) -> None:
    found = uninstaller_of(command, PC)
    assert isinstance(found, Refusal), found
    assert found.code == code


def test_a_planted_program_makes_an_unquoted_line_ambiguous() -> None:
    planted = FakeGround(files=(*FILES, r"C:\Program.exe"))
    found = uninstaller_of(r"C:\Program Files\Mesh Agent\MeshAgent.exe -fulluninstall", planted)
    assert isinstance(found, Refusal)
    assert found.code == "uninstaller-ambiguous"
    quoted = uninstaller_of(r'"C:\Program Files\Mesh Agent\MeshAgent.exe" -fulluninstall', planted)
    assert isinstance(quoted, Uninstaller)

    two = FakeGround(files=(r"C:\a.exe", r"C:\a.exe b.exe"))
    found = uninstaller_of(r"C:\a.exe b.exe -uninstall", two)
    assert isinstance(found, Refusal)
    assert found.code == "uninstaller-ambiguous"


def test_no_other_computer_is_asked_while_a_command_is_read() -> None:
    ground = FakeGround(files=FILES)
    for command in (r"\\evil\share\a.exe b.exe", r'"\\evil\share\a.exe"', r"\\?\UNC\evil\a.exe", "Q:x.exe /S"):
        uninstaller_of(command, ground)
    assert not [path for path in ground.asked if path.startswith("\\")]


def test_words_are_taken_apart_as_they_stand() -> None:
    assert words_in(' /S  "a b" --x="c d" ') == ("/S", "a b", "--x=c d")
    assert words_in(' "a\\"b"') is None
    assert words_in(' "open') is None
    assert product_code(CODE.lower()) == CODE
    assert product_code(f"{CODE}x") == ""


def a_tool(*indicators: AnyIndicator) -> Tool:
    return Tool(
        id="teamviewer",
        name="TeamViewer",
        vendor="x",
        website="x",
        category="remote-access",
        policy="offer",
        systems=(System.WINDOWS,),
        what="x",
        who="x",
        sources=("x",),
        checked_on=date(2026, 11, 22),
        indicator=indicators,
    )


SIGNED = a_tool(InProgram(strength="sign", source="x", signer="teamviewer.*"))
UNSIGNED = a_tool(InProgram(strength="sign", source="x", program="teamviewer"))


@pytest.mark.parametrize(
    ("tool", "signer", "place", "is_in_catalogue", "rights"),
    [
        (SIGNED, "TeamViewer Germany GmbH", FILES[1], False, "administrator"),
        (SIGNED, "CN=TeamViewer Germany GmbH, O=x", FILES[1], True, "administrator"),
        (SIGNED, "Somebody Else", FILES[1], True, "uninstaller-signer"),
        (SIGNED, "", FILES[1], True, "uninstaller-signer"),
        (UNSIGNED, "", FILES[1], True, "administrator"),
        (UNSIGNED, "", FILES[1], False, "uninstaller-signer"),
        (SIGNED, "TeamViewer Germany GmbH", FILES[5], False, "person"),
        (SIGNED, "", FILES[5], True, "uninstaller-signer"),
        (SIGNED, "TeamViewer Germany GmbH", r"C:\Tools\uninstall.exe", True, "uninstaller-not-protected"),
        (SIGNED, "TeamViewer Germany GmbH", r"C:\Users\bob\AppData\uninstall.exe", True, "uninstaller-not-protected"),
    ],
)
def test_with_whose_rights_it_may_run(tool: Tool, signer: str, place: str, is_in_catalogue: bool, rights: str) -> None:
    ground = FakeGround(files=(*FILES, place), signers={place: signer})
    found = may_run(place, tool, ground, is_in_catalogue=is_in_catalogue)
    assert (found.code if isinstance(found, Refusal) else found) == rights


PARTS = [
    *FILES,
    *(f'"{path}"' for path in FILES),
    *(
        "/S",
        "/X",
        CODE,
        "msiexec",
        "cmd /c",
        "&",
        "|",
        "..",
        '"',
        "\\",
        " ",
        "\n",
        "%ProgramFiles%",
        "~1",
        "--uninstall",
    ),
    *(
        "-fulluninstall",
        "_?=",
        "/VERYSILENT",
        ">",
        "^",
        "$(calc)",
        "`",
        ";",
        "\0",
        ".exe",
        "C:\\Program.exe",
        "/D=C:\\",
    ),
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=8)), max_size=8).map(" ".join))
def test_no_text_makes_anything_else_than_a_known_program_with_known_words(command: str) -> None:
    found = uninstaller_of(command, PC)
    if isinstance(found, Refusal):
        assert found.code in get_args(RefusalCode)
    elif isinstance(found, MsiProduct):
        assert found.product == CODE
    else:
        assert found.program in FILES
        assert not found.program.lower().endswith(("cmd.exe", "rundll32.exe", "powershell.exe", ".bat"))
        assert are_known_words(found.family, found.arguments)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_nothing_that_stands_nowhere_is_run(command: str) -> None:
    assert isinstance(uninstaller_of(command, PC), Refusal)
