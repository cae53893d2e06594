"""Python and the browser give the same tokens."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sphinx import package_dir

from needs_search.everyday import GlossaryTerm, propose, read_lexicon, read_queries
from needs_search.stemmer import read_language, stemmer_script
from needs_search.synonyms import read_groups, synonyms
from needs_search.tokenizer import Tokenizer
from tests.conftest import REPO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ENGINE = REPO / "ext" / "needs_search" / "engine"
LETTERS = "abdeefghiiklmnoprrsttuvyæøåÆØÅéüßöÄñçřłıİΣς-–‐­_ .,0123²½ⅣMEDOLFA"
ODD = [
    "selv- og medbestemmelse",
    "over–  eller underkompensere",
    "kom- petencer",
    "sam­arbejde",
    "MS_1_3 og ms-1-3",
    "målsætning 2.4",
    "HovedMED, OMU og KL",
    "succes successen jazz acces quizzen appen",
    "ﬁnansiering ²½ⅣⅧ",
    "İstanbul ΣΑΣ ẞtraße",
    "a\u0301 e\u0301 \u0301",
    "\u202eabc\u2066 \u200bx\u200d",
    "𝒜𝓫𝒸 💥 \U0001f468‍👩",
    "<script>alert(1)</script> &amp; ${x}",
    "__proto__ constructor hasOwnProperty toString",
    "_ __ ._. 1.2.3_4 _a a_ 9_a",
]
COMPARE = """([language, { stem }, samples]) => {
    const words = NeedsSearch.tokenizer(language, stem);
    const used = samples.flatMap(words.words).map(words.fold);
    const split = words.splitter(new Set(used));
    return samples.map(text => [
        words.words(text), words.keys(text), words.capitals(text), words.idKey(text),
        words.line(text), words.suspended(text, split), words.words(text).map(split),
    ]);
}"""
CODES = ("da", "en", "de", "sv", "fr", "ja", "xx")


def samples(code: str) -> list[str]:
    """Return lines of the pages, odd texts, and invented words.

    Danish gets every line there is and thousands of words; any other language, which
    differs in its data alone, a part of them.
    """
    chance = random.Random(5)
    pages = [
        line
        for path in sorted((REPO / "docs").rglob("*.md"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    invented = [
        "".join(chance.choices(LETTERS, k=chance.randint(1, 24))) for _ in range(4000)
    ]
    step = 1 if code == "da" else 10
    offset = CODES.index(code)
    return [*pages[offset::step], *ODD, *invented[offset::step]]


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """Open an empty page with the browser's tokenizer."""
    page = browser.new_page()
    page.add_script_tag(path=ENGINE / "tokenize.js")
    yield page
    page.close()


@pytest.mark.parametrize("code", CODES)
def test_both_sides_give_the_same_tokens(blank: Page, code: str) -> None:
    language = read_language(code)
    tokenizer = Tokenizer(language)
    texts = samples(code)
    words = [tokenizer.words(text) for text in texts]
    split = tokenizer.splitter({tokenizer.fold(word) for line in words for word in line})
    ours = [
        [
            line,
            tokenizer.keys(text),
            tokenizer.capitals(text),
            tokenizer.id_key(text),
            tokenizer.line(text),
            list(tokenizer.completed(tokenizer.suspensions(text), split)),
            [list(split(tokenizer.fold(word))) for word in line],
        ]
        for text, line in zip(texts, words, strict=True)
    ]
    # The stemmers of two languages share names: each is kept in a scope of its own.
    stemmer = blank.evaluate_handle(
        f"() => {{ {stemmer_script(code)} return {{ stem: NeedsSearch.stem }}; }}"
    )
    theirs = blank.evaluate(COMPARE, [language.as_data(), stemmer, texts])
    wrong = [(t, o, x) for t, o, x in zip(texts, ours, theirs, strict=True) if o != x]
    assert wrong[:3] == []


def tokens(code: str = "da") -> Tokenizer:
    return Tokenizer(read_language(code))


@pytest.mark.parametrize(
    "ways",
    [
        ("målsætningerne", "maalsaetning", "malsatning", "MÅLSÆTNINGER"),
        ("øjenhøjde", "oejenhoejde", "ojenhojde"),
        ("kompetencer", "kompetence", "kom- petencer", "kom\u00adpetencer"),
        ("pårørende", "paaroerende", "parorende"),
        ("indsats", "indsatser", "indsatsernes"),
        ("handicap", "handicappet", "handicappede"),
        ("hjemløs", "hjemløse", "hjemloes"),
        ("billede", "billeder"),
        ("udgå", "udgår", "udgik"),
        ("opnå", "opnår", "opnås"),
    ],
)
def test_ways_to_write_a_word_are_one_token(ways: tuple[str, ...]) -> None:
    assert len({tuple(tokens().keys(way)) for way in ways}) == 1


def test_a_compound_is_split_on_the_words_the_site_uses() -> None:
    spoken = tokens()
    split = spoken.splitter({"tilbud", "vifte"})
    assert list(spoken.parts("tilbudsvifte", split)) == ["tilbud", "vift"]
    assert spoken.splitter({"tilbud"})("tilbudsvifte") == ()
    assert tokens("en").splitter({"tilbud", "vifte"})("tilbudsvifte") == ()


def test_what_a_stemmer_leaves_of_a_word_is_no_stop_word() -> None:
    assert tokens().key("vil") != tokens().key("villighed") == tokens().key("villig")
    assert tokens().key("mod") != tokens().key("møde") == tokens().key("mødes")


def test_an_ending_is_no_part_of_a_compound() -> None:
    split = tokens().splitter({"lob", "ende", "leder", "mode"})
    assert split(tokens().fold("løbende")) == ()
    assert split(tokens().fold("ledermøde")) == ("leder", "mode")


def synonyms_of(text: str, used: str) -> dict[str, list[str]]:
    spoken = tokens()
    return synonyms(read_groups(text), set(spoken.keys(used)), spoken)


def test_synonyms_are_near_or_akin_and_what_is_vague_is_only_typed() -> None:
    found = synonyms_of("støtte, hjælp, (hånd); pleje  # et ord", "støtte hjælp hånd pleje")
    assert found["stot"] == ["hjælp", "~pleje"]
    assert found["hand"] == ["støtte", "hjælp", "~pleje"]
    assert found["plej"] == ["~støtte", "~hjælp"]


def test_words_of_one_stem_have_each_their_synonyms() -> None:
    found = synonyms_of("helbred, sundhed\nhelbredelse, bedring", "sundhed bedring")
    assert (found["helbred"], found["=helbredelse"]) == (["sundhed"], ["bedring"])
    assert synonyms_of("hjælp, for meget hjælp", "for meget hjælp") == {}


def test_suspended_words_are_whole() -> None:
    spoken = tokens()
    split = spoken.splitter({"medbestemmelse", "bestemmelse", "uddannelse", "kasse"})
    found = list(spoken.completed(spoken.suspensions("Selv- og medbestemmelse"), split))
    assert found == ["selvbestemmelse"]


def test_an_id_is_found_however_it_is_joined() -> None:
    spoken = tokens()
    ways = {spoken.id_key(way) for way in ("MS_1_3", "ms-1-3", "MS 1.3", "ms13")}
    assert ways == {"ms13"}
    assert spoken.words("MS_1_3") == ["#ms13", "1.3", "ms"]


def test_every_language_of_sphinx_has_its_stemmer_on_both_sides() -> None:
    base = (package_dir / "search" / "minified-js" / "base-stemmer.js").read_text("utf-8")
    for code in ("da", "de", "en", "fr", "no", "sv"):
        assert base in stemmer_script(code)
        assert read_language(code).stem is not str
    assert read_language("da").stem("kompetencer") == "kompetenc"
    assert base not in stemmer_script("ja")


def test_a_word_that_finds_nothing_is_proposed_for_the_glossary() -> None:
    tokenizer = Tokenizer(read_language("da"))
    groups = list(read_groups("snerydning, vintertjeneste\nvintertjeneste, gadeservice"))
    thesaurus = "UTF-8\nsneskovl|1\n-|snerydning (related term)|skovl"
    groups += read_lexicon(thesaurus)
    terms = [GlossaryTerm("gadeservice", ("gaderenhold",)), GlossaryTerm("vej")]
    known = {tokenizer.key(word) for word in ("gadeservice", "vintertjeneste", "asfalt")}
    asked = read_queries("Snerydning\nsnerydning\nasfalt\nasfalten\nsneskovl\nlaks\n")
    found = propose(asked, groups, terms, known, tokenizer)
    assert [(one.typed, one.count) for one in found] == [
        ("snerydning", 2),
        ("laks", 1),
        ("sneskovl", 1),
    ]
    # Two words of the same meaning away; what the site says itself is told too.
    assert (found[0].terms, found[0].used) == (("gadeservice",), ("vintertjeneste",))
    assert (found[1].terms, found[1].used) == ((), ())
    assert found[2].used == ("vintertjeneste",)


def test_a_form_no_ending_tells_of_is_of_its_word() -> None:
    tokenizer = Tokenizer(read_language("da"))
    pairs = [("fulgt", "følger"), ("godkendt", "godkende"), ("børn", "barn")]
    pairs += [("digitalt", "digital"), ("asfalt", "asfalten"), ("aktivt", "aktive")]
    pairs += [("tvaergaaende", "tværgående"), ("knaeet", "knæet"), ("soeen", "søen")]
    for one, other in pairs:
        assert tokenizer.key(one) == tokenizer.key(other)
