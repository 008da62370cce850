"""The ground of the PC that the program runs on."""

from __future__ import annotations

import sys

from recovery_assistant.domain.errors import SourceUnreadable
from recovery_assistant.domain.removal.ground import Ground


def this_ground() -> Ground:
    """Return the ground for the system that the program runs on. Raises SourceUnreadable where there is none yet."""
    if sys.platform == "win32":
        from recovery_assistant.hosts.ground.windows import WindowsGround

        return WindowsGround()
    if sys.platform == "linux":
        from recovery_assistant.hosts.ground.linux import LinuxGround

        return LinuxGround()
    if sys.platform == "darwin":
        from recovery_assistant.hosts.ground.macos import MacGround

        return MacGround()
    raise SourceUnreadable("this PC", "this program cannot look at this kind of computer yet")
