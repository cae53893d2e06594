"""What an author asks for, read against what the project has declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_coverage.by_field import FieldSpec
from needs_coverage.conditions import ALL, Conditions
from needs_coverage.spec import Axis, MatrixSpec
from needs_coverage.stated import StatedSpec
from needs_coverage.summary import SummarySpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needs_core.model import Model
    from needs_core.states import States


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
        """Return what is asked for. Ask only when ``checking`` finds no mistake."""
        rows = self._axis("rows", "group-by")
        if by := self.text("by"):
            allowed = self._model.allowed.get(by, ())
            period = self.text("period") or None
            return FieldSpec(rows, by, period, allowed, self._states, self.words("filters"))
        columns = self._axis("columns", "group-columns-by")
        via = self.text("via") or None
        own = self._model.own_fields
        acts = "rows" if "status" in own.get(rows.type, ()) else "columns"
        if "status" in own.get(columns.type, ()):
            acts = "columns"
        via_links = self.words("via-links") or self._links_around(via, rows, columns)
        return MatrixSpec(
            rows,
            columns,
            self.words("link"),
            via,
            via_links,
            self._states,
            acts,
            self.words("filters"),
        )

    def summary(self) -> SummarySpec:
        """Return the summary that is asked for."""
        matrix = self.spec()
        assert isinstance(matrix, MatrixSpec)  # noqa: S101 (there is no :by: to ask for)
        return SummarySpec(matrix, self.words("fields"))

    def stated(self) -> StatedSpec:
        """Return what the columns are to state and not to overrun."""
        axis = self._axis("columns" if self.text("columns") else "rows", "group-by")
        return StatedSpec(axis, self.words("missing"), self.words("passed"), self._states)

    def _axis(self, side: str, grouping: str) -> Axis:
        sort = "sort" if side == "rows" else "sort-columns"
        return Axis(
            self.text(side),
            self.where(f"{side}-where"),
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

    def where(self, name: str) -> Conditions:
        """Return an option's conditions; raises ``ConditionError``."""
        text = self.text(name)
        return Conditions.parse(text) if text else ALL
