"""A matrix as one HTML string. Everything from a page is escaped here and only here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from typing import TYPE_CHECKING

from needs_core.model import Label, Model
from needs_coverage.words import MISS, Spec, Words, label_text

if TYPE_CHECKING:
    from needs_coverage.matrix import Group, Hit, Matrix, Row

Address = Callable[[Label], str | None]
"""Gives the address of an item on the page being written, if it has one."""


def table_body(
    matrix: Matrix, words: Words, address: Address, *, anchors: bool = False
) -> str:
    """Return head, body and foot of the table, well-formed as XHTML too.

    With ``anchors`` the headers of the columns can be led to, by the ids of their needs.
    """
    return "".join(_Drawing(matrix, words, address, anchors).parts())


def told(matrix: Matrix, words: Words, spec: Spec, model: Model) -> str:
    """Return what the script on the page is told, as JSON: its words and its choices."""
    link = model.links.get(spec.rows.group_by or "")
    data = {
        "group": ", ".join(
            model.types[name] for name in sorted(link.targets if link else ())
        ),
        "facets": [
            {
                "name": facet.name,
                "label": model.fields.get(facet.name, facet.name.capitalize()),
                "side": "rows" if facet.on_rows else "columns",
                "values": facet.values,
            }
            for facet in matrix.facets
        ],
        "words": words.script(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


class _Drawing:
    """Draws one matrix; what every row repeats of a column is made once."""

    def __init__(
        self, matrix: Matrix, words: Words, address: Address, anchors: object
    ) -> None:
        self._matrix, self._words, self._address = matrix, words, address
        self._anchors = bool(anchors)
        self._hrefs = [address(label) for label in matrix.columns]
        self._names = [
            "".join(label_text(x)[:1]) or label_text(x)[1] for x in matrix.columns
        ]
        self._insides: dict[tuple[object, ...], str] = {}

    def parts(self) -> Iterator[str]:
        yield self._head()
        for group in self._matrix.groups:
            yield self._group(group)
        yield self._foot()

    def _head(self) -> str:
        words, spans = self._words, self._matrix.spans
        span = ' rowspan="2"' if spans else ""
        corner = f'<th scope="col" class="coverage-corner"{span}>{escape(words.rows)}</th>'
        total = f'<th scope="col" class="coverage-total"{span}>{escape(words.total)}</th>'
        names = "".join(
            f'<th scope="col"{self._anchor(x)}>'
            f'<div class="coverage-column">{self._link(x)}</div></th>'
            for x in self._matrix.columns
        )
        if not spans:
            return f"<thead><tr>{corner}{names}{total}</tr></thead>\n"
        above = "".join(
            f'<th scope="colgroup" colspan="{x.width}" class="coverage-span">'
            f"{self._link(x.label) if x.label else ''}</th>"
            for x in spans
        )
        return f"<thead><tr>{corner}{above}{total}</tr>\n<tr>{names}</tr></thead>\n"

    def _anchor(self, label: Label) -> str:
        named = self._anchors and label_text(label)[0]
        return f' id="{escape(label.id, quote=True)}"' if named else ""

    def _group(self, group: Group) -> str:
        lines = [self._row(row) for row in group.rows]
        if group.label is not None:
            span = len(self._matrix.columns) + 2
            heading = (
                f'<tr class="coverage-group"><th scope="rowgroup" colspan="{span}">'
                f"<span>{self._link(group.label)}</span></th></tr>\n"
            )
            lines.insert(0, heading)
        return f"<tbody>{''.join(lines)}</tbody>\n"

    def _row(self, row: Row) -> str:
        cells = "".join(self._cells(row))
        return (
            f'<tr><th scope="row">{self._link(row.label)}</th>'
            f"{cells}{self._total(row.count)}</tr>\n"
        )

    def _cells(self, row: Row) -> Iterator[str]:
        at, ends = 0, f"{escape(row.label.id)}</span></a></td>"
        for hit in row.hits:
            yield "<td></td>" * (hit.column - at)
            yield f"{self._start(hit, row)}{self._inside(hit)}{ends}"
            at = hit.column + 1
        yield "<td></td>" * (len(self._matrix.columns) - at)

    def _start(self, hit: Hit, row: Row) -> str:
        """Return a cell's link to the column's need, or the row's if that has none."""
        kind = f"coverage-hit coverage-{hit.state.tone if hit.counts else 'none'}"
        href = self._hrefs[hit.column] or self._address(row.label) or "#"
        name = escape(self._names[hit.column])
        return (
            f'<td class="{kind}"><a href="{escape(href, quote=True)}">'
            f'<span class="coverage-hidden">{name} </span>'
        )

    def _inside(self, hit: Hit) -> str:
        """Return what is seen of a cell, up to the hidden id of its row.

        The whole reads as a sentence: "TI_101 kandidat bidrager til MS_1_1".
        """
        key = (hit.state, hit.ways)
        if key not in self._insides:
            seen = " ".join(
                f'<span class="coverage-symbol" aria-hidden="true">{escape(symbol)}</span> '
                f'<span class="coverage-words">{escape(words)}</span>'
                for symbol, words in self._words.cell(hit).lines
            )
            joint = escape(self._words.joint(hit))
            self._insides[key] = f'{seen}<span class="coverage-hidden"> {joint}'
        return self._insides[key]

    def _foot(self) -> str:
        totals = "".join(self._total(count) for count in self._matrix.column_counts)
        return (
            f'<tfoot><tr><th scope="row">{escape(self._words.total)}</th>{totals}'
            f'<td class="coverage-total">{self._matrix.total}</td></tr></tfoot>\n'
        )

    def _total(self, count: int) -> str:
        if count:
            return f'<td class="coverage-total">{count}</td>'
        return (
            '<td class="coverage-total coverage-none">'
            f'<span class="coverage-symbol" aria-hidden="true">{MISS}</span> 0'
            f'<span class="coverage-hidden"> {escape(self._words.none)}</span></td>'
        )

    def _link(self, label: Label) -> str:
        id_, title = label_text(label)
        number = f'<span class="coverage-id">{escape(id_)}</span> ' if id_ else ""
        name = f'{number}<span class="coverage-title">{escape(title)}</span>'
        href = self._address(label)
        return name if href is None else f'<a href="{escape(href, quote=True)}">{name}</a>'
