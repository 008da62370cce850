"""What of these tests needs Linux is not even imported elsewhere."""

from __future__ import annotations

import sys

collect_ignore = (
    []
    if sys.platform == "linux"
    else [
        "test_full_disk.py",
        "test_gnome_keyring.py",
        "test_kill.py",
        "test_power_loss.py",
        "test_sync_before_answer.py",
    ]
)
