"""The index of many entries in parts, of which a query loads those it needs.

The first script holds what every query needs: the words of the site, and what is known of
all entries. The postings lie in ``terms-N.js``, in order of the terms, so that what begins
alike lies together; beside a term lie the words as they are written, the entries whose
titles begin with it, and the postings of the few words that end in it. The entries lie in
``entries-N.js``. The same index gives the same parts. Knows no Sphinx.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from string import ascii_uppercase, digits
from typing import TYPE_CHECKING

from needs_search.postings import EVERYDAY, FIELDS, base36
from needs_search.synonyms import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needs_search.index import SearchIndex

ENTRIES = 4
"""The entries that share a script."""

TERMS = 10
"""There is a script of terms for so many entries."""

_GUESTS = 40
"""The most words that end in a term and lie beside it: ``MOST`` of engine/match.js."""

_SHORT = 90
"""A posting of more letters is loaded from its own place alone."""

_LEAST = 4
"""What fewer letters end in is not looked up: ``endings`` of engine/match.js."""

_FIRST_LENGTH = 0x3D
"""The character for a length of 0; "<", which is escaped in scripts, stands before it."""

_SHARED = digits + ascii_uppercase
"""The characters for numbers of letters: no word of the index has any of them."""

WHOLE_LISTS = ("ids", "titles", "words")
"""Lists of all entries or words, each loaded by the queries that cannot do without."""


def part_names(entries: int) -> tuple[str, ...]:
    """Return the names of the parts of an index of so many entries."""
    return (
        *(f"terms-{number}.js" for number in range(_term_parts(entries))),
        *(f"entries-{number}.js" for number in range(len(range(0, entries, ENTRIES)))),
        *(f"{name}.js" for name in WHOLE_LISTS),
    )


def _term_parts(entries: int) -> int:
    return -(-entries // TERMS)


def is_sign(term: str) -> bool:
    """Tell whether a token is of no word, but an id or a number."""
    return term[0] == "#" or term[0].isdecimal()


def first_data(index: SearchIndex) -> dict[str, object]:
    """Return what every query needs in place of the postings and the entries."""
    size = len(index.entries)
    totals = [0] * len(FIELDS)
    for lengths in index.lengths:
        for field, length in enumerate(lengths):
            totals[field] += length
    counts = [size] * len(FIELDS)
    counts[EVERYDAY] = sum(lengths[EVERYDAY] > 0 for lengths in index.lengths)
    words = [term for term in index.postings if not is_sign(term)]
    return {
        "size": size,
        "terms": _packed_words(words),
        "starts": list(_packed_starts([run[0] for run in _runs(index) if run], words)),
        "averages": [x / max(1, n) for x, n in zip(totals, counts, strict=True)],
        "per": ENTRIES,
    }


def parted(
    synonyms: Mapping[str, Sequence[str]],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the synonyms that the first script has, and those that lie beside terms.

    What is told by its letters is looked for under other terms than it would lie beside.
    """
    first, beside = dict[str, list[str]](), dict[str, list[str]]()
    for key, words in synonyms.items():
        (first if key.startswith(WRITTEN) else beside)[key] = list(words)
    return first, beside


def _beside(
    synonyms: Mapping[str, Sequence[str]], starts: Sequence[str]
) -> dict[int, dict[str, Sequence[str]]]:
    """Return the synonyms by the number of their run: that of the longest token."""
    found: dict[int, dict[str, Sequence[str]]] = defaultdict(dict)
    for key, words in synonyms.items():
        place = bisect_right(starts, max(key.split(" "), key=len)) - 1
        found[max(0, place)][key] = words
    return found


def index_parts(
    index: SearchIndex,
    columns: Mapping[int, Mapping[str, object]],
    synonyms: Mapping[str, Sequence[str]],
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the name of each script but the first, and what it holds.

    ``columns`` are those of the entries that share a script, by its number.
    """
    ends = _endings(index)
    runs = _runs(index)
    beside = _beside(synonyms, [run[0] for run in runs if run])
    for number, terms in enumerate(runs):
        own = dict.fromkeys(terms)
        guests = dict.fromkeys(guest for term in terms for guest in ends.get(term, ()))
        here = [*own, *(guest for guest in guests if guest not in own)]
        postings = [index.postings[term] for term in here]
        yield (
            f"terms-{number}.js",
            {
                "kind": "terms",
                "part": number,
                "terms": " ".join(here),
                "postings": " ".join(postings),
                "synonyms": beside.get(number, {}),
                "lengths": "".join(
                    _lengths(posting, index.lengths) for posting in postings
                ),
                "forms": " ".join(",".join(index.forms.get(term, ())) for term in own),
                "firsts": " ".join(
                    ",".join(map(str, index.firsts.get(term, ()))) for term in own
                ),
            },
        )
    entries = index.entries
    for number, start in enumerate(range(0, len(entries), ENTRIES)):
        texts = [entry.text for entry in entries[start : start + ENTRIES]]
        content = {"kind": "entries", "part": number, **columns[number], "text": texts}
        yield f"entries-{number}.js", content
    # Signs, numbers and short words are no slips, and begin and end no others.
    written = {form for forms in index.forms.values() for form in forms}
    words = sorted(form for form in written if form.isalpha() and len(form) >= _LEAST)
    for name, listed in (
        ("ids", _packed_row([entry.id for entry in entries])),
        ("titles", [entry.title for entry in entries]),
        ("words", _packed_row(words)),
    ):
        yield f"{name}.js", {"kind": name, "list": listed}


def _packed_row(row: Sequence[str]) -> str:
    """Return texts without spaces, each by how many letters it shares with the one before.

    >>> _packed_row(["TI_101", "TI_102", "plan"])
    '0TI_101 52 0plan'
    """
    found, last = [], ""
    for text in row:
        shared = _shared_letters(text, last)
        found.append(base36(shared) + text[shared:])
        last = text
    return " ".join(found)


def _shared_letters(text: str, last: str) -> int:
    """Return how many letters two texts begin with, as far as one character tells."""
    pairs = enumerate(zip(text[: len(_SHARED) - 1], last, strict=False))
    least = min(len(text), len(last), len(_SHARED) - 1)
    return next((place for place, (one, two) in pairs if one != two), least)


def _packed_starts(starts: Sequence[str], words: Sequence[str]) -> Iterator[str | int]:
    """Yield the first terms of the parts: signs, and how many words further a word is.

    >>> list(_packed_starts(["!kl", "#a1", "plan"], ["!kl", "!med", "handle", "plan"]))
    [0, '#a1', 3]
    """
    place = {word: number for number, word in enumerate(words)}
    last = 0
    for start in starts:
        if start in place:
            yield place[start] - last
            last = place[start]
        else:
            yield start


def _packed_words(words: Sequence[str]) -> str:
    """Return words in order, each by how many letters it shares with the one before.

    >>> _packed_words(["handicap", "handle", "plan"])
    '0handicap4le0plan'
    """
    found, last = [], ""
    for word in words:
        shared = _shared_letters(word, last)
        found.append(_SHARED[shared] + word[shared:])
        last = word
    return "".join(found)


def _runs(index: SearchIndex) -> list[list[str]]:
    """Return the terms in runs of about as many letters each, one a part."""
    terms = list(index.postings)
    count = _term_parts(len(index.entries))
    filled = min(count, len(terms))
    sizes = [len(term) + len(index.postings[term]) for term in terms]
    whole, gone, at = sum(sizes) + 1, 0, -1
    found: list[list[str]] = [[] for _ in range(count)]
    for place, (term, size) in enumerate(zip(terms, sizes, strict=True)):
        # Each run gets a term, and as many terms are left as there are runs to fill.
        at = max(at, min(gone * filled // whole, at + 1), filled - len(terms) + place)
        found[at].append(term)
        gone += size
    return found


def _endings(index: SearchIndex) -> dict[str, list[str]]:
    """Return the first words that end in each word, where they hold little."""
    words = {term for term in index.postings if term[0] != "!" and not is_sign(term)}
    found = defaultdict[str, list[str]](list)
    for word in sorted(words):
        for cut in range(3, len(word) - _LEAST + 1):
            tail = word[cut:]
            if tail in words and len(found[tail]) < _GUESTS:
                found[tail].append(word)
    return {
        tail: [word for word in longer if len(index.postings[word]) <= _SHORT]
        for tail, longer in found.items()
    }


def _lengths(posting: str, lengths: Sequence[Sequence[int]]) -> str:
    """Return how many tokens each entry of a posting has in the field, a letter each."""
    found = []
    for part in posting.split(";"):
        number, field = 0, int(part[0])
        for step in part[1:].split(","):
            number += int(step.partition(":")[0], 36)
            found.append(chr(_FIRST_LENGTH + lengths[number][field]))
    return "".join(found)
