"""A few dozen random edits, serial and parallel; more of them in ``make stress``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.stress import try_edits, try_everything

if TYPE_CHECKING:
    from tests.conftest import Project

FIRST = int(os.environ.get("STRESS_SEED", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("STRESS_RUNS", "2")))
EDITS = 8


@pytest.mark.parametrize("seed", SEEDS)
def test_any_edit_equals_a_clean_build(plan: Project, seed: int) -> None:
    try_edits(plan, seed, EDITS)


@pytest.mark.parametrize("seed", SEEDS)
def test_any_edit_of_anything_equals_a_clean_build(plan: Project, seed: int) -> None:
    try_everything(plan, seed, EDITS, "html")


@pytest.mark.parametrize("seed", SEEDS if len(SEEDS) > 2 else SEEDS[:1])
def test_any_edit_of_anything_gives_the_same_pdf(plan: Project, seed: int) -> None:
    plan.edit("conf.py", ('"needs_search"]', '"needs_search", "typst_pdf"]'))
    try_everything(plan, seed, EDITS // 2, "typst_pdf")
