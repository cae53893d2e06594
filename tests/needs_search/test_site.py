"""What a build leaves: one index, everything once, and nothing of Sphinx' own search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built, Project
    from tests.needs_search.conftest import Search

COPIES = """# Kopier

:::{needextract}
:types: tiltag
:::

:::{needtable}
:types: målsætning
:style: table
:::

:::{coverage-matrix}
:rows: målsætning
:columns: tiltag
:link: bidrager_til
:::
"""

HOSTILE = """# <img src=x onerror=alert(1)>

:::{tiltag} </script><script>window.hurt=1</script> <b>fed</b>
:id: TI_666
:status: kandidat
:under: PM_1
:ansvarlig: '"><img src=x onerror="window.hurt=1">'

Ondt & <i onmouseover=alert(1)>farligt</i> {{ 7*7 }} \u2028 =1+1 `kode`.
:::
"""

ANSWERS = """# Svar

:::{tiltag} Om planen
:id: TI_701
:status: kandidat
:under: PM_1

Planen har fire overordnede milepæle.
:::

:::{tiltag} Milepæle og milepæle
:id: TI_702
:status: kandidat
:under: PM_1

Milepæle er milepæle.
:::

:::{tiltag} Om kajakken
:id: TI_703
:status: kandidat
:under: PM_1

Kajakken kommer til søen, når isen er væk.
:::

:::{tiltag} Også om kajakken
:id: TI_704
:status: kandidat
:under: PM_1

Kajakken kommer til søen, og det bliver i maj for os alle.
:::

## Kajakkens tiltag

Tiltag for kajakken.
"""


WAYS = """# Måder

:::{tiltag} Risikovillighed
:id: TI_711
:status: kandidat
:under: PM_1

Vi vil alt.
:::

:::{tiltag} Vi styrer efter hjælpen
:id: TI_712
:status: kandidat
:under: PM_1

Styring af sejladsen, og mål for den.
:::

:::{tiltag} Den lange plan
:id: TI_713
:status: kandidat
:under: PM_1

En sejladsstyring.
:::

:::{tiltag} Underkompensere
:id: TI_714
:status: kandidat
:under: PM_1

Om sejlskibene.
:::

## Hvem har bygget broen?

:::{tiltag} Et fælles arbejde
:id: TI_715
:status: kandidat
:under: PM_1
:ansvarlig: Havnefogeden og hans mange gode folk i byen

Alle var med.
:::

:::{glossary}
kølvand
  Sporet efter båden.
:::

## Kølvand og kølvand

Kølvand er kølvand i kølvand.
"""


def index(built: Built) -> dict[str, Any]:
    """Return what the index script hands over."""
    text = built.read("needs-search/index.js")
    found: dict[str, Any] = json.loads(text.removeprefix("NeedsSearch.load(")[:-3])
    return found


def test_everything_is_indexed_once(plan: Project) -> None:
    plan.write("kopier.md", COPIES)
    built = plan.build()
    ids = index(built)["entries"]["id"]
    assert len(ids) == len(set(ids))
    needs = json.loads(built.read("needs.json"))["versions"][""]["needs"]
    assert {i for i in ids if "_" in i} == set(needs)
    # A heading above needs says nothing of its own: they are found, it is not.
    assert "tiltag-1" not in ids
    # A page of copies has no text of its own; its matrix is found by the page's title.
    assert "kopier" in ids


def test_nothing_is_left_of_sphinx_own_search(plan: Project) -> None:
    built = plan.build(html_theme="pydata_sphinx_theme")
    assert not (built.out / "searchindex.js").exists()
    for page in built.out.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "searchindex.js" not in text
        assert "searchtools.js" not in text
        assert "language_data.js" not in text


@pytest.mark.parametrize("builder", ["singlehtml", "latex", "text", "epub", "gettext"])
def test_other_outputs_have_no_search(plan: Project, builder: str) -> None:
    assert not (plan.build(builder).out / "needs-search").exists()


def test_a_missing_index_is_written_again(plan: Project) -> None:
    built = plan.build()
    first = built.read("needs-search/index.js")
    (built.out / "needs-search" / "index.js").unlink()
    assert plan.build().read("needs-search/index.js") == first


def test_a_page_can_ask_not_to_be_found(plan: Project) -> None:
    text = (plan.source / "tiltag-1.md").read_text("utf-8")
    plan.write("tiltag-1.md", f"---\nnosearch: true\n---\n{text}")
    ids = index(plan.build())["entries"]["id"]
    assert "TI_101" not in ids
    assert "TI_102" in ids


def test_many_entries_have_their_texts_apart(
    plan: Project, monkeypatch: pytest.MonkeyPatch, open_search: Callable[..., Search]
) -> None:
    monkeypatch.setattr("needs_search.packing.WHOLE", 3)
    monkeypatch.setattr("needs_search.packing.SHARD", 2)
    built = plan.build()
    assert index(built)["texts"] is None
    search = open_search(built.out)
    search.type("tekst om tiltag 1")
    assert search.shown[0] == "TI_101"
    passages = search.page.locator(".needs-search-passage")
    expect(passages.first).to_contain_text("Tekst om tiltag 1.")
    search.type('"om tiltag 2"')
    assert search.shown == ["TI_102"]
    monkeypatch.undo()
    plan.edit("tiltag-1.md", ("Tekst", "Ny tekst"))
    assert [f.name for f in (plan.build().out / "needs-search").glob("texts*")] == []


@pytest.mark.parametrize("theme", ["alabaster", "pydata_sphinx_theme", "classic"])
def test_hostile_text_stays_text(
    plan: Project, open_search: Callable[..., Search], theme: str
) -> None:
    plan.write("ondt.md", HOSTILE)
    search = open_search(plan.build(html_theme=theme).out)
    search.type("farligt")
    assert "TI_666" in search.shown
    assert "<script>" in search.page.inner_text("#search-results")
    assert search.page.evaluate("window.hurt") is None
    assert search.page.locator("#needs-search :is(img, script, i, b)").count() == 0


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_result_leads_to_an_anchor(site: Built, plan: Project, builder: str) -> None:
    built = site if builder == "html" else plan.build(builder)
    entries = index(built)["entries"]
    for n, id_ in enumerate(entries["id"]):
        page = entries["pages"][entries["page"][n]]
        path = built.out / (page + "index.html" if page.endswith("/") or not page else page)
        anchor = entries["anchor"][n]
        if anchor != "":
            assert f'id="{anchor or id_}"' in path.read_text("utf-8")


def test_a_question_finds_the_kind_of_answer_it_asks_for(
    plan: Project, open_search: Callable[..., Search]
) -> None:
    plan.write("svar.md", ANSWERS)
    ask = open_search(plan.build().out).ask
    many, word = ask("hvor mange milepæle er der", "milepæle")
    assert (many[0], word[0]) == ("TI_701", "TI_702")
    when, boat = ask("hvornår kommer kajakken", "kajakken kommer")
    assert (when[0], boat[0]) == ("TI_704", "TI_703")
    which, plain = ask("hvilke tiltag har kajakken", "tiltag kajakken")
    assert which[0].startswith("TI_")
    assert not plain[0].startswith("TI_")
    # A question of nothing is no error.
    assert len(ask("hvor mange", "hvornår?", "hvad er", "hvilke 💥")) == 4


def test_each_way_to_write_a_word_finds_it(
    plan: Project, open_search: Callable[..., Search]
) -> None:
    plan.write("maader.md", WAYS)
    ask = open_search(plan.build().out).ask
    first = {
        # A part by its written end, though its stem is a stop word's.
        "villighed": "TI_711",
        # A compound in two words, turned round.
        "styring af sejlads": "TI_713",
        # Letters that changed places, and a misspelt form of a family.
        "sejlsikbene": "TI_714",
        # An expression is another thing than its word.
        "for lidt hjælp": "TI_714",
        # A heading over needs alone, and a field that is a text to read.
        "hvem har bygget broen": "TI_715",
        "havnefogedens folk": "TI_715",
        '"hans mange gode folk"': "TI_715",
        # What the glossary says of a word.
        "hvad betyder kølvand": "maader#term-kolvand",
    }
    found = ask(*first)
    assert {query: ids[0] for query, ids in zip(first, found, strict=True)} == first


def test_a_project_in_english_is_searched_in_english(
    foreign: Project, open_search: Callable[..., Search]
) -> None:
    built = foreign.build(extensions=["sphinx_needs", "needs_coverage", "needs_search"])
    found = index(built)
    assert found["language"]["code"] == "en"
    assert found["strings"]["many"] == "{} results"
    search = open_search(built.out)
    title = found["entries"]["title"][found["entries"]["need"].index("1")]
    search.type(title)
    assert found["entries"]["id"][found["entries"]["need"].index("1")] in search.shown[:2]


def test_parallel_equals_serial(plan: Project) -> None:
    one, four = plan.build(out="one"), plan.build(out="four", jobs=4)
    assert one.read("needs-search/index.js") == four.read("needs-search/index.js")
