"""What a Windows program says about itself and whose signature it carries (Authenticode), on any system.

The bytes are read by LIEF, the name in a certificate by cryptography (docs/adr/0017).

**The chain of certificates is not verified.** Whether Windows would trust a signature depends on its date, its list of
trusted makers and lists of withdrawn certificates on the internet; and anybody can make a certificate in anybody's
name. So nothing here says "made by": it says "carries the signature of …". What is checked is that the signature was
made for this very file: the hash in it agrees with the file, so that one cut out of another program is not believed.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from recovery_assistant.domain.observation import VersionInfo
from recovery_assistant.hosts.certificate_name import subject_of

if TYPE_CHECKING:
    import lief

LARGEST_PROGRAM: Final = 256 * 2**20
"""Bytes of a program that are looked into. It has to be in memory for that."""
LONGEST_NAME: Final = 256
LONGEST_TEXT: Final = 512

OF_ANOTHER_FILE: Final = "carries a signature that was made for another file, so its maker is not known"
UNREADABLE: Final = "carries a signature that cannot be read, so its maker is not known"
TOO_LARGE: Final = "is too large to be looked into, so only its name is known"

_BROKEN: Final = (RuntimeError, ValueError, TypeError, OverflowError)
"""What LIEF raises on files that were cut or built to mislead, such as texts that are no Unicode."""


class Told(NamedTuple):
    """What a program shows of itself.

    Attributes:
        signer: common name (else organisation) of the signing certificate; "" when there is none to be believed.
        note: what is there and could not be read or is not believed, in plain words; "" as a rule.
    """

    version_info: VersionInfo | None = None
    signer: str = ""
    note: str = ""


def told_by(file: BinaryIO) -> Told:
    """Return what an open Windows program shows of itself. Raises OSError only."""
    size = file.seek(0, 2)
    if size > LARGEST_PROGRAM:
        return Told(note=TOO_LARGE)
    file.seek(0)
    content = file.read(size)  # not more: Windows sets memory aside for all that is asked for
    try:
        program = _parsed(content)
    except _BROKEN:
        return Told()
    if program is None:
        return Told()
    signer, note = _signed_by(program)
    return Told(_version_of(program), signer, note)


@cache
def _settings() -> lief.PE.ParserConfig:
    """Return what LIEF reads of a file: what nobody asks for is left out. It says nothing on the terminal."""
    import lief

    lief.logging.disable()
    chosen = lief.PE.ParserConfig()
    chosen.parse_imports = chosen.parse_exports = chosen.parse_reloc = chosen.parse_exceptions = False
    chosen.parse_arm64x_binary = False
    return chosen


def _parsed(content: bytes) -> lief.PE.Binary | None:
    import lief

    settings = _settings()
    return lief.PE.parse(content, settings)


def _version_of(program: lief.PE.Binary) -> VersionInfo | None:
    """Return the strings of the version resource, or None when there are none that can be read.

    Every object on the way keeps a name of its own: LIEF's parts live only as long as the object that they came from.
    """
    import lief

    strings: dict[str, str] = {}
    try:
        resources = program.resources_manager
        if isinstance(resources, lief.lief_errors) or not resources.has_version:
            return None
        versions = resources.version
        for version in versions:
            file_info = version.string_file_info
            if file_info is None:
                continue
            tables = file_info.children
            for table in tables:
                entries = table.entries
                for entry in entries:
                    strings.setdefault(entry.key, entry.value.partition("\0")[0].strip()[:LONGEST_TEXT])
    except _BROKEN:
        pass  # what was read until then is true all the same
    if not strings:
        return None
    return VersionInfo(
        original_filename=strings.get("OriginalFilename", ""),
        product_name=strings.get("ProductName", ""),
        company_name=strings.get("CompanyName", ""),
        file_description=strings.get("FileDescription", ""),
    )


def _signed_by(program: lief.PE.Binary) -> tuple[str, str]:
    """Return whose signature it is, and why it is not believed."""
    import lief

    if not program.has_signatures:
        directory = program.data_directory(lief.PE.DataDirectory.TYPES.CERTIFICATE_TABLE)
        return "", UNREADABLE if directory is not None and directory.size else ""
    try:
        signatures = program.signatures
        signature = signatures[0]
        signers, certificates = signature.signers, signature.certificates
        # By its number: LIEF finds the certificate by the text of its issuer, and misses those with other letters.
        number = bytes(signers[0].serial_number)
        names = [subject_of(bytes(one.raw)) for one in certificates if bytes(one.serial_number) == number]
        checked = program.verify_signature(lief.PE.Signature.VERIFICATION_CHECKS.HASH_ONLY)
    except (*_BROKEN, IndexError):
        return "", UNREADABLE
    if not names or not names[0]:
        return "", UNREADABLE
    if checked != lief.PE.Signature.VERIFICATION_FLAGS.OK:
        return "", OF_ANOTHER_FILE
    return names[0][:LONGEST_NAME], ""
