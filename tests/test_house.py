"""The house stands as planned: the contract of imports, and one door to each library."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.conftest import REPO

SEEN = {
    "sphinx": ("9.0.4", "needs_core/sphinx_internals.py"),
    "docutils": ("0.22.4", "needs_core/sphinx_internals.py"),
    "sphinx-needs": ("9.1.0", "needs_core/sphinx_needs_internals.py"),
    "myst-parser": ("5.2.0", "needs_core/myst_internals.py"),
    "xlsxwriter": ("3.3.1", "needs_core/spreadsheet.py"),
    "openpyxl": ("3.1.5", "needs_core/spreadsheet.py"),
}
"""Libraries whose private interfaces we use: the release they were read in, and our door.

CONTRIBUTING.md lists the interfaces and what is at risk with each. After an upgrade, read
the door beside the new release, run the tests, and write the release here.
"""


def test_the_contract_of_imports_in_pyproject_holds() -> None:
    # In a process of its own: it switches off every logger of the one it runs in.
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--config", str(REPO / "pyproject.toml"), "--no-cache"]
    paths = f"{REPO / 'ext'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    done = subprocess.run(
        command,
        cwd=REPO,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_two_classes_have_one_name() -> None:
    found = defaultdict(set)
    for path in (REPO / "ext").rglob("*.py"):
        for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE):
            found[name].add(path.relative_to(REPO).as_posix())
    assert len(found) > 400
    assert {name: sorted(x) for name, x in found.items() if len(x) > 1} == {}


def test_the_application_is_asked_for_at_its_door() -> None:
    """Sphinx 11 drops ``app`` of the environment, of builders and of transforms."""
    found = [
        f"{path.relative_to(REPO)}: {line.strip()}"
        for path in (REPO / "ext").rglob("*.py")
        for line in path.read_text("utf-8").split("\n")
        if re.search(r"\b(?:env|builder)\.app\b", line)
    ]
    assert found == []


def test_git_is_asked_at_its_door() -> None:
    """Elsewhere a hook of another repository would answer for it."""
    found = [
        path.relative_to(REPO).as_posix()
        for path in (REPO / "ext").rglob("*.py")
        if '"git", "-C"' in path.read_text("utf-8")
    ]
    assert found == ["ext/needs_core/git.py"]


@pytest.mark.parametrize("library", SEEN)
def test_private_interfaces_were_read_in_the_release_that_is_installed(
    library: str,
) -> None:
    seen, door = SEEN[library]
    assert version(library) == seen, f"read ext/{door} beside {library} {version(library)}"


def test_the_walks_of_contributing_lead_through_files_that_are_there() -> None:
    text = (REPO / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"`([\w./-]+\.(?:py|js|css|json|toml))`", text))
    folders = ("ext", "tests", "tools", "docs", "benchmarks")
    there = [path.as_posix() for name in folders for path in (REPO / name).rglob("*.*")]
    there += [path.name for path in REPO.iterdir()]
    assert len(named) > 60
    gone = [x for x in named if not any(f"/{path}".endswith(f"/{x}") for path in there)]
    assert gone == []
