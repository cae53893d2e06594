"""Sheets without the icons that no page names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.conftest import Project

SHEET = """\
.fa { color: red }
.fa-sun { --fa: "\\f185"; }
.fa-gear, .fa-cog { --fa: "\\f013" }
.fa-moon { --fa: "\\f186" }
.fa-house { --fa: "\\f015" }
"""


def icons(text: str) -> list[str]:
    return [name for name in ("sun", "cog", "moon", "house") if f"fa-{name}" in text]


def test_sheets_hold_the_icons_that_pages_and_scripts_name(pages: Project) -> None:
    pages.write("icons.css", SHEET)
    pages.write("mode.js", 'document.body.className = "fa-solid fa-moon"\n')
    pages.write("en.md", '# Side en\n\n```{raw} html\n<i class="fa fa-cog"></i>\n```\n')
    used: dict[str, Any] = {"html_static_path": ["."], "html_css_files": ["icons.css"]}
    assert icons(pages.build(**used).read("_static/icons.css")) == icons(SHEET)

    lean = pages.build(**used, public_site_lean_icons=True)
    sheet = lean.read("_static/icons.css")
    assert icons(sheet) == ["cog", "moon"]
    assert ".fa { color: red }" in sheet

    pages.write("to.md", '# Side to\n\n```{raw} html\n<i class="fa fa-sun"></i>\n```\n')
    lean = pages.build(**used, public_site_lean_icons=True)
    assert icons(lean.read("_static/icons.css")) == ["sun", "cog", "moon"]
    clean = pages.build(**used, public_site_lean_icons=True, out="clean", fresh=True)
    assert clean.files() == lean.files()
