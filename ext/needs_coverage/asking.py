"""What an author asks for, checked against what the project has declared."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_coverage.by_field import PERIODS, FieldSpec
from needs_coverage.conditions import ALL, ConditionError, Conditions
from needs_coverage.nodes import PARTS
from needs_coverage.spec import SORTS, Axis, MatrixSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from needs_items.items import Model
    from needs_items.states import States

_ = get_translation("needs_coverage")

ATTRIBUTES = ("id", "type", "title", "status", "tags")
"""What every need has, beside its fields."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in the options that cannot be: why, what to do, and its subtype."""

    fault: str
    remedy: str
    subtype: str


class Asked:
    """The options of one directive, read against the project's model."""

    def __init__(
        self, options: Mapping[str, str | None], model: Model, states: States
    ) -> None:
        self._options, self._model, self._states = options, model, states

    def text(self, name: str) -> str:
        """Return an option's text; nothing when it is not given."""
        return str(self._options.get(name) or "").strip()

    def words(self, name: str) -> tuple[str, ...]:
        """Return an option's words, between commas or spaces."""
        return tuple(self.text(name).replace(",", " ").split())

    def spec(self) -> MatrixSpec | FieldSpec:
        """Return what is asked for. Ask only when there are no ``mistakes``."""
        rows = self._axis("rows", "group-by")
        if by := self.text("by"):
            allowed = self._model.allowed.get(by, ())
            period = self.text("period") or None
            return FieldSpec(rows, by, period, allowed, self._states)
        columns = self._axis("columns", "group-columns-by")
        via = self.text("via") or None
        own = self._model.own_fields
        acts = "rows" if "status" in own.get(rows.type, ()) else "columns"
        if "status" in own.get(columns.type, ()):
            acts = "columns"
        via_links = self.words("via-links") or self._links_around(via, rows, columns)
        return MatrixSpec(
            rows, columns, self.words("link"), via, via_links, self._states, acts
        )

    def mistakes(self) -> Iterator[Mistake]:
        """Yield everything that is wrong, in the order of the options."""
        model = self._model
        needed = ("rows",) if self.text("by") else ("rows", "columns", "link")
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
            ("period", PERIODS, "unknown_value"),
            ("sort", SORTS, "unknown_value"),
            ("sort-columns", SORTS, "unknown_value"),
            ("show", PARTS, "unknown_value"),
        ):
            yield from self._unknown(option, self.words(option), names, subtype)
        for option in ("rows-where", "columns-where"):
            yield from self._bad_condition(option, fields)

    def _axis(self, side: str, grouping: str) -> Axis:
        sort = "sort" if side == "rows" else "sort-columns"
        return Axis(
            self.text(side),
            self._where(f"{side}-where"),
            self.text(grouping) or None,
            self.text(sort) or "id",
        )

    def _links_around(self, via: str | None, rows: Axis, columns: Axis) -> tuple[str, ...]:
        """Return the links that can join the type between with either side."""
        sides = {rows.type, columns.type}
        return tuple(
            link.name
            for link in self._model.links.values()
            if via and link.joins(via, sides)
        )

    def _where(self, name: str) -> Conditions:
        text = self.text(name)
        return Conditions.parse(text) if text else ALL

    def _missing(self, names: Iterable[str]) -> Iterator[Mistake]:
        for name in names:
            if not self.text(name):
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

    def _bad_condition(self, option: str, fields: Iterable[str]) -> Iterator[Mistake]:
        try:
            names = self._where(option).fields
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
    """Return a question after the name that was meant, or nothing."""
    found = get_close_matches(value.casefold(), list(names), n=1, cutoff=0.6)
    return _(" Did you mean “%s”?") % found[0] if found else ""
