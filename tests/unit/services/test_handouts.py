"""Papers to hand out, from the content that the program ships, with a case and without one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from recovery_assistant.content.loading import load_guidance
from recovery_assistant.domain.case import Case
from recovery_assistant.domain.errors import AssistantError
from recovery_assistant.services.handouts import HandoutKind, Handouts

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def handouts(code: str = "gb") -> Handouts:
    return Handouts(load_guidance(RESOURCES, "en", code), lambda: NOW, RESOURCES)


@pytest.mark.parametrize("kind", ["worksheet", "card"])
def test_a_paper_comes_as_pdf_html_and_text(kind: HandoutKind) -> None:
    maker = handouts()
    document = maker.document(kind)
    assert maker.pdf(document).startswith(b"%PDF-")
    assert document.title in maker.html(document).decode()
    assert document.title in maker.text(document).decode()


def test_the_booklet_for_reviewers_holds_every_contact_and_every_rule() -> None:
    maker = handouts("nz")
    text = " ".join(maker.text(maker.document("review")).decode().split())
    pack = load_guidance(RESOURCES, "en", "nz").country
    assert "letters" in text
    assert "NZ/form/" in text
    for fact in (*(f"NZ/contact/{one.id}" for one in pack.contacts), *(f"NZ/rule/{one.id}" for one in pack.rules)):
        assert fact in text


def test_the_card_of_a_country_with_one_region_needs_no_case() -> None:
    maker = handouts("nz")
    assert maker.card_pdf(maker.document("card")).count(b"/Type /Page\n") <= 1


def test_what_cannot_be_saved_is_said(tmp_path: Path) -> None:
    maker = handouts()
    with pytest.raises(AssistantError, match="R-04"):
        maker.save(tmp_path / "gone" / "card.pdf", b"x")
    maker.save(tmp_path / "card.pdf", b"x")
    assert (tmp_path / "card.pdf").read_bytes() == b"x"


def test_an_empty_case_is_as_good_as_none() -> None:
    maker = handouts()
    assert maker.document("worksheet", Case()) == maker.document("worksheet")
