"""The house stands as planned: the contract of imports, and one door to each library."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.conftest import REPO

SEEN = {
    "sphinx": ("9.0.4", "needs_core/sphinx_internals.py"),
    "docutils": ("0.22.4", "needs_core/sphinx_internals.py"),
    "sphinx-needs": ("9.1.0", "needs_core/reader.py"),
    "myst-parser": ("5.2.0", "needs_core/myst_internals.py"),
    "xlsxwriter": ("3.3.1", "needs_core/spreadsheet.py"),
    "openpyxl": ("3.1.5", "needs_core/spreadsheet.py"),
}
"""Libraries whose private interfaces we use: the release they were read in, and our door.

CONTRIBUTING.md lists the interfaces and what is at risk with each. After an upgrade, read
the door beside the new release, run the tests, and write the release here.
"""


def test_the_contract_of_imports_in_pyproject_holds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    config = str(REPO / "pyproject.toml")
    status = lint_imports(config_filename=config, no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize("library", SEEN)
def test_private_interfaces_were_read_in_the_release_that_is_installed(
    library: str,
) -> None:
    seen, door = SEEN[library]
    assert version(library) == seen, f"read ext/{door} beside {library} {version(library)}"
