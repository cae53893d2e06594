"""Which links of a page count: see also the messages in ``tests/bad``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needs_core.reader import read_items
from tests.conftest import ROOTS, copy_model, project

if TYPE_CHECKING:
    from pathlib import Path

    from needs_core.model import Items


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
