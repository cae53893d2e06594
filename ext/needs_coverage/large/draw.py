"""A roll-up drawn on its page: as HTML with links to the parts, or as docutils nodes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.html_tables import add_page_file
from needs_core.nodes import table_body
from needs_core.output_addresses import between_pages, file_from_page
from needs_core.progress_text import covering_share
from needs_coverage.draw_html import Address, group_row, heading_html, html_table, linked
from needs_coverage.draw_nodes import (
    Reference,
    captioned_tables,
    count_text,
)
from needs_coverage.exports.files import FOLDER, part_page
from needs_coverage.large.rollup import STYLE
from needs_coverage.text import MISS, group_text, mark_count, state_count

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from needs_core.items import Label
    from needs_coverage.large.rollup import (
        MatrixRollup,
        RollupCell,
        RollupLine,
        RollupSection,
    )
    from needs_coverage.text import MatrixText

_ = get_translation("needs_coverage")

SCRIPT = "needs_coverage_explorer.js"
_PAGE_WIDTH = {"latex": 4, "man": 4, "texinfo": 4, "text": 4}
"""Columns that fit a page, by output format; a count has more words than a state."""

PartAddress = Callable[[int, str], str | None]
"""Returns the address of a part by its number and an anchor in it, if it has a page."""


@dataclass(frozen=True, slots=True)
class RollupPage:
    """The page a roll-up is drawn on."""

    builder: Builder
    document: nodes.document
    docname: str
    files: str
    """What the files of the matrix are called; empty if the builder writes none."""
    address: Address
    reference: Reference


def draw_rollup(
    rollup: MatrixRollup, text: MatrixText, table: nodes.table, page: RollupPage
) -> list[nodes.Element]:
    """Return what replaces the table: a note, and one table or several."""
    note = nodes.paragraph("", _explanation(page), classes=["coverage-note"])
    if page.builder.format == "html":
        add_page_file(page.document, STYLE)
        return [note, _html(rollup, text, table, page)]
    width = _PAGE_WIDTH.get(page.builder.format)
    bodies = node_bodies(rollup, text, page.reference, width=width)
    return [note, *captioned_tables(table, bodies)]


def _html(
    rollup: MatrixRollup, text: MatrixText, table: nodes.table, page: RollupPage
) -> nodes.Element:
    def part_address(number: int, anchor: str) -> str | None:
        if not page.files:
            return None
        part = part_page(page.files, number)
        return between_pages(page.builder, page.docname, part, anchor)

    body = html_body(rollup, text, page.address, part_address)
    explorer = ""
    if page.files:
        add_page_file(page.document, SCRIPT)
        caption = table.next_node(nodes.title)
        file = f"{FOLDER}/{page.files}.data.js"
        source = file_from_page(page.builder, page.docname, file)
        title = "" if caption is None else caption.astext()
        explorer = explorer_element(source, page.files, title, text)
    return html_table(table, body, kind="coverage-rollup", after=explorer)


def explorer_element(source: str, name: str, caption: str, text: MatrixText) -> str:
    """Return the element that the explorer's script fills; ``source`` has its data."""
    data = {
        "source": source,
        "name": name,
        "caption": caption,
        "words": {
            **text.filter_texts(),
            "open": _("Explore the whole matrix here"),
            "leave": _("Close the matrix"),
            "loading": _("The matrix is fetched …"),
            "failed": _("The matrix could not be fetched. Its parts are linked above."),
            "foldGroups": _("Fold all groups"),
            "unfoldGroups": _("Unfold all groups"),
            "unexplained": _("The reason could not be fetched."),
            "keys": _(
                "Arrow keys, Page Up, Page Down, Home and End move between the cells."
                " Enter follows the link of a cell."
            ),
            "keysWhy": _(
                "Arrow keys, Page Up, Page Down, Home and End move between the cells."
                " Enter on a cell says why it is what it is."
            ),
            "rows": text.rows,
            "columns": text.columns,
            "total": text.total,
        },
    }
    attribute = escape(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return f'<div class="coverage-explorer" data-explorer="{attribute}"></div>\n'


def html_body(
    rollup: MatrixRollup, text: MatrixText, address: Address, part_address: PartAddress
) -> str:
    """Return head, body and foot of the table."""
    return "".join(_RollupHtml(rollup, text, address, part_address).parts())


@dataclass(frozen=True, slots=True)
class _RollupHtml:
    rollup: MatrixRollup
    text: MatrixText
    address: Address
    part_address: PartAddress

    def parts(self) -> Iterator[str]:
        yield self._head()
        for label, lines in self.rollup.groups:
            heading = ""
            if label is not None:
                heading = group_row(self._label(label), len(self.rollup.columns) + 3)
            yield f"<tbody>{heading}{''.join(map(self._line, lines))}</tbody>\n"
        yield self._foot()

    def _head(self) -> str:
        text = self.text
        columns = "".join(
            f'<th scope="col">{self._section(section)}'
            f"<small>{escape(_columns_linked(section, text.columns))}</small></th>"
            for section in self.rollup.columns
        )
        corner = f'<th scope="col" class="coverage-corner">{escape(text.rows)}</th>'
        heading = _("Covered")
        covered = f'<th scope="col">{escape(heading)}</th>'
        total = f'<th scope="col" class="coverage-total">{escape(text.total)}</th>'
        return f"<thead><tr>{corner}{covered}{columns}{total}</tr></thead>\n"

    def _line(self, line: RollupLine) -> str:
        cells = "".join(map(self._cell, line.cells))
        covered = escape(covering_share(line.rows.used, line.rows.size, self.text.steps))
        none = "" if line.rows.used else ' class="coverage-none"'
        return (
            f'<tr><th scope="row">{self._rows(line)}</th><td{none}>{covered}</td>'
            f"{cells}{_html_total(line.total)}</tr>\n"
        )

    def _rows(self, line: RollupLine) -> str:
        """Return the name of a line's rows with links to its parts."""
        name = escape(_rows_text(line.rows))
        found = (self.part_address(number, "") for number in line.parts)
        addresses = [address for address in found if address is not None]
        if not addresses:
            return name
        first, *others = addresses
        more = (f" {linked(str(n), href)}" for n, href in enumerate(others, 2))
        return f"{linked(name, first)}{''.join(more)}"

    def _cell(self, cell: RollupCell | None) -> str:
        if cell is None:
            return "<td></td>"
        lines = "<br/>".join(map(escape, _cell_lines(cell)))
        href = self.part_address(cell.part, cell.first.id)
        return f'<td class="coverage-rolled">{linked(lines, href)}</td>'

    def _foot(self) -> str:
        rollup = self.rollup
        totals = "".join(map(_html_total, rollup.column_totals))
        covered = escape(covering_share(rollup.covered, rollup.rows, self.text.steps))
        total = f'<td class="coverage-total">{rollup.total}</td>'
        first = f'<th scope="row">{escape(self.text.total)}</th>'
        return f"<tfoot><tr>{first}<td>{covered}</td>{totals}{total}</tr></tfoot>\n"

    def _section(self, section: RollupSection) -> str:
        if section.label:
            return self._label(section.label)
        return escape(_section_text(section))

    def _label(self, label: Label) -> str:
        return linked(heading_html(label), self.address(label))


def _html_total(count: int) -> str:
    if count:
        return f'<td class="coverage-total">{count}</td>'
    return f'<td class="coverage-total coverage-none">{MISS} 0</td>'


def node_bodies(
    rollup: MatrixRollup, text: MatrixText, reference: Reference, *, width: int | None
) -> Iterator[nodes.tgroup]:
    """Yield table bodies of at most ``width`` columns each (``None``: all in one).

    The headers of the rows stand in every one.
    """
    columns = list(_node_columns(rollup, text, reference))
    step = width or len(columns)
    for start in range(0, len(columns), step):
        yield _node_body(rollup, text, reference, columns[start : start + step])


_NodeColumn = list[nodes.Node]
"""A header, a node for each line, and the total."""


def _node_columns(
    rollup: MatrixRollup, text: MatrixText, reference: Reference
) -> Iterator[_NodeColumn]:
    lines = rollup.lines

    def _covered(count: int, total: int) -> nodes.Text:
        return nodes.Text(covering_share(count, total, text.steps))

    yield [
        nodes.Text(_("Covered")),
        *(_covered(x.rows.used, x.rows.size) for x in lines),
        _covered(rollup.covered, rollup.rows),
    ]
    for number, section in enumerate(rollup.columns):
        name = nodes.Text(_section_text(section))
        yield [
            reference(section.label) if section.label else name,
            *(nodes.Text(", ".join(_cell_lines(line.cells[number]))) for line in lines),
            count_text(rollup.column_totals[number]),
        ]
    totals = (count_text(line.total) for line in lines)
    yield [nodes.Text(text.total), *totals, count_text(rollup.total)]


def _node_body(
    rollup: MatrixRollup, text: MatrixText, reference: Reference, columns: list[_NodeColumn]
) -> nodes.tgroup:
    rows: list[list[nodes.Node]] = []
    number = 0
    for label, lines in rollup.groups:
        if label is not None:
            heading = nodes.strong("", "", reference(label))
            rows.append([heading, *(nodes.Text("") for _ in columns)])
        for line in lines:
            number += 1
            name = nodes.Text(_rows_text(line.rows))
            rows.append([name, *(column[number] for column in columns)])
    total = nodes.strong("", text.total)
    rows.append([total, *(column[-1] for column in columns)])
    head = [nodes.Text(text.rows), *(column[0] for column in columns)]
    return table_body(head, rows, [30, *(20 for _ in columns)])


def _explanation(page: RollupPage) -> str:
    if not page.files:
        return _(
            "The matrix is large, so this is an overview: each cell counts what is linked."
        )
    return _(
        "The matrix is large, so this is an overview: each cell counts what is linked."
        " The counts lead to the rows and columns themselves."
    )


def _cell_lines(cell: RollupCell | None) -> Iterator[str]:
    """Yield the counts of a cell: of its states, then of annotated links."""
    if cell is not None:
        yield from (state_count(state, count) for state, count in cell.counts)
        yield from (mark_count(mark, count) for mark, count in cell.marks)


def _rows_text(section: RollupSection) -> str:
    return f"{_section_text(section)} ({section.size})"


def _section_text(section: RollupSection) -> str:
    """Return the name of a section, as "TI_001 – TI_100"."""
    if section.label is not None or section.size == 1:
        return group_text(section.label or section.first)
    return f"{section.first.short} – {section.last.short}"


def _columns_linked(section: RollupSection, kind: str) -> str:
    names = {"part": section.used, "whole": section.size, "kind": kind.lower()}
    return _("%(part)d of %(whole)d %(kind)s linked") % names
