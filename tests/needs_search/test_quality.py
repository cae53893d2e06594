"""How well the knowledge base's own items are found, by queries as staff type them.

The floors are what the search keeps, not what it dreams of: raise them when it gets
better. ``queries.txt`` holds the queries and the items that should come.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Built
    from tests.needs_search.conftest import Search

FLOORS = {"mrr": 0.95, "recall": 0.95, "ndcg": 0.94}
STRAIGHT = ("id", "phrase")
FAIR = {"exact": 0.95, "typo": 0.95, "inflection": 0.95, "compound": 0.95, "folding": 0.9}
FAIR |= {"question": 0.9, "synonym": 0.82, "prefix": 0.9, "hyphen": 0.85}


@dataclass(frozen=True)
class Asked:
    """One query, and where what should come stands among what came."""

    category: str
    query: str
    wanted: frozenset[str]
    found: tuple[str, ...]

    @property
    def rank(self) -> float:
        """Return one over the place of the first wanted item among ten."""
        places = (n for n, id_ in enumerate(self.found[:10], 1) if id_ in self.wanted)
        return 1 / next(places, math.inf)

    @property
    def recall(self) -> float:
        """Return the share of wanted items among the first five."""
        return len(self.wanted & set(self.found[:5])) / min(5, len(self.wanted))

    @property
    def gain(self) -> float:
        """Return the discounted gain among ten, against the best there could be."""
        got = sum(
            1 / math.log2(n + 1)
            for n, id_ in enumerate(self.found[:10], 1)
            if id_ in self.wanted
        )
        best = sum(1 / math.log2(n + 1) for n in range(1, min(10, len(self.wanted)) + 1))
        return got / best


def queries() -> Iterator[tuple[str, str, frozenset[str]]]:
    text = (Path(__file__).parent / "queries.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            category, query, ids = (part.strip() for part in line.split("|"))
            yield category, query, frozenset(ids.split())


@pytest.fixture
def asked(site: Built, open_search: Callable[..., Search]) -> list[Asked]:
    found = open_search(site.out).ask(*(query for _, query, _ in queries()))
    return [Asked(*one, tuple(ids)) for one, ids in zip(queries(), found, strict=True)]


def test_the_items_are_found(asked: list[Asked]) -> None:
    wanted = [one for one in asked if one.wanted]
    assert len(wanted) >= 80
    scores = {
        "mrr": mean(one.rank for one in wanted),
        "recall": mean(one.recall for one in wanted),
        "ndcg": mean(one.gain for one in wanted),
    }
    missed = [(one.query, one.found[:3]) for one in wanted if one.rank < 1]
    assert all(scores[name] >= floor for name, floor in FLOORS.items()), (scores, missed)
    assert mean(not one.found for one in wanted) <= 0.02, missed


def test_every_kind_of_query_does_well(asked: list[Asked]) -> None:
    kinds = defaultdict[str, list[Asked]](list)
    for one in asked:
        kinds[one.category].append(one)
    for kind in STRAIGHT:
        assert [(one.query, one.found[:3]) for one in kinds[kind] if one.rank < 1] == []
    for kind, floor in FAIR.items():
        missed = [(one.query, one.found[:3]) for one in kinds[kind] if one.rank < 1]
        assert mean(one.rank for one in kinds[kind]) >= floor, (kind, missed)


def test_nothing_comes_where_nothing_is(asked: list[Asked]) -> None:
    noisy = [(one.query, one.found[:3]) for one in asked if not one.wanted and one.found]
    assert len(noisy) <= 0.1 * sum(not one.wanted for one in asked), noisy


def test_the_queries_name_items_there_are(asked: list[Asked], site: Built) -> None:
    text = site.read("needs-search/index.js")
    wanted = {id_ for one in asked for id_ in one.wanted}
    assert [id_ for id_ in wanted if f'"{id_}"' not in text] == []
