"""The colour profile on the paper is ours: made here from the figures of IEC 61966-2-1, the same bytes every time.

A profile from a library carries the second in which it was made, or a licence that asks for more than we can print.
"""

from __future__ import annotations

import struct
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
POINTS = 1024
# Adapted to D50 by Bradford, as in the public tables of sRGB; s15Fixed16 values.
WHITE = (0x0000F6D6, 0x00010000, 0x0000D32D)
PRIMARIES = {
    b"rXYZ": (0x00006FA2, 0x000038F5, 0x00000390),
    b"gXYZ": (0x00006299, 0x0000B785, 0x000018DA),
    b"bXYZ": (0x000024A0, 0x00000F84, 0x0000B6CF),
}


def _curve() -> bytes:
    values = []
    for number in range(POINTS):
        level = number / (POINTS - 1)
        light = level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
        values.append(round(light * 65535))
    return b"curv" + bytes(4) + struct.pack(f">I{POINTS}H", POINTS, *values)


def _text(kind: bytes, text: bytes) -> bytes:
    if kind == b"desc":
        return b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text + b"\0" + bytes(78)
    return b"text" + bytes(4) + text + b"\0"


def make_profile() -> bytes:
    """Return an ICC version 2.1 display profile of sRGB."""
    tags = {
        b"desc": _text(b"desc", b"sRGB"),
        b"cprt": _text(b"text", b"No copyright, use freely (CC0)"),
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3I", *WHITE),
        **{name: b"XYZ " + bytes(4) + struct.pack(">3I", *values) for name, values in PRIMARIES.items()},
        b"rTRC": _curve(),
    }
    places: dict[bytes, tuple[int, int]] = {}
    offset = 128 + 4 + 12 * (len(tags) + 2)
    body = b""
    for name, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        places[name] = (offset + len(body), len(content))
        body += padded
    places[b"gTRC"] = places[b"bTRC"] = places[b"rTRC"]
    table = struct.pack(">I", len(places)) + b"".join(name + struct.pack(">2I", *at) for name, at in places.items())
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sI4s4sQI3I4s44x",
        128 + len(table) + len(body),
        bytes(4),
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(2026, 1, 1, 0, 0, 0),
        b"acsp",
        bytes(4),
        0,
        bytes(4),
        bytes(4),
        0,
        0,
        *WHITE,
        bytes(4),
    )
    return header + table + body


def test_the_profile_that_is_shipped_is_the_one_made_here() -> None:
    assert (ROOT / "resources" / "colour" / "srgb.icc").read_bytes() == make_profile()


def test_the_curve_begins_dark_and_ends_light() -> None:
    values = struct.unpack(f">{POINTS}H", _curve()[12:])
    assert values[0] == 0
    assert values[-1] == 65535
    assert list(values) == sorted(values)
