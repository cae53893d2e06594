"""Word diffs: nothing of either text is lost, and a shared space stands once."""

from __future__ import annotations

from random import Random

import pytest

from needs_core.word_diff import Change, word_diff

SAME, DELETED, INSERTED = Change.SAME, Change.DELETED, Change.INSERTED


def test_words_are_marked_and_nothing_is_lost() -> None:
    random = Random(1)
    words = ["mål", "borger", " ", "\n", ".", "å", "<b>", "tre", "1", "-"]
    for _ in range(300):
        old = "".join(random.choices(words, k=random.randint(0, 12)))
        new = "".join(random.choices(words, k=random.randint(0, 12)))
        pieces = word_diff(old, new)
        assert "".join(x.text for x in pieces if x.change in {SAME, DELETED}) == old
        assert "".join(x.text for x in pieces if x.change in {SAME, INSERTED}) == new


def test_long_texts_are_compared_in_time() -> None:
    old = "\n".join(f"linje {n} med nogle ord" for n in range(3000))
    pieces = word_diff(old, old.replace("linje 1500 ", "række 1500 "))
    assert sum(len(x.text) for x in pieces if x.change == DELETED) < 100


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("tre mål", "fire mål", [(DELETED, "tre"), (INSERTED, "fire"), (SAME, " mål")]),
        # A space that both sides end in follows them, once.
        ("et a ", "to b ", [(DELETED, "et a"), (INSERTED, "to b"), (SAME, " ")]),
        ("et a  ", "to b ", [(DELETED, "et a  "), (INSERTED, "to b ")]),
    ],
)
def test_the_pieces(old: str, new: str, pieces: list[tuple[Change, str]]) -> None:
    assert [(x.change, x.text) for x in word_diff(old, new)] == pieces
