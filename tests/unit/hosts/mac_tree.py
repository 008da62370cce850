"""A Mac as a tree of files: what an installer leaves there, and the lists that macOS itself keeps."""

from __future__ import annotations

import plistlib
import sqlite3
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ACCESS = (  # the table of macOS 11 and newer, as public notes on the file show it
    "CREATE TABLE access (service TEXT NOT NULL, client TEXT NOT NULL, client_type INTEGER NOT NULL, "
    "auth_value INTEGER NOT NULL, auth_reason INTEGER NOT NULL, auth_version INTEGER NOT NULL, csreq BLOB, "
    "policy_id INTEGER, indirect_object_identifier_type INTEGER, "
    "indirect_object_identifier TEXT NOT NULL DEFAULT 'UNUSED', indirect_object_code_identity BLOB, flags INTEGER, "
    "last_modified INTEGER NOT NULL DEFAULT 0, "
    "PRIMARY KEY (service, client, client_type, indirect_object_identifier))"
)


def put(root: Path, path: str, content: bytes | str = b"") -> Path:
    place = root / path.lstrip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    return place


def put_list(root: Path, path: str, content: Mapping[str, Any] | list[Any], *, binary: bool = True) -> Path:
    kind = plistlib.FMT_BINARY if binary else plistlib.FMT_XML
    return put(root, path, plistlib.dumps(content, fmt=kind))


def program(identifier: str, team: str, *, fat: bool = False) -> bytes:
    """Return a Mach-O file with nothing in it but a code directory that names identifier and team."""
    strings = identifier.encode() + b"\0" + team.encode() + b"\0"
    head = 52
    directory = struct.pack(">III", 0xFADE0C02, head + len(strings), 0x20200)
    directory += struct.pack(">IIIIIII", 0, 0, head, 0, 0, 0, 0)
    directory += struct.pack(">II", 0, 0)
    directory += struct.pack(">I", head + len(identifier) + 1 if team else 0)
    directory += strings
    blobs = struct.pack(">III", 0xFADE0CC0, 20 + len(directory), 1) + struct.pack(">II", 0, 20) + directory
    start = 32 + 16
    thin = b"\xcf\xfa\xed\xfe" + struct.pack("<IIIIIII", 0x0100000C, 0, 2, 1, 16, 0, 0)
    thin += struct.pack("<IIII", 0x1D, 16, start, len(blobs)) + blobs
    thin += bytes(16 * 1024)
    if not fat:
        return thin
    return b"\xca\xfe\xba\xbe" + struct.pack(">IIIIII", 1, 0x0100000C, 0, 4096, len(thin), 12) + bytes(4096 - 28) + thin


def put_app(
    root: Path, path: str, bundle_id: str, *, name: str = "", team: str = "", executable: str = "", fat: bool = False
) -> None:
    stem = Path(path).stem
    executable = executable or stem
    content = {
        "CFBundleIdentifier": bundle_id,
        "CFBundleName": name or stem,
        "CFBundleExecutable": executable,
        "CFBundleShortVersionString": "1.2",
    }
    put_list(root, f"{path}/Contents/Info.plist", content, binary=False)
    put(root, f"{path}/Contents/MacOS/{executable}", program(bundle_id, team, fat=fat))


def put_job(root: Path, path: str, command: Iterable[str], **more: object) -> None:
    put_list(root, path, {"Label": Path(path).stem, "ProgramArguments": list(command), "RunAtLoad": True, **more})


def put_receipt(root: Path, package: str, moment: object) -> None:
    content = {"PackageIdentifier": package, "InstallPrefixPath": "/", "InstallDate": moment, "PackageVersion": "1"}
    put_list(root, f"private/var/db/receipts/{package}.plist", content)


def put_person(root: Path, name: str, uid: int, *, admin: bool = False, **more: object) -> None:
    node = "private/var/db/dslocal/nodes/Default"
    content = {
        "name": [name],
        "realname": [name.title()],
        "uid": [str(uid)],
        "shell": ["/bin/zsh"],
        "home": [f"/Users/{name}"],
        "generateduid": [f"ID-{name}"],
        "authentication_authority": [";ShadowHash;HASHLIST:<SALTED-SHA512-PBKDF2>"],
        **more,
    }
    put_list(root, f"{node}/users/{name}.plist", content)
    group = root / node / "groups/admin.plist"
    users = plistlib.loads(group.read_bytes())["users"] if group.exists() else ["root"]
    put_list(root, f"{node}/groups/admin.plist", {"name": ["admin"], "users": [*users, *([name] if admin else [])]})


def grants(place: Path, rows: Iterable[tuple[str, str, int, int]]) -> None:
    """Write a list of what was allowed: service, program, kind of name (0 bundle id, 1 path), answer (2 allowed)."""
    place.parent.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(place)
    base.execute(ACCESS)
    for service, client, kind, answer in rows:
        base.execute(
            "INSERT INTO access (service, client, client_type, auth_value, auth_reason, auth_version, last_modified) "
            "VALUES (?, ?, ?, ?, 2, 1, 1767225600)",
            (service, client, kind, answer),
        )
    base.commit()
    base.close()


def background_items(items: Iterable[Mapping[str, Any]]) -> bytes:
    """Return an archive of login items: a flat table whose objects name each other by number."""
    objects: list[Any] = ["$null"]

    def number(value: Any) -> plistlib.UID:  # noqa: ANN401 (a list can hold anything)
        objects.append(value)
        return plistlib.UID(len(objects) - 1)

    kind = number({"$classname": "ItemRecord", "$classes": ["ItemRecord", "NSObject"]})
    for item in items:
        record: dict[str, Any] = {"$class": kind}
        for key, value in item.items():
            if key == "url":
                record[key] = number({"NS.base": plistlib.UID(0), "NS.relative": number(value)})
            else:
                record[key] = value if isinstance(value, int) else number(value)
        objects.append(record)
    top = {"$archiver": "NSKeyedArchiver", "$version": 100000, "$top": {"version": 1}, "$objects": objects}
    return plistlib.dumps(top, fmt=plistlib.FMT_BINARY)


def clean_mac(root: Path) -> Path:
    """Make what every Mac has: its version, one person, the hosts file, and no sharing."""
    version = {"ProductName": "macOS", "ProductVersion": "14.5", "ProductBuildVersion": "23F79"}
    put_list(root, "System/Library/CoreServices/SystemVersion.plist", version, binary=False)
    for folder in ("Users/mary/Downloads", "Users/mary/Desktop", "Users/Shared", "private/var/root", "Applications"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    put(
        root,
        "private/etc/hosts",
        "##\n127.0.0.1\tlocalhost\n255.255.255.255\tbroadcasthost\n::1             localhost\n",
    )
    put_person(root, "mary", 501, admin=True)
    put_person(root, "_spotlight", 89, shell=["/usr/bin/false"], authentication_authority=[])
    put_person(root, "root", 0, authentication_authority=[], shell=["/bin/sh"])
    (root / "etc").symlink_to("private/etc")
    (root / "var").symlink_to("private/var")
    return root
