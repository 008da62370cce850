"""A certificate in a keychain of the Mac: exported, taken out, and trusted again when it is put back.

Written from security's manual page; it was never run on a Mac by this project.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from recovery_assistant.domain.removal.plan import RemoveCertificate
from recovery_assistant.runner.hand import Done, Turn, Unable
from recovery_assistant.runner.posix.starting import Programs
from recovery_assistant.runner.results import write_new

if sys.platform == "win32":
    raise ImportError("not on Windows")

FILE: Final = "certificate.pem"
_ONE: Final = re.compile(
    r"SHA-1 hash: ([0-9A-F]{40})\n(?:(?!SHA-1 hash).*\n)*?"
    r"(-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----)"
)


def remove_certificate(verb: RemoveCertificate, keychain: str, turn: Turn, programs: Programs) -> Done:
    """See the verb. `keychain`: full path of the one that it is taken out of.

    Raises:
        Unable: U-22, the keychain still has it.
    """
    thumbprint = verb.thumbprint.upper()
    found = _in(keychain, programs).get(thumbprint)
    if found is None:
        return Done(status="nothing-to-do", looked=(f"certificate {thumbprint}: not there",))
    command = ("security", "delete-certificate", "-Z", thumbprint, keychain)
    if not turn.begins(command):
        return turn.would_do(f"certificate {thumbprint}: there")
    kept = turn.keep(turn.manifest(thumbprint, before={"keychain": keychain}))
    write_new(turn.folder / FILE, found.encode())
    ran = programs.run(command)
    if thumbprint in _in(keychain, programs):
        raise Unable("U-22", "The keychain did not give the certificate up.", "failed")
    return Done(status="done", exit_code=ran.exit_code, kept=kept, looked=(f"certificate {thumbprint}: not there",))


def trust_again(thumbprint: str, keychain: str, folder: Path, turn: Turn, programs: Programs) -> Done:
    """Put a certificate back into its keychain, trusted as before."""
    if thumbprint in _in(keychain, programs):
        return Done(status="nothing-to-do", looked=(f"certificate {thumbprint}: there",))
    of_all = ("-d",) if keychain.startswith("/Library/") else ()
    command = ("security", "add-trusted-cert", *of_all, "-r", "trustRoot", "-k", keychain, str(folder / FILE))
    if not turn.begins(command):
        return turn.would_do(f"certificate {thumbprint}: not there")
    ran = programs.run(command)
    if thumbprint not in _in(keychain, programs):
        raise Unable("U-22", "The keychain did not take the certificate.", "failed")
    return Done(status="done", exit_code=ran.exit_code, looked=(f"certificate {thumbprint}: there",))


def _in(keychain: str, programs: Programs) -> dict[str, str]:
    said = programs.run(("security", "find-certificate", "-a", "-Z", "-p", keychain)).output
    return {found[1]: f"{found[2]}\n" for found in _ONE.finditer(said)}
