"""Recovery Assistant: an offline guide through the hours after a fake support call.

The version below is the only place that states it; the wheel, ``--version`` and the record read it from here.
"""

from __future__ import annotations

__version__ = "0.1.0.dev0"
