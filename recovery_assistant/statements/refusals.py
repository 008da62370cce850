"""Why a statement file cannot be used: one stable code each, and what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from recovery_assistant.domain.errors import InputError

NOT_THERE: Final = "I-60"
NOT_ALLOWED: Final = "I-61"
NO_FILE: Final = "I-62"
EMPTY: Final = "I-63"
TOO_LARGE: Final = "I-64"
IS_PDF: Final = "I-65"
IS_SHEET: Final = "I-66"
NOT_TEXT: Final = "I-67"
NO_ROWS: Final = "I-68"
BAD_XML: Final = "I-69"
UNSAFE_XML: Final = "I-70"
CHANGED: Final = "I-71"
NOT_READ: Final = "I-72"
NO_COLUMNS: Final = "I-73"

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        NOT_THERE: "There is no such file. Its stick may not be plugged in. Choose it again.",
        NOT_ALLOWED: "This PC does not let you read this file. Copy it to a folder of your own, then choose it there.",
        NO_FILE: "This is not a file that can be read, but a folder or a device. Choose the statement file itself.",
        EMPTY: "This file is empty. Get it from your bank again.",
        TOO_LARGE: "This file is larger than any statement. Ask your bank for a shorter time, such as one year.",
        IS_PDF: "This is a PDF. Ask your bank for a CSV, OFX or CAMT file. Or look at it on paper.",
        IS_SHEET: "This is an Excel or zip file. Open it on another device, and save it as CSV. Then choose that file.",
        NOT_TEXT: "This is not a statement file that we can read. Ask your bank for a CSV, OFX or CAMT file.",
        NO_ROWS: "We found no payments in this file. Is it the right one?",
        BAD_XML: "This file breaks off, or is damaged. Get it from your bank again.",
        UNSAFE_XML: "This file holds something that a bank never puts in a statement. We did not read it.",
        CHANGED: "The file changed while we read it. Wait until it is saved, then choose it again.",
        NOT_READ: "The file can no longer be read. Was the stick pulled out? Plug it in, then choose the file again.",
        NO_COLUMNS: "We need the column of the day and one of the sums. Please choose them.",
    }
)


def refused(code: str) -> InputError:
    """Return the error of a code."""
    return InputError(code, SENTENCES[code])
