"""The PC that the program runs on."""

from __future__ import annotations

import sys

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.hosts.port import Host


def this_host() -> Host:
    """Return the host for the system that the program runs on. Raises SourceUnreadable where there is none yet."""
    if sys.platform == "win32":
        from recovery_assistant.hosts.windows.host import WindowsHost

        return WindowsHost()
    if sys.platform == "linux":
        from recovery_assistant.hosts.linux.host import LinuxHost

        return LinuxHost()
    if sys.platform == "darwin":
        from recovery_assistant.hosts.macos.host import MacHost

        return MacHost()
    raise SourceUnreadable("this PC", "this program cannot look at this kind of computer yet")
