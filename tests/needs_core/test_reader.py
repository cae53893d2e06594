"""Which links of a page count: see also the messages in ``tests/bad``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx_needs.data import SphinxNeedsData

from needs_core.reader import read_items
from tests.conftest import ROOTS, copy_model, project

if TYPE_CHECKING:
    from pathlib import Path

    from needs_core.items import Items
    from tests.conftest import Project


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> Items:
    folder: Path = tmp_path_factory.mktemp("links")
    plan = project(ROOTS / "plan", folder)
    copy_model(plan.source)
    links = {
        "TI_901": 'MS_1_2[prioritet=="høj"]',
        "TI_902": "MS_1_2[prioritet==]",
        "TI_903": "MS_1_1.9",
        "TI_904": 'MS_1_2[type=="målsætning"]',
        "TI_905": "MS_1_2[prioritet==], MS_1_2",
        "TI_906": "TI_906",
    }
    blocks = (
        f":::{{tiltag}} Tiltag\n:id: {id_}\n:status: planlagt\n:under: PM_1\n"
        f":bidrager_til: {link}\n:::\n"
        for id_, link in links.items()
    )
    page = "# Links\n\n" + "\n".join(blocks)
    (plan.source / "tiltag-1.md").write_text(page, encoding="utf-8")
    return read_items(plan.build("dummy").app)


@pytest.mark.parametrize("id_", ["TI_901", "TI_902", "TI_903", "TI_906"])
def test_a_link_that_does_not_hold_does_not_count(items: Items, id_: str) -> None:
    assert items.by_id[id_].links.get("bidrager_til", ()) == ()


@pytest.mark.parametrize("id_", ["TI_904", "TI_905"])
def test_a_condition_that_is_met_counts(items: Items, id_: str) -> None:
    assert items.by_id[id_].links["bidrager_til"] == ("MS_1_2",)


def test_a_link_to_itself_is_noted(items: Items) -> None:
    assert items.by_id["TI_906"].to_itself == ("bidrager_til",)


def test_nodes_of_a_page_share_its_path(plan: Project) -> None:
    """Else the environment holds a path for each need, and every build reads them all."""
    plan.build()
    for _ in range(2):
        plan.edit("tiltag-1.md", ("Tiltag", "Tiltag "))
        nodes = SphinxNeedsData(plan.build().app.env)._needs_all_nodes
        paths: dict[str, set[int]] = {}
        for need in nodes.values():
            paths.setdefault(str(need.source), set()).add(id(need.source))
        assert len(nodes) > len(paths) > 1
        assert {len(found) for found in paths.values()} == {1}


def test_a_need_is_its_id_in_the_log_of_events(plan: Project) -> None:
    """Sphinx makes a line of every event, with all needs in it."""
    app = plan.build().app
    needs = SphinxNeedsData(app.env).get_needs_view()
    assert {repr(need) for need in needs.values()} == {f"NeedItem({x!r})" for x in needs}
