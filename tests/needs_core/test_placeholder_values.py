"""Values that say that nothing is stated, in English and in the project's language."""

from __future__ import annotations

import pytest
from sphinx import locale

from needs_core.lint.placeholder_values import is_placeholder
from tests.conftest import REPO


@pytest.mark.parametrize("value", ["-", "–", "?", "...", "- - -", "TBD", "n/a.", "None"])
def test_a_value_that_says_nothing(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize("value", ["", "A-1", "0", "100 %", "noneffective", "- A"])
def test_a_value(value: str) -> None:
    assert not is_placeholder(value)


def test_the_words_of_the_project_s_language() -> None:
    assert not is_placeholder("ikke oplyst")
    locale.init([REPO / "ext" / "needs_core" / "locale"], "da", "needs_core")
    assert is_placeholder("Ikke oplyst.")
    assert is_placeholder("not stated")
