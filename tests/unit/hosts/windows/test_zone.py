"""The note beside a download that says where it came from."""

from __future__ import annotations

import pytest

from recovery_assistant.hosts.windows.zone import noted_site

NOTE = "[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://anydesk.com/en/downloads\r\nHostUrl={}\r\n"


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://Download.AnyDesk.com/AnyDesk.exe?who=ada", "download.anydesk.com"),
        ("http://ada:secret@evil.example:8080/x", "evil.example"),
        ("about:internet", "anydesk.com"),
        ("https:///x", "anydesk.com"),
        ("https://a b/x", "a"),
        ("https://<b>x</b>/x", "anydesk.com"),
        ("https://" + "a" * 300 + "/x", "anydesk.com"),
        ("https://[2001:db8::1]/x", "[2001:db8::1]"),
        ("https://203.0.113.7/x", "203.0.113.7"),
    ],
)
def test_the_site_and_nothing_more(address: str, site: str) -> None:
    assert noted_site(NOTE.format(address).encode()) == site
    assert noted_site(NOTE.format(address).encode("utf-16")) == site


@pytest.mark.parametrize("note", [b"", b"\xff\xfe\x00", bytes(500), b"[ZoneTransfer]\nZoneId=3\n", b"HostUrl=" * 900])
def test_a_note_that_names_no_site(note: bytes) -> None:
    assert noted_site(note) == ""
