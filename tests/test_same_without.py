"""Projects of others are the same with and without the extensions.

``roots/features`` has a small project for each part of what sphinx-needs can do. Each is
built as it is and with every extension: the needs, pages, anchors, links and pictures are
the same, and there is no message more or less.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import ROOTS, Built, project

if TYPE_CHECKING:
    from pathlib import Path

FEATURES = ROOTS / "features"
EVERY = (
    "needs_cards", "needs_coverage", "needs_exchange", "needs_history", "needs_lineage",
    "needs_overview", "needs_plan", "needs_search", "needs_sources", "public_site",
    "typst_pdf",
)  # fmt: skip

# Of layouts by sphinx-needs, made by chance: what folds and unfolds a need.
_BY_CHANCE = re.compile(r"^(SNCB-.*|target__show__.*)$")
_MESSAGE = re.compile(r"(WARNING|ERROR): .*?\[([\w.]+)\]$", re.MULTILINE | re.DOTALL)
_OF_SEARCH = {"search-progress"}


@dataclass(frozen=True)
class Page:
    """What others can point at on a page, and where it leads."""

    anchors: frozenset[str]
    links: frozenset[str]
    pictures: int

    @property
    def missing(self) -> set[str]:
        """The anchors of the page itself that are missing, as those of hidden needs."""
        return {x[1:] for x in self.links if x.startswith("#")} - self.anchors - {""}


def page_of(html: str) -> Page:
    """Return what is on a page, below the theme."""
    soup = BeautifulSoup(html, "html.parser")
    body = soup.select_one("div.body")
    assert body is not None
    found = frozenset(str(x["id"]) for x in body.find_all(id=True))
    return Page(
        frozenset(x for x in found - _OF_SEARCH if not _BY_CHANCE.match(x)),
        frozenset(str(x["href"]) for x in body.find_all("a", href=True)),
        len(body.find_all(["img", "object"])),
    )


def needs_of(built: Built) -> dict[str, Any]:
    """Return everything that ``needs.json`` holds."""
    needs: dict[str, Any] = json.loads(built.read("needs.json"))
    return needs


def messages_of(built: Built) -> list[tuple[str, ...]]:
    """Return kind and type of every message: lines may be told more exactly."""
    return sorted(_MESSAGE.findall(built.warnings))


@pytest.mark.parametrize("name", sorted(x.name for x in FEATURES.iterdir()))
def test_a_project_is_the_same_with_and_without(name: str, tmp_path: Path) -> None:
    made = project(FEATURES / name, tmp_path)
    stock = made.build(out="stock")
    conf = (made.source / "conf.py").read_text("utf-8")
    made.write("conf.py", f"{conf}\nextensions += {list(EVERY)}\n")
    ours = made.build(out="ours")

    assert needs_of(ours) == needs_of(stock)
    assert messages_of(ours) == messages_of(stock)
    assert ours.app.statuscode == stock.app.statuscode
    names = {
        x.relative_to(stock.out).as_posix() for x in stock.out.rglob("*") if x.is_file()
    }
    gone = {x for x in names if not x.startswith(("_static", ".", "_sources"))}
    assert {x for x in gone if not (ours.out / x).is_file()} <= {"searchindex.js"}
    for page in sorted(stock.app.env.found_docs):
        old, new = (page_of(built.read(f"{page}.html")) for built in (stock, ours))
        assert old.anchors <= new.anchors
        dead = {f"#{x}" for x in old.missing}
        assert old.links - dead <= new.links
        assert old.pictures <= new.pictures
        assert new.missing <= old.missing
