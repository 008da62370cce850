"""Where an address in a setting leads, and which names nobody should block."""

from __future__ import annotations

import pytest

from recovery_assistant.domain.addresses import (
    Reach,
    host_of,
    is_address,
    is_for_safe_search,
    is_near_name,
    is_needed_name,
    reach_of,
    site_of,
)


@pytest.mark.parametrize(
    ("host", "reach"),
    [
        ("127.0.0.1", "this-pc"),
        ("0.0.0.0", "this-pc"),
        ("::1", "this-pc"),
        ("[::1]", "this-pc"),
        ("::ffff:127.0.0.1", "this-pc"),
        ("localhost", "this-pc"),
        ("", "this-pc"),
        ("10.1.2.3", "near"),
        ("192.168.1.254", "near"),
        ("fe80::1%eth0", "near"),
        ("proxy", "near"),
        ("proxy.office.local", "near"),
        ("wpad.corp", "near"),
        ("8.8.8.8", "far"),
        ("2001:4860:4860::8888", "far"),
        ("evil.example.com", "far"),
        ("not an address.", "near"),
        ("1.2.3.4.5.6", "far"),
    ],
)
def test_an_address_reaches_as_far(host: str, reach: Reach) -> None:
    assert reach_of(host) == reach


@pytest.mark.parametrize(
    ("proxy", "host"),
    [
        ("1.2.3.4:8080", "1.2.3.4"),
        ("http=1.2.3.4:80;https=5.6.7.8:443", "1.2.3.4"),
        ("socks=127.0.0.1:9150", "127.0.0.1"),
        ("http://proxy.example.com:3128/", "proxy.example.com"),
        ("https://name:secret@far.example.com/a/b.pac", "far.example.com"),
        ("[2001:db8::1]:8080", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("file://C:/x.pac", "C"),
        ("", ""),
    ],
)
def test_the_host_of_a_proxy(proxy: str, host: str) -> None:
    assert host_of(proxy) == host


@pytest.mark.parametrize(
    "name",
    [
        "update.microsoft.com",
        "fe2.update.microsoft.com",
        "WWW.Kaspersky.com",
        "www.malwarebytes.com.",
        "liveupdate.symantecliveupdate.com",
        "www.natwest.com",
        "online.lloydsbank.co.uk",
        "reportfraud.police.uk",
    ],
)
def test_names_that_are_needed(name: str) -> None:
    assert is_needed_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "ads.example.com",
        "analytics.ff.avast.com",
        "stats.avast.com",
        "www.natwest.com.evil.example",
        "activate.adobe.com",
        "vortex.data.microsoft.com",
        "localhost",
        "",
        "\x1b[31mevil",
        "a" * 400,
    ],
)
def test_names_that_lists_against_advertising_may_block(name: str) -> None:
    assert not is_needed_name(name)


@pytest.mark.parametrize(
    ("text", "is_one"), [("1.2.3.4", True), ("::1", True), ("fe80::1%lo0", True), ("1.2.3", False), ("x", False)]
)
def test_an_address_is_numeric(text: str, is_one: bool) -> None:
    assert is_address(text) == is_one


def test_names_of_a_house_and_addresses_for_safe_search() -> None:
    assert is_near_name("nas")
    assert is_near_name("host.docker.internal")
    assert not is_near_name("bank.co.uk")
    assert is_for_safe_search(" 216.239.38.120")
    assert not is_for_safe_search("203.0.113.9")


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://ada:secret@Example.NET:8443/path?code=1", "example.net"),
        ("http://192.0.2.7/x", "192.0.2.7"),
        ("http://[2001:db8::1]:80/x", "[2001:db8::1]"),
        ("https://[nonsense]/x", ""),
        ("https://x.example?a/b", "x.example"),
        ("javascript:alert(1)", ""),
        ("file:///etc/hosts", ""),
        ("mary@example.org", ""),
        ("https://exa mple/", "exa"),
        ("https://<b>x</b>/", ""),
        ("https://" + "a" * 300 + "/x", ""),
        ("", ""),
    ],
)
def test_only_the_site_of_a_web_address_is_kept(address: str, site: str) -> None:
    assert site_of(address) == site
