"""The name an author probably meant, found without comparing every name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import pytest

from needs_core import suggestions
from needs_core.suggestions import NameIndex, closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

MANY = 10_000
TI = NameIndex(f"TI_{n}" for n in range(MANY))


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the number of names of each comparison."""
    counts: list[int] = []

    def counted(word: str, names: Iterable[str], **options: Any) -> list[str]:
        there = list(names)
        counts.append(len(there))
        return get_close_matches(word, there, **options)

    monkeypatch.setattr(suggestions, "get_close_matches", counted)
    return counts


def test_a_name_that_differs_in_case_is_the_closest() -> None:
    assert closest("tiltag", ["Tiltag", "Tilbud"]) == "Tiltag"
    assert closest("TILTAG", ["tilbud", "tiltag"]) == "tiltag"


def test_a_name_like_none_of_them_gets_no_suggestion() -> None:
    assert closest("noget helt andet", ["tiltag", "målsætning"]) is None
    assert did_you_mean("noget helt andet", ["tiltag"]) == ""


def test_ten_thousand_broken_links_are_compared_with_few_ids(compared: list[int]) -> None:
    index = NameIndex(f"MAAL_{n}" for n in range(MANY))
    for n in range(0, MANY, 10):
        found = index.closest(f"MÅL_{n}")
        assert found is not None
        assert found.startswith("MAAL_")
    assert sum(compared) <= 30 * len(compared)
    compared.clear()
    assert index.closest("maal_77") == "MAAL_77"
    assert compared == [], "a name that is right but for its case needs no comparison"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("TI_1o5", "TI_15"),
        ("TI-4711", "TI_4711"),
        ("TI_47 11", "TI_4711"),
        ("T1_9876", "TI_9876"),
        ("TILTAG_4711", "TI_4711"),
        ("TI_4711x", "TI_4711"),
    ],
)
def test_among_many_ids_the_closest_is_still_found(wrong: str, right: str) -> None:
    assert TI.closest(wrong) == right


def test_among_few_names_each_is_compared(compared: list[int]) -> None:
    names = [f"TI_{n}" for n in range(300)]
    assert closest("TJ_299", names) == "TI_299"
    assert compared == [300]
