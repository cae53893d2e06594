"""Every page of a site names the picture that browsers show in their tabs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from needs_core.design import HEAD, TONES

if TYPE_CHECKING:
    from tests.conftest import Project

_ICON = re.compile(r'<link rel="icon" href="([^"]*)"')


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_every_page_names_the_picture_that_lies_there(pages: Project, builder: str) -> None:
    (pages.source / "mappe").mkdir()
    pages.write("mappe/ned.md", "# Ned\n\nTekst.\n")
    built = pages.build(builder)
    found = sorted(built.out.rglob("*.html"))
    assert found
    for page in found:
        (address,) = _ICON.findall(page.read_text("utf-8"))
        assert (page.parent / address).resolve() == built.out / "icon" / "site.svg"
    picture = (built.out / "icon" / "site.svg").read_text("utf-8")
    drawn = {x.get("fill") for x in ET.fromstring(picture)}  # noqa: S314 (ours)
    assert {HEAD, TONES["done"].solid} <= drawn
    assert "style" not in picture


def test_a_picture_of_the_project_is_kept_and_ours_is_gone(pages: Project) -> None:
    built = pages.build()
    assert (built.out / "icon" / "site.svg").is_file()
    pages.write("own.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    again = pages.build(html_favicon="own.svg")
    assert _ICON.findall(again.read("index.html")) == ["_static/own.svg"]
    assert not (again.out / "icon").exists()


def test_other_outputs_have_none(pages: Project) -> None:
    assert not (pages.build("text").out / "icon").exists()
