"""What is changed at random in sources, quotes, places and explanations is caught."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from needs_core.page_views import views_of
from needs_core.reader import read_items
from needs_sources.check import QuoteCheck
from needs_sources.config import read_settings
from needs_sources.quotes import (
    QuoteState,
    find_malformed,
    find_misplaced,
    judge_by_lock,
)
from needs_sources.references import LINES_ROLE
from needs_sources.source_text import SourceText
from needs_sources.usage import UsageView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from needs_sources.lock import QuoteLock
    from needs_sources.quotes import Quote
    from tests.conftest import Built

LEAST = 200
"""So many mutations of each kind are tried at least."""


@pytest.fixture(scope="session")
def check(site: Built, kilder: Path) -> QuoteCheck:
    """Return all quotes and references, with the texts at hand; none is wrong."""
    made = QuoteCheck(read_items(site.app), read_settings(site.app.config), kilder)
    assert (made.malformed, made.findings) == ((), ())
    return made


def other_words(quote: Quote, chance: random.Random) -> Iterator[Quote]:
    """Yield a quote with a letter, a word or a sign that the source has not."""
    forms = quote.text.split(" | ") if quote.field == LINES_ROLE else [quote.text]

    def misspelt(form: str) -> str:
        at = chance.choice([n for n, sign in enumerate(form) if sign.isalnum()])
        return f"{form[:at]}xyz{form[at:]}"

    yield replace(quote, text=" | ".join(map(misspelt, forms)))
    yield replace(quote, text=" | ".join(f"{form} nemlig" for form in forms))
    yield replace(quote, text=" | ".join(f"Nemlig {form}" for form in forms))


def other_places(quote: Quote, check: QuoteCheck, chance: random.Random) -> Iterator[Quote]:
    """Yield a quote at lines, or in a file, where it does not stand."""
    place = quote.place
    assert place is not None
    assert check.folder is not None
    lines = (check.folder / place.file).read_text(encoding="utf-8").split("\n")
    forms = quote.text.split(" | ") if quote.field == LINES_ROLE else [quote.text]
    for first, last in ((1, 1), (-1, 0), (0, 1), (7, 7)):
        moved = replace(place, first=place.first + first, last=place.last + last)
        # A word that is listed with all of its lines may stand on another by chance.
        there = "".join(lines[moved.first - 1 : moved.last]) if first == last else ""
        if moved.first > 0 and not any(form in there for form in forms):
            yield replace(quote, place=moved)
    others = [x.file for x in check.sources if x.file != place.file]
    yield replace(quote, place=replace(place, file=f"{chance.choice(others)}x"))


def caught(wrong: Quote, check: QuoteCheck, lock: QuoteLock) -> tuple[bool, bool]:
    """Tell whether a mistake is told with the texts at hand, and without."""
    malformed = bool(find_malformed([wrong], check.sources))
    by_text = malformed or bool(find_misplaced([wrong], check.texts))
    ((_quote, state),) = judge_by_lock([wrong], check.sources, lock)
    return by_text, malformed or state is not QuoteState.CHECKED


def test_other_words_and_places_are_caught(check: QuoteCheck) -> None:
    chance, lock = random.Random(17), check.lock
    wrong = [
        mutated
        for quote in check.wellformed
        for mutated in (
            *other_words(quote, chance),
            *other_places(quote, check, chance),
        )
    ]
    on_pages = [quote for quote in wrong if quote.on_page]
    in_needs = [quote for quote in wrong if not quote.on_page]
    for tried in (chance.sample(on_pages, LEAST), chance.sample(in_needs, 2 * LEAST)):
        missed = [x for x in tried if not all(caught(x, check, lock))]
        assert [(x.id, x.text, x.place) for x in missed] == []


def other_lines(text: str, chance: random.Random) -> Iterator[tuple[str, int, bool]]:
    """Yield a text with a line changed, doubled or gone; the line, and if it is changed."""
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        if words := line.split():
            longest = max(words, key=len)
            changed = line.replace(longest, f"{longest}xyz", 1)
            kind = chance.choice(([changed], [line, line], []))
            mutated = [*lines[: number - 1], *kind, *lines[number:]]
            yield "\n".join(mutated), number, kind == [changed]


def test_another_line_in_a_source_is_caught(check: QuoteCheck) -> None:
    """By its checksum always; where quotes lie over the changed line, by them as well."""
    chance, tried, by_quotes = random.Random(17), 0, 0
    for source in check.sources:
        of_source = (x for x in check.wellformed if x.place and x.place.file == source.file)
        own = [x for x in of_source if " … " not in x.text]
        text = check.bytes[source.file].decode()
        for mutated, number, changed in list(other_lines(text, chance))[::3]:
            assert hashlib.sha256(mutated.encode()).hexdigest() != source.checksum
            tried += 1
            whole = [x for x in own if x.place and x.place.first < number < x.place.last]
            if changed and whole:
                folder = {source.file: SourceText(mutated)}
                assert find_misplaced(whole[:1], folder), (source.id, number)
                by_quotes += 1
    assert tried > LEAST
    assert by_quotes > 10


def test_another_explanation_of_lines_is_caught(site: Built, check: QuoteCheck) -> None:
    """Without an entry its lines read otherwise; a new one explains what is no text."""
    views = [x for page in views_of(site.app.env).values() for x in page]
    told = [x for x in views if isinstance(x, UsageView)]
    assert len(told) == len(check.sources)
    tried = without = 0
    for view in told:
        assert not view.look(check.items).unexplained
        for number, entry in enumerate(view.entries):
            others = view.entries[:number] + view.entries[number + 1 :]
            left = replace(view, entries=others).look(check.items)
            assert left.rows != view.look(check.items).rows, entry
            without += bool(left.unexplained)
            bare = [n for a, b in entry.ranges for n in range(a, b + 1)]
            beyond = replace(entry, ranges=((10_000 + bare[0], 10_000 + bare[0]),))
            assert replace(view, entries=(*view.entries, beyond)).look(check.items).outside
            unknown = replace(entry, names=("XX_99",))
            assert replace(view, entries=(*others, unknown)).look(check.items).unknown
            tried += 3
    assert tried > LEAST
    assert without > 50
