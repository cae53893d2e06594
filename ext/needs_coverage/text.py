"""The texts and symbols of coverage, the same in every output."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.model import plural_title
from needs_core.states import PLAIN, State
from needs_coverage.field_matrix import FieldSpec
from needs_coverage.matrix import percent
from needs_coverage.spec import Axis, MatrixSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needs_core.model import Label, Mark, Model
    from needs_coverage.completeness import Incomplete
    from needs_coverage.matrix import Cell, Matrix, Path
    from needs_coverage.summary import SummaryLine, SummarySpec

_ = get_translation("needs_coverage")

COVERED, MISS, INDIRECT = "●", "○", "⤳"
LINK_SYMBOLS = "▲■◆★▼"
"""Symbols of several link types in one matrix, in the order of its option ``link``."""

Spec = MatrixSpec | FieldSpec


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of a cell: one or more lines of (symbol, words)."""

    lines: tuple[tuple[str, str], ...]
    covers: bool

    @property
    def text(self) -> str:
        """The cell on one line."""
        return ", ".join(f"{symbol} {words}" for symbol, words in self.lines)


@dataclass(frozen=True, slots=True)
class Gap:
    """The items of one side that lack a counterpart, with their heading."""

    side: str
    """``rows`` or ``columns``."""
    heading: str
    labels: tuple[Label, ...]
    empty: str
    """What is written instead where the side has no items at all; else empty."""


@dataclass(frozen=True, slots=True)
class MatrixText:
    """The texts of one matrix."""

    rows: str
    """Title of the row type."""
    columns: str
    """Title of the column type, or label of the field."""
    relations: Mapping[str, tuple[str, str]]
    """Link type to its words from column to row: where the column points at the row, as
    in "bidrager til", and where the row does, as in "understøttes af"."""
    stateful: bool
    """Whether the project declares states, which the cells then show."""
    two_sided: bool = True
    """Whether the columns are other items than the rows, and can lack a counterpart."""
    plurals: tuple[str, str] = ("", "")
    """Plural names of rows and columns, where known."""
    rows_condition: str = ""
    """The conditions of the rows, as " (modalitet: vil)"."""
    columns_condition: str = ""
    only_link: str = ""
    """The link type that joins rows and columns directly, if it is the only one."""
    turned: bool = False
    """Whether rows and columns have changed places in the drawing."""
    total: str = field(default_factory=lambda: _("Total"))
    none: str = field(default_factory=lambda: _("none"))

    @classmethod
    def from_spec(cls, spec: Spec, model: Model) -> MatrixText:
        """Take the names from the project's model."""
        rows = model.types[spec.rows.type]
        stateful = bool(spec.states.all)
        if isinstance(spec, FieldSpec):
            label = model.fields.get(spec.field, spec.field.capitalize())
            relations = {spec.field: (label.lower(), label.lower())}
            return cls(rows, label, relations, stateful, two_sided=False)
        links = [model.links[name] for name in (*spec.links, *spec.via_links)]
        return cls(
            rows,
            model.types[spec.columns.type],
            {link.name: (link.outgoing, link.incoming) for link in links},
            stateful,
            two_sided=not spec.against_itself,
            plurals=(
                plural_title(model, spec.rows.type),
                plural_title(model, spec.columns.type),
            ),
            rows_condition=_condition_text(spec.rows, model),
            columns_condition=_condition_text(spec.columns, model),
            only_link=spec.links[0] if len(spec.links) == 1 else "",
        )

    def turn(self) -> MatrixText:
        """Return the texts for a drawing whose columns stand down the side."""
        return replace(self, rows=self.columns, columns=self.rows, turned=True)

    def cell(self, cell: Cell) -> CellText:
        """Return the text of a cell: state, links if there are several, items between."""
        lines = []
        direct = [path for path in cell.paths if path.via is None]
        if self.stateful:
            lines.append((cell.state.symbol, state_name(cell.state)))
        if len(self.relations) > 1 or not self.stateful:
            lines += [(self.link_symbol(x.link), self.path_words(x)) for x in direct]
        if not direct:
            between = ", ".join(path.via.id for path in cell.paths if path.via)
            lines.append((INDIRECT, _("by way of %s") % between))
        lines += [(mark.symbol, mark.text) for mark in cell.marks]
        return CellText(tuple(lines), cell.covers)

    def hidden_words(self, cell: Cell) -> str:
        """Return the words between a cell and its row that the cell does not show.

        With them the cell reads as a sentence: "TI_1 planlagt *bidrager til* MS_1".
        """
        if self.stateful and len(self.relations) == 1 and cell.direct:
            return f"{self.path_words(cell.paths[0])} "
        return ""

    def path_words(self, path: Path) -> str:
        """Return the words of a path, read from the column to the row."""
        pointing, pointed_at = self.relations[path.link]
        return pointing if path.forward else pointed_at

    def link_symbol(self, link: str) -> str:
        """Return the symbol of a link type: a dot for the only one."""
        names = list(self.relations)
        return COVERED if len(names) == 1 else LINK_SYMBOLS[names.index(link) % 5]

    def sentence(self, matrix: Matrix) -> str:
        """Return what a cell means, as "Tiltag bidrager til målsætning", if it is one."""
        words = {self.path_words(path) for path in matrix.paths if path.via is None}
        if not self.only_link or len(words) != 1:
            return ""
        return f"{self.columns} {words.pop()} {self.rows.lower()}"

    def legend(self, matrix: Matrix) -> tuple[tuple[str, str], ...]:
        """Return every symbol of the matrix with its words."""
        entries = {
            (state.symbol, state_name(state)): None
            for state in sorted(matrix.states, key=lambda state: state.rank)
            if state != PLAIN
        }
        paths = matrix.paths
        if len(self.relations) > 1 or not self.stateful:
            order = list(self.relations)
            direct = [path for path in paths if path.via is None]
            used = {(order.index(x.link), self.path_words(x)) for x in direct}
            for number, words in sorted(used):
                entries[self.link_symbol(order[number]), words] = None
        if any(path.via for path in paths):
            entries[INDIRECT, _("indirect, by way of another item")] = None
        for mark in {path.mark: None for path in paths if path.mark}:
            entries[mark.symbol, mark.text] = None
        return (*entries, (MISS, self.none))

    def numbers(self, matrix: Matrix) -> tuple[str, ...]:
        """Return coverage in numbers: rows, rows covered only indirectly, columns."""
        rows, columns = len(matrix.rows), len(matrix.columns)
        (many_rows, one_row), (many_columns, one_column) = self._sides
        covered = rows - len(matrix.uncovered)
        lines = [_counterpart_share(many_rows, one_column, covered, rows)]
        if matrix.only_indirect:
            lines.append(
                _("of these only by way of another item: %d") % len(matrix.only_indirect)
            )
        if self.two_sided:
            used = columns - len(matrix.orphans)
            lines.append(_counterpart_share(many_columns, one_row, used, columns))
        return tuple(lines)

    def gaps(self, matrix: Matrix) -> Iterator[Gap]:
        """Yield the uncovered rows, then, if they are items, the orphan columns."""
        rows = [row.label for row in matrix.rows]
        (many_rows, one_row), (many_columns, one_column) = self._sides
        yield _gap("rows", many_rows, one_column, matrix.uncovered, rows)
        if self.two_sided:
            found, columns = matrix.orphans, matrix.columns
            yield _gap("columns", many_columns, one_row, found, columns)

    def filter_texts(self) -> dict[str, str]:
        """Return the texts of the script that filters and folds a matrix."""
        kinds = {"rows": self.rows.lower(), "columns": self.columns.lower()}
        return {
            "all": _("All"),
            "unknown": _("not stated"),
            "reset": _("Show all"),
            "filters": _("Choose what the table shows"),
            "fold": _("Fold or unfold"),
            # {0} of {1} rows and {2} of {3} columns, filled in by the script.
            "count": _("Shown: %(rows)s {0} of {1}, %(columns)s {2} of {3}.") % kinds,
            "none": self.none,
        }

    @property
    def _sides(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Names of rows and columns: as the subject of a line (plural), and inside one."""
        many_rows, many_columns = self.plurals
        of_rows, of_columns = self.rows_condition, self.columns_condition
        return (
            (f"{many_rows or self.rows}{of_rows}", f"{self.rows.lower()}{of_rows}"),
            (
                f"{many_columns or self.columns}{of_columns}",
                f"{self.columns.lower()}{of_columns}",
            ),
        )


@dataclass(frozen=True, slots=True)
class FileTitles:
    """Headings of the columns and sheets of files.

    Strings, as opposed to lazy translations: a sheet takes nothing else.
    """

    rows: str
    columns: str
    total: str
    group: str = field(default_factory=lambda: str(_("Group")))
    matrix: str = field(default_factory=lambda: str(_("Matrix")))
    explanation: str = field(default_factory=lambda: str(_("Explanation")))
    page: str = field(default_factory=lambda: str(_("The matrix on its page")))
    symbols: str = field(default_factory=lambda: str(_("Symbols")))
    numbers: str = field(default_factory=lambda: str(_("In numbers")))
    made: str = field(default_factory=lambda: str(_("Made on %s")))


def incomplete_heading(kind: str, field: str, incomplete: Incomplete) -> str:
    """Return the heading of the items that lack a value or are overdue."""
    names = {
        "kind": kind,
        "other": field,
        "part": len(incomplete.labels),
        "whole": incomplete.total,
    }
    if incomplete.passed:
        return _("%(kind)s whose %(other)s has passed: %(part)d of %(whole)d") % names
    return _("%(kind)s without %(other)s: %(part)d of %(whole)d") % names


def summary_headings(spec: SummarySpec, model: Model) -> tuple[str, ...]:
    """Return the headings of a summary's columns."""
    rows, columns = spec.matrix.rows, spec.matrix.columns
    return (
        group_kind(spec.matrix, model),
        _("%s covered") % model.types[rows.type],
        model.types[columns.type],
        *(_("%s stated") % model.fields[name] for name in spec.fields),
    )


def summary_texts(line: SummaryLine) -> Iterator[str]:
    """Yield the text of each cell of a summary's line, without its heading."""
    yield share(line.covered, line.rows)
    states = (state_count(state, count) for state, count in line.states)
    yield ", ".join(states) or f"{MISS} 0"
    for stated in line.stated:
        # No percentage: what is not stated is unknown, as opposed to nought.
        yield _("%(part)d of %(whole)d") % {"part": stated, "whole": line.linked}


def group_kind(spec: Spec, model: Model) -> str:
    """Return the titles of the types that rows are grouped by; empty if they are not."""
    link = model.links.get(spec.rows.group_by or "")
    return ", ".join(model.types[name] for name in sorted(link.targets if link else ()))


def share(count: int, total: int) -> str:
    """Return a share, as "25 af 28 (89 %)"."""
    text = _("%(part)d of %(whole)d") % {"part": count, "whole": total}
    return _with_percent(text, count, total)


def state_name(state: State) -> str:
    """Return the name of a state; that of an item without one is "not stated"."""
    return state.name or _("not stated")


def state_count(state: State, count: int) -> str:
    """Return a count of items in a state, as "◇ 6 kandidater"; or a plain count."""
    if state == PLAIN:
        return f"{COVERED} {count}"
    return f"{state.symbol} {count} {state.counted_name(count) or state_name(state)}"


def mark_count(mark: Mark, count: int) -> str:
    """Return a count of annotated links, as "⚠ 2 to be confirmed"."""
    return f"{mark.symbol} {count} {mark.text}"


def group_text(label: Label | None) -> str:
    """Return the heading of a summary's line in words."""
    return " ".join(label_text(label)).strip() if label else _("not stated")


def label_text(label: Label) -> tuple[str, str]:
    """Return id and title of a header; the value of a field has no id."""
    if label.docname is None and label.url is None and label.id == label.title:
        return ("", label.title or _("not stated"))
    return (label.id, label.title)


def _condition_text(axis: Axis, model: Model) -> str:
    """Return the conditions of a side in words, as " (modalitet: vil)"."""
    conditions = ", ".join(
        f"{model.fields.get(name, name).lower()}: {' / '.join(values)}"
        for name, values in axis.where.pairs
    )
    return f" ({conditions})" if conditions else ""


def _gap(
    side: str, kind: str, other: str, found: tuple[Label, ...], among: Sequence[Label]
) -> Gap:
    names = {"kind": kind, "other": other, "part": len(found), "whole": len(among)}
    heading = _("%(kind)s without %(other)s: %(part)d of %(whole)d") % names
    empty = "" if among else _("There are no items of the type %s.") % kind.lower()
    return Gap(side, heading, found, empty)


def _counterpart_share(kind: str, other: str, count: int, total: int) -> str:
    names = {"kind": kind, "other": other, "part": count, "whole": total}
    text = _("%(kind)s with %(other)s: %(part)d of %(whole)d") % names
    return _with_percent(text, count, total)


def _with_percent(text: str, count: int, total: int) -> str:
    percentage = percent(count, total)
    return text if percentage is None else f"{text} ({percentage}\N{NO-BREAK SPACE}%)"
