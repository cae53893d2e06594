"""The papers of the knowledge base: what is handed out is whole, short and of one look."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest

from tests.typst_pdf.checks import faults
from tests.typst_pdf.reading import Pdf
from tests.typst_pdf.test_book import TEXT, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Built

PAPERS = (
    "strategi.pdf",
    "vidensbase.pdf",
    "halvaarspakke.pdf",
    "status.pdf",
    "plakat.pdf",
    "plakat-a2.pdf",
)
FACES = re.compile(r"SourceSans3-\w+|DejaVuSansMono(-Bold)?")
SYMBOL = "NewCMMath-Regular"
"""The face of the sign of a way by another need, which no other has."""
COVER = 1
LEAST = 0.3
"""Of the height of a page: what stands on it reaches at least so far down."""


def texts_of_needs(built: Built, *types: str) -> dict[str, dict[str, Any]]:
    told = json.loads(built.read("needs.json"))
    every = told["versions"][told["current_version"]]["needs"]
    return {name: need for name, need in every.items() if need["type"] in types}


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_accessible_and_in_its_own_faces(built_book: Built, name: str) -> None:
    pdf = Pdf(built_book.out / name)
    assert faults(pdf) == []
    faces = {
        str(one.BaseFont).partition("+")[2].removesuffix("-Identity-H")
        for one in pdf.raw.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Type0"
    }
    assert faces
    assert {x for x in faces if not FACES.fullmatch(x)} <= (
        {SYMBOL} if name == "vidensbase.pdf" else set()
    )


def reach(pdf: Pdf) -> Iterator[tuple[int, float]]:
    """Yield how far down the text of each page reaches, of its height; its foot apart."""
    with pypdfium2.PdfDocument(pdf.path) as document:
        for number, page in enumerate(document, 1):
            foot = 38 if page.get_width() > page.get_height() else 64
            words, height = page.get_textpage(), page.get_height()
            boxes = (words.get_rect(at) for at in range(words.count_rects()))
            lowest = min((box[1] for box in boxes if box[1] > foot), default=height)
            yield number, 1 - lowest / height


@pytest.mark.parametrize("name", PAPERS[:4])
def test_no_page_is_nearly_empty(built_book: Built, name: str) -> None:
    pages = list(reach(Pdf(built_book.out / name)))
    assert [number for number, filled in pages if filled < LEAST] == []


def test_the_strategy_is_short_and_has_the_goals_with_their_steps_and_initiatives(
    strategy: Pdf, built_book: Built
) -> None:
    assert 12 <= len(strategy.pages) <= 24
    needs = texts_of_needs(built_book, "målsætning", "tiltag", "nøgleord", "pejlemærke")
    assert len(needs) == 4 + 14 + 20 + 25
    text = plain("".join(strategy.pages))
    assert [x["title"] for x in needs.values() if plain(x["title"]) not in text] == []
    goals = [x for x in needs.values() if x["type"] == "målsætning"]
    for goal in goals:
        page = next(
            page
            for page in strategy.pages
            if plain(goal["title"]) in plain(page) and "Målsætninger" in page
        )
        after = plain(page).partition(plain(goal["title"]))[2]
        number = len(goal["bidrager_til_back"])
        counted = f"{number}{'kandidat' if number == 1 else 'kandidater'}"
        assert after.startswith(f"◇foreslået{counted}"), goal["id"]
        for name in goal["bidrager_til_back"]:
            assert plain(f"{needs[name]['title']} · ◇ kandidat") in after


def test_the_strategy_has_no_heading_at_a_foot_and_nothing_outside(strategy: Pdf) -> None:
    headings = {plain(x.text) for x in strategy.walk() if re.fullmatch("H[1-6]", x.role)}
    assert len(headings) > 10
    assert [
        (page, words)
        for page, size, words in strategy.lowest()
        if size > TEXT + 1.5 and plain(words) in headings
    ] == []
    assert list(strategy.outside()) == []
    assert list(strategy.overlapping()) == []


def index_lines(pdf: Pdf) -> dict[str, list[int]]:
    """Return the entries of the index, each with its pages."""
    elements = list(pdf.walk())
    begin = next(n for n, x in enumerate(elements) if (x.role, x.text) == ("H1", "Stikord"))
    found: dict[str, list[int]] = {}
    name = ""
    for one in elements[begin:]:
        if one.role == "Link":
            found[name].append(int(one.text))
        elif one.role == "Span" and len(one.text) > len(", "):
            name = plain(one.text).rstrip(",")
            found[name] = []
    return found


@pytest.mark.parametrize("name", PAPERS[:2])
def test_the_index_leads_to_every_need(built_book: Built, name: str) -> None:
    pdf = Pdf(built_book.out / name)
    entries = index_lines(pdf)
    needs = texts_of_needs(built_book, "målsætning", "tiltag", "nøgleord", "pejlemærke")
    for id_, need in needs.items():
        title = re.escape(plain(need["title"].replace(";", ",")))
        key = next((x for x in entries if re.fullmatch(rf"{title}(\([\w.]+\))?", x)), None)
        assert key is not None, id_
        pages = [plain(pdf.pages[number - 1]) for number in entries[key]]
        assert pages
        assert all(plain(need["title"]) in page for page in pages), id_


def test_chapters_of_signposts_have_their_colours(book: Pdf, strategy: Pdf) -> None:
    for pdf in (book, strategy):
        found: dict[str, set[tuple[float, ...]]] = {}
        for number, page in enumerate(pdf.raw.pages):
            title = pdf.pages[number].split("\r\n")[1:2] or [""]
            drawn = [
                (str(x.operator), x.operands) for x in pikepdf.parse_content_stream(page)
            ]
            fills = {
                tuple(round(float(x), 2) for x in operands)
                for name, operands in drawn
                if name in {"rg", "sc", "scn"} and len(operands) == len("rgb")
            }
            found.setdefault(title[0].rstrip(" 0123456789"), fills)
        names = ("Borgeren først", "Fundamentet på plads", "Mest muligt i eget liv")
        colours = [found[name] for name in (*names, "Helhed og fremtidssikring")]
        for one in colours:
            others = set().union(*(x for x in colours if x is not one))
            assert one - others, "no colour of its own"


@pytest.mark.parametrize(("name", "width"), [("plakat.pdf", 1191), ("plakat-a2.pdf", 1684)])
def test_a_poster_fills_its_sheet_and_breaks_no_word(
    built_book: Built, name: str, width: int
) -> None:
    pdf = Pdf(built_book.out / name)
    (text,) = pdf.pages
    assert round(float(pdf.raw.pages[0].mediabox[2])) == width
    assert not re.search("[\u00ad\ufffe\u0002]", text)
    needs = texts_of_needs(built_book, "målsætning", "nøgleord")
    words = plain(text).replace("•", "")
    assert [x["title"] for x in needs.values() if plain(x["title"]) not in words] == []
    assert words.count("◇foreslået") == 14
    (_number, filled), *_none = reach(pdf)
    assert filled > 0.85
