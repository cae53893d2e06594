"""A small site in Danish, without sphinx-needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import Project

if TYPE_CHECKING:
    from pathlib import Path

CONF = """\
project = "Side"
language = "da"
extensions = ["myst_parser", "public_site"]
myst_enable_extensions = ["colon_fence"]
public_site_responsible = "ansvarlig"
html_theme = "basic"
"""


@pytest.fixture
def pages(tmp_path: Path) -> Project:
    """Return a project of a start page and three others."""
    source = tmp_path / "source"
    source.mkdir()
    made = Project(source, source, tmp_path)
    made.write("conf.py", CONF)
    made.write("index.md", "# Start\n\n:::{toctree}\n:glob:\n\n*\n:::\n")
    for name in ("en", "to", "tre"):
        made.write(f"{name}.md", f"# Side {name}\n\nTekst.\n")
    return made
