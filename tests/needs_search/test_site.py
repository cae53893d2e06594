"""What a build leaves: one index, everything once, and nothing of Sphinx' own search."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from needs_search import index as index_module
from needs_search.stemmer import read_language
from needs_search.synonyms import shipped_groups
from needs_search.tokenizer import Tokenizer
from tests.conftest import ROOTS, copy_model, project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from needs_search.entries import SearchEntry
    from needs_search.index import EntryTokens
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

## Om kranen

:::{tiltag} Havnens gamle kran
:id: TI_716
:status: kandidat
:under: PM_1

Havnens gamle kran bliver sat i stand af frivillige, og den bliver malet rød.
:::

:::{tiltag} Havnens gamle kran igen
:id: TI_717
:status: kandidat
:under: PM_1

Havnens gamle kran bliver sat i stand af frivillige, og den bliver malet blå.
:::

## Kølvand og kølvand

Kølvand er kølvand i kølvand.
"""


def index(built: Built) -> dict[str, Any]:
    """Return what the index script hands over."""
    text = built.read("needs-search/index.js")
    found: dict[str, Any] = json.loads(text.removeprefix("NeedsSearch.load(")[:-3])
    return found


PAGES = {"kopier": COPIES, "ondt": HOSTILE, "svar": ANSWERS, "maader": WAYS}
THEMES = ("alabaster", "furo", "pydata_sphinx_theme", "sphinx_rtd_theme", "basic")


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the small strategy with the pages of these tests; it is only read."""
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("rich"))
    copy_model(made.source)
    for name, text in PAGES.items():
        made.write(f"{name}.md", text)
    return made


@pytest.fixture(scope="module")
def built(rich: Project) -> Built:
    """Build it as it is."""
    return rich.build(html_theme="alabaster")


def test_the_stems_of_everyday_words_are_kept_for_the_next_build(built: Built) -> None:
    path = built.app.doctreedir / "needs_search.pickle"
    kept = pickle.loads(path.read_bytes())  # noqa: S301 (our own)
    fold = Tokenizer(read_language("da")).fold
    groups = shipped_groups("da")
    words = {fold(word) for group in groups for word in group.words if word.isalpha()}
    assert len(words) > 100
    assert words <= set(kept.stems)


def test_everything_is_indexed_once(built: Built) -> None:
    ids = index(built)["entries"]["id"]
    assert len(ids) == len(set(ids))
    needs = json.loads(built.read("needs.json"))["versions"][""]["needs"]
    assert {i for i in ids if "_" in i and "#" not in i} == set(needs)
    # A heading above needs says nothing of its own: they are found, it is not.
    assert "tiltag-1" not in ids
    # A page of copies has no text of its own; its matrix is found by the page's title.
    assert "kopier" in ids


def test_a_change_of_theme_leaves_our_search_and_no_other(
    rich: Project, open_search: Callable[..., Search]
) -> None:
    options = {"pydata_sphinx_theme": {"search_as_you_type": True}}
    for theme in THEMES:
        built = rich.build(
            out="themes",
            doctrees="out-html-doctrees",
            html_theme=theme,
            html_theme_options=options.get(theme, {}),
        )
        assert "[needs_search." not in built.warnings
        assert not (built.out / "searchindex.js").exists()
        for page in built.out.glob("*.html"):
            if page.name == "permalink.html":  # of sphinx-needs, with no theme around it
                continue
            text = page.read_text("utf-8")
            assert "searchindex.js" not in text
            assert "searchtools.js" not in text
            assert "language_data.js" not in text
            assert "search_as_you_type = true" not in text
            assert "needs-search-box.js" in text
            assert text.count('id="needs-search"') == (page.name == "search.html")
        assert 'href="search.html"' in built.read("index.html")
        search = open_search(built.out)
        form = search.page.locator("#needs-search form")
        assert form.get_attribute("action") == "search.html"
        search.type("farligt")
        assert "TI_666" in search.shown
        # Text of the project is never markup.
        assert "<script>" in search.page.inner_text("#search-results")
        assert search.page.evaluate("window.hurt") is None
        assert search.page.locator("#needs-search :is(img, script, i, b)").count() == 0


def test_a_weight_of_a_folder_that_is_not_there_is_told(plan: Project) -> None:
    built = plan.build("dummy", needs_search_folders={"nej": 2, "tabel": 2, "tab": 1})
    told = built.warnings.splitlines()
    assert ["”nej”" in told[0], "”tab”" in told[1], len(told)] == [True, True, 2]
    assert told[0].endswith(
        "Der er ingen mappe eller side ”nej”. Ret navnet, uden endelse, eller slet linjen."
        " [needs_search.bad_setting]"
    )


def test_everyday_words_for_nothing_are_told(plan: Project) -> None:
    words = {"TI_1O1": ["mandag"], "TI_101": ["tirsdag"], "tabel": ["onsdag"]}
    for _ in range(2):
        (line,) = plan.build(needs_search_everyday=words).warnings.splitlines()
        assert "Intet, der kan findes, hedder ”TI_1O1”. Skriv et elements id" in line
        assert "”TI_101”?" in line
        assert line.endswith("[needs_search.bad_setting]")


def test_everyday_words_are_found_and_follow_an_edit(
    plan: Project, open_search: Callable[..., Search]
) -> None:
    def found(out: Path) -> list[str]:
        search = open_search(out)
        search.type("ganske særegent hverdagsord")
        return search.shown

    assert found(plan.build().out) == []
    words = {"TI_101": ["et særegent hverdagsord"]}
    assert found(plan.build(needs_search_everyday=words).out) == ["TI_101"]
    words = {"TI_102": ["et særegent hverdagsord"]}
    assert found(plan.build(needs_search_everyday=words).out) == ["TI_102"]
    assert "særegent" not in plan.build(needs_search_everyday=words).read("tiltag-1.html")


def test_a_theme_without_a_place_for_the_search_is_warned_of(plan: Project) -> None:
    theme = plan.source / "bare"
    theme.mkdir()
    (theme / "theme.toml").write_text("[theme]\ninherit = 'basic'\n", "utf-8")
    layout = "<html><body>{% block everything %}{{ body }}{% endblock %}</body></html>"
    (theme / "layout.html").write_text(layout, "utf-8")
    built = plan.build(html_theme="bare", html_theme_path=["."])
    (line,) = built.warnings.splitlines()
    assert "search.html: Søgesiden har ikke plads til denne søgning" in line
    assert line.endswith("[needs_search.no_search]")
    # Sphinx' own search goes only where ours is really in its place.
    assert (built.out / "searchindex.js").exists()
    assert not (built.out / "needs-search").exists()


@pytest.mark.parametrize("builder", ["singlehtml", "latex", "text", "epub", "gettext"])
def test_other_outputs_have_no_search(plan: Project, builder: str) -> None:
    out = plan.build(builder).out
    assert not (out / "needs-search").exists()
    assert "needs-search-box" not in "".join(
        path.read_text("utf-8") for path in out.rglob("*.*html")
    )


def test_a_missing_index_is_written_again(rich: Project, built: Built) -> None:
    first = built.read("needs-search/index.js")
    (built.out / "needs-search" / "index.js").unlink()
    again = rich.build(html_theme="alabaster")
    assert again.read("needs-search/index.js") == first


def test_an_index_of_sphinx_is_removed(plan: Project) -> None:
    (plan.work / "out-html").mkdir()
    (plan.work / "out-html" / "searchindex.js").write_text("old", "utf-8")
    assert not (plan.build().out / "searchindex.js").exists()


def test_a_page_can_ask_not_to_be_found(plan: Project) -> None:
    text = (plan.source / "tiltag-1.md").read_text("utf-8")
    plan.write("tiltag-1.md", f"---\nnosearch: true\n---\n{text}")
    ids = index(plan.build())["entries"]["id"]
    assert "TI_101" not in ids
    assert "TI_102" in ids


def test_an_edit_gives_the_index_of_a_clean_build(
    plan: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[str]()
    real = index_module.entry_tokens

    def counted(entry: SearchEntry, tokenizer: Tokenizer) -> EntryTokens:
        read.append(entry.id)
        return real(entry, tokenizer)

    monkeypatch.setattr(index_module, "entry_tokens", counted)
    last = plan.build().read("needs-search/index.js")
    assert "TI_101" in read
    edits = [
        ("tiltag-1.md", "Tekst om tiltag 1.", "Ny tekst om samarbejdsplaner og planer."),
        ("tiltag-2.md", "Tekst om tiltag 2.", "Ny tekst om samarbejdsplaner og planer."),
        ("maal-a.md", "# ", "# Planer for "),
        ("tiltag-1.md", "samarbejdsplaner og planer", "ud- og indskrivning, ms_1_1, HMU"),
    ]
    for page, old, new in edits:
        read.clear()
        plan.edit(page, (old, new))
        edited = plan.build().read("needs-search/index.js")
        assert edited != last
        assert len(read) < 3, "only what changed is read again"
        last = edited
        (plan.work / "out-html-doctrees" / "needs_search.pickle").rename(plan.work / "kept")
        clean = plan.build(out="clean", fresh=True).read("needs-search/index.js")
        assert clean == edited
        (plan.work / "kept").rename(plan.work / "out-html-doctrees" / "needs_search.pickle")


def test_a_damaged_cache_is_made_again(plan: Project) -> None:
    first = plan.build().read("needs-search/index.js")
    cache = plan.work / "out-html-doctrees" / "needs_search.pickle"
    for damage in (b"", b"\x80\x05broken", pickle.dumps({"version": "old"})):
        cache.write_bytes(damage)
        (plan.work / "out-html" / "needs-search" / "index.js").unlink()
        assert plan.build().read("needs-search/index.js") == first


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_result_leads_to_an_anchor(site: Built, rich: Project, builder: str) -> None:
    built = site if builder == "html" else rich.build(builder, doctrees="out-html-doctrees")
    entries = index(built)["entries"]
    for n, id_ in enumerate(entries["id"]):
        page = entries["pages"][entries["page"][n]]
        path = built.out / (page + "index.html" if page.endswith("/") or not page else page)
        anchor = entries["anchor"][n]
        anchor = id_.partition("#")[2] if anchor == 1 else anchor
        if anchor != "":
            assert f'id="{anchor or id_}"' in path.read_text("utf-8")


def test_the_form_of_dirhtml_leads_to_its_page(rich: Project) -> None:
    built = rich.build("dirhtml", doctrees="out-html-doctrees")
    assert 'action="index.html"' in built.read("search/index.html")


def test_a_copy_comes_after_its_original_and_says_so(
    built: Built, open_search: Callable[..., Search]
) -> None:
    data = index(built)
    ids = data["entries"]["id"]
    original, copy = ids.index("TI_716"), ids.index("TI_717")
    assert data["copies"] == {str(copy): original}
    assert data["weights"][str(copy)] < data["weights"].get(str(original), 1)
    search = open_search(built.out, "?q=havnens+gamle+kran&forklar=1&id=TI_717")
    assert [i for i in search.shown if i in {"TI_716", "TI_717"}] == ["TI_716", "TI_717"]
    box = search.page.locator("#needs-search-explain")
    expect(box).to_contain_text("En kopi af TI_716, som kommer først.")


def test_a_question_finds_the_kind_of_answer_it_asks_for(
    built: Built, open_search: Callable[..., Search]
) -> None:
    ask = open_search(built.out).ask
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
    built: Built, open_search: Callable[..., Search]
) -> None:
    ask = open_search(built.out).ask
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


def test_parallel_equals_serial(rich: Project, built: Built) -> None:
    four = rich.build(out="four", jobs=4, html_theme="alabaster")
    assert built.read("needs-search/index.js") == four.read("needs-search/index.js")


def test_words_that_were_searched_for_in_vain_are_proposed(
    rich: Project, tmp_path: Path
) -> None:
    asked, lexicon = tmp_path / "søgt.txt", tmp_path / "leksikon.txt"
    asked.write_text("snerydning\nSnerydning\ntiltag\n", "utf-8")
    lexicon.write_text("snerydning, gennemsigtighed\n", "utf-8")
    report = "search-words-report"
    built = rich.build(
        report,
        out="words",
        doctrees="out-html-doctrees",
        needs_search_queries=str(asked),
        needs_search_lexicon=str(lexicon),
    )
    told = built.read("words.txt")
    assert told.startswith("snerydning (2)\n")
    assert "tiltag (" not in told
    missing = str(tmp_path / "mangler.txt")
    built = rich.build(
        report,
        out="words",
        doctrees="out-html-doctrees",
        needs_search_queries=missing,
    )
    assert "mangler.txt" in built.read("words.txt")


def test_a_page_that_is_called_as_a_need_on_it_is_one_find_with_it(plan: Project) -> None:
    page = """# Fælles mål

Indledningen siger sjapvejr.

:::{målsætning} Fælles mål
:id: MS_1_9
:under: PM_1

Vi vil det samme.
:::
"""
    plan.write("faelles.md", page)
    found = index(plan.build())["entries"]
    assert found["title"].count("Fælles mål") == 1
    assert "faelles" not in found["id"]
