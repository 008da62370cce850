"""Entry point: no arguments open the window, anything else goes to the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Start the program and return its exit code."""
    from recovery_assistant import compose

    return compose.run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
