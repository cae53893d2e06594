"""Hostile inputs of every kind: some here, ten thousand and more in ``make stress``."""

from __future__ import annotations

import json
import os
import time
from random import Random
from typing import TYPE_CHECKING

import pytest

from needs_authoring.project import AuthoringProject, project_of
from needs_exchange.plan_sheets import TypeSheet, type_sheets
from needs_exchange.plans.needs_file import UnreadablePlanError, needs_in
from needs_search.language import language
from needs_search.tokenizer import Tokenizer
from tests import hostile
from tests.conftest import ROOTS, Project, copy_model, project
from tests.needs_exchange.conftest import CONF

if TYPE_CHECKING:
    from pathlib import Path

SEED = int(os.environ.get("STRESS_SEED", "1"))
TIMES = int(os.environ.get("STRESS_RUNS", "1"))
"""How many times as many inputs are tried."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("plan"))
    copy_model(made.source)
    with (made.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(CONF)
    return made


@pytest.fixture(scope="module")
def exported(plan: Project) -> tuple[AuthoringProject, tuple[TypeSheet, ...], Path]:
    """Return the project, its sheets, and the workbook of its plan."""
    built = plan.build()
    found = project_of(built.app)
    sheets = type_sheets(built.app.config, found.items, ("tiltag", "målsætning"))
    return found, sheets, built.out / "plan" / "plan.xlsx"


Exported = tuple[AuthoringProject, tuple[TypeSheet, ...], "Path"]


def test_values_are_read_back_as_sent_or_refused(exported: Exported) -> None:
    found = hostile.try_values(exported[0], Random(SEED), 60 * TIMES)
    assert found["new needs, read back as sent"] > found["new needs, refused"] > 0
    assert found["changed fields, read back as sent"] > 0


def test_cells_are_written_or_refused(exported: Exported) -> None:
    project, sheets, file = exported
    found = hostile.try_cells(project, sheets, file, Random(SEED), 16 * TIMES)
    assert found.total() == 16 * TIMES


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_damaged_workbooks_cost_little_and_are_refused(exported: Exported) -> None:
    found = hostile.try_damaged(exported[2], Random(SEED), 40 * TIMES)
    assert found["refused"] > found["read"]


def test_answers_of_a_server_are_judged() -> None:
    found = hostile.try_answers(Random(SEED), 100 * TIMES)
    assert found["refused"] > found["taken in"] > 0


def test_an_answer_of_very_many_names_is_judged_at_once() -> None:
    names = ", ".join(f'"{number}": 0' for number in range(100_000))
    start = time.process_time()
    with pytest.raises(UnreadablePlanError):
        needs_in(f'{{{names}, "99999": {json.dumps("x")}}}'.encode())
    assert time.process_time() - start < 3


def test_addresses_that_run_are_dangerous() -> None:
    found = hostile.try_addresses(Random(SEED), 100 * TIMES)
    assert found["dangerous"] > 0
    assert found["harmless"] > 0


def test_pages_run_nothing_and_lose_nothing(plan: Project) -> None:
    found = hostile.try_pages(plan, Random(SEED), 25 * TIMES)
    assert found["shown"] > 0
    assert found["told"] > 0


def test_a_word_of_very_many_letters_is_found_at_once() -> None:
    tokenizer, word = Tokenizer(language("da")), "plan" * 25_000
    start = time.process_time()
    assert tokenizer.keys(word) == [word]
    assert tokenizer.suspensions(word) == []
    assert not tokenizer.splitter({"aaa"})(word)
    assert time.process_time() - start < 2
