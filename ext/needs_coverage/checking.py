"""What is wrong with the options of a directive, against what the project declared."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_coverage.by_field import PERIODS
from needs_coverage.conditions import ConditionError
from needs_coverage.nodes import PARTS
from needs_coverage.spec import SORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from needs_core.model import Model
    from needs_coverage.asking import Asked

_ = get_translation("needs_coverage")

ATTRIBUTES = ("id", "type", "title", "status", "tags")
"""What every need has beside its declared fields."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in the options that cannot be: why, what to do, and its subtype."""

    fault: str
    remedy: str
    subtype: str


class Checking:
    """Holds what was asked for against the model."""

    def __init__(self, asked: Asked, model: Model) -> None:
        self._asked, self._model = asked, model

    def mistakes(self) -> Iterator[Mistake]:
        """Yield everything that is wrong, in the order of the options."""
        model = self._model
        alone = (
            self._asked.text("by")
            or self._asked.text("missing")
            or self._asked.text("passed")
        )
        needed = ("rows",) if alone else ("rows", "columns", "link")
        yield from self._missing(needed)
        fields = tuple(dict.fromkeys((*ATTRIBUTES, *model.fields)))
        for option, names, subtype in (
            ("rows", model.types, "unknown_type"),
            ("columns", model.types, "unknown_type"),
            ("via", model.types, "unknown_type"),
            ("link", model.links, "unknown_link"),
            ("via-links", model.links, "unknown_link"),
            ("group-by", model.links, "unknown_link"),
            ("group-columns-by", model.links, "unknown_link"),
            ("by", fields, "unknown_field"),
            ("fields", fields, "unknown_field"),
            ("filters", fields, "unknown_field"),
            ("missing", fields, "unknown_field"),
            ("passed", fields, "unknown_field"),
            ("period", PERIODS, "unknown_value"),
            ("sort", SORTS, "unknown_value"),
            ("sort-columns", SORTS, "unknown_value"),
            ("show", PARTS, "unknown_value"),
        ):
            yield from self._unknown(option, self._asked.words(option), names, subtype)
        for option in ("rows-where", "columns-where"):
            yield from self._bad_condition(option, fields)
        yield from self._apart()
        yield from self._not_grouped("group-by", "rows")
        yield from self._not_grouped("group-columns-by", "columns")

    def _missing(self, names: Iterable[str]) -> Iterator[Mistake]:
        for name in names:
            if not self._asked.text(name):
                yield Mistake(
                    _("The option %s is missing, and nothing is drawn.") % name,
                    _("Write a line :%s: with a value.") % name,
                    "missing_option",
                )

    def _unknown(
        self, option: str, values: Iterable[str], names: Iterable[str], subtype: str
    ) -> Iterator[Mistake]:
        for value in values:
            if value not in names:
                fault = _("“%(value)s” in %(option)s is not known, and nothing is drawn.")
                yield Mistake(
                    fault % {"value": value, "option": option} + near(value, names),
                    _("Choose one of: %s.") % ", ".join(names),
                    subtype,
                )

    def _apart(self) -> Iterator[Mistake]:
        """Yield links that by the model's own word never join rows and columns."""
        rows, columns = self._asked.text("rows"), self._asked.text("columns")
        if self._asked.text("via") or not {rows, columns} <= set(self._model.types):
            return
        names = self._asked.words("link")
        links = [self._model.links[name] for name in names if name in self._model.links]
        if links and not any(link.joins(rows, [columns]) for link in links):
            fault = _("“%(link)s” never joins %(rows)s and %(columns)s.")
            yield Mistake(
                fault % {"link": ", ".join(names), "rows": rows, "columns": columns},
                _("Choose another link."),
                "unknown_link",
            )

    def _not_grouped(self, option: str, side: str) -> Iterator[Mistake]:
        """Yield a link to group by that the items of the side never carry."""
        type_, link = (
            self._asked.text(side),
            self._model.links.get(self._asked.text(option)),
        )
        if (
            link
            and link.sources
            and type_ in self._model.types
            and type_ not in link.sources
        ):
            fault = _("“%(link)s” in %(option)s is no link of %(type)s.")
            yield Mistake(
                fault % {"link": link.name, "option": option, "type": type_},
                _("Choose another link."),
                "unknown_link",
            )

    def _bad_condition(self, option: str, fields: Iterable[str]) -> Iterator[Mistake]:
        try:
            names = self._asked.where(option).fields
        except ConditionError as error:
            fault = _("“%(part)s” in %(option)s cannot be read, and nothing is drawn.")
            yield Mistake(
                fault % {"part": error, "option": option},
                _("Write field = value, or field = value, value."),
                "bad_condition",
            )
            return
        yield from self._unknown(option, names, fields, "unknown_field")


def near(value: str, names: Iterable[str]) -> str:
    """Return " Did you mean …?" for the nearest of the names, or nothing."""
    found = get_close_matches(value.casefold(), list(names), n=1, cutoff=0.6)
    return _(" Did you mean “%s”?") % found[0] if found else ""
