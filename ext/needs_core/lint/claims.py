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
from needs_core.core_settings import Roles
from needs_core.messages import Problem
from needs_core.model import plural_title
from needs_core.model_reader import read_model, read_states
from needs_core.progress_text import percent
from needs_core.settings import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from needs_core.items import Item, Items
    from needs_core.model import Model
    from needs_core.states import States

_ = get_translation("needs_core")

_QUOTED = (nodes.block_quote, nodes.literal_block, nodes.literal, nodes.Invisible)
"""Words of others, code and comments claim nothing."""
UNCHECKED = "unchecked"
"""The comment before a paragraph whose numbers are not those of the project."""


TOTAL, AT_MOST, EVERY, NONE, MOST, HALF, PERCENT, AT_LEAST, ONLY = (
    "total",
    "at_most",
    "every",
    "none",
    "most",
    "half",
    "percent",
    "at_least",
    "only",
)
"""What a claim says: how many there are; of how many of them something holds."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says of the needs of a type."""

    type: str
    words: str
    """The words that say it."""
    line: int | None
    amount: str
    """One of the constants."""
    number: int = 0
    """How many, or which percentage."""
    state: str = ""
    """The state they are in, or what they are linked to is in, if that is said."""
    field: str = ""
    """The field they state, if that is said."""
    other: str = ""
    """The type of what they are linked to, if that is said."""
    without: bool = False
    """Whether it is said that they lack it."""

    def problem(self, docname: str, items: Items) -> Problem | None:
        """Return the message of a claim that does not hold."""
        members = items.of_type(self.type)
        holding = [x for x in members if self._holds_of(x, items)]
        found, total = len(holding), len(members)
        holds = {
            TOTAL: total == self.number,
            AT_MOST: total >= self.number,
            EVERY: found == total,
            NONE: not found,
            MOST: 2 * found > total or not total,
            HALF: 2 * found == total,
            PERCENT: percent(found, total) == self.number,
            AT_LEAST: found >= self.number,
            ONLY: found == self.number,
        }[self.amount]
        if holds:
            return None
        if self.amount in {EVERY, NONE}:
            wrong = (
                holding if self.amount == NONE else [x for x in members if x not in holding]
            )
            fault = _("It is not so for %s.") % wrong[0].id
        elif self.amount in {TOTAL, AT_MOST}:
            fault = _("It is not so: there are %d.") % total
        else:
            fault = _("It is not so: it holds for %(part)d of %(whole)d.")
            fault %= {"part": found, "whole": total}
        remedy = _("Correct it, or let the build write it: needs-count, needs-sentence.")
        at = (docname, self.line, _("“%s”") % self.words)
        return Problem(*at, fault, remedy, "needs_core", "claim")

    def _holds_of(self, item: Item, items: Items) -> bool:
        if self.other:
            linked = set(items.linked_ids(item))
            others = (x for x in items.of_type(self.other) if x.id in linked)
            found = any(not self.state or x.status == self.state for x in others)
        elif self.state:
            found = item.status == self.state
        else:
            found = bool(self.field and item.values(self.field))
        return found is not self.without


@dataclass(frozen=True, slots=True)
class ClaimPatterns:
    """Finds claims in the language of the project, in the words of its model."""

    totals: re.Pattern[str]
    """How many there are, said with an article or "in all"."""
    there_are: re.Pattern[str]
    """That there are so many: no less."""
    shares: tuple[re.Pattern[str], ...]
    """Of how many something holds, in every order of the words."""
    alone: frozenset[str]
    """The words one of which stands in every sentence that names no type."""
    kinds: re.Pattern[str]
    """A name of a type: what "all" and "none" mean that stand alone."""
    supposing: re.Pattern[str]
    """A word right before a sentence that makes it claim nothing."""
    types: dict[str, str]
    """What needs of a type are called, to the type."""
    states: dict[str, str]
    """What needs in a state are called, to the state."""
    fields: dict[str, str]
    """What fields are called, to their names."""
    numbers: dict[str, int]
    """The numbers that are written as words."""
    actions: str
    """The type that is meant where none is named."""

    @classmethod
    def of(cls, model: Model, states: States, actions: str) -> ClaimPatterns:
        """Return the patterns; words are separated by vertical bars in the catalogue."""
        types = {plural_title(model, name).casefold(): name for name in model.types}
        types |= {title.casefold(): name for name, title in model.types.items()}
        names = {x.counted_name(n).casefold(): x.name for x in states.all for n in (1, 2)}
        fields = {label.casefold(): name for name, label in model.fields.items()}
        words = str(
            _(
                "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
                "|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|twenty-one"
                "|twenty-two|twenty-three|twenty-four|twenty-five|twenty-six|twenty-seven"
                "|twenty-eight|twenty-nine|thirty"
            )
        ).split("|")
        # A number may have two forms, as én and ét have: a stroke is between them.
        numbers = {form: at for at, word in enumerate(words, 1) for form in word.split("/")}
        kinds, state, field = (_either(x) for x in (types, names, fields))
        number = rf"(?P<count>[0-9]+|{_either(numbers)})"
        kind, nothing = rf"(?P<kind>{kinds})", "(?!)"
        before, in_all = _("the|all"), _("in all")
        exist, there_are = _("there are|has|have"), _("there are|there is")
        ending = _("no ending for the article")
        ending = "" if " " in ending else rf"(?:{ending})"
        every, none, most = _("all|every"), _("no|none"), _("most")
        half, only, supposing = _("half"), _("only|just"), _("if|when|whether|until")
        of, is_, has, any_ = (
            _("of the|of"),
            _("is|are"),
            _("has|have"),
            _("a|an|any|at least one"),
        )
        percent_sign = _("per cent")
        all_or_none = rf"(?P<every>{every})|(?P<none>{none})"
        amount = (
            rf"(?:{all_or_none}|(?P<most>{most})|(?P<half>{half})"
            rf"|(?P<percent>[0-9]+)\s?(?:%|{percent_sign})|(?:(?P<only>{only}) )?{number})"
        )
        is_so = rf"(?P<state>{state or nothing})"
        held = rf"(?:(?:(?P<without>{none})|{any_}) )?(?:(?P<field>{field or nothing})"
        held += rf"|(?P<other>{kinds})(?: (?P<within>{state or nothing}))?)"
        what = rf"(?:(?:{is_}) {is_so}|(?:{has}) {held})"
        said = rf"(?:(?:{is_}) (?P<every>{every}) {is_so}"
        said += rf"|(?:{has}) (?P<every_>{every}) {held})"
        shares = (
            rf"{amount}(?: (?:{of}))? {kind}{ending}? {what}",
            rf"(?:{there_are}) {amount} {kind}(?: {is_so})?{_END}",
            rf"{kind}{ending or ''} {said}",
            rf"(?:^|(?<=[.!?] ))(?:{all_or_none}) {what}{_END}",
        )
        return cls(
            _pattern(rf"(?:{before}) (?:{in_all} )?{number} {kind}"),
            _pattern(rf"(?:{exist}) {number} {kind}"),
            tuple(map(_pattern, shares)),
            frozenset(f"{every}|{none}".casefold().split("|")),
            _pattern(rf"{kind}{ending}?"),
            re.compile(rf"\b(?:{supposing}) $", re.IGNORECASE),
            types,
            names,
            fields,
            numbers,
            actions,
        )

    def find(self, text: str, line: int | None) -> Iterator[Claim]:
        """Yield the claims of a text."""
        folded = text.casefold()
        # Most claim nothing: a look at the words says so sooner than the patterns.
        if not any(word in folded for word in (*self.types, *self.alone)):
            return
        for pattern, amount in ((self.totals, TOTAL), (self.there_are, AT_MOST)):
            for hit in pattern.finditer(text):
                number = self._number(hit["count"])
                yield Claim(self._type(hit, text), hit[0], line, amount, number)
        for pattern in self.shares:
            for hit in pattern.finditer(text):
                if claim := self._share(hit, text, line):
                    yield claim

    def _share(self, hit: re.Match[str], text: str, line: int | None) -> Claim | None:
        said = {name: word for name, word in hit.groupdict().items() if word}
        kinds = (EVERY, NONE, MOST, HALF, PERCENT, ONLY)
        amount = next((x for x in kinds if x in said), AT_LEAST)
        if "every_" in said:
            amount = EVERY
        state, field, other = (said.get(x, "") for x in ("state", "field", "other"))
        if (amount == NONE or "without" in said or other) and not re.match(
            _END, text[hit.end() :]
        ):
            return None  # more is said of them: what lacks that may have this
        if self.supposing.search(text[: hit.start()]):
            return None
        number = self._number(said.get("percent") or said.get("count") or "0")
        if not (state or field or other):  # that there are none of them at all
            if amount != NONE or text[hit.end() :].lstrip()[:1] == ",":
                return None
            return Claim(self._type(hit, text), hit[0], line, TOTAL)
        return Claim(
            self._type(hit, text),
            hit[0],
            line,
            amount,
            number,
            self.states.get((state or said.get("within", "")).casefold(), ""),
            self.fields.get(field.casefold(), ""),
            self.types.get(other.casefold(), ""),
            "without" in said,
        )

    def _type(self, hit: re.Match[str], text: str) -> str:
        """Return the type that is named, or was named last, or that acts."""
        if "kind" not in hit.groupdict():
            named = [x["kind"] for x in self.kinds.finditer(text[: hit.start()])]
            return self.types[named[-1].casefold()] if named else self.actions
        return self.types[hit["kind"].casefold()]

    def _number(self, word: str) -> int:
        return int(word) if word.isdecimal() else self.numbers[word.casefold()]


_END = r"(?=\s*(?:[.,;:!?)]|$))"
"""The end of what is said."""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b{text}\b", re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, longest_first))


def _read_claims(app: Sphinx, doctree: nodes.document) -> tuple[Claim, ...] | None:
    model, states = read_model(app.config), read_states(app.config)
    patterns = ClaimPatterns.of(model, states, read(app.config, Roles).actions)
    found: list[Claim] = []
    for node in doctree.findall(nodes.TextElement):
        if isinstance(node, nodes.paragraph | nodes.title) and not _is_unchecked(node):
            texts = (x for x in node.findall(nodes.Text) if not _is_quoted(x))
            words = " ".join("".join(texts).split())
            found += patterns.find(words, node.line)
    return tuple(found) or None


def _is_unchecked(node: nodes.Element) -> bool:
    """Tell whether a comment right before a paragraph says that it claims nothing."""
    place = node.parent.index(node)
    before = node.parent[place - 1] if place else None
    return isinstance(before, nodes.comment) and before.astext().strip() == UNCHECKED


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
