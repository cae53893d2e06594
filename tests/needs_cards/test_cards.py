"""A need as a reader meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from tests.conftest import Built, Project


def card(built: Built, page: str, id_: str) -> Tag:
    found = BeautifulSoup(built.read(page), "html.parser").find(id=id_)
    assert isinstance(found, Tag)
    return found


def shown(need: Tag) -> dict[str, str]:
    terms = [term.text for term in need.select("dt")]
    values = [" ".join(value.get_text(" ").split()) for value in need.select("dd")]
    return dict(zip(terms, values, strict=True))


def test_a_need_is_a_heading_its_text_and_its_facts(plan: Project) -> None:
    need = card(plan.build(), "tiltag-1.html", "TI_101")
    heading = need.find(["h2", "h3"])
    assert isinstance(heading, Tag)
    assert heading.text.startswith("TI_101 Tiltag nummer 1")
    assert "Tekst om tiltag 1." in need.text
    assert shown(need) == {
        "Type": "Tiltag",
        "Status": "kandidat",
        "Ansvarlig": "ikke oplyst",
        "Start": "ikke oplyst",
        "Frist": "2027-01-01",
        "Prioritet": "ikke oplyst",
        "Modalitet": "ikke oplyst",
        "Læsningens sikkerhed": "ikke oplyst",
        "Hører under": "PM_1 Først",
        "Bidrager til": "MS_1_1 Mål nummer 1",
        "Omsætter": "NO_101 Et ord",
    }


def test_links_are_shown_at_both_ends_and_lead_there(plan: Project) -> None:
    built = plan.build()
    goal = card(built, "maal-a.html", "MS_1_1")
    facts = shown(goal)
    assert facts["Understøttes af"] == "TI_101 Tiltag nummer 1 TI_102 Tiltag nummer 2"
    assert facts["Beskrives af"] == "NO_101 Et ord"
    links = {str(a["href"]) for a in goal.select("dd a")}
    assert {"tiltag-1.html#TI_101", "tiltag-2.html#TI_102"} <= links


def test_a_goal_that_nothing_supports_says_so(plan: Project) -> None:
    facts = shown(card(plan.build(), "maal-b.html", "MS_1_3"))
    assert facts["Understøttes af"] == "ingen"


def test_an_empty_line_reads_as_not_known(plan: Project) -> None:
    plan.edit("tiltag-1.md", (":frist: 2027-01-01", ":frist:\n:ansvarlig:"))
    built = plan.build()
    assert built.warnings == ""
    facts = shown(card(built, "tiltag-1.html", "TI_101"))
    assert (facts["Frist"], facts["Ansvarlig"]) == ("ikke oplyst", "ikke oplyst")


def test_an_id_stands_once_on_its_page(plan: Project) -> None:
    assert plan.build().read("tiltag-1.html").count('id="TI_101"') == 1


@pytest.mark.parametrize(
    ("builder", "page"),
    [
        ("text", "tiltag-1.txt"),
        ("latex", "plan.tex"),
        ("man", "plan.7"),
        ("xml", "tiltag-1.xml"),
    ],
)
def test_every_builder_shows_the_same(plan: Project, builder: str, page: str) -> None:
    text = plan.build(builder).read(page)
    for written, meant in (("\\_", "_"), ("\\-", "-"), ("\\sphinxhyphen{}", "-")):
        text = text.replace(written, meant)
    for words in (
        "TI_101",
        "Tekst om tiltag 1.",
        "ikke oplyst",
        "2027-01-01",
        "Mål nummer 1",
    ):
        assert words in text


def test_a_need_inside_a_card_is_drawn_without_a_section(plan: Project) -> None:
    plan.write(
        "tiltag-1.md",
        "# Tiltag 1\n\n::::{note}\n:::{tiltag} Indrammet\n:id: TI_101\n:under: PM_1\n"
        ":::\n::::\n",
    )
    built = plan.build()
    assert built.warnings == ""
    need = card(built, "tiltag-1.html", "TI_101")
    assert need.name == "div"
    assert need.select_one(".rubric") is not None


def test_the_same_id_on_two_pages_leaves_one_card(plan: Project) -> None:
    plan.edit("tiltag-2.md", ("TI_102", "TI_101"))
    for jobs in (1, 4):
        built = plan.build(jobs=jobs, out=f"jobs{jobs}")
        pages = built.read("tiltag-1.html") + built.read("tiltag-2.html")
        assert pages.count('id="TI_101"') == 1
        assert "TI_101: Id'et er allerede brugt" in built.warnings
