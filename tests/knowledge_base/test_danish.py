"""Our own Danish: one word for one thing, and sentences that are easy to read."""

from __future__ import annotations

import re

from tests.conftest import REPO

PAGES = sorted((REPO / "docs").rglob("*.md"))
OUR_WORDS = {
    "Læsningens sikkerhed": "Hvor sikker er koblingen",
    "vidensbasens egen læsning": "vores egen fortolkning",
    "Modalitet": "Forpligtelse",
    "holdt ved lige": "opdateret",
    "ikke fyldt ud": "ikke udfyldt",
    "ad en omvej": "indirekte",
    "gøre målene til handling": "omsætte målene til handling",
    "bliver lavet af siderne": "opdateres automatisk",
    "Brudt eller ikke til at bruge": "Brudte eller ugyldige kontroller",
    "Forbindelse": "Kobling",
    "forbindelsen": "koblingen",
    "forbindelser": "koblinger",
    "enkelt forbindelse": "enkelt kobling",
    "svag forbindelse": "svag kobling",
    "ikke er forbundet": "ikke er koblet",
    "Hvornår skulle hvad ske": "Hvad skulle ske hvornår",
    "To steder skal følge op": "Der skal følges op to steder",
    "Afsluttet, ud af alle": "Afsluttede tiltag",
    "efter halvåret for deres frist": "fordelt på det halvår, hvor fristen ligger",
    "Hver bjælke er et pejlemærkes": "Hver bjælke viser målsætningerne under ét pejlemærke",
    "Titlen er udkastets": "Titlen er fra udkastet",
    "Intet er tilbage med disse valg": "Ingen resultater med disse valg",
    "er kæden brudt dér": "mangler der et led",
    "To papirer": "To dokumenter",
    "Intet har id'et": "Der findes ikke noget med id'et",
    "er oplyst som prioriteret": "er markeret som prioriteret",
    "nøgleord nås": "nøgleord er dækket",
    "at det er en omvej": "at dækningen er indirekte",
    "bliver lavet af planen": "opdateres automatisk",
    "modalitet Hvor": "forpligtelse Hvor",
    "fra et program på engelsk": "Programmet siger: … (på engelsk)",
}
"""What we do not write, and what we write instead."""
MOST = 32
NAMES = re.compile(
    r"strategi|pejlemærke|målsætning|nøgleord|udvikling|socialområde|københavn|borger"
    r"|medarbejder|udkast|plakat|indikator|kommentar|forskel",
    re.IGNORECASE,
)
"""What the strategy and its versions are made of: nobody can say it shorter."""


def own_prose(page: str) -> str:
    """Return the sentences of a page that are ours: no quotes, options, tables or code."""
    text = re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL)
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"^(?::|\(|>|#|\|).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\{[a-z-]+\}`[^`]*`", "", text)
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"`[^`]*`|”[^”]*”|https?:\S+", "", text)
    return re.sub(r"\n\s*\n|\n\s*[-*] ", ".\n", text)


def lix(text: str) -> float:
    """Return the readability index: words a sentence, and percent of words above six."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = [x for x in re.split(r"[.:?!]+", text) if re.search(r"[^\W\d_]", x)]
    long = sum(len(word) > 6 and not NAMES.match(word) for word in words)
    return len(words) / len(sentences) + 100 * long / len(words)


def test_the_index_is_that_of_its_definition() -> None:
    assert lix("Vi bor her. Strategien er vedtaget.") == 3 + 100 / 6


def test_one_word_for_one_thing() -> None:
    written = [REPO / "ubproject.toml", *PAGES, *(REPO / "examples").rglob("*.md")]
    written += (REPO / "ext").glob("*/locale/da/LC_MESSAGES/*.po")
    found = {
        f"{path.relative_to(REPO)}: {word}": better
        for path in written
        for word, better in OUR_WORDS.items()
        if word in " ".join(path.read_text(encoding="utf-8").split())
    }
    assert found == {}


def test_our_prose_is_easy_to_read() -> None:
    measured = {
        path.relative_to(REPO).as_posix(): lix(prose)
        for path in PAGES
        if len((prose := own_prose(path.read_text(encoding="utf-8"))).split()) > 30
    }
    assert len(measured) > 30
    assert {page: round(x, 1) for page, x in measured.items() if x > MOST} == {}
