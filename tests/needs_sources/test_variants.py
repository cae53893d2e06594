"""Wordings of versions: what differs is marked, and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from needs_core.word_diff import (
    Change,
    compare_wordings,
    mark_missing_words,
    most_similar,
)
from needs_sources import draw_story
from needs_sources.source_text import normalize
from needs_sources.variants import compare_versions

if TYPE_CHECKING:
    import pytest

    from needs_sources.variants import ComparedWording, VersionDifference
    from tests.conftest import Built, Project


def rows(built: Built, number: int = 0) -> list[list[str]]:
    soup = BeautifulSoup(built.read("variants.html"), "html.parser")
    table = soup.select("table.variants")[number]
    cells = [row.select("th, td") for row in table.select("tbody tr")]
    return [[" ".join(x.text.split()) for x in row] for row in cells]


def test_words_are_compared_character_for_character_but_capitals_and_bullets() -> None:
    assert compare_wordings(normalize("• HELHED og mod"), "Helhed og mod").same
    found = compare_wordings("Selv– og medbestemmelse", "Selv- og medbestemmelse")
    assert (found.only_here, found.only_there) == (("Selv–",), ("Selv-",))
    different = [x.text for x in found.pieces if x.change is not Change.SAME]
    assert different == ["Selv–"]


def test_the_most_similar_of_several_wordings_is_the_one_to_compare_with() -> None:
    assert most_similar("to tre", ["fire fem", "to tre fire"]) == "to tre fire"


def test_all_words_survive_the_marking() -> None:
    text = "a b c d e"
    pieces = mark_missing_words(text, ["a c e", "b d", ""])
    assert " ".join(piece.text for piece in pieces) == text
    assert all(piece.change is Change.DELETED for piece in pieces)


def test_differences_stand_side_by_side_and_in_words(drawn: Built) -> None:
    assert rows(drawn) == rows(drawn, 1)
    base = "What the others are compared with"
    only = "Only here: “Every door”, “have a knob.”. Not here: “Doors”, “be open.”."
    assert rows(drawn) == [
        ["first line 9, at the end", "“Doors shall be open.”", base],
        ["first line 1", "“Requirements of the house”", base],
        ["second line 1", "“Every door shall have a knob.”", only],
    ]


def test_text_of_a_wording_is_data(house: Project) -> None:
    evil = "<script>alert(1)</script> {{7*7}} <b>x</b>"
    house.edit("index.rst", ("Every door shall have a knob.", evil))
    page = BeautifulSoup(house.build().read("variants.html"), "html.parser")
    table = page.select_one("table.variants")
    assert table is not None
    assert not table.select("script, b")
    assert "<script>alert(1)</script> {{7*7}}" in table.text


def test_another_page_follows_an_edit(house: Project) -> None:
    house.write("other.rst", ":orphan:\n\nOther\n=====\n\n.. source-variants:: R_2\n")
    house.build()
    house.edit("index.rst", ("line 1: Every door shall", "line 1: Every gate shall"))
    after = house.build().read("other.html")
    assert "Every gate" in after
    assert after == house.build(out="clean").read("other.html")


def test_wordings_are_compared_only_where_they_are_drawn(
    house: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def counted(difference: VersionDifference) -> tuple[ComparedWording, ...]:
        compared.append(difference.label.id)
        return compare_versions(difference)

    monkeypatch.setattr(draw_story, "compare_versions", counted)
    house.write("other.rst", ":orphan:\n\nOther\n=====\n")
    house.build()
    assert "R_2" in compared
    compared.clear()
    house.write("other.rst", ":orphan:\n\nOther\n=====\n\n.. req:: New\n   :id: R_3\n")
    built = house.build()
    assert "R_3" in built.read("other.html")
    assert "R_2" not in compared
    house.edit("index.rst", ("line 1: Every door shall", "line 1: Every gate shall"))
    house.build()
    assert "R_2" in compared


def test_a_need_without_differences_says_so_and_a_wrong_id_is_told(house: Project) -> None:
    house.write(
        "other.rst",
        ":orphan:\n\nO\n=\n\n.. source-variants:: R_1\n\n.. source-variants:: R_9\n",
    )
    built = house.build("text")
    assert "No difference of wording is known." in built.read("other.txt")
    assert (
        "other.rst:8: WARNING: source-variants: There is no need with the id “R_9”. Correct"
        " the id, or write the need. [needs_sources.unknown_need]\n"
    ) in built.warnings
