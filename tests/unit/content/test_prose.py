"""Every text is found once, with its file, its key and its page."""

from __future__ import annotations

from recovery_assistant.content.prose import pack_prose, prose
from recovery_assistant.domain.words import (
    FieldWords,
    OptionWords,
    Paragraph,
    RouteWords,
    StageWords,
    StepWords,
    Words,
)
from tests.unit.domain.gb_pack import GB
from tests.unit.domain.removal_words import REMOVING
from tests.unit.domain.telling_words import TELLING

WORDS = Words(
    language="en",
    telling=TELLING,
    removing=REMOVING,
    stages={
        "bank": StageWords(
            name="Ring",
            steps={
                "call": StepWords(
                    title="Ring them",
                    body=(Paragraph(heading="First", items=("one", "two"), shown_for=("wales",)),),
                    fields={
                        "who": FieldWords(label="Who", options={"a": OptionWords(label="A", then="So", source="x")})
                    },
                )
            },
        )
    },
    groups={"money": "Money"},
    routes={"cash": RouteWords(name="Cash", reason="Because", say="Please")},
    deadlines={"tell-by": "Tell before"},
)


def test_every_text_with_its_place() -> None:
    every = list(prose(WORDS))
    told = [text for text in every if text.file in ("words/en/removing.toml", "words/en/telling.toml")]
    assert ("begin.refused", "begin", REMOVING.begin["refused"]) in {(t.key, t.page, t.text) for t in told}
    assert ("session.connected", "session", TELLING.session.connected) in {(t.key, t.page, t.text) for t in told}
    found = {(text.file, text.key): (text.page, text.sort, text.text) for text in every if text not in told}
    bank, refund = "words/en/bank.toml", "words/en/refund.toml"
    assert found == {
        (bank, "name"): ("name", "title", "Ring"),
        (bank, "steps.call.title"): ("steps.call", "title", "Ring them"),
        (bank, "steps.call.body[0].heading"): ("steps.call", "title", "First"),
        (bank, "steps.call.body[0].items[0]"): ("steps.call", "sentence", "one"),
        (bank, "steps.call.body[0].items[1]"): ("steps.call", "sentence", "two"),
        (bank, "steps.call.fields.who.label"): ("steps.call", "label", "Who"),
        (bank, "steps.call.fields.who.options.a.label"): ("steps.call", "label", "A"),
        (bank, "steps.call.fields.who.options.a.then"): ("steps.call", "sentence", "So"),
        ("words/en/groups.toml", "groups.money"): ("groups", "label", "Money"),
        (refund, "routes.cash.name"): ("routes.cash", "title", "Cash"),
        (refund, "routes.cash.reason"): ("routes.cash", "sentence", "Because"),
        (refund, "routes.cash.say"): ("routes.cash", "sentence", "Please"),
        (refund, "deadlines.tell-by"): ("deadlines", "label", "Tell before"),
    }


def test_texts_of_a_country() -> None:
    found = {(text.file.rpartition("/")[2], text.key): (text.sort, text.text) for text in pack_prose(GB)}
    assert found["contacts.toml", "web.name"] == ("title", "Web only")
    assert found["rules.toml", "app-limit.short"] == ("label", "up to £85,000")
    assert found["premium.toml", "118.says"] == ("sentence", "118 costs extra.")
    assert ("rules.toml", "chargeback.short") not in found
