"""A need as a reader meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built, Project

READINGS = "forpligtelse, hvor sikker er koblingen"


def card(built: Built, page: str, id_: str) -> Tag:
    found = BeautifulSoup(built.read(page), "html.parser").find(id=id_)
    assert isinstance(found, Tag)
    return found


def shown(need: Tag) -> dict[str, str]:
    terms = [term.text for term in need.select("dt")]
    values = [" ".join(value.get_text(" ").split()) for value in need.select("dd")]
    return dict(zip(terms, values, strict=True))


def test_nothing_is_wrong_with_the_plan(site: Built) -> None:
    assert site.warnings == ""


def test_a_need_is_a_heading_its_text_and_its_facts(site: Built) -> None:
    need = card(site, "tiltag-1.html", "TI_101")
    heading = need.find(["h2", "h3"])
    assert isinstance(heading, Tag)
    assert heading.text.startswith("TI_101 Tiltag nummer 1")
    assert "Tekst om tiltag 1." in need.text
    assert shown(need) == {
        "Hører under": "PM_1 Først",
        "Bidrager til": "MS_1_1 Mål nummer 1",
        "Omsætter": "NO_101 Et ord",
        "Er fulgt op i": "ingen",
        "Frist": "1. januar 2027",
        f"Ansvarlig, start, prioritet, {READINGS}": "ikke oplyst",
    }
    kind = need.select_one(".need-kind")
    assert isinstance(kind, Tag)
    assert kind.text == "Tiltag · ◇ kandidat"


def test_needs_inside_each_other_say_so(site: Built) -> None:
    outer, inner = (card(site, "tiltag-8.html", id_) for id_ in ("TI_302", "TI_303"))
    inner.extract()
    assert shown(outer)["Rummer"] == "TI_303 Indre ◇ kandidat"
    assert shown(inner)["Står inden i"] == "TI_302 Ydre ◇ kandidat"


def test_links_are_shown_at_both_ends_and_lead_there(site: Built) -> None:
    goal = card(site, "maal-a.html", "MS_1_1")
    facts = shown(goal)
    assert facts["Understøttes af"] == (
        "TI_101 Tiltag nummer 1 ◇ kandidat TI_102 Tiltag nummer 2 ◔ planlagt"
    )
    assert facts["Beskrives af"] == "NO_101 Et ord"
    links = {str(a["href"]) for a in goal.select("dd a")}
    assert {"tiltag-1.html#TI_101", "tiltag-2.html#TI_102"} <= links


def test_a_goal_that_nothing_supports_says_so(site: Built) -> None:
    facts = shown(card(site, "maal-b.html", "MS_1_3"))
    assert facts["Understøttes af"] == "ingen"


def test_an_empty_line_reads_as_not_known(site: Built) -> None:
    facts = shown(card(site, "tiltag-8.html", "TI_306"))
    assert next(f for f in facts.items() if "frist" in f[0]) == (
        f"Ansvarlig, start, frist, prioritet, {READINGS}",
        "ikke oplyst",
    )


def test_an_id_stands_once_on_its_page(site: Built) -> None:
    assert site.read("tiltag-1.html").count('id="TI_101"') == 1


@pytest.mark.parametrize(
    ("builder", "page"),
    [
        ("text", "tiltag-1.txt"),
        ("latex", "plan.tex"),
        ("man", "plan.7"),
        ("xml", "tiltag-1.xml"),
        ("texinfo", "plan.texi"),
        ("epub", "tiltag-1.xhtml"),
        ("dirhtml", "tiltag-1/index.html"),
        ("singlehtml", "index.html"),
    ],
)
def test_every_builder_shows_the_same(
    drawn: Callable[[str], Built], builder: str, page: str
) -> None:
    text = drawn(builder).read(page)
    for written, meant in (("\\_", "_"), ("\\-", "-"), ("\\sphinxhyphen{}", "-")):
        text = text.replace(written, meant)
    for words in (
        "TI_101",
        "Tekst om tiltag 1.",
        "ikke oplyst",
        "1. januar 2027",
        "Mål nummer 1",
        "◇ kandidat",
    ):
        assert words in text


def test_a_need_inside_a_card_is_drawn_without_a_section(site: Built) -> None:
    need = card(site, "tiltag-8.html", "TI_301")
    assert need.name == "div"
    heading = need.select_one("h2.rubric")
    assert isinstance(heading, Tag)
    link = heading.select_one("a.headerlink")
    assert isinstance(link, Tag)
    assert (link["href"], link["title"]) == ("#TI_301", "Link til denne overskrift")


def test_a_value_asked_for_in_the_text_is_that_of_the_need(site: Built) -> None:
    text = card(site, "tiltag-8.html", "TI_302").get_text(" ", strip=True)
    assert "Jeg er Ydre." in text
    assert "Og jeg er Indre." in text


def test_a_diagram_of_a_need_knows_which_need_it_is_in(foreign: Project) -> None:
    conf = foreign.conf / "conf.py"
    added = 'extensions.append("needs_cards")\n'
    conf.write_text(conf.read_text(encoding="utf-8") + added, encoding="utf-8")
    foreign.write(
        "diagram.rst",
        ":orphan:\n\nDiagram\n=======\n\n.. req:: Outer\n   :id: R_OUTER\n\n"
        "   .. req:: Inner\n      :id: R_INNER\n\n      Inside.\n\n"
        "      .. needarch::\n\n         {{ uml(need().id) }}\n\n"
        "   After.\n",
    )
    built = foreign.build()
    (line,) = built.warnings.splitlines()
    assert "What draws the picture is not installed" in line  # and no need is missing
    page = BeautifulSoup(built.read("diagram.html"), "html.parser")
    inner = page.select_one("#R_INNER")
    assert isinstance(inner, Tag)
    assert "Inside." in inner.text
    assert "PlantUML" not in inner.text  # whose words are for its author
    assert not page.select("#R_OUTER table")


def test_the_same_id_on_two_pages_leaves_one_card(plan: Project) -> None:
    plan.edit("tiltag-2.md", ("TI_102", "TI_101"))
    for jobs in (1, 2):
        built = plan.build("xml", jobs=jobs, out=f"jobs{jobs}")
        pages = built.read("tiltag-1.xml") + built.read("tiltag-2.xml")
        assert pages.count('ids="TI_101"') == 1
        assert "TI_101: Id'et er allerede brugt" in built.warnings


def test_a_heading_leads_to_itself(site: Built) -> None:
    link = card(site, "tiltag-1.html", "TI_101").select_one("h2 > a.headerlink")
    assert isinstance(link, Tag)
    assert link["href"] == "#TI_101"


def test_a_long_list_folds_in_a_browser_and_nowhere_else(
    site: Built, drawn: Callable[[str], Built]
) -> None:
    fold = card(site, "maal-b.html", "MS_1_4").select_one("details.need-fold")
    assert isinstance(fold, Tag)
    assert not fold.has_attr("open")
    summary = fold.find("summary")
    assert isinstance(summary, Tag)
    assert summary.text == "Vis alle 8"
    assert len(fold.select("ul > li > p > a")) == 8
    assert "<details" not in drawn("epub").read("maal-b.xhtml")
    assert "* TI_208 Nummer 208" in drawn("text").read("maal-b.txt")


def test_seven_links_are_shown_at_once(site: Built) -> None:
    goal = card(site, "maal-b.html", "MS_1_10")
    assert goal.select("details") == []
    assert "TI_215 Nummer 215" in shown(goal)["Understøttes af"]
    assert len(goal.select("dd ul > li")) == 7


def test_what_an_author_hides_is_not_drawn(site: Built) -> None:
    assert "Skjult tekst." not in site.read("tiltag-8.html")


def test_text_from_a_page_is_text(site: Built) -> None:
    need = card(site, "tiltag-8.html", "TI_305")
    assert need.find("script") is None
    assert "<script>alert(1)</script>" in need.text
    goal = card(site, "maal-a.html", "MS_1_2")
    assert goal.find("script") is None
    assert "<script>alert(1)</script>" in goal.text


def test_a_link_that_a_directive_draws_is_not_listed_where_it_points(
    varied: Project,
) -> None:
    built = varied.build(out="unlisted", needs_core_unlisted=["beskriver"])
    facts = shown(card(built, "maal-a.html", "MS_1_1"))
    assert "Beskrives af" not in facts
    assert "Understøttes af" in facts
