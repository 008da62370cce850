r"""Pass the tests: ``python3 packaging/check.py`` (``py packaging\check.py`` on Windows).

Runs every lane, says how each went, and ends non-zero if one is red. ``--lane NAME`` runs one (it may be given more
than once), ``--quick`` leaves out what takes long, ``--list`` names the lanes.
"""

import sys

from python_floor import ensure_new_enough

if __name__ == "__main__":
    ensure_new_enough(__file__)
    import lanes

    raise SystemExit(lanes.main(sys.argv[1:]))
