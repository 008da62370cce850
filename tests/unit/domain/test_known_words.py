"""The allow-list: small words of systems, and none that is a common first name."""

from __future__ import annotations

from recovery_assistant.domain.known_words import KNOWN_WORDS

# Common first names in several countries; the most likely ones to be an English word, too, stand first.
NAMES = """
mark will bill jack rose grace hope faith joy dawn eve art drew grant chase chance dean earl frank gene guy hunter
ivy jade jasmine june may april august lance miles norm olive pat patience penny ray rich rob rod ruby sandy scott
summer violet wade ward woody anna maria peter john james michael david thomas paul george mary susan linda karen
ahmed ali fatima hans klaus ursula pierre marie jean luca giulia sofia pablo carmen ivan olga piotr wei li ming
kenji yuki raj priya amit sanjay julia alex sam max ben tom tim jim joe kim lee
"""


def test_no_word_is_somebodys_name() -> None:
    assert not KNOWN_WORDS & set(NAMES.split())


def test_words_are_small_and_plain() -> None:
    assert all(word.isalnum() and word == word.lower() and word.isascii() for word in KNOWN_WORDS)
    assert len(KNOWN_WORDS) > 500
