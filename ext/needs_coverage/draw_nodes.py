"""Matrices, summaries and lists of gaps as docutils nodes, for every other builder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.design import GAP, TONES
from needs_core.items import Label
from needs_core.model import Model, plural_title
from needs_core.nodes import bullets, paragraph, table_body
from needs_core.progress_text import state_text, step_meaning
from needs_coverage.draw_html import LONG_LIST, Notes
from needs_coverage.summary_text import incomplete_heading, summary_texts
from needs_coverage.text import COVERED, MISS, MatrixText, group_text

if TYPE_CHECKING:
    from needs_coverage.matrix import Matrix, MatrixRow
    from needs_coverage.summary import CompletenessSpec, Incomplete, Summary
    from needs_coverage.text import Gap

_ = get_translation("needs_coverage")


class Reference(Protocol):
    """Makes the link to an item on the page being written, with a text of its own."""

    def __call__(self, label: Label, text: str | None = None, /) -> nodes.Node:
        """Return the link."""


DrawList = Callable[[str, Sequence[Label], Notes], Iterator[nodes.Element]]
"""Draws a list of items below its heading, each with its note."""

_FEW = 5
"""Items up to which a list names them even if they are all there are."""
_TURNED, _COMPACT = 5, 15
"""Columns up to which the headers of a PDF's matrix stand upright, and up to which its
cells have room for words."""


def matrix_bodies(
    matrix: Matrix, text: MatrixText, reference: Reference, *, width: int | None
) -> Iterator[nodes.tgroup]:
    """Yield table bodies of at most ``width`` columns each (``None``: all in one).

    The row headers stand in every one, the row totals in the last. No cell spans
    others: the man page writer and LaTeX cannot draw all of those.
    """
    count = max(len(matrix.columns), 1)
    for start in range(0, count, width or count):
        columns = range(start, min(start + (width or count), len(matrix.columns)))
        yield _matrix_body(matrix, text, reference, columns)


def _matrix_body(
    matrix: Matrix, text: MatrixText, reference: Reference, columns: range
) -> nodes.tgroup:
    last = columns.stop == len(matrix.columns)
    head: list[nodes.Node] = [nodes.Text(text.rows)]
    head += [reference(matrix.columns[number]) for number in columns]
    foot: list[nodes.Node] = [nodes.strong("", text.total)]
    foot += [count_text(matrix.column_counts[number]) for number in columns]
    if last:
        head.append(nodes.Text(text.total))
        foot.append(count_text(matrix.total))
    rows: list[list[nodes.Node]] = []
    for group in matrix.groups:
        if group.label is not None:
            heading = nodes.strong("", "", reference(group.label))
            rows.append([heading, *(nodes.Text("") for _ in head[1:])])
        for row in group.rows:
            total = [count_text(row.count)] if last else []
            rows.append(
                [_row_head(row, text, reference), *_cell_texts(row, text, columns), *total]
            )
    return table_body(head, [*rows, foot], [36, *(18 for _ in head[1:])])


def _row_head(
    row: MatrixRow, text: MatrixText, reference: Reference, *, short: bool = False
) -> nodes.Node:
    """Return the name of a row, with its step behind it; in short without remarks."""
    step, name = text.step(row), reference(row.label)
    if short and row.step:
        step = state_text(row.step.step).replace(" ", "\N{NO-BREAK SPACE}")
    return nodes.inline("", "", name, nodes.Text(f" ({step})")) if step else name


def _cell_texts(row: MatrixRow, text: MatrixText, columns: range) -> Iterator[nodes.Text]:
    cells = {cell.column: cell for cell in row.cells}
    for number in columns:
        cell = cells.get(number)
        yield nodes.Text(text.cell(cell).text if cell else "")


def is_compact(matrix: Matrix) -> bool:
    """Tell whether a PDF's matrix has signs in place of words, and ids of columns.

    One whose cells name what lies between keeps its words.
    """
    if len(matrix.columns) <= _COMPACT:
        return False
    cells = (cell for row in matrix.rows for cell in row.cells)
    return all(path.via is None for cell in cells for path in cell.paths)


def paper_classes(matrix: Matrix) -> list[str]:
    """Return the classes by which typst_pdf sets the table."""
    if is_compact(matrix):
        return ["compact"]
    return ["turned-headers"] if len(matrix.columns) > _TURNED else []


def paper_body(matrix: Matrix, text: MatrixText, reference: Reference) -> nodes.tgroup:
    """Return the whole matrix for a PDF by Typst, which divides it over pages.

    Headers of columns and groups span cells. The attribute ``fill`` of an entry is its
    colour, ``reads`` what is read aloud in place of its signs.
    """
    width = len(matrix.columns) + 2
    specs = [nodes.colspec(colwidth=30 if n == 0 else 8) for n in range(width)]
    specs[0]["stub"] = 1
    head = nodes.thead("", *_paper_head(matrix, text, reference))
    body = nodes.tbody("", *_paper_rows(matrix, text, reference))
    return nodes.tgroup("", *specs, head, body, cols=width)


def _paper_head(
    matrix: Matrix, text: MatrixText, reference: Reference
) -> Iterator[nodes.row]:
    corner, total = _entry(nodes.Text(text.rows)), _entry(nodes.Text(text.total))
    short = is_compact(matrix)
    names = [_entry(reference(x, x.id if short else None)) for x in matrix.columns]
    if not matrix.spans:
        yield nodes.row("", corner, *names, total)
        return
    corner["morerows"] = total["morerows"] = 1
    above = [
        _entry(reference(x.label) if x.label else nodes.Text(""), morecols=x.width - 1)
        for x in matrix.spans
    ]
    yield nodes.row("", corner, *above, total)
    yield nodes.row("", *names)


def _paper_rows(
    matrix: Matrix, text: MatrixText, reference: Reference
) -> Iterator[nodes.row]:
    short = is_compact(matrix)
    for group in matrix.groups:
        if group.label is not None:
            heading = _entry(reference(group.label), morecols=len(matrix.columns) + 1)
            yield nodes.row("", heading)
        for row in group.rows:
            head = _entry(_row_head(row, text, reference, short=short))
            cells = _paper_cells(row, text, len(matrix.columns), short=short)
            yield nodes.row("", head, *cells, _paper_count(row.count))
    counts = (*matrix.column_counts, matrix.total)
    total = _entry(nodes.strong("", text.total))
    yield nodes.row("", total, *map(_paper_count, counts), classes=["total"])


def _paper_cells(
    row: MatrixRow, text: MatrixText, width: int, *, short: bool
) -> Iterator[nodes.entry]:
    cells = {cell.column: cell for cell in row.cells}
    for number in range(width):
        cell = cells.get(number)
        if cell is None:
            yield nodes.entry()
            continue
        tone = TONES[cell.state.tone if cell.covers else "lost"]
        words = text.cell(cell)
        if not short:
            yield _entry(nodes.Text(words.text), fill=tone.fill.light)
            continue
        signs = nodes.Text("".join(symbol for symbol, _words in words.lines))
        yield _entry(signs, fill=tone.fill.light, reads=words.text)


def _paper_count(number: int) -> nodes.entry:
    attributes = {} if number else {"fill": GAP.fill.light}
    return _entry(count_text(number), **attributes)


def summary_body(
    summary: Summary, headings: Sequence[str], text: MatrixText, reference: Reference
) -> nodes.tgroup:
    """Return the body of a summary."""
    rows: list[list[nodes.Node | str]] = []
    for line in summary.lines:
        group = reference(line.label) if line.label else group_text(None)
        rows.append([group, *summary_texts(line, text)])
    rows.append([nodes.strong("", text.total), *summary_texts(summary.total, text)])
    head = [nodes.Text(name) for name in headings]
    # The words of the steps are the longest, those of the fields the shortest.
    widths = [24, 34, 26, *(16 for _ in head[3:])]
    body = table_body(head, rows, widths)
    # As a stub, the groups would be printed in the type of the header.
    next(body.findall(nodes.colspec)).attributes.pop("stub")
    return body


def gaps(
    matrix: Matrix,
    text: MatrixText,
    draw: DrawList,
    *,
    show: Iterable[str],
    with_legend: bool,
) -> Iterator[nodes.Element]:
    """Yield the legend with the numbers, and the gaps of either side, as asked for."""
    if "numbers" in show:
        if with_legend:
            yield legend(matrix, text)
        yield bullets(text.numbers(matrix), ["coverage-numbers"])
    if "steps" in show and text.steps.declared:
        yield bullets(map(step_meaning, text.steps.all), ["coverage-steps"])
    for gap in text.gaps(matrix):
        if gap.side not in show:
            continue
        if gap.empty:
            yield paragraph(gap.empty, classes=["coverage-gap"])
        elif isinstance(draw, NodeLists) and _are_all(gap, matrix):
            # The heading says how many there are, and that those are all.
            heading = nodes.strong("", f"{MISS} {gap.heading}")
            yield paragraph(heading, classes=["coverage-gap"])
        else:
            yield from draw(gap.heading, gap.labels, gap.notes)


def _are_all(gap: Gap, matrix: Matrix) -> bool:
    """Tell whether all of a side lack something, and are more than a few."""
    side = matrix.columns if gap.side == "columns" else matrix.rows
    return len(gap.labels) == len(side) > _FEW


def legend(matrix: Matrix, text: MatrixText) -> nodes.paragraph:
    """Return what the cells mean, in one paragraph."""
    symbols = ", ".join(f"{symbol} {words}" for symbol, words in text.legend(matrix))
    sentence = text.sentence(matrix)
    line = f"{sentence}: {symbols}" if sentence else symbols
    return paragraph(line, classes=["coverage-legend", "table-note"])


def incomplete_lists(
    found: Iterable[Incomplete],
    spec: CompletenessSpec,
    model: Model,
    draw: DrawList,
) -> Iterator[nodes.Element]:
    """Yield a list for each field that is not stated and each date that has passed."""
    kind = plural_title(model, spec.items.type)
    for incomplete in found:
        name = model.fields.get(incomplete.field, incomplete.field).lower()
        heading = incomplete_heading(kind, name, incomplete)
        if len(incomplete.labels) == incomplete.total > 1:
            yield paragraph(nodes.strong("", f"{MISS} {heading}"), classes=["coverage-gap"])
        else:
            yield from draw(heading, incomplete.labels, {})


@dataclass(frozen=True, slots=True)
class NodeLists:
    """Draws lists of items."""

    reference: Callable[[Label, str | None], nodes.Node]

    def __call__(
        self, heading: str, labels: Sequence[Label], notes: Notes
    ) -> Iterator[nodes.Element]:
        """Yield the heading and the list; of a long one the ids, one after the other."""
        symbol = MISS if labels else COVERED
        yield paragraph(nodes.strong("", f"{symbol} {heading}"), classes=["coverage-gap"])
        if len(labels) >= LONG_LIST:
            yield self._ids(labels)
        elif labels:
            shown = (self._shown(label, notes.get(label.id, "")) for label in labels)
            yield bullets(shown, ["coverage-gap-list"])

    def _shown(self, label: Label, note: str) -> list[nodes.Node]:
        link = self.reference(label, None)
        return [link, nodes.Text(f" ({note})")] if note else [link]

    def _ids(self, labels: Sequence[Label]) -> nodes.paragraph:
        line = nodes.paragraph(classes=["coverage-gap-list"])
        for number, label in enumerate(labels):
            line += nodes.Text(", " if number else "")
            line += self.reference(label, label.id)
        return line


def captioned_tables(
    table: nodes.table, bodies: Iterable[nodes.tgroup]
) -> list[nodes.table]:
    """Return a table for each body: the first keeps caption and name of ``table``.

    The captions of the others say which part they are.
    """
    title, parts = table.next_node(nodes.title), list(bodies)
    tables = []
    for number, body in enumerate(parts, start=1):
        part = table.copy() if number == 1 else nodes.table(classes=table["classes"])
        # LaTeX breaks a long table over pages, and keeps to widths, when told so.
        part["classes"] = [*part["classes"], "longtable", "colwidths-given"]
        if title is not None and number == 1:
            table.remove(title)
            part += title  # not a copy: a translation holds on to this node
        elif title is not None:
            caption = _("%(caption)s (part %(number)d of %(count)d)") % {
                "caption": title.astext(),
                "number": number,
                "count": len(parts),
            }
            part += nodes.title("", caption)
        part += body
        tables.append(part)
    return tables


def count_text(number: int) -> nodes.Text:
    """Return a count; a zero has a circle, too."""
    return nodes.Text(str(number) if number else f"{MISS} 0")


def _entry(shown: nodes.Node, **attributes: object) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", shown), **attributes)
