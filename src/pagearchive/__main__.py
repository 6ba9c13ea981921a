"""`python -m pagearchive` is the command `pagearchive`."""

from __future__ import annotations

import sys

from pagearchive.cli import main

if __name__ == "__main__":
    sys.exit(main())
