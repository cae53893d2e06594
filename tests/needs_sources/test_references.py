"""Lines of sources in prose: checked like fields, and told by the names of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from needs_sources.references import parse_reference
from needs_sources.roles import lines_text

if TYPE_CHECKING:
    from tests.conftest import Built, Project

QUOTE = "`D_A 9: Doors shall be open.`"
LINES = "`D_A 3-7; D_B 1 (all of it): Every door shall have … once."


def told(built: Built) -> list[str]:
    """Return the place and the type of every warning."""
    return [
        f"{line.partition(' WARNING')[0]} {line.rpartition('[needs_sources.')[2][:-1]}"
        for line in built.warnings.splitlines()
    ]


@pytest.mark.parametrize(
    ("old", "new", "with_texts", "by_lock"),
    [
        (QUOTE, QUOTE.replace("open", "shut"), "6: wrong_quote", "6: quote_unchecked"),
        (QUOTE, QUOTE.replace(" 9", " 8"), "6: wrong_lines", "6: quote_unchecked"),
        (QUOTE, QUOTE.replace("D_A", "D_X"), "6: unknown_need", "6: unknown_need"),
        (QUOTE, QUOTE.replace("D_A", "D_B"), "6: wrong_quote", "6: quote_unchecked"),
        (QUOTE, "`D_A: Doors`", "6: bad_place", "6: bad_place"),
        (QUOTE, "`D_A 9`", "6: bad_place", "6: bad_place"),
        (LINES, LINES.replace("3-7", "3-6"), "8: wrong_lines", "8: quote_unchecked"),
        (LINES, LINES.replace("3-7", "4-7"), "8: wrong_lines", "8: quote_unchecked"),
        (LINES, LINES.replace("once", "twice"), "8: wrong_quote", "8: quote_unchecked"),
    ],
)
def test_a_wrong_reference_is_told_at_its_line(
    house: Project, old: str, new: str, with_texts: str, by_lock: str
) -> None:
    house.edit("prose.rst", (old, new))
    assert f"prose.rst:{with_texts}" in told(house.build("dummy"))
    assert f"prose.rst:{by_lock}" in told(house.build("dummy", needs_sources_folder=None))
    assert house.build("quotes-report").app.statuscode == 1


def test_words_that_stand_in_several_places_are_told(house: Project) -> None:
    """The author says which place is meant: behind the lines, or by naming all of them."""
    text = house.source / "texts" / "b.txt"
    text.write_text("Every door shall have a knob.\n\nEvery door shall have\na knob.\n")
    summed = house.build("dummy").warnings.partition(":checksum: ")[2][:64]
    old = "38549a8719502f72c9b29aa34f97ffca9249015d0cce9e8674709d524d1fa437"
    house.edit("index.rst", (old, summed))
    house.edit(
        "usage.rst", (".. source-usage:: D_B\n", ".. source-usage:: D_B\n\n   3: R_2\n")
    )
    built = house.build("quotes-lock")
    said = (
        "index.rst:24: WARNING: R_2: The words of second stand at other lines of b.txt as"
        " well: 3-4. Say which place is meant, after the lines: 3-5 (heading)."
        " [needs_sources.several_places]\n"
    )
    assert built.warnings == said
    assert built.app.statuscode == 1
    assert '"field": "second"' not in (house.conf / "sources.lock.json").read_text("utf-8")
    house.edit("index.rst", (":second: line 1:", ":second: line 1 (above):"))
    assert house.build("quotes-lock").warnings == ""
    both = (
        "line 1: Every door shall have a knob. | lines 3-4: Every door shall have a knob."
    )
    house.edit("index.rst", ("line 1 (above): Every door shall have a knob.", both))
    house.edit("prose.rst", ("D_B 1 (all of it)", "D_B 1, 3-4"))
    assert house.build("quotes-lock").warnings == ""
    house.edit("prose.rst", ("D_B 1, 3-4", "D_B 1"))
    assert told(house.build("quotes-lock")) == ["prose.rst:8: several_places"]


def places(built: Built, page: str = "prose.html") -> list[tuple[str, str]]:
    """Return text and address of every link into the page of the sources."""
    soup = BeautifulSoup(built.read(page), "html.parser")
    links = soup.select("div.body a[href*='#D_']")
    return [(link.text, str(link["href"])) for link in links]


def test_readers_see_names_and_lines_and_no_files(drawn: Built) -> None:
    soup = BeautifulSoup(drawn.read("prose.html"), "html.parser")
    first, second = (" ".join(p.text.split()) for p in soup.select("div.body p")[:2])
    assert first == "It says “Doors shall be open.” (Rules, line 9) twice."
    assert second == "Read from Rules, lines 3–7; The other house, line 1 (all of it)."
    assert places(drawn)[0] == ("Rules, line 9", "index.html#D_A")
    assert ("Rules, lines 3–7", "index.html#D_A") in places(drawn, "told.html")
    for page in ("prose.html", "told.html", "variants.html"):
        assert ".txt" not in BeautifulSoup(drawn.read(page), "html.parser").text


def test_a_line_quoted_in_prose_is_quoted_by_its_page(house: Project) -> None:
    house.edit(
        "prose.rst", ("It says", "And :source-quote:`D_A 1: Requirements of the house`")
    )
    house.edit("index.rst", (" | line 1: Requirements of the house", ""))
    house.build("quotes-lock")
    built = house.build(needs_sources_folder=None)
    assert built.warnings == ""
    soup = BeautifulSoup(built.read("usage.html"), "html.parser")
    row = soup.select_one("table.source-usage tbody tr")
    assert row is not None
    assert [cell.text for cell in row.select("th, td")] == ["1", "● quoted", "Prose"]


def test_a_new_name_is_on_every_page_and_clean_is_the_same(house: Project) -> None:
    house.build()
    house.edit("index.rst", (":called: Rules", ":called: The law"))
    house.edit("prose.rst", ("twice", "thrice"))
    after, clean = house.build(), house.build(out="clean", jobs=2)
    for page in ("prose.html", "told.html", "usage.html", "index.html"):
        assert after.read(page) == clean.read(page)
    assert places(after)[0][0] == "The law, line 9"
    assert ("The law, lines 3–7", "index.html#D_A") in places(after, "told.html")


def test_what_is_no_reference_is_none() -> None:
    for text in (
        "",
        "D_A",
        "D_A 3",
        "D_A 3:",
        "D_A x: w",
        "D_A 0: w",
        "D_A 5-3: w",
        "3: w",
    ):
        assert parse_reference(text) is None, text


def test_lines_are_told_as_one_reads_them() -> None:
    assert lines_text([(3, 3)]) == "line 3"
    assert lines_text([(3, 5)]) == "lines 3–5"
    assert lines_text([(1, 1), (3, 5), (9, 9)]) == "lines 1, 3–5 and 9"
