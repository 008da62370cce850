"""Drives the window as a screen reader would, over the accessibility bus, from another process.

Runs on the system's own Python, which has gi; it knows nothing of the program but what stands on the bus.
Usage: /usr/bin/python3 bus_driver.py FILE-TO-SAVE. Prints one line a step; exit code 1 says at which it stuck.
"""

# A script that a person reads along with; and the bus has no types.
# ruff: noqa: T201, ANN401

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE_S = 30
PROGRAM = "recovery-assistant"
heard: list[str] = []


def tick(seconds: float = 0.1) -> None:
    """Let events come in."""
    context = GLib.MainContext.default()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        while context.pending():
            context.iteration(False)
        time.sleep(0.01)


def program() -> Any | None:
    """Return the program on the bus, or None."""
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(place)
        if child is not None and PROGRAM in (child.get_name() or "").lower().replace(" ", "-"):
            return child
    return None


def everything(top: Any) -> Iterator[Any]:
    """Yield everything under `top` that shows."""
    yield top
    for place in range(top.get_child_count()):
        child = top.get_child_at_index(place)
        if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield from everything(child)


def windows() -> list[Any]:
    """Return the windows of the program, the newest first."""
    top = program()
    if top is None:
        return []
    children = [top.get_child_at_index(place) for place in range(top.get_child_count())]
    return [child for child in reversed(children) if child is not None]


PRESSES = ("Press", "Toggle", "Check")


def actions_of(one: Any) -> list[str]:
    """Return the names of what can be done with it."""
    actions = one.get_action_iface()
    return [actions.get_action_name(place) for place in range(actions.get_n_actions())] if actions else []


def find(name: str, *, role: Any | None = None, to_press: bool = False) -> Any:
    """Wait for something of this name (its beginning), in the newest window that has it."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        for window in windows():
            try:
                for one in everything(window):
                    if not (one.get_name() or "").startswith(name) or role not in (None, one.get_role()):
                        continue
                    if not to_press or any(action in PRESSES for action in actions_of(one)):
                        return one
            except GLib.Error:  # it went away while we looked
                continue
        tick(0.2)
    raise SystemExit(f"stuck: nothing on the bus is called “{name}”")


def press(name: str) -> None:
    """Press a button, a link or an answer."""
    one = find(name, to_press=True)
    wanted = next(place for place, action in enumerate(actions_of(one)) if action in PRESSES)
    one.get_action_iface().do_action(wanted)
    print(f"pressed “{name}”", flush=True)
    tick(0.4)


def write(name: str, text: str) -> None:
    """Write into a field."""
    find(name, role=Atspi.Role.TEXT).get_editable_text_iface().set_text_contents(text)
    print(f"wrote into “{name}”", flush=True)
    tick(0.2)


def wait_for_page(code: str) -> None:
    """Wait until the page code says this."""
    find(code, role=Atspi.Role.LABEL)
    print(f"on {code}", flush=True)


def right_now() -> None:
    """Go through the four straight pages."""
    press("It is happening now")
    wait_for_page("Page 1A")
    press("The cable is out")
    wait_for_page("Page 2A")
    press("Go on")
    wait_for_page("Page 3A")
    press("I am ringing now")
    write("Reference they gave you", "FR-771")
    press("The call has ended")
    press("Continue")
    wait_for_page("Page 3B")
    press("Continue")
    wait_for_page("Page 4A")
    press("Look and copy")
    find("We found 1 program")
    press("Continue")
    wait_for_page("Page 4B")
    press("Continue")
    wait_for_page("Home page")


def programs() -> None:
    """Mark what was found and tick a step of its removal."""
    press("Look for remote control programs")
    wait_for_page("Page 6A")
    find("AnyDesk")
    press("It is not mine")
    press("Continue")
    find("What we could not look at")
    press("Continue")
    wait_for_page("Page 6B")
    press("Read the records")
    find("What could not be read")
    press("Continue")
    wait_for_page("Page 6C")
    press("Show what would be done")
    find("What we will do")
    press("Do it by hand instead")
    press("1.")
    press("Remove AnyDesk")
    find("Windows will now ask you")
    press("Let Windows ask me")
    find("AnyDesk is removed")
    press("Continue")
    find("AnyDesk, Removed")
    press("Continue")
    wait_for_page("Home page")


def save(path: str) -> None:
    """Save the record through the file dialog."""
    press("Print what we have so far")
    wait_for_page("Page 14A")
    find("Page 1 of ")
    press("Save to a stick")
    find("Where to?")
    write("File name:", path)
    press("Save")
    find("The record is saved.")


def announcement(event: Any) -> None:
    """Keep what a screen reader would say."""
    heard.append(str(event.any_data))


def main(path: str) -> int:
    """Do the whole job."""
    Atspi.init()
    listener = Atspi.EventListener.new(announcement)
    listener.register("object:announcement")
    right_now()
    programs()
    save(path)
    tick(0.5)
    print(f"heard {len(heard)} announcements: {' / '.join(heard)}", flush=True)
    wanted = ("Page 3A. Ring your bank from another phone", "Home page. What to do next", "The record is saved.")
    missing = [one for one in wanted if not any(one in said for said in heard)]
    if missing:
        raise SystemExit(f"never announced: {missing}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
