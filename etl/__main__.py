"""`python -m etl COMMAND`: see etl/cli.py."""

from __future__ import annotations

import os
import sys

from etl.cli import main

if __name__ == "__main__":
    if hasattr(os, "nice"):  # not on Windows
        os.nice(10)  # on the same computer, whoever reads the dashboard goes first
    sys.exit(main())
