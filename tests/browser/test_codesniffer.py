"""HTML_CodeSniffer, a second judge beside axe: runs where node finds its package."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Site

PACKAGE = "html_codesniffer/build/HTMLCS.js"
RUN = """() => new Promise((found, fail) => HTMLCS.process("WCAG2AA", document, () => found(
  HTMLCS.getMessages().filter((one) => one.type === HTMLCS.ERROR).map((one) =>
    `${one.code.split(".").slice(3).join(".")} ${one.element.getAttribute?.("href") || ""}`)
), fail))"""


@pytest.fixture(scope="module")
def sniffer() -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    asked = [node, "-p", f"require.resolve('{PACKAGE}')"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip("npm install html_codesniffer: node does not find it")
    return Path(told.stdout.strip()).read_text(encoding="utf-8")


def test_a_second_engine_finds_nothing(opened: Site, sniffer: str) -> None:
    found = dict[str, list[str]]()
    with opened.window() as page:
        page.set_content("<p><img src='data:,'></p>")
        page.evaluate(sniffer)
        assert page.evaluate(RUN), "it judges nothing"
        for name in opened.pages():
            opened.open(page, name)
            page.evaluate(sniffer)
            if told := page.evaluate(RUN):
                found[name] = told
    opened.troubles.clear()
    assert found == {}
