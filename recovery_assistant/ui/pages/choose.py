"""Which class of page shows which kind of step."""

from __future__ import annotations

from collections.abc import Callable

from recovery_assistant.domain.plan import PageKind, Step
from recovery_assistant.ui.pages.base import Desk, StepPage, WaitingPage

Maker = Callable[[Desk, Step], StepPage]


def page_for(desk: Desk, step: Step) -> StepPage:
    """Return the page of a step. Its module is imported now and not before: the first page needs only its own."""
    if not desk.journey.can_answer(step, desk.case):
        return WaitingPage(desk, step)
    return maker(step.kind)(desk, step)


def item_page_for(desk: Desk, step: Step, item: str) -> StepPage:
    """Return the page of one thing that a page leads to: a program to remove, or a setting to put right."""
    if not desk.journey.can_answer(step, desk.case):
        return WaitingPage(desk, step)
    from recovery_assistant.ui.pages.removal.item import RemovalItemPage

    return RemovalItemPage(desk, step, item)


def maker(kind: PageKind) -> Maker:
    """Return the class for a kind of page."""
    match kind:
        case "doors":
            from recovery_assistant.ui.pages.doors import DoorsPage

            return DoorsPage
        case "unplug":
            from recovery_assistant.ui.pages.unplug import UnplugPage

            return UnplugPage
        case "live":
            from recovery_assistant.ui.pages.live import LivePage

            return LivePage
        case "call":
            from recovery_assistant.ui.pages.call import CallPage

            return CallPage
        case "evidence":
            from recovery_assistant.ui.pages.evidence import EvidencePage

            return EvidencePage
        case "payments":
            from recovery_assistant.ui.pages.payments import PaymentsPage

            return PaymentsPage
        case "findings":
            from recovery_assistant.ui.pages.findings import FindingsPage

            return FindingsPage
        case "removal":
            from recovery_assistant.ui.pages.removal.page import RemovalPage

            return RemovalPage
        case "record" | "timeline":
            from recovery_assistant.ui.pages.record import RecordPage
            from recovery_assistant.ui.pages.timeline import TimelinePage

            return RecordPage if kind == "record" else TimelinePage
        case "refund" | "reminders" | "left-behind":
            from recovery_assistant.ui.pages.left_behind import LeftBehindPage
            from recovery_assistant.ui.pages.refund import RefundPage
            from recovery_assistant.ui.pages.reminders import RemindersPage

            special: dict[str, Maker] = {"refund": RefundPage, "reminders": RemindersPage}
            return special.get(kind, LeftBehindPage)
        case "form" | "checklist" | "advice":
            from recovery_assistant.ui.pages import form

            plain: dict[str, Maker] = {"form": form.FormPage, "checklist": form.ChecklistPage}
            return plain.get(kind, form.AdvicePage)
