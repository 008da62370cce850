"""What the system's own question shows before a program may act as administrator.

The page before it announces exactly this, so that the person knows the real question from a false one.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from recovery_assistant.domain.observation import System

WayOfAsking = Literal["windows-consent", "polkit", "macos-password"]


class PromptFacts(Struct, frozen=True, kw_only=True):
    """What will stand in the question of the system.

    Attributes:
        name: of the program for which it asks, as it is shown there.
        publisher: "" when the question will say that it is unknown, or names none.
        password: True where the system wants the password of the PC (it may want a fingerprint instead). On Windows,
            an administrator only says yes, everybody else needs an administrator's password; nobody can tell before.
        says: the sentence of ours that stands in it; "" where the system uses its own.
        can_ask: False where this PC has nothing that asks: no window will come, and nobody may wait for one.
    """

    system: System
    way: WayOfAsking
    name: str
    publisher: str = ""
    password: bool
    says: str = ""
    can_ask: bool = True
