"""From text to the tokens it is found by. ``engine/tokenize.js`` does the same.

A token is a folded, stemmed word; ``#`` begins the key of an id, ``!`` an abbreviation
in capitals. Both sides give the same tokens: ``tests/needs_search/test_tokens.py``.
Knows no Sphinx.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from needs_search.language import Language

    Split = Callable[[str], tuple[str, ...]]
    Suspension = tuple[str, str]
    """The two words of "over- eller underkompensere", in small letters."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_HYPHEN = "[-\u2010\u2011\u2013]"
_HYPHENS = re.compile(_HYPHEN)
_WORD = re.compile(r"[^\W\d_]++(?:_[^\W_]+)+|\d+(?:[._]\d+)+|[^\W\d_]+|\d+")
_ANY = re.compile(r"[^\W_]+")
_NAME = re.compile(r"[^\W\d_]++(?:_\w+)+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_COMPOUND_LETTERS = 6
"""A word of more letters may be a compound."""
_LONGEST_WORD = 100
"""A word of more letters is none: it has no stem and is no compound."""
_PART_LETTERS = 3
"""The fewest letters of a compound's part."""


class Tokenizer:
    """The text analysis of one language; keeps the form and the stem of every word.

    Args:
        language: What is particular to the language.
        stems: Stems by folded word that an earlier tokenizer of the same language has
            worked out (``stems``); others are worked out when they are asked for.

    """

    def __init__(self, language: Language, stems: Mapping[str, str] | None = None) -> None:
        self.language = language
        either = "|".join(language.conjunctions) or "(?!)"
        self._broken = re.compile(rf"([^\W\d_]){_HYPHEN}\s+(?!(?:{either})\s)(\w)")
        self._suspended = re.compile(
            rf"(?<![^\W\d_])([^\W\d_]{{2,}}+){_HYPHEN} ?(?:{either}) ([^\W\d_]{{5,}})"
        )
        self.fold = cache(self._fold)
        self.key = cache(self._key)
        # What is asked of a text is asked of it several times in a row.
        self.clean = lru_cache(maxsize=8)(self._clean)
        self.stops = frozenset(self.fold(word) for word in language.stops)
        self._before = [(re.compile(form), ending) for form, ending in language.before]
        self._after = [(re.compile(form), ending) for form, ending in language.after]
        self._stop_stems = frozenset(map(self._plain_stem, self.stops))
        self._known_stems = stems or {}
        self.stems: dict[str, str] = {}
        """The stem of every folded word that was asked for."""

    def _clean(self, text: str) -> str:
        """Return a text in one form, with words joined that a line break has parted."""
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        if not _HYPHENS.search(text):
            return text
        return self._broken.sub(
            lambda m: m[1] + m[2] if m[2].islower() else m[0],
            text,
        )

    def words(self, text: str) -> list[str]:
        """Return the words and numbers of a text, in small letters.

        What looks like an id (``MS_1_3``) gives its key, its number and its letters.
        """
        found: list[str] = []
        text = self.clean(text).lower()
        if "_" not in text:
            return _WORD.findall(text)
        for word in _WORD.findall(text):
            if "_" in word and not word[0].isdecimal():
                found.append("#" + self.id_key(word))
                number = re.search(r"\d+(?:_\d+)*$", word)
                found += [number[0].replace("_", ".")] if number else []
                found.append(word.partition("_")[0])
            else:
                found.append(word.replace("_", "."))
        return found

    def _fold(self, word: str) -> str:
        word = unicodedata.normalize("NFC", word).lower()
        for written, shared in self.language.folds:
            word = word.replace(written, shared)
        if word.isascii():
            return word
        apart = unicodedata.normalize("NFD", word)
        return "".join(c for c in apart if not "\u0300" <= c <= "\u036f")

    def stem(self, word: str) -> str:
        """Return the stem of a folded word."""
        found = self.stems.get(word)
        if found is None:
            found = self._known_stems.get(word) or self._stem(word)
            self.stems[word] = found
        return found

    def _stem(self, word: str) -> str:
        stem = self._plain_stem(word)
        # Snowball leaves "vil" of "villighed": a word that tells is no stop word.
        return f"{stem}+" if stem in self._stop_stems and word not in self.stops else stem

    def _plain_stem(self, word: str) -> str:
        if len(word) > _LONGEST_WORD or not word.isalpha():
            return word
        word = self.language.irregular.get(word, word)
        for form, ending in self._before:
            word = form.sub(ending, word)
        stem = self.language.stem(word)
        # Versions of Snowball differ in which doubled letters they take for one: "succes".
        stem = stem[:-1] if len(stem) > 1 and stem[-1] == stem[-2] else stem
        for form, ending in self._after:
            stem = form.sub(ending, stem)
        return stem

    def _key(self, word: str) -> str:
        """Return the token of a word."""
        return word if word[:1] in {"#", "!"} else self.stem(self.fold(word))

    def keys(self, text: str) -> list[str]:
        """Return the tokens of a text."""
        return [self.key(word) for word in self.words(text)]

    def id_key(self, text: str) -> str:
        """Return what an id is compared by, however its parts are joined.

        >>> from needs_search.language import language
        >>> Tokenizer(language("da")).id_key("MÅL 4.3")
        'mal43'
        """
        return re.sub(r"[\W_]+", "", self.fold(text))

    def name_parts(self, text: str) -> list[str]:
        """Return the tokens of the words inside names with ``_``, but for the first.

        >>> from needs_search.language import language
        >>> Tokenizer(language("en")).name_parts("needs_exchange and TI_302")
        ['exchange']
        """
        text = self.clean(text).lower()
        names = _NAME.findall(text) if "_" in text else []
        parts = (part for name in names for part in name.split("_")[1:])
        return [self.key(part) for part in parts if part.isalpha()]

    def line_words(self, text: str) -> list[str]:
        """Return the folded words of a text as it is searched for phrases."""
        return _ANY.findall(self._fold(self.clean(text)))

    def line(self, text: str) -> str:
        """Return a text as it is searched for phrases: words alone, a space around each."""
        return f" {' '.join(self.line_words(text))} "

    def capitals(self, text: str) -> list[str]:
        """Return the runs of capitals in a text, as in OMU or HovedMED, as tokens."""
        return [
            "!" + self.fold(run)
            for word in _LETTERS.findall(self.clean(text))
            if not word[1:].islower()
            for capital, letters in groupby(word, str.isupper)
            if capital and len(run := "".join(letters)) > 1
        ]

    def suspensions(self, text: str) -> list[Suspension]:
        """Return the places where a word is left to be completed by a later one."""
        text = self.clean(text).lower()
        if not _HYPHENS.search(text):
            return []
        return [(match[1], match[2]) for match in self._suspended.finditer(text)]

    def completed(self, suspensions: Iterable[Suspension], split: Split) -> Iterator[str]:
        """Yield the words that suspended hyphens stand for.

        "over- eller underkompensere" also says "overkompensere".
        """
        for first, second in suspensions:
            parts = split(self.fold(second))
            heads = [parts[-1]] if parts else []
            heads += [
                second[len(prefix) :]
                for prefix in self.language.prefixes
                if second.startswith(prefix)
            ]
            yield from (first + head for head in dict.fromkeys(heads))

    def splitter(self, vocabulary: Container[str]) -> Split:
        """Return a function that parts a folded compound at words the site itself uses.

        It returns two folded parts, or none where the word is no compound. Of several
        ways to part a word, the most even one.
        """

        @cache
        def split(word: str) -> tuple[str, ...]:
            return self._split(word, vocabulary)

        return split

    def _split(self, word: str, vocabulary: Container[str]) -> tuple[str, ...]:
        best, parts = 0.0, tuple[str, ...]()
        if not _COMPOUND_LETTERS < len(word) <= _LONGEST_WORD or not self.language.joints:
            return parts
        for cut in range(_PART_LETTERS, len(word) - _PART_LETTERS + 1):
            tail = word[cut:]
            if not self._is_part(tail, vocabulary):
                continue
            for joint in self.language.joints:
                head = word[: cut - len(joint)]
                if not word[:cut].endswith(joint) or not self._is_part(head, vocabulary):
                    continue
                evenness = min(len(head), len(tail)) - len(joint) / 2
                if evenness > best:
                    best, parts = evenness, (head, tail)
        return parts

    def _is_part(self, part: str, vocabulary: Container[str]) -> bool:
        return (
            len(part) >= _PART_LETTERS
            and part not in self.stops
            and part not in self.language.endings
            and (part in vocabulary or self.stem(part) in vocabulary)
        )

    def parts(self, word: str, split: Split) -> Iterator[str]:
        """Yield the stems of the parts of a folded compound, and of theirs."""
        for part in split(word):
            yield self.stem(part)
            yield from map(self.stem, split(self.fold(part)))
