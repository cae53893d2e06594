"""Matrices, summaries and lists of gaps as HTML strings.

A docutils node for each cell would cost a hundred times as much as the string does.
Everything that comes from a page is escaped here, and only here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.html_tables import HtmlNode, HtmlTable, caption_text, captioned_html
from needs_core.items import Label
from needs_core.need_numbers import number_html
from needs_core.progress_text import state_name
from needs_coverage.spec import MatrixSpec
from needs_coverage.summary_text import summary_texts
from needs_coverage.text import COVERED, MISS, MatrixText, Spec, group_kind, label_text

if TYPE_CHECKING:
    from docutils import nodes

    from needs_core.model import Model
    from needs_core.steps import Distribution, StepOf
    from needs_coverage.matrix import Cell, Group, Matrix, MatrixRow
    from needs_coverage.summary import Summary, SummaryLine

_ = get_translation("needs_coverage")

Address = Callable[[Label], str | None]
"""Returns the address of an item on the page being written, if it has one."""

Notes = Mapping[str, str]
"""What is told beside an item of a list, by its id."""

LONG_LIST = 50
_FOLDED = 12
"""From how many entries a list below its heading is folded on a page."""
"""Entries from which on a list is folded on a screen, and on paper names only ids."""

WIDEST = 40
"""Columns above which a matrix is drawn with its columns down the side, if that is
narrower: more of them fit no screen."""


_SHEET = 45
"""Columns that stand on a sheet of paper, as the script counts them."""


def sheet_class(matrix: Matrix) -> str:
    """Return the class of a matrix wider than a sheet: a list, where no script cuts it."""
    return "coverage-wide" if len(matrix.columns) > _SHEET else ""


def is_narrower_turned(matrix: Matrix) -> bool:
    """Tell whether a matrix is drawn with its columns down the side."""
    return len(matrix.rows) < len(matrix.columns) > WIDEST


def matrix_body(
    matrix: Matrix, text: MatrixText, address: Address, *, anchors: bool = False
) -> str:
    """Return head, body and foot of the table, well-formed as XHTML too.

    With ``anchors`` the headers of the columns get the ids of their needs.
    """
    return "".join(_MatrixHtml(matrix, text, address, anchors=anchors).parts())


def script_data(
    matrix: Matrix, text: MatrixText, spec: Spec, model: Model, *, turned: bool = False
) -> str:
    """Return what the script needs for its controls, as JSON: texts and facets.

    ``turned`` is whether the table is drawn with its columns down the side; all else is
    told of rows and columns as their author wrote them.
    """
    data = {
        "turned": turned,
        "titles": {"rows": text.rows, "columns": text.columns},
        "group": group_kind(spec.rows, model),
        "span": group_kind(spec.columns, model) if isinstance(spec, MatrixSpec) else "",
        "facets": [
            {
                "name": facet.name,
                "label": model.fields.get(facet.name, facet.name.capitalize()),
                "side": "rows" if facet.on_rows else "columns",
                "values": [_compact(values) for values in facet.values],
            }
            for facet in matrix.facets
        ],
        "words": text.filter_texts(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _compact(values: tuple[str, ...]) -> str | tuple[str, ...]:
    """Return the values of a facet as scripts read them: one is no list, none is empty."""
    return values if len(values) > 1 else "".join(values)


class _MatrixHtml:
    """Draws one matrix; what is the same in several cells is made once."""

    def __init__(
        self, matrix: Matrix, text: MatrixText, address: Address, *, anchors: bool
    ) -> None:
        self._matrix, self._text, self._address = matrix, text, address
        self._anchors = anchors
        self._hrefs = [address(label) for label in matrix.columns]
        self._names = [label.short for label in matrix.columns]
        self._contents: dict[tuple[object, ...], str] = {}

    def parts(self) -> Iterator[str]:
        # So many rows would hide the sums of the columns: then they stand at the head.
        head, sums = self._head(), self._sums()
        turned = self._text.turned
        yield f"<thead>{head}{sums if turned else ''}</thead>\n"
        for group in self._matrix.groups:
            yield self._group(group)
        if not turned:
            yield f"<tfoot>{sums}</tfoot>\n"

    def _head(self) -> str:
        text, spans = self._text, self._matrix.spans
        span = ' rowspan="2"' if spans else ""
        corner = f'<th scope="col" class="coverage-corner"{span}>{escape(text.rows)}</th>'
        total = f'<th scope="col" class="coverage-total"{span}>{escape(text.total)}</th>'
        names = "".join(
            f'<th scope="col"{self._anchor(x)}>'
            f'<div class="coverage-column">{self._link(x)}</div>{step}</th>'
            for x, step in zip(self._matrix.columns, self._column_steps(), strict=True)
        )
        if not spans:
            return f"<tr>{corner}{names}{total}</tr>"
        above = "".join(
            f'<th scope="colgroup" colspan="{x.width}" class="coverage-span">'
            f"{self._link(x.label) if x.label else ''}</th>"
            for x in spans
        )
        return f"<tr>{corner}{above}{total}</tr>\n<tr>{names}</tr>"

    def _column_steps(self) -> Iterator[str]:
        """Yield the step of each column; nothing where the rows have the steps."""
        for found in self._matrix.column_steps or (None,) * len(self._matrix.columns):
            yield self._step(found)

    def _anchor(self, label: Label) -> str:
        named = self._anchors and label_text(label)[0]
        return f' id="{escape(label.id, quote=True)}"' if named else ""

    def _group(self, group: Group) -> str:
        rows = "".join(map(self._row, group.rows))
        heading = ""
        if group.label is not None:
            heading = group_row(self._link(group.label), len(self._matrix.columns) + 2)
        return f"<tbody>{heading}{rows}</tbody>\n"

    def _row(self, row: MatrixRow) -> str:
        cells = "".join(self._cells(row))
        return (
            f'<tr><th scope="row">{self._link(row.label)}{self._step(row.step)}</th>'
            f"{cells}{self._total(row.count)}</tr>\n"
        )

    def _step(self, found: StepOf | None) -> str:
        """Return a step and what is told beside it, which a narrow column only hints at."""
        if found is None or not self._text.model:
            return ""
        symbol, name, more = map(escape, self._text.step_parts(found))
        kind = "coverage-step" + " coverage-warned" * bool(found.remarks)
        told = f'<span class="coverage-more"> · {more}</span>' if more else ""
        return (
            f'<span class="{kind}"><span class="coverage-sign">{symbol}</span>'
            f'\N{NO-BREAK SPACE}<span class="coverage-step-name">{name}</span>{told}</span>'
        )

    def _cells(self, row: MatrixRow) -> Iterator[str]:
        next_column = 0
        for cell in row.cells:
            yield "<td></td>" * (cell.column - next_column)
            yield f"{self._cell_start(cell, row)}{self._cell_content(cell)}"
            yield f"{escape(self._ends(cell, row)[1])}</span></a></td>"
            next_column = cell.column + 1
        yield "<td></td>" * (len(self._matrix.columns) - next_column)

    def _ends(self, cell: Cell, row: MatrixRow) -> tuple[str, str]:
        """Return what a cell's sentence begins and ends with."""
        ends = (self._names[cell.column], row.label.short)
        return (ends[1], ends[0]) if self._text.turned else ends

    def _cell_start(self, cell: Cell, row: MatrixRow) -> str:
        """Return a cell's link to the column's need, or the row's if that has none."""
        kind = f"coverage-hit coverage-{cell.state.tone if cell.counts else 'none'}"
        kind += " coverage-weak" * cell.weak
        hrefs = (self._hrefs[cell.column], self._address(row.label))
        first, second = reversed(hrefs) if self._text.turned else hrefs
        href, name = first or second or "#", escape(self._ends(cell, row)[0])
        return (
            f'<td class="{kind}"><a href="{escape(href, quote=True)}">'
            f'<span class="needs-hidden">{name} </span>'
        )

    def _cell_content(self, cell: Cell) -> str:
        """Return what is seen of a cell, and the hidden words up to the id of its row.

        The whole reads as a sentence: "TI_101 kandidat bidrager til MS_1_1".
        """
        key = (cell.state, cell.paths)
        if key not in self._contents:
            shown = " ".join(
                f'<span class="coverage-symbol" aria-hidden="true">{escape(symbol)}</span> '
                f'<span class="coverage-words">{escape(words)}</span>'
                for symbol, words in self._text.cell(cell).lines
            )
            hidden = escape(self._text.hidden_words(cell))
            self._contents[key] = f'{shown}<span class="needs-hidden"> {hidden}'
        return self._contents[key]

    def _sums(self) -> str:
        totals = "".join(self._total(count) for count in self._matrix.column_counts)
        return (
            f'<tr class="coverage-sums"><th scope="row">{escape(self._text.total)}</th>'
            f'{totals}<td class="coverage-total">{self._matrix.total}</td></tr>'
        )

    def _total(self, count: int) -> str:
        if count:
            return f'<td class="coverage-total">{count}</td>'
        return (
            '<td class="coverage-total coverage-none">'
            f'<span class="coverage-symbol" aria-hidden="true">{MISS}</span> 0'
            f'<span class="needs-hidden"> {escape(self._text.none)}</span></td>'
        )

    def _link(self, label: Label) -> str:
        title = f'<span class="coverage-title">{escape(label_text(label)[1])}</span>'
        return linked(f"{id_html(label)}{title}", self._address(label))


def legend(matrix: Matrix, text: MatrixText) -> str:
    """Return what the cells mean, each symbol and its words in the colour of a cell."""
    tones = {(x.symbol, state_name(x)): x.tone for x in matrix.states}
    keys = (
        f'<span class="coverage-key coverage-{tones.get((symbol, words), other)}">'
        f"{escape(symbol)}\N{NO-BREAK SPACE}{escape(words)}</span>"
        for symbol, words in text.legend(matrix)
        for other in ("none" if symbol == MISS else "plain",)
    )
    sentence = text.sentence(matrix)
    start = f"{escape(sentence)}: " if sentence else ""
    return f'<p class="coverage-legend">{start}{" ".join(keys)}</p>\n'


def group_row(heading: str, width: int) -> str:
    """Return the row that heads a group, in a table of so many columns.

    The head is one cell wide: not all that read tables aloud know that one over all columns
    heads the cells of its group alone.
    """
    return (
        '<tr class="coverage-group coverage-headed"><th scope="rowgroup">'
        f'<span>{heading}</span></th><td colspan="{width - 1}"></td></tr>\n'
    )


def id_html(label: Label) -> str:
    """Return what stands before a title: number and id; the value of a field has none."""
    return number_html(label, "coverage-id") if label_text(label)[0] else ""


def heading_html(label: Label) -> str:
    """Return what a row, a column or a group is called."""
    return f"{id_html(label)}{escape(label_text(label)[1])}"


def linked(html: str, href: str | None) -> str:
    """Return HTML as a link, if there is an address."""
    return html if href is None else f'<a href="{escape(href, quote=True)}">{html}</a>'


def summary_body(
    summary: Summary, headings: Sequence[str], text: MatrixText, address: Address
) -> str:
    """Return head, body and foot; the bars say nothing that the words do not."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in headings)
    lines = "".join(
        _summary_line(line, _summary_heading(line, address), headings, text)
        for line in summary.lines
    )
    total = _summary_line(summary.total, escape(text.total), headings, text)
    foot = f"<tfoot>{total}</tfoot>\n" if lines else ""
    return f"<thead><tr>{head}</tr></thead>\n<tbody>{lines or total}</tbody>\n{foot}"


def _summary_heading(line: SummaryLine, address: Address) -> str:
    if line.label is None:
        return escape(_("not stated"))
    return linked(heading_html(line.label), address(line.label) or "#")


def _summary_line(
    line: SummaryLine, heading: str, headings: Sequence[str], text: MatrixText
) -> str:
    covered, states, *stated = summary_texts(line, text)
    cells = (
        (covered, _bar(_parts(line.steps, text), line.rows)),
        (states, _bar(_parts(line.states, text), line.linked)),
        *(
            (text, _bar([("coverage-rank-2", number)], line.linked))
            for text, number in zip(stated, line.stated, strict=True)
        ),
    )
    drawn = "".join(
        f'<td data-label="{escape(name, quote=True)}">{escape(text)}{bar}</td>'
        for name, (text, bar) in zip(headings[1:], cells, strict=True)
    )
    return f'<tr><th scope="row">{heading}</th>{drawn}</tr>\n'


def _parts(distribution: Distribution, text: MatrixText) -> list[tuple[str, int]]:
    return [(f"coverage-{text.steps.tone(x)}", n) for x, n in distribution.counts]


def _bar(segments: Sequence[tuple[str, int]], total: int) -> str:
    """Return a bar of segments (class, count) of a total, hidden from screen readers."""
    start, drawn = 0.0, ""
    for kind, count in segments:
        width = 100 * count / total if total else 0
        drawn += f'<rect class="{kind}" x="{start:.2f}" width="{width:.2f}" height="10"/>'
        start += width
    return (
        '<svg class="coverage-bar" viewBox="0 0 100 10" preserveAspectRatio="none"'
        f' aria-hidden="true" focusable="false">{drawn}</svg>'
    )


@dataclass(frozen=True, slots=True)
class HtmlLists:
    """Draws lists of items, with links to edit them."""

    address: Address
    edit: Address
    """Returns the address where an item is edited, if the project has one."""

    def __call__(
        self, heading: str, labels: Sequence[Label], notes: Notes
    ) -> Iterator[nodes.Element]:
        """Yield the list below its heading; a long one is folded."""
        text = f"{MISS if labels else COVERED} {escape(heading)}"
        entries = "".join(self._entry(x, notes.get(x.id, "")) for x in labels)
        listed = f'<ul class="coverage-gap-list simple">\n{entries}</ul>\n'
        if not labels:
            html = f'<p class="coverage-gap"><strong>{text}</strong></p>\n'
        elif len(labels) < _FOLDED:
            html = f'<p class="coverage-gap"><strong>{text}</strong></p>\n{listed}'
        else:
            summary = f'<summary class="coverage-gap"><strong>{text}</strong></summary>'
            html = f'<details class="coverage-long">{summary}\n{listed}</details>\n'
        yield HtmlNode("", html=html)

    def _entry(self, label: Label, note: str) -> str:
        name, edit = heading_html(label), self.edit(label)
        href = self.address(label)
        if href is not None:
            kind = "internal" if label.url is None else "external"
            href = escape(href, quote=True)
            name = f'<a class="reference {kind}" href="{href}">{name}</a>'
        if note:
            name += f' <span class="coverage-step">{escape(note)}</span>'
        if edit is not None:
            action = escape(_("Edit"))
            name += (
                f' <a class="coverage-edit" href="{escape(edit, quote=True)}">'
                f'{action}<span class="needs-hidden"> {escape(label.short)}</span></a>'
            )
        return f"<li>{name}</li>\n"


def html_table(  # noqa: PLR0913 (what stands around a table)
    table: nodes.table,
    body: str,
    data: str = "",
    *,
    kind: str = "",
    before: str = "",
    after: str = "",
) -> HtmlTable:
    """Return a captioned table with its body as HTML.

    ``kind`` is a class beside the table's own, ``data`` JSON for the script, ``before``
    and ``after`` HTML around the table.
    """
    kind = " ".join((*table["classes"], *kind.split()))
    anchor = next(iter(table["ids"]), "")
    start = f"{before}{table_start(caption_text(table), kind, anchor, data)}"
    return captioned_html(table, start, f"</caption>\n{body}{table_end(anchor)}{after}")


def table_end(anchor: str) -> str:
    """Return the end of a table and of its scroller, with where its skip link leads."""
    return f'</table></section>\n<div class="needs-skipped" id="{_end_of(anchor)}"></div>\n'


def _end_of(anchor: str) -> str:
    return escape(f"{anchor}-end", quote=True)


def table_start(label: str, kind: str, anchor: str, data: str) -> str:
    """Return the start of the scroller and of a table, up to the text of its caption.

    Before it stands a link past the table: its cells can be hundreds of tab stops.
    """
    id_ = f' id="{escape(anchor, quote=True)}"' if anchor else ""
    attribute = f' data-coverage="{escape(data, quote=True)}"' if data else ""
    skip = escape(_("Skip the table: %s") % label)
    return (
        f'<a class="needs-skip" href="#{_end_of(anchor)}">{skip}</a>\n'
        '<section class="needs-scroll coverage-scroll" tabindex="0"'
        f' aria-label="{escape(label, quote=True)}">'
        f'<table class="{kind}"{id_}{attribute}><caption>'
    )
