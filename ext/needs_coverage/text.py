"""The texts and symbols of coverage, the same in every output."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.items import natural_key
from needs_core.model import plural_title
from needs_core.period_text import period_text
from needs_core.progress_text import (
    WEAK_SYMBOL,
    distribution_text,
    gathered_text,
    state_name,
    step_line,
    step_meaning,
    step_parts,
    step_share,
    with_percent,
)
from needs_core.states import PLAIN, State
from needs_core.steps import ABOUT_LINKS, Steps
from needs_coverage.field_matrix import PERIOD, FieldSpec
from needs_coverage.spec import Axis, MatrixSpec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needs_core.items import Label, Mark
    from needs_core.model import Model
    from needs_core.steps import StepOf
    from needs_coverage.matrix import Cell, Matrix, MatrixRow, Path

_ = get_translation("needs_coverage")

COVERED, MISS, INDIRECT = "●", "○", "⇝"
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
    """Items that lack a counterpart, or a step that covers, with their heading."""

    side: str
    """``rows`` or ``columns``, or ``steps`` for the rows whose step does not cover."""
    heading: str
    labels: tuple[Label, ...]
    empty: str
    """What is written instead where the side has no items at all; else empty."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """What is told beside an item, by its id."""


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
    model: Model | None = None
    """The names of fields; ``None`` where no step is told."""
    steps: Steps = Steps()  # noqa: RUF009 (frozen)
    """The steps of the rows."""
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
            return cls(rows, label, relations, stateful, two_sided=False, steps=spec.steps)
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
            model=model if spec.steps.declared else None,
            steps=spec.steps,
        )

    def turn(self) -> MatrixText:
        """Return the texts for a drawing whose columns stand down the side."""
        return replace(self, rows=self.columns, columns=self.rows, turned=True)

    def step(self, row: MatrixRow) -> str:
        """Return the step of a row with its remarks; "" without steps."""
        return self.step_of(row.step)

    def step_of(self, found: StepOf | None) -> str:
        """Return a step with its remarks; "" for none."""
        return step_line(found, self.model) if found and self.model else ""

    def step_parts(self, found: StepOf) -> tuple[str, str, str]:
        """Return symbol and name of a step, and its remarks, or ""."""
        assert self.model is not None  # noqa: S101 (the rows of its matrix had steps)
        _step, *more = step_parts(found, self.model)
        return found.step.symbol, state_name(found.step), " · ".join(more)

    def step_meanings(self, matrix: Matrix) -> tuple[str, ...]:
        """Return every step that a row is on with its meaning, from the lowest."""
        found = {row.step.step for row in matrix.rows if row.step}
        return tuple(map(step_meaning, sorted(found, key=lambda step: step.rank)))

    def cell(self, cell: Cell) -> CellText:
        """Return the text of a cell: state, links if there are several, items between."""
        lines: list[tuple[str, str]] = []
        direct = [path for path in cell.paths if path.via is None]
        if self.stateful:
            lines.append((cell.state.symbol, state_name(cell.state)))
        if len(self.relations) > 1 or not self.stateful:
            lines += [(self.link_symbol(x.link), self.path_words(x)) for x in direct]
        if cell.parts:
            (symbol, words), parts = lines[0], ", ".join(cell.parts)
            told = _("%(words)s (part %(parts)s)") % {"words": words, "parts": parts}
            lines[0] = symbol, told
        if not direct:
            between = ", ".join(path.via.short for path in cell.paths if path.via)
            lines.append((INDIRECT, _("by way of %s") % between))
        if cell.weak:
            lines.append((WEAK_SYMBOL, _("weak")))
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
        if any(path.confidence and path.confidence.weak for path in paths):
            entries[WEAK_SYMBOL, _("weak")] = None
        for mark in {path.mark: None for path in paths if path.mark}:
            entries[mark.symbol, mark.text] = None
        return (*entries, (MISS, self.none))

    def numbers(self, matrix: Matrix) -> tuple[str, ...]:
        """Return coverage in numbers: steps, rows, rows covered only indirectly, columns.

        Where steps are told there is no percentage but theirs, and what is reached only
        by way of another item, which follows from links of that item, is no coverage.
        """
        rows, columns = len(matrix.rows), len(matrix.columns)
        (many_rows, one_row), (many_columns, one_column) = self.sides
        covered, indirect = rows - len(matrix.uncovered), len(matrix.only_indirect)
        lines: list[str] = []
        if self.model:
            tell, only = _counterpart_count, _("only by way of another item: %d")
            covered -= indirect
            lines += self._step_numbers(matrix, many_rows, self.model)
        else:
            # Where a project has steps there is no percentage without one.
            tell = _counterpart_count if self.steps.of_others else _counterpart_share
            only = _("of these only by way of another item: %d")
        lines.append(tell(many_rows, one_column, covered, rows))
        if indirect:
            lines.append(only % indirect)
        if self.two_sided:
            used = columns - len(matrix.orphans)
            lines.append(tell(many_columns, one_row, used, columns))
            lines += self._link_numbers(matrix)
        return tuple(lines)

    def _step_numbers(self, matrix: Matrix, rows: str, model: Model) -> Iterator[str]:
        """Yield how many rows are covered, their steps and what these do not tell."""
        yield f"{rows}, {step_share(matrix.steps, self.steps)}"
        names = {"rows": rows, "steps": distribution_text(matrix.steps)}
        yield _("%(rows)s by step: %(steps)s") % names
        of_rows = tuple(x for x in matrix.remarks if x.kind in ABOUT_LINKS)
        of_columns = tuple(x for x in matrix.remarks if x.kind not in ABOUT_LINKS)
        for kind, found in ((self.sides[1][0], of_columns), (rows, of_rows)):
            if remarks := gathered_text(found, model):
                yield _("%(kind)s: %(remarks)s") % {"kind": kind, "remarks": remarks}

    def _link_numbers(self, matrix: Matrix) -> Iterator[str]:
        """Yield how many cells cover, where a column covers several rows."""
        if matrix.shared:
            (many_rows, _one), (many_columns, _other) = self.sides
            names = {
                "cells": matrix.total,
                "columns": many_columns,
                "count": sum(bool(x) for x in matrix.column_counts),
                "shared": len(matrix.shared),
                "rows": many_rows[:1].lower() + many_rows[1:],
            }
            text = _(
                "Cells that cover: %(cells)d. %(columns)s in them: %(count)d, of these"
                " %(shared)d for several %(rows)s"
            )
            yield text % names

    def gaps(self, matrix: Matrix) -> Iterator[Gap]:
        """Yield the uncovered rows, then, if they are items, the orphan columns."""
        rows = [row.label for row in matrix.rows]
        (many_rows, one_row), (many_columns, one_column) = self.sides
        yield _gap("rows", many_rows, one_column, matrix.uncovered, rows)
        if self.two_sided:
            found, columns = matrix.orphans, matrix.columns
            yield _gap("columns", many_columns, one_row, found, columns)
        if self.model:
            yield self._step_gap(matrix, many_rows)

    def _step_gap(self, matrix: Matrix, kind: str) -> Gap:
        """Return the rows whose step does not cover, with their steps."""
        found = [row for row in matrix.rows if row.step and not row.step.step.covers]
        found.sort(key=lambda row: natural_key(row.label.id))
        names = {
            "kind": kind,
            "step": self.steps.first_covering.name,
            "part": len(found),
            "whole": len(matrix.rows),
        }
        heading = _("%(kind)s that are not yet %(step)s: %(part)d of %(whole)d") % names
        labels = tuple(row.label for row in found)
        notes = {row.label.id: self.step(row) for row in found}
        return Gap("steps", heading, labels, "", notes)

    def filter_texts(self) -> dict[str, str]:
        """Return the texts of the script that filters and folds a matrix."""
        kinds = {"rows": self.rows.lower(), "columns": self.columns.lower()}
        return {
            "all": _("All"),
            "unknown": _("not stated"),
            "reset": _("Show all"),
            "filters": _("Choose what the table shows"),
            "fold": _("Fold or unfold"),
            "foldAll": _("Fold the columns"),
            "unfoldAll": _("Unfold the columns"),
            "turn": _("Turn the table"),
            "words": _("Words in the cells"),
            "find": _("Find in %s"),
            "linked": _("Leave out what is not linked"),
            "why": _("The reason for the cell"),
            "close": _("Close"),
            # {0} of {1} rows and {2} of {3} columns, filled in by the script.
            "count": _("Shown: %(rows)s {0} of {1}, %(columns)s {2} of {3}.") % kinds,
            "none": self.none,
        }

    @property
    def sides(self) -> tuple[tuple[str, str], tuple[str, str]]:
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
    step: str = field(default_factory=lambda: str(_("Step")))
    matrix: str = field(default_factory=lambda: str(_("Matrix")))
    explanation: str = field(default_factory=lambda: str(_("Explanation")))
    page: str = field(default_factory=lambda: str(_("The matrix on its page")))
    symbols: str = field(default_factory=lambda: str(_("Symbols")))
    numbers: str = field(default_factory=lambda: str(_("In numbers")))
    made: str = field(default_factory=lambda: str(_("Made on %s")))


def group_kind(axis: Axis, model: Model) -> str:
    """Return the titles of the types that a side is grouped by; empty if it is not.

    A link to any type has its own name.
    """
    link = model.links.get(axis.group_by or "")
    if link is None:
        return ""
    titles = ", ".join(model.types[name] for name in sorted(link.targets))
    return titles or f"{link.outgoing[:1].upper()}{link.outgoing[1:]}"


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
    if label is None:
        return str(_("not stated"))
    return label.name if label_text(label)[0] else label_text(label)[1]


def label_text(label: Label) -> tuple[str, str]:
    """Return id and title of a header; the value of a field has no id."""
    if label.docname is None and label.url is None and label.id == label.title:
        words = period_text(label.title) if label.type == PERIOD else label.title
        return ("", words or _("not stated"))
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


def _counterpart_count(kind: str, other: str, count: int, total: int) -> str:
    names = {"kind": kind, "other": other, "part": count, "whole": total}
    return _("%(kind)s with %(other)s: %(part)d of %(whole)d") % names


def _counterpart_share(kind: str, other: str, count: int, total: int) -> str:
    text = _counterpart_count(kind, other, count, total)
    return with_percent(text, count, total)
