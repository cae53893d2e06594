"""Run chosen tests beside several releases of Python, Sphinx, sphinx-needs and MyST-Parser.

``python tools/versions.py [PYTHON …]``: what was run stands in ``ext/manual/releases.csv``,
which the manual prints and the metadata is held to. Pythons that this machine lacks are
told, and leave their lines as they are. Each run has an environment of its own in
``_build/versions``, into which the distribution is installed as strangers install it.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "ext" / "manual" / "releases.csv"
WORK = ROOT / "_build" / "versions"
WHEELS = WORK / "wheels"
TESTS = (
    "tests/test_manual.py",
    "tests/test_foreign_projects.py",
    "tests/needs_core/test_reader.py",
    "tests/needs_cards",
    "tests/typst_pdf/test_builder.py::test_a_pdf_is_made_where_there_is_no_sphinx_needs",
)
"""Every directive, and a choice of the rest."""


class Release(NamedTuple):
    """What is installed together."""

    python: str
    sphinx: str
    sphinx_needs: str
    myst_parser: str


RELEASES = (
    Release("3.11", "9.0.0", "9.1.0", "5.2.0"),
    Release("3.11", "9.0.1", "9.1.0", "5.2.0"),
    Release("3.11", "9.0.2", "9.1.0", "5.2.0"),
    Release("3.11", "9.0.3", "9.1.0", "5.2.0"),
    Release("3.11", "9.0.4", "9.1.0", "5.2.0"),
    Release("3.12", "9.1.0", "9.1.0", "5.2.0"),
    Release("3.12", "9.1.1", "9.1.0", "5.2.0"),
    Release("3.13", "9.0.4", "9.1.0", "5.2.0"),
    Release("3.13", "9.1.1", "9.1.0", "5.2.0"),
    Release("3.14", "9.0.4", "9.1.0", "5.2.0"),
    Release("3.14", "9.1.1", "9.1.0", "5.2.0"),
)


def main(pythons: list[str]) -> int:
    """Run what is asked for; return 1 where anything failed."""
    shutil.rmtree(WHEELS, ignore_errors=True)
    if _uv("build", "--quiet", "--out-dir", str(WHEELS)):
        return 1
    known = read_table()
    for one in RELEASES:
        if pythons and one.python not in pythons:
            continue
        print(" ".join(one), flush=True)  # noqa: T201
        if (result := run(one)) is None:
            print(f"  There is no Python {one.python} on this machine.")  # noqa: T201
            continue
        known[one] = result
        print(f"  {result}", flush=True)  # noqa: T201
        write_table(known)
    return int(any(result != "passed" for result in known.values()))


def run(one: Release) -> str | None:
    """Install and test; ``None`` where there is no such Python."""
    folder = WORK / "-".join(one)
    if (found := find_python(one.python)) is None:
        return None
    _uv("venv", "--quiet", "--clear", "--python", found, str(folder))
    pins = WORK / "pins.txt"
    names = ("sphinx", "sphinx-needs", "myst-parser")
    pins.write_text("".join(f"{x}=={y}\n" for x, y in zip(names, one[1:], strict=True)))
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    (wheel,) = WHEELS.glob("*.whl")
    wanted = ("-r", "requirements-dev.in", "--override", str(pins), f"{wheel}[all]")
    if _uv("pip", "install", "--quiet", "--python", str(python), *wanted):
        return "not installable"
    command = [str(python), "-m", "pytest", "-n", "0", "-q", "-p", "no:randomly", *TESTS]
    without = {name: x for name, x in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=ROOT, env=without, check=False)
    return "failed" if done.returncode else "passed"


def find_python(version: str) -> str | None:
    """Return a Python of a version: on the path, or one of pyenv's."""
    installed = Path.home().glob(f".pyenv/versions/{version}.*/bin/python")
    for program in (*sorted(map(str, installed)), f"python{version}"):
        command = [program, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError:
            continue
        if done.stdout.strip() == version:
            return program
    return None


def _uv(*arguments: str) -> int:
    command = [sys.executable, "-m", "uv", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def read_table() -> dict[Release, str]:
    """Return what was run so far, of the releases that are still run."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        rows = [*csv.reader(file)][1:]
    found = ((Release(*names), result) for *names, result in rows)
    return {one: result for one, result in found if one in RELEASES}


def write_table(known: dict[Release, str]) -> None:
    """Write the table, in the order of the releases."""
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("Python", "Sphinx", "sphinx-needs", "MyST-Parser", "tests"))
        table.writerows((*x, known[x]) for x in RELEASES if x in known)


if __name__ == "__main__":
    WORK.mkdir(parents=True, exist_ok=True)
    sys.exit(main(sys.argv[1:]))
