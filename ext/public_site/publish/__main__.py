"""``python -m public_site.publish``: the command."""

import sys

from public_site.publish.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
