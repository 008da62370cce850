"""What can go wrong, said so that a frightened person and a technician can both use it.

    AssistantError
    ├── CaseError          the case file: wrong key, damaged, locked, read-only, full disk
    ├── KeyStoreError      the system's key store: missing, locked, not answering
    ├── ContentError       a resource file of ours: names the file and the key path
    ├── SourceUnreadable   one source of the inspected machine; always becomes a gap that is shown
    └── InputError         something given to us: an intake file, an inventory line, a seal

Every error carries a stable `code`, which is printed beside the sentence, so that somebody on the phone can
look it up. Codes are never reused.
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of every expected failure.

    Attributes:
        code: stable, like "C-03"; documented in docs/errors.md.
        sentence: plain words for the screen; says what happened and what to do now.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{sentence} (code {code})")
        self.code = code
        self.sentence = sentence


class CaseError(AssistantError):
    """The case file could not be opened, read or written."""


class KeyStoreError(AssistantError):
    """The system's key store is missing, locked or does not answer."""


class ContentError(AssistantError):
    """A resource file is wrong. The sentence names the file and the key path."""


class InputError(AssistantError):
    """Something that was handed to the program cannot be used."""


class SourceUnreadable(AssistantError):  # noqa: N818 (named as a fact, like the gap it becomes)
    """One source of the inspected machine could not be looked at.

    Attributes:
        source: name of the source, as in `Gap.source`.
        reason: short plain words, such as "access denied".
    """

    def __init__(self, source: str, reason: str, code: str = "G-01") -> None:
        super().__init__(code, f"Could not look at {source}: {reason}.")
        self.source = source
        self.reason = reason
