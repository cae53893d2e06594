"""Sentences of a page that state by hand what the needs say otherwise.

A page may say "the 25 initiatives" or "all initiatives are proposals"; the next edit makes
it false, and nobody looks. Such sentences are noted when a page is read, and held against
the needs of every build. What still agrees is no mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.collector import PerPage
from needs_core.messages import Problem
from needs_core.model import plural_title
from needs_core.reader import read_model, read_states

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from needs_core.model import Items, Model
    from needs_core.states import States

_ = get_translation("needs_core")

_QUOTED = (nodes.block_quote, nodes.literal_block, nodes.literal, nodes.Invisible)
"""Words of others, code and comments claim nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says of the needs of a type."""

    type: str
    words: str
    """The words that say it."""
    line: int | None
    count: int | None = None
    """How many there are; ``None``: see ``state``."""
    state: str = ""
    """The state that all of them are in, or none of them."""
    every: bool = True

    def problem(self, docname: str, items: Items) -> Problem | None:
        """Return the message of a claim that does not hold."""
        members = items.of_type(self.type)
        if self.count is not None:
            if self.count == len(members):
                return None
            fault = _("It is not so: there are %d.") % len(members)
        else:
            others = [x.id for x in members if (x.status == self.state) != self.every]
            if not others:
                return None
            fault = _("It is not so for %s.") % others[0]
        remedy = _("Correct it, or let the build write it: needs-count, needs-sentence.")
        at = (docname, self.line, f"”{self.words}”")
        return Problem(*at, fault, remedy, "needs_core", "claim")


@dataclass(frozen=True, slots=True)
class ClaimPatterns:
    """Finds claims in the language of the project, in the words of its model."""

    counts: re.Pattern[str]
    states: re.Pattern[str]
    types: dict[str, str]
    """What needs of a type are called, to the type."""
    names: dict[str, str]
    """What needs in a state are called, to the state."""
    numbers: tuple[str, ...]
    """The numbers that are written as words, from one."""

    @classmethod
    def of(cls, model: Model, states: States) -> ClaimPatterns:
        """Return the patterns; words are separated by vertical bars in the catalogue."""
        types = {plural_title(model, name).casefold(): name for name in model.types}
        types |= {title.casefold(): name for name, title in model.types.items()}
        names = {x.counted_name(n).casefold(): x.name for x in states.all for n in (1, 2)}
        numbers = str(_("one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"))
        kind, state = (_either(x) for x in (types, names))
        number = rf"(?P<count>[0-9]+|{numbers})"
        before, every, none, is_ = _("the|all"), _("all"), _("no"), _("is|are")
        return cls(
            re.compile(rf"\b(?:{before}) {number} (?P<kind>{kind})\b", re.IGNORECASE),
            re.compile(
                rf"\b(?:(?P<every>{every})|{none}) (?P<kind>{kind})"
                rf" (?:{is_}) (?P<state>{state})\b",
                re.IGNORECASE,
            ),
            types,
            names,
            tuple(numbers.split("|")),
        )

    def find(self, text: str, line: int | None) -> Iterator[Claim]:
        """Yield the claims of a text."""
        for hit in self.counts.finditer(text):
            word = hit["count"].casefold()
            count = int(word) if word.isdecimal() else self.numbers.index(word) + 1
            yield Claim(self.types[hit["kind"].casefold()], hit[0], line, count)
        for hit in self.states.finditer(text) if self.names else ():
            type_, state = self.types[hit["kind"].casefold()], hit["state"].casefold()
            name, every = self.names[state], bool(hit["every"])
            yield Claim(type_, hit[0], line, state=name, every=every)


def _either(words: dict[str, str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))


def _read_claims(app: Sphinx, doctree: nodes.document) -> tuple[Claim, ...] | None:
    model, states = read_model(app.config), read_states(app.config)
    patterns = ClaimPatterns.of(model, states)
    found: list[Claim] = []
    for node in doctree.findall(nodes.TextElement):
        if isinstance(node, nodes.paragraph | nodes.title):
            texts = (x for x in node.findall(nodes.Text) if not _is_quoted(x))
            words = " ".join("".join(texts).split())
            found += patterns.find(words, node.line)
    return tuple(found) or None


def _is_quoted(node: nodes.Node) -> bool:
    while node := node.parent:
        if isinstance(node, _QUOTED):
            return True
    return False


claims: PerPage[tuple[Claim, ...]] = PerPage("needs_core_claims", _read_claims)


def false_claims(app: Sphinx, items: Items) -> Iterator[Problem]:
    """Yield a message for every claim of a page that does not hold."""
    for docname, found in sorted(claims.pages(app.env).items()):
        for claim in found:
            if problem := claim.problem(docname, items):
                yield problem
