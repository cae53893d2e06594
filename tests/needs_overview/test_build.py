"""Maps, bars, outlines and posters in real builds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pypdfium2 as pdfium
import pytest
from bs4 import BeautifulSoup, Tag

from needs_overview.layout import MapLayout, wide_layout
from tests.conftest import ROOTS, Built, Project, copy_model, of_the_book, project

if TYPE_CHECKING:
    from pathlib import Path

    from needs_overview.layout import Note
    from needs_overview.tree import Forest
    from tests.conftest import Windows

PAGE = """---
orphan: true
---

# Kort

:::{needs-map}
:levels: pejlemærke, målsætning, tiltag
:links: under, bidrager_til
:caption: Alt på *én* gang
:name: kortet
:::

:::{needs-bars}
:levels: pejlemærke, målsætning, tiltag
:links: under, bidrager_til
:::

:::{needs-outline}
:levels: pejlemærke, målsætning, tiltag
:links: under, bidrager_til
:below: PM_1
:::

:::{needs-poster} Hele planen
:groups: pejlemærke
:lists: målsætning, nøgleord
:links: under
:sentence: citat
:headings: Mål, Ord
:::

:::{needs-sentence}
:type: tiltag
:where: status = opgivet, "i gang"
:none: Ingen.
:one: Kun *ét*.
:several: {count} af {total}: {list}.
:::

:::{needs-sentence}
:type: tiltag
:where: status = kandidat
:none: Ingen.
:one: Kun *{list}*.
:several: Flere.
:::

:::{needs-sentence}
:type: tiltag
:stated: ansvarlig
:none: Ingen har en ansvarlig.
:one: Én.
:several: Flere.
:::

Her er {needs-count}`tiltag` tiltag, og
{needs-count}`tiltag; status = planlagt` er planlagt.
"""
EXTENSIONS = ["myst_parser", "needs_coverage", "needs_cards", "needs_overview"]


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the plan with the page of overviews in its menu. Only read it."""
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("overview"))
    copy_model(made.source)
    made.write("kort.md", PAGE.replace("orphan: true", "x: y"))
    made.edit("index.md", ("tabel\n", "tabel\nkort\n"))
    return made


@pytest.fixture(scope="module")
def site(read_only: Project) -> Built:
    return build(read_only)


@pytest.fixture
def edited(read_only: Project, tmp_path: Path) -> Project:
    """Return a copy, to be edited."""
    return project(read_only.source, tmp_path)


def build(made: Project, builder: str = "html", **more: Any) -> Built:
    built = made.build(builder, extensions=EXTENSIONS, **more)
    assert [x for x in built.warnings.splitlines() if not of_the_book(x)] == []
    return built


def soup(built: Built) -> BeautifulSoup:
    return BeautifulSoup(built.read("kort.html"), "html.parser")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, selector
    return found[0]


def ids(text: str) -> set[str]:
    return {
        word for word in text.replace("+", " ").split() if word[:3] in {"PM_", "MS_", "TI_"}
    }


def test_the_picture_and_the_list_say_the_same(site: Built) -> None:
    page = soup(site)
    layouts = page.select(".needs-map .needs-picture > div")
    listed = ids(page.select(".needs-fold")[0].get_text(" "))
    assert [str(x["class"][0]) for x in layouts] == [
        "needs-picture-wide",
        "needs-picture-tall",
    ]
    assert listed >= {"PM_1", "MS_1_1", "TI_101"}
    for layout in layouts:
        assert ids(layout.get_text(" ")) == listed
    for picture in page.select(".needs-map svg"):
        assert picture["role"] == "group"  # an image may hold no links
        assert str(picture["aria-label"]).endswith("Listen siger det samme.")
        assert {str(a["tabindex"]) for a in picture.select("a")} == {"-1"}
    links = {str(a["href"]) for a in layouts[0].select("a")}
    assert links == {str(a["href"]) for a in page.select(".needs-fold")[0].select("a")}
    caption = one(page, "figure#kortet figcaption .caption-text")
    assert caption.get_text() == "Alt på én gang"


def test_bars_say_the_same_in_picture_and_table(site: Built) -> None:
    page = soup(site)
    texts = [x.get_text() for x in page.select(".needs-bars .needs-bar-words")]
    assert any(text.startswith("1 i gang, 1 planlagt") for text in texts), texts
    table = one(page, "table.needs-bars-table")
    assert next(th.get_text() for th in table.select("thead th")) == "Pejlemærke"
    assert "○ ingen tiltag" in table.get_text()
    assert "○ ingen tiltag" in " ".join(texts)
    for bar in page.select(".needs-bars svg"):
        assert bar["aria-hidden"] == "true"  # the words stand beside it


def test_the_outline_shows_goals_with_their_acts_and_gaps(site: Built) -> None:
    page = soup(site)
    own = page.select("ul.needs-outline")[-1]
    first = one(own, "li.needs-outline-1:-soup-contains('MS_1_1')")
    assert {"TI_101", "TI_102"} <= ids(first.get_text(" "))
    gap = one(own, "li.needs-outline-1:-soup-contains('MS_1_3')")
    assert "○ ingen tiltag" in gap.get_text()
    assert "PM_1" not in ids(own.get_text(" "))


def test_sentences_are_made_by_what_there_is(site: Built) -> None:
    text = " ".join(soup(site).get_text(" ").split())
    assert "2 af 5: TI_103 , TI_105 ." in text
    assert "Kun TI_101 ." in text
    assert "Ingen har en ansvarlig." in text
    assert "Her er 5 tiltag, og 1 er planlagt." in text
    assert "Flere" not in text
    assert soup(site).select_one('em a[href$="#TI_101"]'), "the markup of the author stays"


def test_a_poster_has_the_words_of_the_needs_and_nothing_else(site: Built) -> None:
    poster = one(soup(site), ".needs-poster")
    assert one(poster, "h2").get_text() == "Hele planen"
    column = poster.select(".needs-poster-column")[0]
    assert one(column, "h3").get_text() == "Først"
    assert [h.get_text() for h in column.select("h4")] == ["Mål", "Ord"]
    assert "Mål nummer 1" in [li.get_text() for li in column.select("ol > li")]
    assert "Et ord" in [li.get_text() for li in column.select("ul > li")]


def test_an_edit_elsewhere_writes_the_page_again(edited: Project) -> None:
    build(edited)
    edited.edit("tiltag-1.md", ("Tiltag nummer 1", "Et nyt navn"), ("kandidat", "i gang"))
    built = build(edited)
    text = built.read("kort.html")
    assert "Tiltag nummer 1<" not in text
    assert "◑ i gang" in text
    for other in (build(edited, out="parallel", jobs=2), build(edited)):
        assert other.read("kort.html") == text


def test_a_picture_is_drawn_again_only_when_its_needs_have_changed(
    edited: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed: list[int] = []

    def counted(forest: Forest, levels: int, note: Note, **more: float) -> MapLayout:
        placed.append(levels)
        return wide_layout(forest, levels, note, **more)

    monkeypatch.setattr("needs_overview.layout.wide_layout", counted)
    build(edited, "text")
    assert len(placed) == 1
    edited.edit("tiltag-1.md", ("Tekst om tiltag 1.", "En anden tekst."))
    build(edited, "text")
    assert len(placed) == 1
    edited.edit("tiltag-1.md", ("Tiltag nummer 1", "Et nyt navn"))
    build(edited, "text")
    assert len(placed) == 2


@pytest.mark.parametrize(
    ("builder", "page"),
    [
        ("text", "kort.txt"),
        ("xml", "kort.xml"),
        ("latex", "plan.tex"),
        ("man", "plan.7"),
        ("singlehtml", "index.html"),
        ("epub", "kort.xhtml"),
    ],
)
def test_every_builder_shows_the_list_the_table_and_the_poster(
    read_only: Project, builder: str, page: str
) -> None:
    text = build(read_only, builder).read(page)
    for written, meant in (("\\_", "_"), ("\\-", "-"), ("\\(ha", "^")):
        text = text.replace(written, meant)
    plain = " ".join(re.sub("<[^>]*>", "", text).split())
    for words in ("Alt på", "MS_1_1 Mål nummer 1", "ingen tiltag", "Hele planen"):
        assert words in plain


def test_a_builder_that_takes_pictures_gets_a_file_with_its_words(
    edited: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sphinx.builders.xml import XMLBuilder

    monkeypatch.setattr(XMLBuilder, "supported_image_types", ["image/svg+xml"])
    built = build(edited, "xml")
    images = list(ET.parse(built.out / "kort.xml").iter("image"))  # noqa: S314 (our own)
    assert len(images) == 2
    for image in images:
        assert 'role="img"' in (edited.source / image.attrib["uri"]).read_text("utf-8")
        assert image.attrib["alt"].startswith(("Kort over", "Hvor langt"))
        file = (edited.source / image.attrib["uri"]).resolve()
        assert ">Først</text>" in file.read_text("utf-8")


@pytest.mark.parametrize(("paper", "dark"), [("A4", False), ("A3", True)])
def test_the_poster_is_printed_on_one_sheet_and_loses_nothing(
    site: Built, windows: Windows, tmp_path: Path, paper: str, *, dark: bool
) -> None:
    page = windows.page(color_scheme="dark" if dark else "light")
    page.goto((site.out / "kort.html").as_uri())
    file = tmp_path / "poster.pdf"
    page.pdf(path=file, format=paper, prefer_css_page_size=True)
    document = pdfium.PdfDocument(file)
    assert len(document) == 1
    wide, high = document[0].get_size()
    assert wide > high
    printed = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    for text in one(soup(site), ".needs-poster").stripped_strings:
        assert "".join(text.split()) in printed, text
