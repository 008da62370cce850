"""What else was left on the PC, on paper: the open doors with their steps, then the list to look over.

Values are folders, addresses and names of users, so they are only for readers who need them; the steps are for those
who do them.
"""

from __future__ import annotations

from recovery_assistant.domain import record as r
from recovery_assistant.domain.contradiction import call_day
from recovery_assistant.domain.left_behind.groups import LeftBehindGroup, left_behind_groups
from recovery_assistant.domain.observation import System
from recovery_assistant.record.ground import Ground

MOST_VALUES = 40
MOST_IN_A_LINE = 3
"""More things of a kind than this stand below one another: nobody finds a name in the middle of a paragraph."""


def left_behind(ground: Ground) -> list[r.RecordBlock]:
    """Return the part on what is no program; nothing where nothing was seen, and nothing for a bank."""
    groups = _groups(ground)
    if not groups or ground.audience == "bank":
        return []
    phrases = ground.phrases.findings
    first = [group for group in groups if group.comes_first]
    rest = [group for group in groups if not group.comes_first]
    blocks: list[r.RecordBlock] = []
    if first:
        blocks.append(r.Heading(level=2, text=phrases.left_behind))
        for group in first:
            blocks += _whole(ground, group)
    if rest:
        blocks += [r.Heading(level=2, text=phrases.to_look_over), r.Text(text=phrases.to_look_over_lead)]
        long = [group for group in rest if _sees_values(ground) and len(group.telling_values) > MOST_IN_A_LINE]
        short = tuple(_short(ground, group) for group in rest if group not in long)
        blocks += [r.Items(items=short)] if short else []
        for group in long:
            blocks += [r.Heading(level=3, text=r.visible(group.title)), r.Items(items=_values(ground, group))]
    return blocks


def _groups(ground: Ground) -> tuple[LeftBehindGroup, ...]:
    scan = ground.case.newest_scan
    system = next((name for name in System if scan and name.value in scan.system.lower()), None)
    kinds = ground.catalogue.left_behind
    return left_behind_groups(ground.case.left_behind_now, kinds, system, call_day(ground.case), ground.made_at.tzinfo)


def _whole(ground: Ground, group: LeftBehindGroup) -> list[r.RecordBlock]:
    phrases = ground.phrases.findings
    blocks: list[r.RecordBlock] = [r.Heading(level=3, text=r.visible(group.title))]
    said = [r.visible(group.says)] if group.says != group.title else []
    if group.came_with_call:
        said.append(phrases.came_with_call)
    if said:
        blocks.append(r.Text(text=" ".join(said)))
    if _sees_values(ground) and group.telling_values:
        blocks.append(r.Items(items=_values(ground, group)))
    if group.steps and ground.audience in ("me", "technician"):
        blocks += [r.Text(text=phrases.put_right), r.Items(items=group.steps, numbered=True)]
    return blocks


def _short(ground: Ground, group: LeftBehindGroup) -> str:
    title = r.visible(group.title)
    if not _sees_values(ground) or not group.telling_values:
        return title
    return ground.phrases.findings.evidence.format(says=title, value="; ".join(_values(ground, group)))


def _values(ground: Ground, group: LeftBehindGroup) -> tuple[str, ...]:
    shown = [r.visible(value) for value in group.telling_values[:MOST_VALUES]]
    if len(group.telling_values) > MOST_VALUES:
        shown.append(ground.phrases.findings.more_of_them.format(count=len(group.telling_values) - MOST_VALUES))
    return tuple(shown)


def _sees_values(ground: Ground) -> bool:
    return ground.audience in ("me", "police", "technician")
