"""A quote is found where it stands, and a wrong one nowhere. Pure values."""

from __future__ import annotations

import re

import pytest

from needs_core.items import Item, Items
from needs_core.json_text import JsonTextError
from needs_sources import lock
from needs_sources.config import SourceSettings
from needs_sources.quotes import (
    SourceFile,
    find_malformed,
    find_misplaced,
    judge_by_lock,
    make_lock,
    read_quotes,
    read_sources,
)
from needs_sources.source_text import QuotePlace, SourceText, read_place

TEXT = """\
Om borgeren

• Alle medar-

bejdere kender   den fælles
kerneopgave – hver dag (også nu).
I MED-
udvalgene er 10-
15 pårørende- og brugerorganisationer.
Vi taler *med* borgeren.
Regn 7*7 ud, *nu*, tak.
"""


@pytest.mark.parametrize(
    ("quote", "lines"),
    [
        ("Om borgeren", (1, 1)),
        ("Alle medarbejdere kender den fælles kerneopgave – hver dag", (3, 6)),
        ("• Alle  medarbejdere", (3, 5)),
        ("kerneopgave – hver dag (også nu).", (6, 6)),
        ("I MED-udvalgene er 10-15 pårørende- og", (7, 9)),
        ("Vi taler med borgeren.", (10, 10)),
        ("Regn 7*7 ud, nu, tak.", (11, 11)),
    ],
)
def test_white_space_hyphens_at_line_ends_and_bullets_are_forgiven(
    quote: str, lines: tuple[int, int]
) -> None:
    assert SourceText(TEXT).find(quote) == [lines]


@pytest.mark.parametrize(
    "quote",
    [
        "om borgeren",
        "Om borger",
        "m borgeren",
        "Alle medarbejdere kender den fælles kerneopgave - hver dag",
        "Alle medarbejdere kender den kerneopgave",
        "Alle med arbejdere",
        "kerneopgave – hver dag (også nu)!",
        "taler medborgeren",
        "Regn 7 7 ud",
        "Regn 77 ud",
        "",
        "  • ",
    ],
)
def test_nothing_else_is(quote: str) -> None:
    assert SourceText(TEXT).find(quote) == []


def test_every_place_a_quote_stands_at_is_found() -> None:
    assert SourceText("en dag\nto\nen dag").find("en dag") == [(1, 1), (3, 3)]


def test_what_looks_like_a_pattern_is_text() -> None:
    assert SourceText("Hvad ikke abc koster 5 $").find("(ikke)? [a-z]+") == []
    assert SourceText("Hvad (ikke)? [a-z]+ koster 5 $").find("(ikke)? [a-z]+") == [(1, 1)]


def test_a_place_is_read_in_any_language() -> None:
    assert read_place("a b.txt, linje 3-5") == QuotePlace("a b.txt", 3, 5)
    assert read_place("a.txt, lines 3–5") == QuotePlace("a.txt", 3, 5)
    assert read_place("a.txt, line 3") == QuotePlace("a.txt", 3, 3)
    assert read_place("a.txt, line 3 (top)") == QuotePlace("a.txt", 3, 3, "top")
    for wrong in (
        "a.txt",
        "side 4",
        "a.txt, linje 5-3",
        "a.txt, linje 0",
        "linje 3",
        "a.txt, linje 3 (top",
    ):
        assert read_place(wrong) is None


def test_how_far_a_wrong_quote_fits_is_told() -> None:
    text = SourceText(TEXT)
    assert text.fitting("Vi taler med brugeren.", 10, 10) == ("Vi taler med", "brugeren.")
    assert text.fitting("Vi taler med borgeren.", 1, 3) == ("", "Vi")


SETTINGS = SourceSettings("source", wordings=(("old", "D_1"),))
ITEMS = Items.sort(
    [
        Item("D_1", "source", "", fields={"file": ("a.txt",), "checksum": ("0f",)}),
        Item("R_1", "req", "", fields={"quote": ("to ord",), "place": ("a.txt, line 2",)}),
        Item("R_2", "req", "", fields={"old": ("line 1 (top): et | line 2: to ord",)}),
        Item("R_3", "req", "", fields={"quote": ("et",)}),
        Item("R_4", "req", "", fields={"place": ("a.txt, line 2",)}),
        Item("R_5", "req", "", fields={"quote": ("et",), "place": ("b.txt, line 2",)}),
        Item("R_6", "req", "", fields={"old": ("et | line 2-1: to",)}),
    ]
)


def test_wordings_are_quotes_too() -> None:
    found = [x for x in read_quotes(ITEMS, SETTINGS) if x.id == "R_2"]
    assert [(x.text, x.place) for x in found] == [
        ("et", QuotePlace("a.txt", 1, 1, "top")),
        ("to ord", QuotePlace("a.txt", 2, 2)),
    ]


def test_what_cannot_be_looked_up_is_told() -> None:
    found = find_malformed(read_quotes(ITEMS, SETTINGS), read_sources(ITEMS, SETTINGS))
    assert [(x.quote.id, x.fault.value) for x in found] == [
        ("R_3", "no_place"),
        ("R_4", "no_quote"),
        ("R_5", "unknown_file"),
        ("R_6", "bad_place"),
        ("R_6", "bad_place"),
    ]


def test_the_lock_tells_checked_from_changed_from_unchecked() -> None:
    of_items = [x for x in read_quotes(ITEMS, SETTINGS) if x.id in {"R_1", "R_2"}]
    found = find_misplaced(of_items, {"a.txt": SourceText("et\nto ord\n")})
    assert found == ()
    made = make_lock(of_items, found, {"a.txt": lock.LockedSource("a.txt", "0f", "1-2")})
    again = lock.parse(lock.serialize(made))
    assert again.equals(made)
    named = (SourceFile("D_1", "a.txt", "0f"),)

    def states(text: str) -> list[str]:
        fields = {"quote": (text,), "place": ("a.txt, line 2",)}
        changed = Items.sort(
            [*ITEMS.get(["D_1", "R_2"]), Item("R_1", "r", "", fields=fields)]
        )
        judged = judge_by_lock(read_quotes(changed, SETTINGS), named, again)
        return [state.value for _, state in judged]

    assert states("to ord") == ["checked", "checked", "checked"]
    assert states("to  ord") == ["changed", "checked", "checked"]
    judged = judge_by_lock(of_items, (SourceFile("D_1", "a.txt", "1f"),), again)
    assert {state.value for _, state in judged} == {"source"}
    judged = judge_by_lock(of_items, named, lock.QuoteLock())
    assert {state.value for _, state in judged} == {"unchecked"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"format": "x"}',
        '{"format": "needs-sources-lock", "version": 2}',
        '{"format": "needs-sources-lock", "version": 4, "sources": {}}',
        '{"format": "needs-sources-lock", "version": 4, "sources": [], "quotes": [1]}',
        '{"format": "needs-sources-lock", "version": 4, "sources": [{"file": 1}]}',
    ],
)
def test_a_broken_lock_is_an_error(text: str) -> None:
    with pytest.raises((lock.LockError, JsonTextError)):
        lock.parse(text)


def test_a_long_quote_is_found_in_no_time() -> None:
    words = "a-b c- d " * 3000
    assert SourceText(re.sub(" ", "\n", words)).find(" ".join(words.split()) + " nej") == []
