"""Money that went: a list, and one row per payment. Who pressed send is asked apart, and explained only afterwards."""

from __future__ import annotations

from functools import partial
from itertools import count

from msgspec import structs
from PySide6.QtWidgets import QBoxLayout, QWidget

from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.journal import PaymentRecorded, PaymentWithdrawn
from recovery_assistant.domain.payment import Payment, Rail, WhoSent
from recovery_assistant.domain.plan import Step
from recovery_assistant.domain.words import FieldWords
from recovery_assistant.services.guarding import guard_event
from recovery_assistant.translation import _, ngettext
from recovery_assistant.ui import phrases
from recovery_assistant.ui.pages.base import Desk
from recovery_assistant.ui.pages.keeping import Keeper, Unsaved
from recovery_assistant.ui.pages.panes import PanesPage
from recovery_assistant.ui.pages.payment_facts import PaymentFacts, rail_name
from recovery_assistant.ui.pages.questions import shown_day
from recovery_assistant.ui.widgets.answers import Option, Question
from recovery_assistant.ui.widgets.buttons import LinkButton, SecondButton
from recovery_assistant.ui.widgets.frame import FooterWords
from recovery_assistant.ui.widgets.layouts import ADJACENT, BLOCK, row
from recovery_assistant.ui.widgets.text import Label, Panel


def who_words() -> dict[WhoSent, tuple[str, str]]:
    """Return the answers to "who pressed send?", in their order, none of them first by meaning."""
    return {
        "them": (_("They did, while they controlled the PC"), ""),
        "me": (_("I did, because they told me to"), ""),
        "unseen": (_("I could not see it"), _("The screen was black, covered or too fast")),
        "unknown": (_("I don’t know"), ""),
    }


def shown_amount(payment: Payment, country: CountryPack) -> str:
    """Return the amount in words, also when it is not known."""
    if payment.amount_minor is None:
        return _("Amount not known")
    return phrases.money(payment.amount_minor, payment.currency, country)


def shown_way(payment: Payment, desk: Desk) -> str:
    """Return how it was paid, and from which account."""
    way = rail_name(desk, payment.rail) if payment.rail else _("Way of paying not told")
    if payment.account_ending:
        return _("{way} from your account ending {ending}").format(way=way, ending=payment.account_ending)
    return way


def shown_time(payment: Payment, desk: Desk) -> str:
    """Return day and time as far as they are known."""
    return ", ".join(part for part in (shown_day(payment.sent_on, desk), payment.sent_time) if part)


NOTHING_TO_SEND: tuple[Rail, ...] = ("gift-card", "cash", "cheque")
"""Ways of paying with no button to press: who did it is no question, and no refund depends on it."""


OTHER_WAYS = ("other-money", "ways")
"""Page and question that asked for gift cards and the like before."""


class PaymentCard(Panel):
    """Amount, day and way of one payment."""

    def __init__(self, desk: Desk, payment: Payment) -> None:
        super().__init__(desk.theme)
        self._top = row(desk.theme, spacing=12)
        self._top.addWidget(Label(shown_amount(payment, desk.parts.country), "number"), 1)
        self._top.addWidget(Label(shown_time(payment, desk), wrap=False))
        self.column.addLayout(self._top)
        self.column.place(Label(shown_way(payment, desk), "hint"), 2)

    def stack(self, *, stacked: bool) -> None:
        """Put the day beside the amount, or below it."""
        ways = QBoxLayout.Direction
        self._top.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)


class PaymentsPage(PanesPage):
    """List, facts, who pressed send, what it can mean."""

    def __init__(self, desk: Desk, step: Step) -> None:
        super().__init__(desk, step)
        self._footer = FooterWords()
        self._first: QWidget | None = None
        self._payment = Payment(id="")
        self._who: Question | None = None
        self._next = self._list_done
        self.keeper = Keeper(self, self._unsaved)
        self.show_pane(self._list_pane)

    def footer(self) -> FooterWords:
        """Return the words of the footer of the pane that is shown."""
        return self._footer

    def room_changed(self, *, compact: bool) -> None:
        """Stack the cards."""
        for card in self.findChildren(PaymentCard):
            card.stack(stacked=compact)

    def first_focus(self) -> QWidget | None:
        """Start at the first field or answer of the pane; the list starts at its main button."""
        return self._first

    def main_pressed(self) -> None:
        """Do what the pane's main button says."""
        self._next()

    def left(self) -> None:
        """Keep what stands here, by whatever way the page is left."""
        self.keeper.finish()

    def back_inside(self) -> bool:
        """Keep what stands here, then go to the pane before. Return whether there was one."""
        self.keeper.finish()
        went = super().back_inside()
        self.keeper.keep()  # the footer speaks of the pane that is shown now
        return went

    def _unsaved(self, last: bool) -> Unsaved:
        """Return the payment as it stands here, where the case does not have it yet."""
        waits = False
        if self._next == self._facts_done:
            payment, waits = self.facts.legible()
        elif self._next == self._who_done:
            payment = structs.replace(self._payment, who_sent=self._chosen_who() or self._payment.who_sent)
        else:
            return Unsaved()
        known = self.desk.case.payments.get(payment.id, self._payment)
        _event, removed = guard_event(PaymentRecorded(payment=payment))
        waiting = set() if last else {one.field for one in removed}
        payment = structs.replace(payment, **{name: getattr(known, name) for name in waiting})
        events = (PaymentRecorded(payment=payment),) if payment != known else ()
        return Unsaved(events, waits or bool(waiting))

    def _words_of(self, name: str, label: str, hint: str = "") -> FieldWords:
        return self.words.fields.get(name) or FieldWords(label=label, hint=hint)

    # --- the list -------------------------------------------------------------------------------------------------

    def _list_pane(self) -> None:
        self.opening()
        payments = list(self.desk.case.payments.values())
        if self._told_ways() and not payments:
            told = _("You told us that you paid in another way: {ways}. Please add it here.")
            self.text(told.format(ways=", ".join(self._told_ways())), BLOCK)
        for payment in payments:
            self.column.place(self._row(payment), BLOCK)
        add = SecondButton(self.theme, _("Add another payment") if payments else _("Add a payment"), icon="plus")
        add.clicked.connect(self._add)
        self.column.place(add, BLOCK)
        self.note(self.words.note)
        self.paragraphs(self.words.body)
        self.closing()
        self._next, self._first = self._list_done, None
        ways = self._told_ways()
        main = self.words.button or _("Continue")
        self._footer = FooterWords(main=main if payments or ways else _("No money went"), skip=_("Skip for now"))

    def _told_ways(self) -> list[str]:
        """Return the other ways of paying that were ticked before, in words."""
        ways = self.desk.case.answer(*OTHER_WAYS)
        chosen = [way for way in ways if way not in ("none", "unknown")] if isinstance(ways, list) else []
        options = self.desk.parts.words.step(OTHER_WAYS[0]).fields[OTHER_WAYS[1]].options
        return [options[way].label for way in chosen if way in options]

    def _row(self, payment: Payment) -> Panel:
        panel = PaymentCard(self.desk, payment)
        if payment.who_sent:
            words = self._words_of("who_sent", "").options.get(payment.who_sent)
            panel.column.place(Label(words.label if words else who_words()[payment.who_sent][0], "hint"), 2)
        links = row(self.theme, spacing=24)
        said = f"{shown_amount(payment, self.desk.parts.country)}, {shown_way(payment, self.desk)}"
        change = LinkButton(self.theme, _("Change"), description=said)
        change.clicked.connect(partial(self._change, payment))
        remove = LinkButton(self.theme, _("Take out of the list"), description=said)
        remove.clicked.connect(partial(self._withdraw, payment.id))
        links.addWidget(change)
        links.addWidget(remove)
        links.addStretch(1)
        panel.column.addLayout(links)
        return panel

    def _list_done(self) -> None:
        self.complete()

    def _add(self) -> None:
        # A number is never used twice, not even that of a payment that was taken out of the list.
        entries = self.desk.casebook.entries if self.desk.casebook else ()
        used = {entry.event.payment.id for entry in entries if isinstance(entry.event, PaymentRecorded)}
        number = next(number for number in count(1) if f"p{number}" not in used)
        self._change(Payment(id=f"p{number}", currency=self.desk.parts.country.currency))

    def _change(self, payment: Payment) -> None:
        self._payment = payment
        self.show_pane(self._facts_pane)

    def _withdraw(self, payment_id: str) -> None:
        if self.write(PaymentWithdrawn(payment_id=payment_id)):
            self.said.emit(_("The payment is out of the list."))
            self.show_pane(self._list_pane, remember=False)

    # --- the facts ------------------------------------------------------------------------------------------------

    def _facts_pane(self) -> None:
        self.title(_("What do you know about this payment?"), before=self._which())
        self.column.place(Label(_("Leave empty what you do not know. The bank can tell you later.")), 10)
        self.facts = PaymentFacts(self.desk, self.words.fields, self._payment)
        self.facts.problem.connect(self.said)
        self.facts.edited.connect(self.keeper.touched)
        self.facts.changed.connect(self.keeper.keep)
        self.column.place(self.facts, BLOCK)
        self._next, self._first = self._facts_done, self.facts.fields["amount"].control
        self._footer = FooterWords(main=_("Continue"))

    def _which(self) -> str:
        ids = list(self.desk.case.payments)
        known = self._payment.id in ids
        at = ids.index(self._payment.id) + 1 if known else len(ids) + 1
        total = len(ids) if known else len(ids) + 1
        stage = self.desk.parts.plan.stage_of(self.step.id)
        name = self.desk.parts.words.stages[stage.id].name
        return _("{name}: payment {at} of {total}").format(name=name, at=at, total=total)

    def _facts_done(self) -> None:
        payment = self.facts.read()
        if payment is None:
            return
        before = len(self.desk.case.guarded)
        is_new = self.desk.case.payments.get(payment.id) != payment
        if is_new and not self.write(PaymentRecorded(payment=payment)):
            return
        self._payment = self.desk.case.payments[payment.id]
        removed = self.desk.case.guarded[before:]
        if removed:
            self.facts.tell_guarded(removed, self._payment)
            self.said.emit(_("We left something out. Please look at the field."))
            return
        if self._payment.rail in NOTHING_TO_SEND:
            self._to_list()
        else:
            self.show_pane(self._who_pane)

    # --- who pressed send -----------------------------------------------------------------------------------------

    def _who_pane(self) -> None:
        payment = self._payment
        words = self._words_of("who_sent", _("Who pressed “send”?"))
        self.title(words.label, before=self._which())
        card = PaymentCard(self.desk, payment)
        self.column.place(card, ADJACENT)
        self.text(
            words.hint
            or _(
                "Say only what happened. There is no wrong answer. Afterwards we explain what it can mean for a refund."
            )
        )
        options = []
        for who, (label, hint) in who_words().items():
            told = words.options.get(who)
            options.append(Option(who, told.label if told else label, told.hint if told else hint))
        self._who = Question(
            self.theme,
            words.label,
            options,
            chosen=(payment.who_sent,) if payment.who_sent else (),
            show_label=False,
        )
        self.column.place(self._who, BLOCK)
        self._who.answered.connect(self.keeper.keep)
        self._next, self._first = self._who_done, self._who.choices[0]
        self._footer = FooterWords(main=_("Continue"), skip=_("Skip this question"))

    def _who_done(self) -> None:
        who = self._chosen_who()
        if who is None:
            self._to_list()
            return
        self._payment = structs.replace(self._payment, who_sent=who)
        is_new = self.desk.case.payments.get(self._payment.id) != self._payment
        if not is_new or self.write(PaymentRecorded(payment=self._payment)):
            self._then(who)

    def _chosen_who(self) -> WhoSent | None:
        chosen = self._who.chosen if self._who is not None else None
        return next((who for who in who_words() if who == chosen), None)

    def _then(self, who: WhoSent) -> None:
        option = self._words_of("who_sent", "").options.get(who)
        if option is None or not option.then:
            self._to_list()
            return
        then = option.then

        def pane() -> None:
            self.title(_("What this can mean"), before=self._which())
            self.text(then)
            self._next, self._first = self._to_list, None
            self._footer = FooterWords(main=_("Continue"))

        self.show_pane(pane)

    def _to_list(self) -> None:
        self._way.clear()
        total = len(self.desk.case.payments)
        words = ngettext("{count} payment is written down.", "{count} payments are written down.", total)
        self.said.emit(words.format(count=total))
        self.show_pane(self._list_pane)
        self.keeper.keep()

    def skip_pressed(self) -> None:
        """Skip the question that is shown, or the whole page on its list."""
        if self._next == self._list_done:
            super().skip_pressed()
        else:
            self.keeper.finish()
            self._to_list()
