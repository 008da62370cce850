"""How a finding of the lint is told."""

from __future__ import annotations

from recovery_assistant.content.lint_parts import a_warning, an_error, words_file


def test_an_error_and_a_warning_say_where_why_and_what_to_do() -> None:
    error = an_error("words/en/bank.toml:x", "long-sentence", "22 words.", "Make two sentences of it.")
    assert (error.level, error.file, error.rule) == ("error", "words/en/bank.toml:x", "long-sentence")
    assert a_warning("a", "b", "c", "d").level == "warning"


def test_the_words_of_a_stage_have_their_file() -> None:
    assert words_file("bank") == "words/en/bank.toml"
