"""A line says the same whether a host tells it as a fact or a plan takes it out."""

from __future__ import annotations

from recovery_assistant.domain.text_lines import hosts_names, key_shown, libraries_in, proxies_in, rule_shown


def test_names_of_a_hosts_file() -> None:
    assert list(hosts_names("\t0.0.0.0\tOne.example two.example # three")) == [
        ("0.0.0.0", "one.example"),
        ("0.0.0.0", "two.example"),
    ]
    assert list(hosts_names("# nothing")) == []
    assert list(hosts_names("")) == []


def test_a_key_is_told_by_kind_and_remark_never_by_itself() -> None:
    assert (
        key_shown('from="10.0.0.1",command="/bin/x y" ssh-ed25519 AAAAC3Nza mary at home') == "ssh-ed25519 mary at home"
    )
    assert key_shown("ssh-rsa AAAA") == "ssh-rsa"
    assert key_shown("ssh-ed25519") == ""
    assert key_shown("# ssh-ed25519 AAAA x") == ""


def test_rules_libraries_and_proxies() -> None:
    assert rule_shown("mary\t ALL = (ALL)  ALL ") == "mary ALL = (ALL) ALL"
    assert len(rule_shown("x" * 900)) == 500
    assert libraries_in("/a.so:/b.so /c.so # d") == ("/a.so", "/b.so", "/c.so")
    assert proxies_in("export http_proxy=http://user:word@192.0.2.1:80/") == ("192.0.2.1:80",)
    assert proxies_in("# http_proxy=192.0.2.1:80") == ()
