"""Search for a quote in the text of its source. No Sphinx.

Differences in white space (a run of it, a line's end, empty lines: one space), a hyphen
at the end of a line (its word may be written together, with the hyphen or without) and
bullet characters do not count. Every other character must be the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BULLETS = "•●▪◦‣⁃∙·\uf0b7*"
"""What begins a point of a list. The asterisk also marks emphasis in Markdown."""

_JOINT = "\x00"
"""Stands in a text where a hyphen ended a line: it may be the word's own, or not."""

_BULLET = f"[{re.escape(BULLETS)}]"
_DROP = re.compile(rf"(?<!\w){_BULLET}|{_BULLET}(?!\w)|[{_JOINT}\u00ad]")
"""A bullet stands beside a word, never between two letters or digits."""


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Lines of a source, counted from 1; the first and the last are both meant."""

    file: str
    first: int
    last: int
    where: str = ""
    """What the author says of the place: on the cover, in a heading."""

    @property
    def lines(self) -> str:
        """The lines as one reads them.

        >>> QuotePlace("a.txt", 3, 3).lines, QuotePlace("a.txt", 3, 5).lines
        ('3', '3-5')
        """
        if self.first == self.last:
            return str(self.first)
        return f"{self.first}-{self.last}"


_PLACE = re.compile(
    r"(?P<file>\S.*?),\s+\w+\s+(?P<first>\d+)(?:\s*[-–]\s*(?P<last>\d+))?"
    r"(?:\s+\((?P<where>[^()]+)\))?"
)


def read_place(text: str) -> QuotePlace | None:
    """Read ``notes.txt, lines 3-5 (on the cover)``, in whatever language, or ``None``.

    >>> read_place("notes.txt, linje 3-5")
    QuotePlace(file='notes.txt', first=3, last=5, where='')
    """
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        return None
    first = int(found["first"])
    last = int(found["last"] or first)
    where = found["where"] or ""
    return QuotePlace(found["file"], first, last, where) if 1 <= first <= last else None


LineRange = tuple[int, int]
"""The first and the last line, counted from 1; both are meant."""


_RANGE = re.compile(r"\s*(\d+)(?:\s*[-–]\s*(\d+))?\s*")


def parse_ranges(text: str) -> tuple[LineRange, ...] | None:
    """Read ``3, 5-7``; ``None`` when it is no list of lines.

    >>> parse_ranges("3, 5-7")
    ((3, 3), (5, 7))
    """
    found = [_RANGE.fullmatch(part) for part in text.split(",")]
    ranges = [(int(x[1]), int(x[2] or x[1])) for x in found if x]
    if len(ranges) < len(found) or any(first < 1 or last < first for first, last in ranges):
        return None
    return tuple(ranges)


def join_lines(numbers: Iterable[int]) -> tuple[LineRange, ...]:
    """Return ascending line numbers as ranges.

    >>> join_lines([1, 2, 3, 7])
    ((1, 3), (7, 7))
    """
    ranges: list[LineRange] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return tuple(ranges)


def format_ranges(ranges: Iterable[LineRange]) -> str:
    """Return ranges as one reads them.

    >>> format_ranges([(3, 3), (5, 7)])
    '3, 5-7'
    """
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)


def lines_with_text(text: str) -> tuple[LineRange, ...]:
    """Return the lines of a source that are not empty: more than white space."""
    lines = enumerate(text.split("\n"), start=1)
    return join_lines(number for number, line in lines if line.strip("\ufeff \t\r\f\v\xa0"))


_SENTENCE_END = re.compile(r"(?<!\b\w)[.!?][”’\")*]*\s+(?=[”\"(*]*[^\W\d_a-zæøå])")
"""A full stop after a single letter is that of a name."""


def _opening(text: str) -> Iterator[int]:
    """Yield the lines that begin a paragraph or a point of a list."""
    before = ""
    for number, line in enumerate(text.split("\n"), start=1):
        point = re.match(rf"\s*(?:-|{_BULLET}|\d+\.)\s", line)
        goes_on = line.strip()[:1].islower()  # over an empty line, as a scan has them
        if point or not (before.strip() or goes_on):
            yield number
        before = line


class SourceText:
    """The text of a source, normalized once for many searches."""

    def __init__(self, text: str) -> None:
        self.lines = format_ranges(lines_with_text(text))
        self._opening = frozenset(_opening(text))
        pieces: list[str] = []
        self._starts: list[int] = []
        self._lines: list[int] = []
        length, glue = 0, ""
        for number, line in enumerate(text.split("\n"), start=1):
            words = " ".join(_DROP.sub("", line).split())
            if not words:
                continue
            broken = re.search(r"\w-$", words)
            words = words[:-1] + _JOINT if broken else words
            self._starts.append(length + len(glue))
            self._lines.append(number)
            pieces += [glue, words]
            length += len(glue) + len(words)
            glue = "" if broken else " "
        self._flat = "".join(pieces)

    def find(self, quote: str) -> list[tuple[int, int]]:
        r"""Return the first and last line of every place the quote stands at.

        A quote begins and ends with whole words.

        >>> SourceText("Alle med-\n\narbejdere kender den.").find("Alle medarbejdere")
        [(1, 3)]
        >>> SourceText("Alle medarbejdere kender den.").find("Alle med")
        []
        """
        pattern = _pattern(normalize(quote))
        if pattern is None:
            return []
        return [
            (self._line(found.start()), self._line(found.end() - 1))
            for found in pattern.finditer(self._flat)
        ]

    def find_passage(self, words: str) -> list[tuple[int, int]]:
        r"""Return where words stand that leave some out, or are several forms of one.

        >>> SourceText("Alle\nkender\nden.").find_passage("Alle … den.")
        [(1, 3)]
        >>> SourceText("en dag\nto dage").find_passage("dag | dage")
        [(1, 1), (2, 2)]
        """
        found: list[tuple[int, int]] = []
        for form in words.split(" | "):
            spans, *others = (self.find(part) for part in form.split(" … "))
            for part in others:
                spans = [
                    (first, min(b for a, b in part if a >= last))
                    for first, last in spans
                    if any(a >= last for a, _b in part)
                ]
                # Of two that end together, what begins later is meant.
                spans = list({last: (first, last) for first, last in spans}.values())
            found += spans
        return found

    def lines_of(self, words: Iterable[str]) -> list[int]:
        r"""Return the line of every occurrence of any of some words, capitals or not.

        >>> SourceText("Civil-\n\nsamfund\nog civilsamfund").lines_of(["civilsamfund"])
        [1, 4]
        """
        joint = re.escape(_JOINT)
        longest_first = sorted(map(normalize, words), key=len, reverse=True)
        either = "|".join(_word(word, joint) for word in longest_first if word)
        pattern = rf"(?<![\w{_JOINT}])(?:{either})(?![\w{_JOINT}])"
        found = re.finditer(pattern, self._flat, re.IGNORECASE) if either else ()
        return [self._line(x.start()) for x in found]

    def fitting(self, quote: str, first: int, last: int) -> tuple[str, str]:
        """Return how much of a quote stands within some lines, and the word after it."""
        words = normalize(quote).split(" ")

        def stand(count: int) -> bool:
            found = self.find(" ".join(words[:count]))
            return any(first <= a and b <= last for a, b in found)

        # Where more words stand, fewer do, but for one whose hyphen ends a line.
        whole = [n for n in range(1, len(words)) if not words[n - 1].endswith("-")]
        at = bisect_left(whole, True, key=lambda count: not stand(count))
        most = whole[at] - 1 if at < len(whole) else len(words) - 1
        count = next((n for n in range(most, 0, -1) if stand(n)), 0)
        return " ".join(words[:count]), words[count]

    def partly(self, quotes: Iterable[tuple[str, int, int]]) -> dict[int, tuple[int, int]]:
        r"""Return the lines of which quotes leave whole sentences out: how many they hold.

        A quote is its words, its first and its last line. A sentence is held when half of
        its letters are, and is counted on each of its lines.

        >>> text = SourceText("One is here. Two is\nthere. Three is.\n\nFour.")
        >>> text.partly([("One is here.", 1, 1), ("Three is", 2, 2)])
        {1: (1, 2), 2: (1, 2)}
        """
        held = bytearray(len(self._flat))
        for words, first, last in quotes:
            for part in re.split(r" \| | … ", words):
                pattern = _pattern(normalize(part))
                for hit in pattern.finditer(self._flat) if pattern else ():
                    a, b = hit.span()
                    if first <= self._line(a) and self._line(b - 1) <= last:
                        held[a:b] = b"\1" * (b - a)
        ends = [*self._starts[1:], len(self._flat)]
        found: dict[int, list[bool]] = {}
        for a, b in self._sentences(ends):
            is_held = 2 * sum(held[a:b]) >= b - a
            for at in range(self._place(a), self._place(b - 1) + 1):
                if any(held[self._starts[at] : ends[at]]):
                    found.setdefault(self._lines[at], []).append(is_held)
        return {n: (sum(parts), len(parts)) for n, parts in found.items() if not all(parts)}

    def _sentences(self, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield where each sentence stands; a paragraph ends one, whatever it ends with."""
        opening = [at for at, n in enumerate(self._lines) if n in self._opening]
        for first, after in pairwise([*opening, len(self._lines)]):
            start, end = self._starts[first], ends[after - 1]
            cuts = (x.end() for x in _SENTENCE_END.finditer(self._flat, start, end))
            for a, b in pairwise([start, *cuts, end]):
                if re.search(r"\w", self._flat[a:b]):
                    yield a, b

    def _place(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _line(self, offset: int) -> int:
        return self._lines[self._place(offset)]


def normalize(quote: str) -> str:
    """Return a quote without bullets and surplus white space; hyphens stay.

    >>> normalize("•  To   ord")
    'To ord'
    """
    return " ".join(_DROP.sub("", quote).split())


def _pattern(quote: str) -> re.Pattern[str] | None:
    if not quote:
        return None
    joint = re.escape(_JOINT)
    # A hyphen of the quote may be the one that ended a line, with or without a space.
    parts = re.split(r"((?<=\w)- ?)", quote)
    written = "".join(
        f"(?:{re.escape(part)}|{joint})" if number % 2 else _word(part, joint)
        for number, part in enumerate(parts)
    )
    # Whole words: "1.1 One" is not found as ".1 One".
    return re.compile(rf"(?<![\w{_JOINT}]){written}(?![\w{_JOINT}])")


def _word(text: str, joint: str) -> str:
    """Let a line end within every word."""
    signs = [re.escape(sign) for sign in text]
    ends = [f"{joint}?" if a.isalnum() and b.isalnum() else "" for a, b in pairwise(text)]
    return "".join(a + b for a, b in zip_longest(signs, ends, fillvalue=""))
