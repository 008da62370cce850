"""What an address in a setting leads to: this PC itself, the house or office, or somewhere in the world."""

from __future__ import annotations

import ipaddress
import re
from typing import Final, Literal


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


Reach = Literal["this-pc", "near", "far"]
"""this-pc: the address leads nowhere else · near: house or office, a name without a public ending · far: the world."""

_NEAR_ENDINGS: Final = (
    ".local", ".localdomain", ".lan", ".home", ".home.arpa", ".internal", ".intranet", ".corp", ".private", ".test",
    ".example", ".invalid", ".localhost", ".docker.internal", ".fritz.box",
)  # fmt: skip
"""Endings that the internet does not know (RFC 2606, 6762, 8375, and usual ones of offices)."""

_SAFE_SEARCH: Final = frozenset(
    {
        "216.239.38.120",
        "216.239.38.119",
        "216.239.38.121",
        "204.79.197.220",
        "2001:4860:4802:32::78",
        "2001:4860:4802:32::77",
    }
)
"""Where Google and Microsoft tell parents and schools to send their own names, so that searching shows less."""

_PROTECTION: Final = _words(
    """
    windowsupdate.com windowsupdate.microsoft.com update.microsoft.com download.windowsupdate.com
    windowsdefender.com security.microsoft.com definitionupdates.microsoft.com
    avast.com avg.com avira.com bitdefender.com bullguard.com clamav.net comodo.com drweb.com emsisoft.com eset.com
    f-secure.com gdata.de gdatasoftware.com hitmanpro.com kaspersky.com kaspersky.co.uk kaspersky-labs.com
    malwarebytes.com malwarebytes.org mbamupdates.com mcafee.com norton.com nortonlifelock.com pandasecurity.com
    safer-networking.org sophos.com superantispyware.com symantec.com symantecliveupdate.com totalav.com
    trendmicro.com virustotal.com webroot.com zonealarm.com bleepingcomputer.com safebrowsing.google.com
    """
)
"""Makers of virus protection, and where Windows fetches its own updates. From general knowledge, August 2026."""

_MONEY: Final = _words(
    """
    barclays.co.uk barclays.com barclaycard.co.uk hsbc.co.uk hsbc.com firstdirect.com lloydsbank.co.uk lloydsbank.com
    lloydsbankinggroup.com halifax.co.uk halifax-online.co.uk bankofscotland.co.uk mbna.co.uk natwest.com nwolb.com
    rbs.co.uk rbsdigital.com ulsterbank.co.uk santander.co.uk nationwide.co.uk tsb.co.uk co-operativebank.co.uk
    metrobankonline.co.uk virginmoney.com monzo.com starlingbank.com revolut.com chase.co.uk danskebank.co.uk
    sainsburysbank.co.uk tescobank.com americanexpress.com paypal.com wise.com nsandi.com
    police.uk reportfraud.police.uk actionfraud.police.uk stopscamsuk.org.uk gov.uk
    """
)
"""Banks, payment services and bodies that people in the UK turn to after fraud. From general knowledge."""

_FRONT_DOORS: Final = _words(
    """
    www www1 www2 m my account accounts login signin sign-in secure online onlinebanking ebanking bank banking
    personal retail business app apps support help update updates upgrade upgrades download downloads dl liveupdate
    definitions store shop go get free home portal central id auth identity
    """
)
"""First parts of names behind which a maker's own pages, updates or sign-in stand. Lists against advertising block
many other ones of the same makers, which only count visitors."""

_NAME: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?")


_WEB_ADDRESS: Final = re.compile(r"\s*[a-z][a-z0-9+.-]*://([^/?#\s]{1,300})", re.IGNORECASE)
_SITE: Final = re.compile(r"(?=.{1,253}$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")


def site_of(address: str) -> str:
    """Return the name of the site of a web address, "" for what is none; the rest may name a person or a password."""
    found = _WEB_ADDRESS.match(address)
    if found is None:
        return ""
    place = found[1].rpartition("@")[2].lower()
    if place.startswith("["):
        numeric = place[1:].partition("]")[0]
        return f"[{numeric}]" if is_address(numeric) else ""
    site = place.partition(":")[0].strip(".")
    return site if _SITE.fullmatch(site) else ""


def is_address(text: str) -> bool:
    """Return whether a text is a numeric address; hosts files may hold anything."""
    try:
        ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True


def reach_of(host: str) -> Reach:
    """Return how far an address or a name leads. What cannot be understood counts as far: it is shown."""
    text = host.strip().strip("[]").rstrip(".").lower()
    if text in ("", "localhost", "ip6-localhost", "ip6-loopback", "0"):
        return "this-pc"
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return "near" if "." not in text or text.endswith(_NEAR_ENDINGS) else "far"
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped if mapped is not None else address
    if address.is_loopback or address.is_unspecified:
        return "this-pc"
    return "far" if address.is_global else "near"


def is_near_name(name: str) -> bool:
    """Return whether a name means something in a house or office only, such as "printer" or "nas.local"."""
    text = name.strip().rstrip(".").lower()
    return "." not in text or text.endswith(_NEAR_ENDINGS)


def is_for_safe_search(address: str) -> bool:
    """Return whether an address is one that parents and schools point search pages to."""
    return address.strip().lower() in _SAFE_SEARCH


def is_needed_name(name: str) -> bool:
    """Return whether virus protection, Windows' own updates, a bank or help against fraud stand behind a name."""
    text = name.strip().rstrip(".").lower()
    if not _NAME.fullmatch(text):
        return False
    if text in _PROTECTION or text in _MONEY:
        return True
    first, _, rest = text.partition(".")
    front = first in _FRONT_DOORS or bool(re.fullmatch(r"(?:update|download|dl|su|fe|ds|au|ctldl)\d{0,3}", first))
    return front and (rest in _PROTECTION or rest in _MONEY)


def host_of(proxy: str) -> str:
    """Return the name or address out of "http=1.2.3.4:80;https=…", "https://name/path" or "name:8080"."""
    first = proxy.strip().split(";")[0].split("=")[-1].strip()
    scheme, mark, rest = first.partition("://")
    place = rest if mark else scheme
    place = place.replace("\\", "/").split("/")[0].rpartition("@")[2]
    if place.startswith("["):
        return place[1:].partition("]")[0]
    return place if place.count(":") > 1 else place.partition(":")[0]
