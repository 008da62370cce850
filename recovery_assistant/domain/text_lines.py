"""What single lines of a system's text files say: names of the hosts file, keys, rules, proxies, libraries.

Hosts read such files whole; a plan that takes one line out of a file must know which line told a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

LONGEST_RULE: Final = 500
"""Letters of a rule as a fact tells it."""

_LONGEST_KEY: Final = 200
_MOST_NAMES: Final = 64
_KEY_KINDS: Final = ("ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-")
PROXY: Final = re.compile(
    r"^[ \t]*(?:export[ \t]+)?(?:https?|all|ftp|socks)_proxy(?:=|[ \t]+DEFAULT=)[\"']?"
    r"(?:\w+://)?(?:[^@\s\"']*@)?(?P<server>[\w.\[\]:-]+)",
    re.MULTILINE | re.IGNORECASE,
)
"""A line of an environment file that sends programs through a proxy."""


def hosts_names(line: str) -> Iterator[tuple[str, str]]:
    """Yield address and name of a line of a hosts file, one pair for each name."""
    address, *names = line.partition("#")[0].split()[:_MOST_NAMES] or ("",)
    for name in names:
        yield address, name.lower()


def key_shown(line: str) -> str:
    """Return kind and remark of a line of an authorized_keys file, "" when it holds no key.

    >>> key_shown('from="10.0.0.1",command="/bin/x y" ssh-ed25519 AAAAC3Nza mary at home')
    'ssh-ed25519 mary at home'
    """
    words = line.split()
    if not words or words[0].startswith("#"):
        return ""
    for number, word in enumerate(words[:-1]):
        if word.startswith(_KEY_KINDS):
            return " ".join((word, *words[number + 2 :]))[:_LONGEST_KEY]
    return ""


def rule_shown(line: str) -> str:
    """Return a rule of sudo or of signing in as a fact tells it: with single spaces, and not too long."""
    return " ".join(line.split())[:LONGEST_RULE]


def proxies_in(line: str) -> tuple[str, ...]:
    """Return the proxies that a line names."""
    return tuple(fit["server"] for fit in PROXY.finditer(line))


def libraries_in(line: str) -> tuple[str, ...]:
    """Return the libraries that a line of ld.so.preload has every program load."""
    return tuple(line.partition("#")[0].replace(":", " ").split())
