"""``python -m public_site.accessibility``: the command."""

import sys

from public_site.accessibility.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
