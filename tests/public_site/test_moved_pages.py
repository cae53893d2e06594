"""Old names of pages that no page can have had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needs_core.output_addresses import can_be_page

if TYPE_CHECKING:
    from tests.conftest import Project

NO_PAGES = (
    *("a" * 300, "/".join(["b" * 150] * 30), "a\0b", "../ud", "a/../../ud", "/rod"),
    *("C:\\side", "gammel.html", "gammel.md", "con", "Aux.x", "a//b", "a?b", "a.", "a\nc"),
)


def test_they_are_told_and_nothing_is_written_elsewhere(plan: Project) -> None:
    moved = dict.fromkeys((*NO_PAGES, "gammel/side"), "index")
    plan.edit("conf.py", ('"needs_search"]', '"needs_search", "public_site"]'))
    before = {x for x in plan.work.rglob("*") if "out-html" not in x.parts}
    built = plan.build(doctrees="out-html/doctrees", public_site_moved=moved)
    told = [x for x in built.warnings.splitlines() if "public_site_moved, " in x]
    assert len(told) == len(NO_PAGES)
    assert all("Ingen side kan have haft dette navn. Skriv det fra" in x for x in told)
    assert max(map(len, told)) < 300
    assert (built.out / "gammel" / "side.html").is_file()
    parent = {x for x in plan.work.rglob("*") if "out-html" not in x.parts}
    assert parent - before <= {built.out}


@pytest.mark.parametrize("name", ["side", "mappe/side", "æøå", "console", "a.b", "404"])
def test_what_a_page_can_be_called_is_one(name: str) -> None:
    assert can_be_page(name)
