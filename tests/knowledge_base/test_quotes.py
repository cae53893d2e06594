"""Every quote of the knowledge base is its source's own: by the lock, and by the texts."""

from __future__ import annotations

import hashlib
import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest

from needs_sources.check import QuoteCheck
from needs_sources.config import read_settings
from needs_sources.quotes import Quote, find_misplaced
from needs_sources.references import LINES_ROLE
from needs_sources.source_text import read_place
from tests.conftest import REPO, Built, Project

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (REPO / "docs" / "vejledning" / "kontroller.md").read_text("utf-8")
MESSAGE = " ".join(re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)[2].split())
OFFICIAL = ("Pejlemærke: 4 af 4", "Målsætning: 14 af 14", "Nøgleord: 20 af 20")


@pytest.fixture(scope="session")
def found(site: Built, kilder: Path) -> QuoteCheck:
    """Return the quotes of the knowledge base, with the texts at hand."""
    from needs_core.reader import read_items

    return QuoteCheck(read_items(site.app), read_settings(site.app.config), kilder)


def test_every_quote_is_checked_by_the_lock_alone(pages: Project) -> None:
    built = pages.build("quotes-report", needs_sources_folder=None)
    assert (built.warnings, built.app.statuscode) == ("", 0)
    said = built.read("quotes.txt")
    for line in (*OFFICIAL, "Tiltag: 25 af 25", "Kilde: 5 af 5"):
        assert f"● {line}\n" in said
    assert "○" not in said


def test_every_quote_is_found_in_the_texts(pages: Project, kilder: Path) -> None:
    built = pages.build("quotes-report", needs_sources_folder=str(kilder))
    assert (built.warnings, built.app.statuscode) == ("", 0)


def bare(text: str) -> str:
    """Return a text without what may differ, by other means than the extension's."""
    text = re.sub(r"-[ ]*\n\s*", "", text)
    return re.sub(r"[\s\-•*\uf0b7]+", "", text)


def test_other_code_finds_every_quote_too(site: Built, kilder: Path) -> None:
    (version,) = json.loads(site.read("needs.json"))["versions"].values()
    needs: dict[str, dict[str, Any]] = version["needs"]
    seen = 0
    for need in needs.values():
        if not need.get("citat"):
            continue
        place = read_place(need["citat_sted"])
        assert place is not None
        lines = (kilder / place.file).read_text("utf-8").split("\n")
        within = bare("\n".join(lines[place.first - 1 : place.last]))
        assert bare(need["citat"]) in within, need["id"]
        seen += 1
    assert seen >= 68


def mutations(quote: Quote, chance: random.Random) -> list[Quote]:
    """Return a quote with one thing wrong with it, in several ways."""
    text = quote.text
    signs = [n for n, sign in enumerate(text) if sign.isalnum()]
    at = chance.choice(signs)
    other = "x" if text[at] != "x" else "y"
    words = text.split(" ")
    swapped = " ".join(reversed(words))
    texts = [
        text[:at] + other + text[at + 1 :],
        text[:at] + text[at] * 3 + text[at + 1 :],
        text[:at] + text[at].swapcase() + text[at + 1 :],
        text[: signs[1]] + text[signs[1] + 1 :],
        f"{text} nemlig",
    ]
    texts += [swapped] if swapped != text and len(words) > 2 else []
    place = quote.place
    assert place is not None
    moved = type(place)(place.file, place.first + 1, place.last + 1)
    return [
        *(
            Quote(quote.id, quote.field, x, quote.written, place)
            for x in texts
            if x != text
        ),
        Quote(quote.id, quote.field, text, quote.written, moved),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_every_mutated_quote_is_caught(found: QuoteCheck, seed: int) -> None:
    chance = random.Random(seed)
    assert found.findings == ()
    # Of words in several forms one may still stand: test_mutations changes all of them.
    quotes = [x for x in found.wellformed if x.field != LINES_ROLE]
    wrong = [y for x in quotes for y in mutations(x, chance) if y.text.strip()]
    caught = {finding.quote for finding in find_misplaced(wrong, found.texts)}
    assert len(wrong) > 300
    assert [(x.id, x.text) for x in wrong if x not in caught] == []


def test_the_message_of_the_page_is_the_one_an_author_meets(
    pages: Project, kilder: Path
) -> None:
    pages.edit(
        "udviklingsplan.md",
        ("kommunikation med borgeren og", "kommunikation med borgere og"),
    )
    built = pages.build(needs_sources_folder=str(kilder))
    shown = MESSAGE.partition("WARNING: ")[2]
    file = re.search(r"\d{3}_\w+\.txt", built.warnings)
    assert file is not None
    assert shown.replace("filens-navn.txt", file[0]) in built.warnings
    built = pages.build(needs_sources_folder=None)
    assert built.warnings.count("needs_sources.quote_changed") == 1


def test_no_text_of_a_source_is_in_the_project(kilder: Path) -> None:
    lock = (REPO / "kilder.lock.json").read_text("utf-8")
    for path in kilder.iterdir():
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert digest in lock
        assert not list(REPO.glob(f"docs/**/{path.name}"))
