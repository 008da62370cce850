"""Browser profiles for tests, in the shape in which Chromium 143 and Firefox 140 were seen to write them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

EXTENSION = "cmbdkcnpmmdfnkpflhoiecgahenlnafe"


def write(path: Path, content: object) -> Path:
    """Write JSON, or bytes as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def chromium_logins(path: Path, blocked: tuple[int, ...]) -> None:
    """Write a "Login Data" with one row for each number: 0 is a password, 1 a page to be asked never again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as file:
        file.execute(
            "CREATE TABLE logins (origin_url VARCHAR NOT NULL, username_value VARCHAR, password_value BLOB, "
            "blacklisted_by_user INTEGER NOT NULL, id INTEGER PRIMARY KEY AUTOINCREMENT)"
        )
        file.executemany(
            "INSERT INTO logins (origin_url, username_value, password_value, blacklisted_by_user) VALUES (?, ?, ?, ?)",
            [("https://bank.example/login", "ada", b"v10secret", number) for number in blocked],
        )
    file.close()


def firefox_permissions(path: Path, rows: tuple[tuple[str, str, int], ...]) -> None:
    """Write a "permissions.sqlite" with rows of origin, kind, and 1 for allowed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as file:
        file.execute(
            "CREATE TABLE moz_perms ( id INTEGER PRIMARY KEY,origin TEXT,type TEXT,permission INTEGER,"
            "expireType INTEGER,expireTime INTEGER,modificationTime INTEGER)"
        )
        file.executemany(
            "INSERT INTO moz_perms (origin, type, permission, modificationTime) VALUES (?, ?, ?, 1795347357253)", rows
        )
    file.close()


def entry(**more: object) -> dict[str, object]:
    """Return what Chromium keeps of an extension."""
    return {
        "account_extension_type": 0,
        "creation_flags": 38,
        "disable_reasons": [],
        "first_install_time": "13439820924322390",
        "from_webstore": True,
        "last_update_time": "13439820924322390",
        "location": 1,
        "path": f"{EXTENSION}\\1.0_0",
        **more,
    }


def install(profile: Path, manifest: dict[str, object], **more: object) -> None:
    """Write a profile with one extension."""
    write(profile / "Extensions" / EXTENSION / "1.0_0" / "manifest.json", manifest)
    write(profile / "Preferences", {"extensions": {"settings": {EXTENSION: entry(**more)}}})
