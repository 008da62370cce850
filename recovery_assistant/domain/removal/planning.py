"""What can be done about one finding: an ordered plan of closed verbs, what it leaves to the person, and why.

Pure: it rests on a fresh look at the PC and on the answers of its ground. The same look gives the same plan. A plan is
offered for what is certain, and for what is likely after a second question; never for a possibility, for an access
aid, or for what the person keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from recovery_assistant.domain.catalogue import Tool, UninstallRecipe
from recovery_assistant.domain.finding import Finding
from recovery_assistant.domain.observation import System
from recovery_assistant.domain.removal import built_in, on_linux, on_macos, on_windows
from recovery_assistant.domain.removal.cautions import cautions_of
from recovery_assistant.domain.removal.fitting import fitted, said
from recovery_assistant.domain.removal.ground import Ground
from recovery_assistant.domain.removal.hidden_signs import has_hidden_signs
from recovery_assistant.domain.removal.own import Own
from recovery_assistant.domain.removal.plan import (
    Action,
    Proposal,
    Refusal,
    RemovalPlan,
    RemoveApp,
    RemovePackage,
    RemoveStoreApp,
    RunUninstaller,
    SetSwitch,
    UninstallMsi,
    Verb,
)
from recovery_assistant.domain.removal.steps import Facts as Facts  # noqa: PLC0414 (part of what a caller needs)
from recovery_assistant.domain.removal.steps import Seen as Seen  # noqa: PLC0414 (likewise)
from recovery_assistant.domain.removal.steps import Steps, program_of

_BY_SYSTEM: Final = {
    System.WINDOWS: on_windows.add_steps,
    System.LINUX: on_linux.add_steps,
    System.MACOS: on_macos.add_steps,
}
_VERBS_OF_FAMILY: Final[Mapping[str, tuple[type[Verb], ...]]] = {
    "msi": (UninstallMsi,),
    "package": (RemovePackage,),
    "store": (RemoveStoreApp, SetSwitch),
    "app": (RemoveApp,),
}
"""Other families have an uninstaller of their maker."""


def plan_removal(finding: Finding, seen: Seen, tool: Tool, system: System, ground: Ground, facts: Facts) -> Proposal:
    """Return what can be done about a finding on this PC."""
    why_not = _not_offered(finding, tool, facts)
    if why_not is not None:
        return Proposal(plan=None, refusals=(why_not,))
    steps = Steps(system, ground)
    recipes = [recipe for recipe in tool.uninstall if recipe.system == system]
    own = Own(seen, system, ground, tool)
    for path in own.left_alone:
        steps.refuse("access-aid", path)
    if tool.category == "built-in":
        built_in.add_steps(tool.id, seen, steps)
    else:
        _BY_SYSTEM[system](tool, seen, own, steps)
        _leftovers(tool, recipes, seen, steps)
    whole = RemovalPlan(
        id=facts.plan_id,
        case_number=facts.case_number,
        item=finding.id,
        tool_id=finding.tool_id,
        name=finding.tool_name,
        system=system,
        made_at=facts.made_at,
        roots=tuple(dict.fromkeys((*own.folders, *steps.roots))),
        actions=steps.actions(),
    )
    plan, left_out = fitted(whole)
    for refusal in left_out:
        steps.refuse(refusal.code, refusal.about)
    actions = plan.actions
    if not actions and not steps.refusals:
        hidden = next((path for one in seen.own if has_hidden_signs(path := program_of(one, system))), "")
        steps.refuse("hidden-signs" if hidden else "no-way-known", hidden or finding.tool_name)
    if any(recipe.password for recipe in recipes):
        steps.refuse("password-needed", finding.tool_name)
    there = {tool_id for tool_id, _ in seen.others}
    return Proposal(
        plan=plan if actions else None,
        refusals=tuple(dict.fromkeys(map(said, steps.refusals))),
        cautions=cautions_of(finding, tool, facts) if actions else (),
        stays=tuple(dict.fromkeys(words for recipe in recipes if _is_used(recipe, actions) for words in recipe.stays)),
        first=tuple(dict.fromkeys(one for recipe in recipes for one in recipe.before if one in there)),
        has_other_copies=tool.id in there,
    )


def _is_used(recipe: UninstallRecipe, actions: tuple[Action, ...]) -> bool:
    """Return whether a plan removes what a recipe is about; a loose file in a folder has no recipe of its own."""
    verbs = _VERBS_OF_FAMILY.get(recipe.family, (RunUninstaller,))
    return any(isinstance(action.verb, verbs) for action in actions)


def _not_offered(finding: Finding, tool: Tool, facts: Facts) -> Refusal | None:
    """Return why nothing is offered at all, or None.

    The policy "inform" is kept for what has honest uses in many homes. Once it is likely or certain, and the person
    says that it is not theirs, it is offered as the others are: a way in is a way in.
    """
    if tool.category == "access-aid":
        return Refusal(code="access-aid", about=finding.tool_name)
    if finding.confidence not in ("certain", "likely"):
        return Refusal(code="only-possible", about=finding.tool_name)
    if facts.mark in ("mine", "known"):
        return Refusal(code="kept-by-person", about=finding.tool_name)
    if "never" in (tool.policy, finding.policy):
        return Refusal(code="no-way-known", about=finding.tool_name)
    return None


def _leftovers(tool: Tool, recipes: list[UninstallRecipe], seen: Seen, steps: Steps) -> None:
    """Add exact files and folders that a tool leaves, unless another copy of it stays and may need them."""
    if any(tool_id == tool.id for tool_id, _ in seen.others):
        return
    for text in dict.fromkeys(text for recipe in recipes for text in recipe.leftovers):
        path = steps.ground.expanded(text)
        if "%" not in path and not path.startswith("~"):
            steps.put_away(path, is_leftover=True)
