"""Lock the requirements with hashes, for every platform, without index addresses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Write ``requirements.txt`` and ``requirements-dev.txt`` anew."""
    for name in ("requirements", "requirements-dev"):
        command = (
            *(sys.executable, "-m", "uv", "pip", "compile", f"{name}.in"),
            *("--universal", "--python-version", "3.11", "--generate-hashes"),
            *("--no-emit-index-url", "--no-header", "--quiet"),
            *("--output-file", f"{name}.txt"),
        )
        subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
