"""The index as Python makes it: duplicates, kept tokens, weights, packing."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

from needs_search.duplicates import duplicates, runs
from needs_search.entries import SearchEntry, SearchFacet
from needs_search.index import TokenCache, analysis_version, make_index, scripts
from needs_search.stemmer import read_language

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "alle borgere skal mødes i øjenhøjde og med respekt for deres egne valg"


def entry(id_: str, title: str, text: str, **more: Any) -> SearchEntry:
    return SearchEntry(id_, "need", "Tiltag", title, text, f"side.html#{id_}", **more)


def found(*texts: str) -> dict[int, int]:
    return dict(duplicates([runs(text.split()) for text in texts]))


def test_a_text_that_repeats_an_earlier_one_is_its_duplicate() -> None:
    changed = TEXT.replace("respekt", "omsorg")
    assert found(TEXT, "noget helt andet om budgettet i år", TEXT, changed) == {2: 0, 3: 0}
    assert found(TEXT, "alle borgere skal mødes af en ny medarbejder hver dag") == {}
    assert found("se her", "se her", "se der") == {1: 0}


def test_a_duplicate_of_a_duplicate_is_the_originals() -> None:
    first, second, third = "a b c d e f g h i j", "c d e f g h i j k l m", "h i j k l m"
    assert found(first, second) == {1: 0}
    assert found(first, third) == {}
    assert found(first, second, third) == {1: 0, 2: 0}


def test_what_many_texts_say_makes_no_duplicate() -> None:
    phrase = "fire ord i rækken"
    assert found(*(f"{phrase} {n}" for n in "abcdef")) == {}
    assert found(*(f"{phrase} {n}" for n in "ab")) == {}
    assert found(*([phrase] * 4)) == {1: 0, 2: 0, 3: 0}
    assert found(*([phrase] * 5)) == {}


def test_a_duplicate_weighs_less_than_its_original() -> None:
    entries = [entry("A", "En", TEXT), entry("B", "En", TEXT, weight=1.5)]
    index, _ = make_index(entries, read_language("da"))
    assert index.originals == {1: 0}
    assert index.weights == (1.0, 1.2)


def test_kept_tokens_give_the_same_index(tmp_path: Path) -> None:
    language = read_language("da")
    entries = [entry(str(n), f"Titel {n}", TEXT[: 10 + 3 * n]) for n in range(20)]
    cache = TokenCache("1")
    make_index(entries, language, cache)
    cache.save(tmp_path / "tokens")
    stored = TokenCache.load(tmp_path / "tokens", "1")
    assert stored == cache
    changed = [*entries[:5], entry("5", "Øjenhøjdeplan", "ny tekst"), *entries[7:]]
    kept, _ = make_index(changed, language, stored)
    clean, _ = make_index(changed, language)
    assert kept == clean
    assert scripts(kept, (), {}, {}) == scripts(clean, (), {}, {})
    assert len(stored.entries) == len(changed), "what is gone is forgotten"
    assert TokenCache.load(tmp_path / "tokens", "2").entries == {}


def test_an_index_that_is_changed_is_the_one_that_is_made(tmp_path: Path) -> None:
    language, chance = read_language("da"), Random(1)
    words = "bolig politik boligpolitik politikken skole skolebestyrelse bestyrelse vand "
    words += "vandmiljø miljø over- eller underkompensere overkompensere TI_3 OMU skoler"

    def drawn(number: int) -> SearchEntry:
        text = " ".join(chance.choices(words.split(), k=2))
        return entry(str(number), text[: chance.randrange(20)], text)

    entries = [drawn(number) for number in range(20)]
    cache = TokenCache("1")
    for _ in range(60):
        kept, _tokenizer = make_index(entries, language, cache)
        clean, _tokenizer = make_index(entries, language)
        assert kept == clean
        assert list(kept.postings) == sorted(kept.postings)
        cache.save(tmp_path / "tokens")
        cache = TokenCache.load(tmp_path / "tokens", "1")
        for _ in range(chance.choice([0, 1, 2, 8])):
            number = chance.randrange(len(entries))
            entries[number] = drawn(number)
        if chance.random() < 0.2:
            entries.insert(chance.randrange(len(entries)), drawn(99))
        if chance.random() < 0.2:
            entries.pop(chance.randrange(len(entries)))
        if chance.random() < 0.2:
            chance.shuffle(entries)


def test_another_language_or_stemmer_reads_all_texts_again() -> None:
    versions = {
        analysis_version(read_language("da"), "1"),
        analysis_version(read_language("da"), "2"),
        analysis_version(read_language("en"), "1"),
    }
    assert len(versions) == 3


def test_facets_are_packed_with_the_values_of_each_entry() -> None:
    entries = [
        entry("A", "En", "x", facets={"owner": ("Ida", "Bo")}),
        entry("B", "To", "y", facets={"owner": ("Bo",)}),
        entry("C", "Tre", "</script>\u2028"),
    ]
    index, _ = make_index(entries, read_language("da"))
    made = scripts(index, [SearchFacet("owner", "Ansvarlig")], {}, {})
    script = made["index.js"]
    data = json.loads(script.removeprefix("NeedsSearch.load(").removesuffix(");\n"))
    assert data["facets"] == [
        {
            "name": "owner",
            "label": "Ansvarlig",
            "values": ["Ida", "Bo"],
            "of": [[0, 1], [1], []],
        }
    ]
    # The texts are a script of their own, which the first results do not wait for.
    texts = made["texts.js"]
    assert not {"<", "\u2028"} & set(script + texts)
    read = json.loads(texts.removeprefix("NeedsSearch.text(").removesuffix(");\n"))
    assert read == {"texts": ["x", "y", "</script>\u2028"], "everyday": {}}
