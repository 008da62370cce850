"""Earlier answers shown again, in the order in which a report form asks for them."""

from __future__ import annotations

from recovery_assistant.domain.journal import Answer
from recovery_assistant.translation import _, ngettext
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.questions import shown_day
from recovery_assistant.ui.widgets.layouts import Pairs
from recovery_assistant.ui.widgets.text import Label, Panel


class Recap(Panel):
    """Label and answer in pairs; what is missing says on which page it is asked."""

    def __init__(self, desk: Desk, wanted: tuple[str, ...]) -> None:
        super().__init__(desk.theme)
        self._desk = desk
        self.column.place(Label(_("What you told us, in the order of the form"), "strong"))
        pairs = Pairs(desk.theme, label_width=220)
        for name in wanted:
            label, value = self._pair(name)
            pairs.add_pair(Label(label, "caption"), Label(value))
        self.column.gap(8)
        self.column.addLayout(pairs)

    def _pair(self, name: str) -> tuple[str, str]:
        step, dot, field = name.partition(".")
        if not dot:
            return self._whole(name)
        words = self._desk.parts.words.step(step).fields[field]
        answer = self._desk.case.answer(step, field)
        label = words.in_record or words.label
        options = {option: text.label for option, text in words.options.items()}
        kind = next((one.kind for one in self._desk.parts.plan.step(step).fields if one.id == field), "text")
        if kind == "date" and isinstance(answer, str):
            return label, shown_day(answer, self._desk) or self._missing(step)
        return label, said(answer, options) or self._missing(step)

    def _missing(self, step: str) -> str:
        return _("Not told. Page {code} asks for it.").format(code=self._desk.parts.plan.code(step))

    def _whole(self, name: str) -> tuple[str, str]:
        case = self._desk.case
        if name == "payments":
            rows = [
                phrases.money(payment.amount_minor, payment.currency)
                for payment in case.payments.values()
                if payment.amount_minor is not None
            ]
            return _("Payments"), ", ".join(rows) or _("None written down")
        if name == "calls":
            count = len(case.calls)
            said_calls = ngettext("{count} call written down", "{count} calls written down", count)
            return _("Calls you made"), said_calls.format(count=count)
        names = [known.finding.tool_name for known in case.findings.values() if known.finding.is_alarm]
        return _("Programs found"), ", ".join(names) or _("None found so far")


def said(answer: Answer, options: dict[str, str]) -> str:
    """Return an answer in words, or "" when there is none."""
    if isinstance(answer, bool):
        return _("Yes") if answer else _("No")
    if isinstance(answer, list):
        return ", ".join(options.get(one, one) for one in answer)
    return options.get(str(answer), str(answer)) if answer is not None else ""
