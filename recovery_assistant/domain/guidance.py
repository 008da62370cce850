"""Everything that is shown to somebody who lives in one country: the plan, its words, and the country's facts.

The plan and most words are the same everywhere; a country brings parts of its own (whom to report to, what guards a
credit file) and replaces sentences of the common ones. They fit only together, so they travel together.
"""

from __future__ import annotations

from msgspec import Struct

from recovery_assistant.domain.country import CountryPack
from recovery_assistant.domain.plan import Plan
from recovery_assistant.domain.words import Words


class Guidance(Struct, frozen=True, kw_only=True):
    """Plan, words and facts for one country, in one language."""

    plan: Plan
    words: Words
    country: CountryPack
