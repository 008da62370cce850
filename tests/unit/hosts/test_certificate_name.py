"""The name in a certificate."""

from __future__ import annotations

from recovery_assistant.hosts.certificate_name import name_in, subject_of
from tests.unit.hosts.certificates import made


def test_the_common_name_then_the_organisation_then_nothing() -> None:
    assert subject_of(made(common="Evil CA", organisation="Evil")) == "Evil CA"
    assert subject_of(made(organisation="Evil")) == "Evil"
    assert subject_of(made(common="Evil CA")[:-40]) == ""
    assert subject_of(b"") == ""


def test_a_bare_name_as_macos_keeps_it() -> None:
    assert name_in(b"0\x06\x03U\x04\x0a\x0c\x04Acme\x06\x03U\x04\x03\x0c\x07Acme CA") == "Acme CA"
    assert name_in(b"\x06\x03U\x04\x0a\x0c\x04Acme") == "Acme"
    assert name_in(b"\x06\x03U\x04\x03") == ""
    assert name_in(b"\x06\x03U\x04\x03\x0c\xff" + b"x" * 300) == ""
