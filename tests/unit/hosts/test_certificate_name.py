"""The name in a certificate."""

from __future__ import annotations

from recovery_assistant.hosts.certificate_name import common_name


def test_the_common_name_then_the_organisation_then_nothing() -> None:
    assert common_name(b"0\x06\x03U\x04\x0a\x0c\x04Acme\x06\x03U\x04\x03\x0c\x07Acme CA") == "Acme CA"
    assert common_name(b"\x06\x03U\x04\x0a\x0c\x04Acme") == "Acme"
    assert common_name(b"\x06\x03U\x04\x03") == ""
    assert common_name(b"\x06\x03U\x04\x03\x0c\xff" + b"x" * 300) == ""
    assert common_name(b"") == ""
