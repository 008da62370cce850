"""Only a line that tells exactly the fact is taken out, and only of files that the runner knows."""

from __future__ import annotations

from tests.unit.domain.left_behind_machines import codes
from tests.unit.domain.left_behind_rows import LINUX, hosts, setting


def test_a_line_that_is_not_there_any_more_is_not_guessed() -> None:
    assert codes((hosts(LINUX, "93.184.216.8 www.paypal.com"),), LINUX, "hosts-redirect") == ["no-way-known"]
    library = setting("preloaded-library", "/etc/ld.so.preload", "/usr/lib/a.so")
    assert codes((library,), LINUX, "known-library") == ["no-way-known"]
    far = setting("authorized-key", "/etc/ssh/authorized_keys.d/jane", "ssh-ed25519 boss", "jane")
    assert codes((far,), LINUX, "authorized-key") == ["no-way-known"]
