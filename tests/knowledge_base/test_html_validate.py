"""html-validate, a third judge beside axe: runs where node finds its package."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Built

PACKAGE = "html-validate/package.json"
CONFIG = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:a11y"],
    "rules": {
        # Sphinx writes XHTML, and its templates leave blanks at the ends of lines.
        "void-style": "off",
        "no-trailing-whitespace": "off",
        "attribute-boolean-style": "off",
        # An id may have any character but a blank: those of sphinx-needs have a slash.
        "valid-id": ["error", {"relaxed": True}],
        # A title is the heading of the page and the name of the site.
        "long-title": ["error", {"maxlength": 100}],
    },
}
THEIRS = (
    re.compile("no-redundant-role .*#main-content$"),  # of the theme
    re.compile("prefer-tbody genindex.html "),  # of Sphinx
)
"""What it finds in what is not ours."""


@pytest.fixture(scope="module")
def command() -> list[str]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    asked = [node, "-p", f"require.resolve('{PACKAGE}')"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip("npm install html-validate: node does not find it")
    return [node, told.stdout.strip().replace("package.json", "bin/html-validate.mjs")]


def found(command: list[str], pages: list[Path], config: Path) -> list[str]:
    """Return what it finds in pages: rule, page and place."""
    config.write_text(json.dumps(CONFIG), "utf-8")
    told = config.with_name("told.json")  # its end is lost on the way through a pipe
    asked = [*command, "--config", str(config), "-f", f"json={told}", *map(str, pages)]
    subprocess.run(asked, capture_output=True, check=False)
    return [
        f"{one['ruleId']} {file['filePath'].rpartition('/')[2]} {one.get('selector')}"
        for file in json.loads(told.read_text("utf-8"))
        for one in file["messages"]
    ]


def test_html_validate_finds_nothing_in_what_is_ours(
    site: Built, command: list[str], tmp_path: Path
) -> None:
    config = tmp_path / "config.json"
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<!DOCTYPE html><p><div></div></p>", "utf-8")
    assert found(command, [wrong], config), "it judges nothing"
    every = (p for p in site.out.rglob("*.html") if "_static" not in p.parts)
    pages = [p for p in every if 'http-equiv="refresh"' not in p.read_text("utf-8")]
    told = found(command, pages, config)
    assert [x for x in told if not any(one.search(x) for one in THEIRS)] == []
