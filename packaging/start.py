r"""Start Recovery Assistant from a checkout: ``python3 packaging/start.py`` (``py packaging\start.py`` on Windows).

Makes everything that the program needs on the first run, and starts at once after that. What follows the file name
is handed to the program: ``python3 packaging/start.py scan --json`` works.
"""

import sys

from python_floor import ensure_new_enough

if __name__ == "__main__":
    ensure_new_enough(__file__)
    import bootstrap

    raise SystemExit(bootstrap.start(sys.argv[1:]))
