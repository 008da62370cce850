"""Getting into a case and out of the first page: doors, saved cases, passphrases, the technician's way in.

Opening may wait for a key-store prompt, so it runs off the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import structs

from recovery_assistant.domain.errors import AssistantError, KeyStoreError
from recovery_assistant.domain.journal import CountryChosen
from recovery_assistant.domain.plan import Step
from recovery_assistant.storage.settings import load_settings, save_settings
from recovery_assistant.translation import _
from recovery_assistant.ui.draft import Draft
from recovery_assistant.ui.journey import Aside, At, Home, Place, Start
from recovery_assistant.ui.pages.base import Page
from recovery_assistant.ui.pages.choose import page_for
from recovery_assistant.ui.pages.doors import DoorsPage

if TYPE_CHECKING:
    from recovery_assistant.services.casebook import Casebook
    from recovery_assistant.ui.ports import Parts
    from recovery_assistant.ui.window import Window

BEFORE_A_CASE = ("unplug", "live")
"""Kinds of pages that need no case: what is done on them happens outside this PC, and cannot wait."""


class Access:
    """Knows how the window gets a casebook."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._waiting = False
        self._answers: dict[str, str] = {}
        self._wanted: Place | None = None
        self._technician = False

    @property
    def _parts(self) -> Parts:
        return self._window.parts

    def first_page(self) -> Page:
        """Return the page that a start begins with: the two doors, or before them the question for the country."""
        if not self._parts.country_is_known:
            return self.country_page()
        return page_for(self._window.desk, self.first_step())

    def country_page(self) -> Page:
        """Return the page that asks in which country somebody lives: every number hangs on it."""
        from recovery_assistant.ui.pages.country import CountryPage

        page = CountryPage(self._window.desk)
        page.chosen.connect(self._country_chosen)
        return page

    def _country_chosen(self, code: str) -> None:
        """Keep it for the next start, and in the case that is open."""
        casebook = self._window.casebook
        try:
            self._parts.in_country(code)  # read before it is written down: damaged files would lock the case
            if casebook is not None and casebook.case.country != code:
                casebook.record(CountryChosen(country=code))
            self._window.use_country(code)
        except AssistantError as error:
            self._window.show_problem(error)
            return
        self._keep(country=code)
        self._window.country_known()
        self._window.go(Start())

    def first_step(self) -> Step:
        """Return the step of the first page."""
        return next(step for stage in self._parts.plan.stages for step in stage.steps if step.kind == "doors")

    def dress_doors(self, page: DoorsPage) -> None:
        """Offer to go on with the case that was open last."""
        path = self._last_case()
        if path is not None and self._window.casebook is None:
            page.offer_to_resume(path.name.removesuffix(path.suffix))
            page.resume.connect(self._resume)

    def _last_case(self) -> Path | None:
        kept = load_settings(self._parts.settings_path).last_case
        path = Path(kept) if kept else None
        return path if path is not None and path.is_file() else None

    def _resume(self) -> None:
        path = self._last_case()
        if path is not None:
            self.open(path)

    # --- a new case -----------------------------------------------------------------------------------------------

    def door_chosen(self, page: DoorsPage) -> None:
        """Start a case, or go on with the one that is open, through the door that was chosen."""
        self._answers, self._technician, self._wanted = page.answers, False, None
        if self._window.casebook is not None:
            self._enter(self._window.casebook)
        else:
            self._new(None)

    def _new(self, passphrase: str | None) -> None:
        mode: Literal["person", "technician"] = "technician" if self._technician else "person"
        code = self._parts.country.code
        self._get(lambda: self._parts.cases().new(code, mode, passphrase=passphrase), self._started, self._not_started)

    def _started(self, casebook: Casebook) -> None:
        """Write down what was answered before there was a case, then go on to where it was needed."""
        draft, wanted = self._window.draft, self._wanted
        if draft is not None and not self._technician:
            try:
                casebook.record_all(draft.events)
            except AssistantError as error:  # the draft stays, for another try
                casebook.close()
                self._window.show_problem(error)
                return
        if not self._take(casebook):
            return
        if wanted is None or self._technician:
            self._enter(casebook)
            return
        self._window.journey.back()  # Back never leads to the words again
        self._window.go(wanted)

    def _not_started(self, error: AssistantError) -> None:
        """Without a key store, keep the first answers in memory: the cable comes before the words that lock a case."""
        if not isinstance(error, KeyStoreError):
            self._window.show_problem(error)
            return
        if self._window.draft is None:
            self._window.draft = Draft(self._parts.clock, self._parts.country.code)
        self._enter(self._window.draft)

    def needs_case(self, place: Place) -> Place:
        """Return where the way to a place goes: by the words that lock a case, if there is only a draft."""
        if self._window.draft is None or isinstance(place, Start | Aside):
            return place
        if isinstance(place, At) and self._parts.plan.step(place.step).kind in BEFORE_A_CASE:
            return place
        self._wanted = place
        return Aside("lock")

    def _enter(self, casebook: Casebook | Draft) -> None:
        """Keep the answer of the doors, then go where they lead."""
        step = self.first_step()
        if self._answers:
            try:
                casebook.answer(step.id, self._answers)
            except AssistantError as error:
                self._window.show_problem(error)
                return
        now = next(iter(self._answers.values()), "") == step.fields[0].options[0]
        self._window.go(self._window.journey.first(casebook.case, now=now))

    # --- a saved case ---------------------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open a case with the key that this PC keeps; ask for another way in if there is none."""

        def ask(error: AssistantError) -> None:
            from recovery_assistant.ui.pages.cases import UnlockPage

            page = UnlockPage(self._window.desk, path, error.sentence)
            page.wanted.connect(self._unlock)
            self._window.show_page(page)

        self._get(lambda: self._parts.cases().open(path), self._opened, ask)

    def _unlock(self, path: Path, passphrase: str, recovery_code: str) -> None:
        self._get(
            lambda: self._parts.cases().open(path, passphrase=passphrase or None, recovery_code=recovery_code or None),
            self._opened,
            self._not_unlocked,
        )

    def _not_unlocked(self, error: AssistantError) -> None:
        from recovery_assistant.ui.pages.cases import UnlockPage

        page = self._window.page
        if isinstance(page, UnlockPage):
            page.tell(_("{sentence} Code {code}.").format(sentence=error.sentence, code=error.code))
        else:
            self._window.show_problem(error)

    def _opened(self, casebook: Casebook) -> None:
        if not self._take(casebook):
            return
        self._window.go(Home())
        place = self._window.journey.resumed(casebook.case, casebook.entries)
        if place != Home() and not casebook.read_only:  # home says why it can only be read
            self._window.go(place)
        if casebook.why_read_only:
            self._window.announce(casebook.why_read_only)

    def asked(self, name: str) -> None:
        """Do what a page asked for: "copy" goes on in a copy of a case that can only be read."""
        casebook = self._window.casebook
        if name == "copy" and casebook is not None:
            path, code = casebook.path, casebook.recovery_code()
            self._get(
                lambda: self._parts.cases().open_copy(path, recovery_code=code), self._opened, self._window.show_problem
            )

    # --- both -----------------------------------------------------------------------------------------------------

    def _get(
        self,
        produce: Callable[[], Casebook],
        done: Callable[[Casebook], None],
        failed: Callable[[AssistantError], None],
    ) -> None:
        if self._waiting:
            return
        self._waiting = True
        self._window.announce(_("One moment …"))

        def arrived(casebook: Casebook) -> None:
            self._waiting = False
            done(casebook)

        def did_not(error: AssistantError) -> None:
            self._waiting = False
            failed(error)

        self._window.stream.call(produce, arrived, did_not)

    def _take(self, casebook: Casebook) -> bool:
        """Take over a case that was opened. Return whether this version has what its country needs."""
        try:
            self._window.use_country(casebook.case.country)
        except AssistantError as error:
            casebook.close()
            self._window.show_problem(error)
            return False
        if self._window.casebook is not None:
            self._window.casebook.close()
        self._window.casebook, self._window.draft, self._wanted = casebook, None, None
        # A technician's case is somebody else's: the client's PC remembers nothing of it.
        if casebook.case.mode != "technician":
            self._keep(last_case=str(casebook.path))
        return True

    def keep_text_size(self, percent: int) -> None:
        """Remember the text size for the next start."""
        self._keep(text_size=percent)

    def _keep(self, **changes: str | int) -> None:
        path = self._parts.settings_path
        save_settings(structs.replace(load_settings(path), **changes), path)

    # --- pages outside the plan -----------------------------------------------------------------------------------

    def aside(self, name: str) -> Page:
        """Return a page that belongs to no step."""
        from recovery_assistant.ui.pages import cases

        desk = self._window.desk
        if name == "country":
            return self.country_page()
        if name == "technician":
            return self.passphrase_page(technician=True)
        if name == "lock":
            return self.passphrase_page(technician=False)
        if name == "open":
            page = cases.OpenCasePage(desk)
            page.chosen.connect(self.open)
            return page
        return cases.HelpAside(desk) if name == "help" else cases.AdviceAside(desk, name)

    def passphrase_page(self, *, technician: bool) -> Page:
        """Return the page that asks for words which lock a new case."""
        from recovery_assistant.ui.pages.cases import PassphrasePage

        self._technician = technician
        page = PassphrasePage(self._window.desk, technician=technician)
        page.wanted.connect(self._new)
        return page
