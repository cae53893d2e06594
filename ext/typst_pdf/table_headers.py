"""Table headers in the tagged PDF.

Typst tags the headers of columns; those of rows it only tags with a feature that its
Python package cannot switch on. So the first cells of rows become headers here, and every
cell names its headers (PDF/UA-1, ISO 14289-1, 7.5). Knows no Sphinx.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Object, String

from typst_pdf.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from typst_pdf.grid import GridCell

_WITHOUT_TABLES = {"/P", "/TOC", "/Link", "/Lbl", "/Span", "/Strong", "/Em"}
_WITHOUT_TABLES |= {f"/H{level}" for level in range(1, 7)}
"""Roles of elements that hold no table."""
_ROW_GROUPS = {"/THead", "/TBody", "/TFoot"}


class TaggingError(Exception):
    """The tables of the PDF are not those that were written."""


def tag_headers(path: Path, grids: Sequence[Grid | str]) -> None:
    """Make the headers of all tables known in a PDF, in place.

    Args:
        path: The PDF.
        grids: Its tables, in the order they were written; a text stands for raw Typst,
            whose tables keep the headers that they have.

    Raises:
        TaggingError: If table and grid do not have the same rows and cells.
    """
    if not any(isinstance(one, Grid) for one in grids):
        return
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        root = pdf.Root.StructTreeRoot
        if "/IDTree" not in root:
            root.IDTree = NameTree.new(pdf).obj
        ids = NameTree(root.IDTree)
        pairs = _match(list(_tables(root)), grids)
        for number, (table, grid) in enumerate(pairs, 1):
            _TableTagger(table, grid, number, ids).tag()
        pdf.save(
            path,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )


def _match(tables: list[Object], grids: Sequence[Grid | str]) -> list[tuple[Object, Grid]]:
    """Pair the tables of a PDF with those that were written.

    Tables before the first raw Typst and after the last one are known by their place;
    those between by their rows and cells.
    """
    own = [one for one in grids if isinstance(one, Grid)]
    foreign = len(tables) - len(own)
    if foreign < 0 or (foreign and len(own) == len(grids)):
        message = f"{len(own)} tables were written, {len(tables)} are in the PDF"
        raise TaggingError(message)
    if not foreign:
        return list(zip(tables, own, strict=True))
    before = len(list(takewhile(lambda one: isinstance(one, Grid), grids)))
    after = len(list(takewhile(lambda one: isinstance(one, Grid), reversed(grids))))
    among = tables[before : len(tables) - after]
    wanted = own[before : len(own) - after]
    first = _of_shapes(among, wanted)
    if first != _of_shapes(among[::-1], wanted[::-1])[::-1]:
        message = "raw Typst makes tables, and others cannot be told from them"
        raise TaggingError(message)
    found = [*tables[:before], *first, *tables[len(tables) - after :]]
    return list(zip(found, own, strict=True))


def _of_shapes(tables: Iterable[Object], grids: Iterable[Grid]) -> list[Object]:
    """Return the first tables that have the rows and cells of the grids, in order."""
    left = iter(tables)
    found = []
    for grid in grids:
        shape = [len(cells) for cells in grid.by_row]
        table = next((one for one in left if _shape(one) == shape), None)
        if table is None:
            message = f"a table of {grid.rows} rows was written, and is not in the PDF"
            raise TaggingError(message)
        found.append(table)
    return found


def _shape(table: Object) -> list[int]:
    return [len([*_elements(row)]) for row in _rows(table)]


def _elements(parent: Object) -> Iterator[Object]:
    kids = parent.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def _tables(root: Object) -> Iterator[Object]:
    stack = [*_elements(root)][::-1]
    while stack:
        element = stack.pop()
        if Name.Table == element.S:
            yield element
        if str(element.S) not in _WITHOUT_TABLES:
            stack.extend([*_elements(element)][::-1])


class _TableTagger:
    """One table of the PDF, its cells paired with those that were written."""

    def __init__(self, table: Object, grid: Grid, number: int, ids: NameTree) -> None:
        self._grid, self._number, self._ids = grid, number, ids
        self._column_headers: dict[int, list[str]] = {}
        self._group_header: list[str] = []
        rows = _rows(table)
        if len(rows) != grid.rows:
            message = f"a table has {len(rows)} rows, and was written with {grid.rows}"
            raise TaggingError(message)
        self._pairs = [
            pair
            for row, cells in zip(rows, grid.by_row, strict=True)
            for pair in _pairs(row, cells, number)
        ]

    def tag(self) -> None:
        """Give every header an id and a scope, and every cell its headers."""
        row_headers: dict[int, list[str]] = {}
        for element, cell in self._pairs:
            own = f"h{self._number}-{cell.row}-{cell.column}"
            own = str(element.ID) if "/ID" in element else own
            columns = range(cell.column, cell.column + cell.width)
            if cell.row < self._grid.head:
                self._make_header(element, own, Name.Column)
                for column in columns:
                    self._column_headers.setdefault(column, []).append(own)
            elif self._grid.is_group(cell):
                self._make_header(element, own, Name.Row)
                self._group_header = [own]
            else:
                headers = list(
                    dict.fromkeys(
                        header
                        for column in columns
                        for header in self._column_headers.get(column, ())
                    )
                )
                group = [] if cell.row in self._grid.totals else self._group_header
                headers += [*group, *row_headers.get(cell.row, ())]
                if cell.column < self._grid.stub:
                    self._make_header(element, own, Name.Row)
                    for down in range(cell.height):
                        row_headers.setdefault(cell.row + down, []).append(own)
                _attributes(element).Headers = Array(String(name) for name in headers)
                if cell.reads:
                    element.ActualText = String(cell.reads)

    def _make_header(self, element: Object, own: str, scope: Object) -> None:
        element.S = Name.TH
        if "/ID" not in element:
            element.ID = String(own)
            self._ids[own] = element
        _attributes(element).Scope = scope


def _rows(table: Object) -> list[Object]:
    groups = (
        [*_elements(child)] if str(child.S) in _ROW_GROUPS else [child]
        for child in _elements(table)
        if Name.Caption != child.S
    )
    return [row for group in groups for row in group]


def _pairs(
    row: Object, cells: Sequence[GridCell], number: int
) -> list[tuple[Object, GridCell]]:
    found = [*_elements(row)]
    if len(found) != len(cells):
        message = (
            f"table {number}: a row has {len(found)} cells, "
            f"and was written with {len(cells)}"
        )
        raise TaggingError(message)
    return list(zip(found, cells, strict=True))


def _attributes(element: Object) -> Object:
    """Return the attributes that an element has as part of a table."""
    given = element.get("/A")
    for one in given if isinstance(given, Array) else [given] if given is not None else []:
        if one.get("/O") == Name.Table:
            return one
    made: Object = Dictionary(O=Name.Table)
    if given is None:
        element.A = made
        made = element.A
    else:
        element.A = Array([*(given if isinstance(given, Array) else [given]), made])
        made = element.A[-1]
    return made
