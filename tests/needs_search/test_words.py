"""Python and the browser give the same tokens."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sphinx import package_dir

from needs_search.speaking import read_language, stemmer_script
from needs_search.synonyms import read_groups, synonyms
from needs_search.words import Words
from tests.conftest import REPO

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
COMPARE = """([language, samples]) => {
    const words = new NeedsSearch.Words(language, NeedsSearch.stem);
    const used = samples.flatMap(text => words.words(text)).map(words.fold);
    const split = words.splitter(new Set(used));
    return samples.map(text => [
        words.words(text), words.keys(text), words.capitals(text), words.idKey(text),
        words.line(text), words.suspended(text, split),
        words.words(text).map(word => split(word)),
    ]);
}"""


def samples() -> list[str]:
    """Return every line of the pages, odd texts, and thousands of invented words."""
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
    return [*pages, *ODD, *invented]


@pytest.mark.parametrize("code", ["da", "en", "de", "sv", "fr", "ja", "xx"])
def test_both_sides_give_the_same_tokens(browser: Browser, code: str) -> None:
    language = read_language(code)
    words = Words(language)
    texts = samples()
    split = words.splitter({words.fold(w) for text in texts for w in words.words(text)})
    ours = [
        [
            words.words(text),
            words.keys(text),
            words.capitals(text),
            words.id_key(text),
            words.line(text),
            list(words.suspended(text, split)),
            [list(split(word)) for word in words.words(text)],
        ]
        for text in texts
    ]
    page = browser.new_page()
    page.add_script_tag(content=stemmer_script(code))
    page.add_script_tag(path=ENGINE / "words.js")
    theirs = page.evaluate(COMPARE, [language.as_data(), texts])
    page.close()
    wrong = [(t, o, x) for t, o, x in zip(texts, ours, theirs, strict=True) if o != x]
    assert wrong[:3] == []


def words(code: str = "da") -> Words:
    return Words(read_language(code))


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
    ],
)
def test_ways_to_write_a_word_are_one_token(ways: tuple[str, ...]) -> None:
    assert len({tuple(words().keys(way)) for way in ways}) == 1


def test_a_compound_is_split_on_the_words_the_site_uses() -> None:
    spoken = words()
    split = spoken.splitter({"tilbud", "vifte"})
    assert list(spoken.parts("tilbudsvifte", split)) == ["tilbud", "vift"]
    assert spoken.splitter({"tilbud"})("tilbudsvifte") == ()
    assert words("en").splitter({"tilbud", "vifte"})("tilbudsvifte") == ()


def test_what_a_stemmer_leaves_of_a_word_is_no_stop_word() -> None:
    assert words().key("vil") != words().key("villighed") == words().key("villig")
    assert words().key("mod") != words().key("møde") == words().key("mødes")


def test_an_ending_is_no_part_of_a_compound() -> None:
    split = words().splitter({"lob", "ende", "leder", "mode"})
    assert split("løbende") == ()
    assert split("ledermøde") == ("leder", "mode")


def synonyms_of(text: str, used: str) -> dict[str, list[str]]:
    spoken = words()
    return dict(synonyms(read_groups(text), set(spoken.keys(used)), spoken))


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
    spoken = words()
    split = spoken.splitter({"medbestemmelse", "bestemmelse", "uddannelse", "kasse"})
    found = list(spoken.suspended("Selv- og medbestemmelse", split))
    assert found == ["selvbestemmelse"]


def test_an_id_is_found_however_it_is_joined() -> None:
    spoken = words()
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
