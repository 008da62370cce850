"""The hand on macOS moves bundles, has the system forget them, and puts back what it kept. No Mac took part."""

from __future__ import annotations

from pathlib import Path

from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal.plan import (
    AnyVerb,
    DisableAccount,
    PutBack,
    Quarantine,
    RemoveApp,
    Rights,
    SetSwitch,
)
from recovery_assistant.runner.posix.starting import Ran as Ended
from tests.unit.runner.made_up_plans import Ran, only_on_linux, plan_of, ran_by
from tests.unit.runner.made_up_programs import Recorded, turn_of

pytestmark = only_on_linux


def done_by(
    programs: Recorded, known: Path, verb: AnyVerb, rights: Rights = "person", roots: tuple[str, ...] = ()
) -> tuple[Ran, str]:
    from recovery_assistant.runner.macos.hand import MacHand

    undoes = verb.plan_id if isinstance(verb, PutBack) else ""
    plan = plan_of(verb, rights=rights, roots=roots, system=System.MACOS, undoes=undoes)
    return ran_by(MacHand(programs=programs, known=known), plan, known, rights=rights), plan.id


def test_a_bundle_is_kept_forgotten_and_comes_back(tmp_path: Path) -> None:
    known = Path("/opt") / f"ra-test-{tmp_path.name}"  # a Mac's own folders do not exist here
    app = known / "AnyDesk.app"
    try:
        (app / "Contents").mkdir(parents=True)
    except PermissionError:
        import pytest

        pytest.skip("only an administrator may write below /opt")
    try:
        (app / "Contents" / "Info.plist").write_text("x")
        programs = Recorded()
        verb = RemoveApp(path=str(app), bundle_id="com.philandro.anydesk", packages=("com.philandro.anydesk.pkg",))
        ran, plan_id = done_by(programs, known, verb, roots=(str(app),))
        assert ran.statuses == ["done"], ran.ended or ran.said
        assert not app.exists()
        assert programs.commands[:2] == [
            ("pkgutil", "--forget", "com.philandro.anydesk.pkg"),
            ("tccutil", "reset", "ScreenCapture", "com.philandro.anydesk"),
        ]
        assert ("tccutil", "reset", "Accessibility", "com.philandro.anydesk") in programs.commands
        back, _ = done_by(programs, known, PutBack(plan_id=plan_id, action_id="a1"))
        assert back.statuses == ["done"]
        assert (app / "Contents" / "Info.plist").read_text() == "x"
    finally:
        import shutil

        shutil.rmtree(known)


def test_an_account_is_switched_off_and_on() -> None:
    from recovery_assistant.runner.macos.hand import MacHand

    can = [True]

    def answer(command: tuple[str, ...]) -> Ended | None:
        if "-authentication-allowed" in command:
            return Ended(
                0, "Policy allows user <helper> to authenticate\n" if can[0] else "User <helper> is disabled\n"
            )
        can[0] = "-enableuser" in command
        return None

    verb = DisableAccount(name="helper")
    programs = Recorded(answer)
    hand = MacHand(programs=programs, known=Path("/nowhere"))
    turn, kepts = turn_of(verb, rights="administrator")
    assert hand.disable_account(verb, turn).status == "done"
    assert kepts.begun == [("pwpolicy", "-u", "helper", "-disableuser")]
    assert hand.disable_account(verb, turn).status == "nothing-to-do"
    back = hand.put_back(PutBack(plan_id="r", action_id="a"), kepts.manifests[0], Path("/nowhere"), turn)
    assert back.status == "done"
    assert ("pwpolicy", "-u", "helper", "-enableuser") in programs.commands


def test_stores_and_rights(tmp_path: Path) -> None:
    from recovery_assistant.runner.macos.hand import MacHand

    hand = MacHand(programs=Recorded(), known=tmp_path)
    assert hand.store("person") == tmp_path / "Library/Application Support/Recovery Assistant/Removed"
    assert hand.has("person")
    assert hand.user()
    assert MacHand(programs=Recorded()).store("administrator") == Path(
        "/Library/Application Support/Recovery Assistant/Removed"
    )


def test_verbs_of_linux_are_not_done(tmp_path: Path) -> None:
    assert done_by(Recorded(), tmp_path, SetSwitch(switch="desktop-sharing"))[0].code == 2
    assert (
        done_by(Recorded(), tmp_path, Quarantine(path="/etc/anydesk", kind="folder"), roots=("/etc/anydesk",))[0].code
        == 2
    )
