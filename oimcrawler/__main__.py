"""`python -m oimcrawler` is the `oimcrawler` command."""

import sys

from oimcrawler.cli import main

if __name__ == "__main__":
    sys.exit(main())
