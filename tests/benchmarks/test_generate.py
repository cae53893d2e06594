"""The benchmark projects are as promised, and say the same in every variant."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from content import SIZES, WORDS, Content, Size, content, link_edit, text_edit
from generate import MATRIX_PAGE, VARIANTS, files, write
from measure import stand_together
from tests.conftest import Project
from tests.needs_coverage.test_drawing import cells, tables

if TYPE_CHECKING:
    from pathlib import Path

made = cache(content)
SMALL = SIZES["small"]
of_each_size = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)


def project(path: Path, variant: str) -> Project:
    source = path / "source"
    write(made(SMALL), variant, source)
    return Project(source, source, path)


def differing(one: Content, other: Content, variant: str) -> set[str]:
    return {name for name, _ in set(files(one, variant)) ^ set(files(other, variant))}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, variant: str) -> None:
    for folder in ("one", "two"):
        write(content(SMALL, seed=7), variant, tmp_path / folder)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}
        for folder in ("one", "two")
    )
    assert one == two
    assert dict(files(content(SMALL, seed=8), variant)) != dict(
        files(content(SMALL, seed=7), variant)
    )


@of_each_size
def test_counts_are_as_asked(size: Size) -> None:
    found = made(size)
    counts = (len(found.goals), len(found.keywords), len(found.actions))
    assert counts == (found.size.goals, found.size.keywords, found.size.actions)
    ids = [entry.id for entries in found.pages.values() for entry in entries]
    assert len(set(ids)) == len(ids) == sum(counts)
    assert len(found.pages) <= 300


@of_each_size
def test_a_tenth_are_gaps_and_orphans(size: Size) -> None:
    found = made(size)
    assert len(found.gaps) == round(len(found.goals) / 10)
    assert len(found.orphans) == round(len(found.actions) / 10)
    lone = [keyword for keyword in found.keywords if not keyword.links]
    assert len(lone) == round(len(found.keywords) / 10)


@of_each_size
def test_an_action_has_two_links_to_goals_there_are(size: Size) -> None:
    found = made(size)
    goals = {goal.id for goal in found.goals}
    linked = [set(action.links) for action in found.actions if action.links]
    assert Counter(map(len, linked)) == {2: len(linked)}
    assert set.union(*linked) <= goals


@of_each_size
def test_an_item_has_about_sixty_words(size: Size) -> None:
    found = made(size)
    counts = [len(action.text.split()) for action in found.actions]
    assert WORDS - 10 <= min(counts) <= max(counts) <= WORDS + 10


@of_each_size
def test_an_edit_changes_one_page(size: Size) -> None:
    found = made(size)
    edited = text_edit(found)
    relinked, action, left, gap = link_edit(edited)
    for one, other in ((found, edited), (edited, relinked)):
        assert len(differing(one, other, "needs")) == 1
    assert relinked.hits ^ edited.hits == {(left, action), (gap, action)}


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_says_the_same_and_builds_clean(tmp_path: Path, variant: str) -> None:
    found = made(SMALL)
    built = project(tmp_path, variant).build()
    assert built.warnings == ""
    for name, entries in found.pages.items():
        page = built.read(f"{name}.html")
        for entry in entries:
            assert entry.text in page
            assert entry.title in page
            assert all(goal in page for goal in entry.links)


@pytest.mark.parametrize("variant", ["ours", "cards", "all"])
def test_the_cells_are_the_links(tmp_path: Path, variant: str) -> None:
    (table,) = tables(project(tmp_path, variant).build(), f"{MATRIX_PAGE}.html")
    assert cells(table) == made(SMALL).hits


def test_an_edit_of_a_link_is_seen_when_it_is_shown(tmp_path: Path) -> None:
    plan = project(tmp_path, "ours")
    relinked, action, left, gap = link_edit(made(SMALL))
    page = plan.build().out / f"{MATRIX_PAGE}.html"
    assert stand_together(page, left, action)
    assert not stand_together(page, gap, action)
    write(relinked, "ours", plan.source)
    (table,) = tables(plan.build(), page.name)
    assert cells(table) == relinked.hits
    assert not stand_together(page, left, action)
    assert stand_together(page, gap, action)
