"""`self-test`: each line has a result, and one that is not ok is in the exit code."""

from __future__ import annotations

from pathlib import Path

from recovery_assistant.domain.errors import AssistantError, KeyStoreError, SourceUnreadable
from recovery_assistant.hosts.port import Host
from tests.unit.cli.conftest import CommandLine, parts_in, pc
from tests.unit.cli.test_case import KeptInMemory

NAMES = ["resources", "fonts", "encryption", "key store", "paper", "window", "this PC"]


def results(terminal: CommandLine) -> dict[str, tuple[str, str]]:
    return {line["what"]: (line["result"], line["says"]) for line in terminal.type("self-test", "--json").lines()}


def test_all_is_well_here(terminal: CommandLine) -> None:
    ended = terminal.type("self-test")

    assert ended.code == 0, ended.out
    shown = results(terminal)
    assert list(shown) == NAMES
    assert shown["window"][0] == shown["key store"][0] == "left out"
    assert {result for name, (result, _) in shown.items() if name not in ("window", "key store")} == {"ok"}


def test_a_window_that_opens_is_ok_and_one_that_does_not_is_not(terminal: CommandLine) -> None:
    def broken() -> str:
        raise AssistantError("W-01", "It does not open.")

    assert results(terminal.using(check_window=lambda: "it opens"))["window"] == ("ok", "it opens")
    terminal = terminal.using(check_window=broken)
    assert results(terminal)["window"] == ("not ok", "It does not open. (code W-01)")
    assert terminal.type("self-test").code == 6


def test_the_key_store_is_asked_and_never_written(tmp_path: Path) -> None:
    class NeverWritten(KeptInMemory):
        def put(self, case_id: str, secret: bytes) -> None:
            raise AssertionError("written")

    class Missing(KeptInMemory):
        def get(self, case_id: str) -> bytes:
            raise KeyStoreError("K-01", "There is none.")

    answers = results(CommandLine(parts_in(tmp_path, key_store=NeverWritten()), tmp_path))
    missing = results(CommandLine(parts_in(tmp_path, key_store=Missing()), tmp_path))

    assert answers["key store"] == ("ok", "it answers")
    assert missing["key store"] == ("left out", "cases need a passphrase here. There is none. (code K-01)")


def test_what_is_missing_is_named(terminal: CommandLine, tmp_path: Path) -> None:
    def refuses() -> Host:
        raise SourceUnreadable("this PC", "nothing to see")

    shown = results(terminal.using(resources=tmp_path, host=refuses))

    assert shown["fonts"] == ("not ok", "there are none")
    assert shown["this PC"][0] == "not ok"
    assert results(terminal.using(host=lambda: pc({})))["this PC"] == ("not ok", "nothing could be looked at")
