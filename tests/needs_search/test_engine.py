"""The parts of the engine, each alone: functions over a small index, without a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from needs_search.build import engine_script
from needs_search.entries import SearchEntry
from needs_search.index import make_index, scripts
from needs_search.stemmer import read_language
from needs_search.synonyms import common_words, read_groups, synonyms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ITEMS = {
    "TI_1": ("Tilbudsvifte", "Vi udvider viften af tilbud."),
    "TI_2": ("Serviceniveau", "Fire overordnede principper for serviceniveauet."),
    "TI_3": ("Kommunikation", "Vi kommunikerer tidligt med borgerne i maj."),
    "TI_4": ("Pårørende", "Samtaler med de pårørende om støtte i hverdagen."),
    "TI_5": ("Støtte", "Borgeren kan klare sig selv uden støtte. OMU følger det."),
    "TI_6": ("Budget", "Borgmesteren lægger budgettet frem for udvalget."),
    "TI_A": ("Fremtid", "Borgerens drømme og håbet."),
    "TI_B": ("Samarbejde", "Vi håber, det håber alle, at det går."),
    "TI_C": ("MED-udvalgene", "Ældre- og handicapråd: et råd for hvert handicap."),
    "TI_302": ("Dokumentation", "Faglige fora skriver ned."),
    "TI_2_21": ("Kriterier", "Kriterierne gælder."),
    "TI_D": ("Regneark", "Skriv csv_eksport_fil ofte og alene."),
    "TI_E": ("Rum", "Passer det, passer det for alle."),
}
EVERYDAY = {"TI_E": ("alt for lidt plads", "nye lokaler")}
HITS = "Object.fromEntries([...{}].map(([n, hit]) => [index.data.entries.id[n], hit.how]))"


def entry(id_: str, title: str, text: str) -> SearchEntry:
    return SearchEntry(
        id_,
        "need",
        "Tiltag",
        title,
        text,
        f"side.html#{id_}",
        ("Side", "Afsnit"),
        also=("Afsnit",),
        everyday=EVERYDAY.get(id_, ()),
    )


class Engine:
    """The engine in an empty page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def run(self, expression: str) -> Any:
        """Return what an expression gives; ``index`` is the small index."""
        return self._page.evaluate(f"() => {{ const index = small; return {expression}; }}")

    def hits(self, expression: str) -> dict[str, str]:
        """Return the ids that an expression finds, each with how it was found."""
        found: dict[str, str] = self.run(HITS.replace("{}", expression))
        return found


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Engine]:
    """Load the engine with a small index, as a build packs it."""
    language = read_language("da")
    entries = [entry(id_, *texts) for id_, texts in ITEMS.items()]
    index, tokenizer = make_index(entries, language)
    groups = read_groups("støtte, hjælp\nklare sig selv, selvhjulpen\nbudget, ledelse")
    found = synonyms(groups, index.postings, tokenizer)
    extra = {"language": language.as_data(), "strings": {}, "common": common_words("da")}
    page = browser.new_page()
    page.add_script_tag(content=engine_script("da"))
    page.evaluate("() => { NeedsSearch.load = (data) => { NeedsSearch.data = data; }; }")
    made = scripts(index, (), found, extra)
    page.add_script_tag(content=made["index.js"])
    texts = "(texts) => { Object.assign(NeedsSearch.data, texts); }"
    page.evaluate(f"() => {{ NeedsSearch.text = {texts}; }}")
    page.add_script_tag(content=made["texts.js"])
    opened = "NeedsSearch.openIndex(NeedsSearch.data, MiniSearch, NeedsSearch.stem)"
    page.evaluate(f"() => {{ globalThis.small = {opened}; }}")
    yield Engine(page)
    page.close()


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("tilbudsvifte", {"TI_1": "exact"}),
        ("service", {"TI_2": "start"}),
        ("niveau", {"TI_2": "end"}),
        ("viftetilbud", {"TI_1": "parts"}),
        ("kommunikationer", {"TI_3": "exact"}),
        ("borgmetseren", {"TI_6": "spelling"}),
        ("xqzzy", {}),
    ],
)
def test_a_word_is_matched_by_every_way_that_fits(
    engine: Engine, word: str, found: dict[str, str]
) -> None:
    none = "{ meaning: () => [] }"
    assert engine.hits(f"NeedsSearch.match(index, '{word}', {none})") == found


def test_an_abbreviation_is_matched_as_it_is(engine: Engine) -> None:
    assert engine.hits("NeedsSearch.match(index, '!omu')") == {"TI_5": "exact"}


def test_synonyms_find_what_holds_the_other_word(engine: Engine) -> None:
    found = engine.hits(
        "NeedsSearch.synonyms.hits(index, 'hjalp', index.words.key('hjælp'))"
    )
    assert found == {"TI_4": "synonym", "TI_5": "synonym"}
    others = "NeedsSearch.synonyms.others(index, 'hjalp', index.words.key('hjælp'))"
    assert engine.run(others) == [{"text": "støtte", "far": False}]


def test_words_are_joined_as_the_site_writes_them(engine: Engine) -> None:
    script = """(() => {
        const found = [];
        const add = (hits) => found.push(...hits);
        NeedsSearch.phrases.compounds(index, %s, new Map(), 2, add);
        return found;
    })()"""
    assert engine.hits(script % "['service', 'niveau']") == {"TI_2": "joined"}
    assert engine.hits(script % "['vifte', 'af', 'tilbud']") == {"TI_1": "joined"}
    assert engine.hits(script % "['vifte', 'niveau']") == {}


def test_a_quoted_phrase_keeps_what_holds_it(engine: Engine) -> None:
    script = "NeedsSearch.phrases.keepQuoted(index, %s, []).map(({ n }) => n)"
    assert engine.run(script % "'»klare sig selv«'") == [4]
    assert engine.run(script % "'klare sig selv'") == []
    quoted = "['\"a\"', 'a', '”a b„', '\"\"'].map(NeedsSearch.phrases.isQuoted)"
    assert engine.run(quoted) == [True, False, True, False]


def test_a_question_looks_for_its_kind_of_answer(engine: Engine) -> None:
    script = """(() => {
        const question = NeedsSearch.question(index, index.words.line(%s));
        const worth = index.data.entries.id.filter((_, n) => question.worth(n) > 1);
        return [question.asked, question.inText, Boolean(question.defines), worth];
    })()"""
    assert engine.run(script % "'hvor mange principper'") == [True, True, False, ["TI_2"]]
    assert engine.run(script % "'hvornår taler vi'") == [True, True, False, ["TI_3"]]
    asked = engine.run(script % "'hvem lægger budgettet'")
    assert "TI_6" in asked[3]
    assert engine.run(script % "'hvad er støtte'")[:3] == [True, False, True]
    assert engine.run(script % "'støtte'") == [False, False, False, []]


def test_the_form_that_is_typed_and_the_title_that_is_the_query_come_first(
    engine: Engine,
) -> None:
    script = """((query) => {
        const engine = NeedsSearch.engine(NeedsSearch.data, MiniSearch, NeedsSearch.stem);
        return engine.search(query).hits.map(({ n }) => index.data.entries.id[n]);
    })(%s)"""
    assert engine.run(script % "'håbet'") == ["TI_A", "TI_B"]
    assert engine.run(script % "'haabet'") == ["TI_A", "TI_B"]
    assert engine.run(script % "'håber'") == ["TI_B", "TI_A"]
    assert engine.run(script % "'støtte'")[0] == "TI_5"
    # What is only likely meant is searched for at once.
    again = """(() => {
        const engine = NeedsSearch.engine(NeedsSearch.data, MiniSearch, NeedsSearch.stem);
        const { instead, near, hits } = engine.search('tilbudsvfite hvvad');
        return [near, hits.length > 0];
    })()"""
    assert engine.run(again) == [True, True]


SEARCH = """((query) => {
    const engine = NeedsSearch.engine(NeedsSearch.data, MiniSearch, NeedsSearch.stem);
    const { hits, near, lacking } = engine.search(query);
    return [hits.map(({ n }) => index.data.entries.id[n]), near, lacking];
})(%s)"""


def test_what_people_call_it_finds_it_and_quotes_do_not(engine: Engine) -> None:
    assert engine.run(SEARCH % "'lokaler'")[0] == ["TI_E"]
    found, near, _lacking = engine.run(SEARCH % "'plads for lidt'")
    assert (found[0], near) == ("TI_E", False)
    called = [
        engine.run(f"index.texts.calledAs(12, {one})")
        for one in (
            ["nye", "lokaler"],
            ["lokaler"],
            ["støtte"],
        )
    ]
    assert called[0] == {"like": 1, "covered": 1}
    assert 0 < called[1]["like"] < 1 == called[1]["covered"]
    assert called[2] == {"like": 0, "covered": 0}
    assert engine.run(SEARCH % "'\"nye lokaler\"'")[0] == []


def test_a_word_of_what_people_say_is_only_near_alone(engine: Engine) -> None:
    """Who speaks of the place that is lacking speaks of no square."""
    assert engine.run(SEARCH % "'lokaler'")[1:] == [False, []]
    assert engine.run(SEARCH % "'alt for lidt plads'")[1:] == [False, []]
    assert engine.run(SEARCH % "'plads til cirkus'")[1:] == [True, ["plads", "cirkus"]]


def test_years_are_found_as_they_are_said(engine: Engine) -> None:
    script = "NeedsSearch.numbers.withYears(index, '{}')"
    for said, year in {
        "to tusind fireogtyve": "2024",
        "to tusinde og fjorten": "2014",
        "nitten hundrede og firs": "1980",
    }.items():
        asked = f"august {said} og så"
        assert engine.run(script.format(asked)) == f"august {year} og så"
    for said in ("tiltag to hundrede og fem", "mål 2 og tre", "tusind"):
        assert engine.run(script.format(said)).startswith(said.split()[0]), said
    assert engine.run(script.format("fire punkt et")) == "fire punkt et"


def test_a_small_word_before_a_number_names_no_need(engine: Engine) -> None:
    named = "NeedsSearch.numbers(index, '{}')?.named.map(n => index.data.entries.id[n])"
    assert engine.run(named.format("vis mig tiltag fire nu")) == ["TI_4"]
    # "til" begins the name of a measure ("tiltag").
    assert not engine.run(named.format("fra tre til fire vagter"))


def test_words_inside_names_are_found(engine: Engine) -> None:
    assert engine.hits("NeedsSearch.match(index, 'eksport', { last: true })") == {
        "TI_D": "exact"
    }
    assert engine.hits("NeedsSearch.match(index, 'ekspo', { last: true })") == {
        "TI_D": "start"
    }


def test_what_every_text_has_weighs_little(engine: Engine) -> None:
    assert engine.run(SEARCH % "'ofte alene'")[0] == ["TI_D"]
    assert engine.run(SEARCH % "'ofte om budgettet alene'")[0][0] == "TI_6"


def test_what_holds_little_of_a_query_is_only_near(engine: Engine) -> None:
    assert engine.run(SEARCH % "'udvalget'")[1:] == [False, []]
    assert engine.run(SEARCH % "'udvalget for raketter'")[1:] == [True, ["raketter"]]
    assert engine.run(SEARCH % "'udvalget for budget og raketter'")[1:] == [False, []]
    # "pas" is a word of its own, which the site has not: "passer" is no form of it.
    assert engine.run(SEARCH % "'pas til alle'")[1:] == [True, ["pas"]]
    # What is still typed may become "passer".
    assert engine.run(SEARCH % "'pas'") == [["TI_E"], False, []]


def test_words_with_hyphens_are_read_as_the_site_writes_them(engine: Engine) -> None:
    script = """((query) => {
        const engine = NeedsSearch.engine(NeedsSearch.data, MiniSearch, NeedsSearch.stem);
        return engine.search(query).hits.map(({ n }) => index.data.entries.id[n])[0];
    })(%s)"""
    for asked in ("MED-udvalg", "MED udvalget", "ældreråd", "ældre-råd"):
        assert engine.run(script % f"'{asked}'") == "TI_C", asked
    assert engine.run(script % "'tilbuds-vifte'") == "TI_1"


def test_a_site_with_nothing_to_find_is_searched(engine: Engine) -> None:
    index, _ = make_index((), read_language("da"))
    extra = {"language": read_language("da").as_data(), "strings": {}}
    made = scripts(index, (), {}, extra)["index.js"]
    data = made.removeprefix("NeedsSearch.load(").removesuffix(");\n")
    script = f"NeedsSearch.engine({data}, MiniSearch, NeedsSearch.stem).search('ord').hits"
    assert engine.run(script) == []


def test_letters_that_are_wrong_are_counted(engine: Engine) -> None:
    pairs = {"vifte": 0, "vifet": 1, "vift": 1, "viffte": 1, "vafto": 2, "": 5}
    for word, away in pairs.items():
        assert engine.run(f"NeedsSearch.spelling.distance('vifte', '{word}')") == away


def test_a_query_is_one_search(engine: Engine) -> None:
    script = """(() => {
        const engine = NeedsSearch.engine(NeedsSearch.data, MiniSearch, NeedsSearch.stem);
        const found = engine.search(%s);
        return [found.hits.map(({ n }) => index.data.entries.id[n]), engine.meant(found)];
    })()"""
    assert engine.run(script % "'ti-2'") == [["TI_2"], ""]
    assert engine.run(script % "'buget'")[0] == ["TI_6"]
    assert engine.run(script % "'tilbudsvfite'") == [["TI_1"], "tilbudsvifte"]
    assert engine.run(script % "'xqzzy'") == [[], ""]


def test_every_beginning_of_a_word_finds_it(engine: Engine) -> None:
    script = """(() => {
        const engine = NeedsSearch.engine(NeedsSearch.data, MiniSearch, NeedsSearch.stem);
        const words = [...index.texts.used()].filter(Boolean);
        const starts = word => [...word].map((_, at) => word.slice(0, at + 1));
        const begun = words.flatMap(starts);
        const missed = begun.filter(start => !engine.search(start).hits.length);
        return [begun.length, missed];
    })()"""
    number, missed = engine.run(script)
    assert number > 200
    assert missed == []


def test_the_last_word_is_also_a_beginning(engine: Engine) -> None:
    begun = "NeedsSearch.match(index, '{}', {{ last: true, meaning: () => [] }})"
    assert engine.hits(begun.format("budget")) == {"TI_6": "exact"}
    assert engine.hits(begun.format("stø"))["TI_5"] == "start"
    script = """(() => {
        const engine = NeedsSearch.engine(NeedsSearch.data, MiniSearch, NeedsSearch.stem);
        return engine.search(%s).hits.map(({ n }) => index.data.entries.id[n]);
    })()"""
    # "ud" and "for" tell nothing, but may begin what does.
    assert engine.run(script % "'vi ud'")[0] == "TI_1"
    assert engine.run(script % "'skriver for'")[0] == "TI_302"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("tiltag fire", "TI_4"),
        ("tiltag nummer 0 4", "TI_4"),
        ("ti fire", "TI_4"),
        ("ti-04", "TI_4"),
        ("fire", "TI_4"),
        ("tiltag tre hundrede og to", "TI_302"),
        ("tiltag trehundredeogto", "TI_302"),
        ("tiltag 3 nul 2", "TI_302"),
        ("tiltag to punkt enogtyve", "TI_2_21"),
        ("tiltag to komma en og tyve", "TI_2_21"),
        ("tiltag 2.21", "TI_2_21"),
        ("tilt 221", "TI_2_21"),
    ],
)
def test_an_id_is_found_as_it_is_said(engine: Engine, said: str, found: str) -> None:
    named = f"NeedsSearch.numbers(index, '{said}').named.map(n => index.data.entries.id[n])"
    assert engine.run(named) == [found]


def test_a_number_that_no_need_has_is_told_with_its_neighbours(engine: Engine) -> None:
    script = """((number) => number && [number.missing.number,
        number.missing.near.map(n => index.data.entries.id[n])])(
        NeedsSearch.numbers(index, %s))"""
    assert engine.run(script % "'tiltag 99'") == ["99", ["TI_6", "TI_302"]]
    assert engine.run(script % "'TI_400'") == ["400", ["TI_302"]]
    # It may become "tiltag 302"; a year is no number of a need; nor is a mere word.
    for typed in ("tiltag 3", "tiltag 30", "tiltag 2018", "tiltag", "budget 99", "og"):
        assert not engine.run(f"NeedsSearch.numbers(index, '{typed}')?.missing"), typed


def test_a_common_word_is_no_slip_and_what_is_near_is_told(engine: Engine) -> None:
    script = """(() => {
        const engine = NeedsSearch.engine(NeedsSearch.data, MiniSearch, NeedsSearch.stem);
        const found = engine.search(%s);
        return [found.hits.map(({ n }) => index.data.entries.id[n]), found.near];
    })()"""
    assert engine.run(script % "'buget'") == [["TI_6"], True]
    assert engine.run(script % "'tudget'") == [["TI_6"], True]
    assert engine.run(script % "'budget'") == [["TI_6"], False]
    assert engine.run(script % "'hjælp'")[1] is False
    # Common words, and a slip of one that the site does not use.
    for word in ("skat", "bil", "havn", "blaver"):
        assert engine.run(script % f"'{word}'") == [[], False], word
    meant = """(() => {
        const engine = NeedsSearch.engine(NeedsSearch.data, MiniSearch, NeedsSearch.stem);
        return engine.meant(engine.search(%s));
    })()"""
    assert engine.run(meant % "'skat'") == ""
    assert engine.run(meant % "'tudget'") == "budget"


def test_a_result_is_drawn_with_its_words_marked(engine: Engine) -> None:
    script = """(() => {
        const [, hit] = [...NeedsSearch.match(index, 'støtte')][0];
        const hits = { n: 4, ways: [hit] };
        const item = NeedsSearch.show.result(index, hits, index.data.texts[4], 'x.html');
        return [item.querySelector('a').href.endsWith('x.html'), item.dataset.itemId,
            [...item.querySelectorAll('mark')].map(mark => mark.textContent)];
    })()"""
    assert engine.run(script) == [True, "TI_5", ["Støtte", "støtte"]]
    assert engine.run("NeedsSearch.show.address(index.data, 4)") == "side.html#TI_5"
    assert engine.run("NeedsSearch.show.fill('”{}”', '$&')") == "”$&”"


def test_an_ending_is_of_the_last_word(engine: Engine) -> None:
    script = """[["ledelsen", "led"], ["ledelse pa", "led pa"]].map(given =>
        index.synonymKey(...given) || "")"""
    assert engine.run(script) == ["=ledelse", ""]


def test_what_leads_up_to_a_question_asks_for_nothing(engine: Engine) -> None:
    script = """["hvor kan jeg se støtte", "hvem giver støtte"].map(text => {
        const question = NeedsSearch.question(index, index.words.line(text));
        return [question.asked, question.without(index.words.words(text)).join(" ")];
    })"""
    assert engine.run(script) == [[False, "støtte"], [True, "giver støtte"]]
