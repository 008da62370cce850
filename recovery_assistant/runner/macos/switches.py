"""The three ways into a Mac that are part of the system: Screen Sharing, Remote Login, Remote Management.

Written from the manual pages of launchctl, systemsetup and kickstart; it was never run on a Mac by this project.
"""

from __future__ import annotations

import sys
from typing import Final

from recovery_assistant.domain.removal.plan import SetSwitch
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.kept import Manifest
from recovery_assistant.runner.macos.launchd import Jobs
from recovery_assistant.runner.posix.starting import Programs

if sys.platform == "win32":
    raise ImportError("not on Windows")

_SCREEN: Final = "com.apple.screensharing"
_SCREEN_FILE: Final = "/System/Library/LaunchDaemons/com.apple.screensharing.plist"
_KICKSTART: Final = (
    "/System/Library/CoreServices/RemoteManagement/ARDAgent.app/Contents/Resources/kickstart"  # its only place
)
_AGENT: Final = "com.apple.RemoteDesktop.agent"
_LOGIN: Final = ("systemsetup", "-f", "-setremotelogin")


def set_switch(verb: SetSwitch, turn: Turn, programs: Programs, jobs: Jobs) -> Done:
    """See the verb.

    Raises:
        Unable: U-22, the system did not do it; since macOS 10.15 systemsetup needs Full Disk Access.
    """
    if verb.switch == "screen-sharing":
        return jobs.close(_SCREEN, turn, file=_SCREEN_FILE)
    if verb.switch == "remote-login":
        return _remote_login(turn, programs)
    return _remote_management(turn, programs)


def set_back(verb: SetSwitch, manifest: Manifest, turn: Turn, programs: Programs, jobs: Jobs) -> Done:
    """Set a switch back to how it stood."""
    if verb.switch == "screen-sharing":
        return jobs.open_again(manifest, turn)
    is_login = verb.switch == "remote-login"
    command = (*_LOGIN, "on") if is_login else (_KICKSTART, "-activate", "-configure", "-access", "-on")
    if not turn.begins(command):
        return turn.would_do(f"{verb.switch}: off")
    ran = programs.run(command)
    if ran.exit_code != 0 or (is_login and not _login_is_on(programs)):
        raise Unable("U-22", "The system did not switch it on again.", "failed")
    return Done(status="done", exit_code=ran.exit_code, looked=(f"{verb.switch}: on",))


def _remote_login(turn: Turn, programs: Programs) -> Done:
    if not _login_is_on(programs):
        return Done(status="nothing-to-do", looked=("remote-login: off",))
    if not turn.begins((*_LOGIN, "off")):
        return turn.would_do("remote-login: on")
    kept = turn.keep(turn.manifest("remote-login", before={"on": "yes"}))
    ran = programs.run((*_LOGIN, "off"))
    if _login_is_on(programs):
        raise Unable("U-22", "The system did not switch Remote Login off.", "failed")
    return Done(status="done", exit_code=ran.exit_code, kept=kept, looked=("remote-login: off",))


def _remote_management(turn: Turn, programs: Programs) -> Done:
    if not _agent_runs(programs):
        return Done(status="nothing-to-do", looked=("remote-management: off",))
    command = (_KICKSTART, "-deactivate", "-configure", "-access", "-off")
    if not turn.begins(command):
        return turn.would_do("remote-management: on")
    kept = turn.keep(turn.manifest("remote-management", before={"on": "yes"}))
    ran = programs.run(command)
    if not turn.wait_until(lambda: not _agent_runs(programs), 60):
        raise Unable("U-22", "The system did not switch Remote Management off.", "failed")
    return Done(status="done", exit_code=ran.exit_code, kept=kept, looked=("remote-management: off",))


def _login_is_on(programs: Programs) -> bool:
    return "Remote Login: On" in programs.run(("systemsetup", "-getremotelogin")).output


def _agent_runs(programs: Programs) -> bool:
    said = programs.run(("ps", "-axo", "comm=")).output
    return any(line.strip().endswith("/ARDAgent.app/Contents/MacOS/ARDAgent") for line in said.splitlines())
