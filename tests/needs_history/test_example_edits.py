"""Seeded edits over the whole example: what is built on is what a clean build gives."""

from __future__ import annotations

import os
import re
from random import Random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project

FIRST = int(os.environ.get("STRESS_SEED", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("STRESS_RUNS", "1")))
EDITS = 5
JOBS = (1, 4)
STATES = ("idé", "besluttet", "i gang", "afsluttet", "stoppet")


def line(random: Random, paths: list[Path], start: str, values: tuple[str, ...]) -> None:
    """Give one line that begins so another value."""
    path = random.choice(paths)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = random.choice([n for n, x in enumerate(lines) if x.startswith(start)])
    lines[at] = f"{start}{random.choice(values)}\n"
    path.write_text("".join(lines), encoding="utf-8")


def edits(project: Project, random: Random) -> list[Callable[[], None]]:
    """Return everything that may happen to the example, each as a function."""
    plan, goals = project.source / "handleplan.md", project.source / "maal.md"
    rounds = sorted(project.source.glob("opfoelgning/20*.md"))
    history, kept = project.conf / "historik", dict[str, bytes]()

    def snapshot() -> None:
        path = history / f"{random.choice(['2025-1', '2025-2', '2026-1'])}.json"
        if path.is_file():
            kept[path.name] = path.read_bytes()
            path.unlink()
        else:
            path.write_bytes(kept[path.name])

    def confirmed() -> None:
        path = project.conf / "bekraeftet.json"
        if path.is_file():
            kept[path.name] = path.read_bytes()
            path.unlink()
        else:
            path.write_bytes(kept[path.name])

    def reword() -> None:
        text = goals.read_text("utf-8")
        name = random.choice(re.findall(r"^:::\{mål\} (.+)$", text, re.MULTILINE))
        text = text.replace(f"{{mål}} {name}\n", f"{{mål}} {name} {random.randint(1, 9)}\n")
        goals.write_text(text, encoding="utf-8")

    return [
        snapshot,
        confirmed,
        reword,
        lambda: line(random, [plan], ":status: ", STATES),
        lambda: line(random, [plan], ":slut: ", ("2026-01-31", "2027-01-31", "snart")),
        lambda: line(random, [plan], ":stoetter: ", ("MAAL_2", "MAAL_2, MAAL_6", "MAAL_5")),
        lambda: line(random, [plan, goals], ":prioritet: ", ("høj", "lav")),
        lambda: line(random, rounds, ":dato: ", ("2026-11-20", "2026-12-24", "2025-01-01")),
        lambda: line(random, rounds, ":vedroerer: ", ("IND_04", "IND_09, MAAL_6")),
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_any_edit_of_the_example_equals_a_clean_build(example: Project, seed: int) -> None:
    """Built on by one process and by four, each in an output of its own."""
    random = Random(seed)
    can = edits(example, random)
    for jobs in JOBS:
        example.build(out=f"jobs{jobs}", jobs=jobs)
    for number in range(EDITS):
        for _ in range(random.randint(1, 3)):
            random.choice(can)()
        clean = example.build(out=f"clean{number}").files()
        for jobs in JOBS:
            after = example.build(out=f"jobs{jobs}", jobs=jobs).files()
            assert sorted(clean) == sorted(after), (number, jobs)
            assert [n for n in clean if after[n] != clean[n]] == [], (number, jobs)
