"""``python -m crpkit`` is the same as ``crpkit``."""

import sys

from crpkit.cli import main

if __name__ == "__main__":
    sys.exit(main())
