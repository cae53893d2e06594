"""The words and symbols of coverage, the same in every output."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.model import many
from needs_core.states import PLAIN, State
from needs_coverage.by_field import FieldSpec
from needs_coverage.spec import Axis, MatrixSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from needs_core.model import Label, Mark, Model
    from needs_coverage.matrix import Hit, Matrix, Way

_ = get_translation("needs_coverage")

COVERED, MISS, INDIRECT = "●", "○", "⤳"
LINK_SYMBOLS = "▲■◆★▼"
"""What tells several links in one matrix apart, in the order they are asked for."""

Spec = MatrixSpec | FieldSpec


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: one or more lines, each a symbol and words."""

    lines: tuple[tuple[str, str], ...]
    covers: bool

    @property
    def text(self) -> str:
        """The cell on one line."""
        return ", ".join(f"{symbol} {words}" for symbol, words in self.lines)


@dataclass(frozen=True, slots=True)
class Words:
    """What one matrix says of itself."""

    rows: str
    """Title of the row type."""
    columns: str
    """Title of the column type, or label of the field."""
    relations: Mapping[str, tuple[str, str]]
    """Link type to its words from the column to the row: where the column points, as in
    "bidrager til", and where the row does, as in "understøttes af"; in the order asked
    for."""
    stateful: bool
    """Whether the project has states, and cells tell them."""
    two_sided: bool = True
    """Whether the columns are items too, and can lack a counterpart."""
    many: tuple[str, str] = ("", "")
    """What several rows and columns are called, where that is known."""
    of_rows: str = ""
    """Which of the rows take part, when not all do: " (modalitet: vil)"."""
    of_columns: str = ""
    only: str = ""
    """The link, where there is only one that joins rows and columns directly."""
    total: str = field(default_factory=lambda: _("Total"))
    none: str = field(default_factory=lambda: _("none"))

    @classmethod
    def of(cls, spec: Spec, model: Model) -> Words:
        """Take the names from the project's model."""
        rows = model.types[spec.rows.type]
        stateful = bool(spec.states.all)
        if isinstance(spec, FieldSpec):
            label = model.fields.get(spec.field, spec.field.capitalize())
            said = {spec.field: (label.lower(), label.lower())}
            return cls(rows, label, said, stateful, two_sided=False)
        links = [model.links[name] for name in (*spec.links, *spec.via_links)]
        return cls(
            rows,
            model.types[spec.columns.type],
            {link.name: (link.outgoing, link.incoming) for link in links},
            stateful,
            many=(many(model, spec.rows.type), many(model, spec.columns.type)),
            of_rows=_narrowed(spec.rows, model),
            of_columns=_narrowed(spec.columns, model),
            only=spec.links[0] if len(spec.links) == 1 else "",
        )

    @property
    def sides(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Rows and columns, each as the subject of a line, as many, and inside one."""
        rows, columns = self.rows.lower(), self.columns.lower()
        many = self.many[0] or self.rows, self.many[1] or self.columns
        return (
            (f"{many[0]}{self.of_rows}", f"{rows}{self.of_rows}"),
            (f"{many[1]}{self.of_columns}", f"{columns}{self.of_columns}"),
        )

    def cell(self, hit: Hit) -> Cell:
        """Say a hit: its state, which links if there are several, and what it is over."""
        lines = []
        direct = [way for way in hit.ways if way.via is None]
        if self.stateful:
            lines.append((hit.state.symbol, state_name(hit.state)))
        if len(self.relations) > 1 or not self.stateful:
            lines += [(self.symbol(way.link), self.said(way)) for way in direct]
        if not direct:
            over = ", ".join(way.via.id for way in hit.ways if way.via)
            lines.append((INDIRECT, _("by way of %s") % over))
        lines += [(mark.symbol, mark.text) for mark in hit.marks]
        return Cell(tuple(lines), hit.covers)

    def joint(self, hit: Hit) -> str:
        """Return the words between a cell and its row that the cell does not show."""
        if self.stateful and len(self.relations) == 1 and hit.direct:
            return f"{self.said(hit.ways[0])} "
        return ""

    def said(self, way: Way) -> str:
        """Return the words of a way, read from the column to the row."""
        pointing, pointed_at = self.relations[way.link]
        return pointing if way.forward else pointed_at

    def sentence(self, matrix: Matrix) -> str:
        """Say what a hit means, as "Tiltag bidrager til målsætning", where one can."""
        said = {self.said(way) for way in matrix.ways if way.via is None}
        if not self.only or len(said) != 1:
            return ""
        return f"{self.columns} {said.pop()} {self.rows.lower()}"

    def symbol(self, link: str) -> str:
        """Return what stands for a link: a dot for the only one."""
        names = list(self.relations)
        return COVERED if len(names) == 1 else LINK_SYMBOLS[names.index(link) % 5]

    def script(self) -> dict[str, str]:
        """Return the words of filters and folds."""
        kinds = {"rows": self.rows.lower(), "columns": self.columns.lower()}
        return {
            "all": _("All"),
            "unknown": _("not stated"),
            "reset": _("Show all"),
            "filters": _("Choose what the table shows"),
            "fold": _("Fold or unfold"),
            # {0} of {1} rows and {2} of {3} columns, filled in by the script.
            "count": _("Shown: %(rows)s {0} of {1}, %(columns)s {2} of {3}.") % kinds,
        }

    def legend(self, matrix: Matrix) -> tuple[tuple[str, str], ...]:
        """Return every symbol that may need a word, with its words."""
        entries = {
            (state.symbol, state_name(state)): None
            for state in sorted(matrix.states, key=lambda state: state.rank)
            if state != PLAIN
        }
        ways = matrix.ways
        if len(self.relations) > 1 or not self.stateful:
            order = list(self.relations)
            used = {(order.index(w.link), self.said(w)) for w in ways if w.via is None}
            for number, said in sorted(used):
                entries[self.symbol(order[number]), said] = None
        if any(way.via for way in ways):
            entries[INDIRECT, _("indirect, by way of another item")] = None
        for mark in {way.mark: None for way in ways if way.mark}:
            entries[mark.symbol, mark.text] = None
        return (*entries, (MISS, self.none))


def _narrowed(axis: Axis, model: Model) -> str:
    """Return the conditions of a side in words, as " (modalitet: vil)"."""
    conditions = ", ".join(
        f"{model.fields.get(name, name).lower()}: {' / '.join(values)}"
        for name, values in axis.where.pairs
    )
    return f" ({conditions})" if conditions else ""


def state_name(state: State) -> str:
    """Return the name of a state; that of none is "not stated"."""
    return state.name or _("not stated")


def state_count(state: State, count: int) -> str:
    """Return so many in a state, as "◇ 6 kandidater"; of none declared, the count."""
    if state == PLAIN:
        return f"{COVERED} {count}"
    return f"{state.symbol} {count} {state.of(count) or state_name(state)}"


def mark_count(mark: Mark, count: int) -> str:
    """Return so many links of which something is to be said, as "⚠ 2 to be confirmed"."""
    return f"{mark.symbol} {count} {mark.text}"


def label_text(label: Label) -> tuple[str, str]:
    """Return id and title of a header; the value of a field has no id."""
    if label.docname is None and label.url is None and label.id == label.title:
        return ("", label.title or _("not stated"))
    return (label.id, label.title)
