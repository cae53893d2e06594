"""The sheet that says what the matrix shows: symbols, numbers, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from needs_coverage.exports.grid import Grid
    from needs_coverage.exports.paper import Paper


class _Text(NamedTuple):
    """A text on the sheet, where it leads, and how it looks."""

    text: str = ""
    href: str | None = None
    look: str = "text"


_Line = tuple[_Text, _Text]
_NOTHING = _Text()


def write_explanation(paper: Paper, grid: Grid, made: datetime | None) -> None:
    """Write caption, page and date, then the legend, the numbers and the gaps."""
    page = paper.sheet(grid.titles.explanation)
    page.columns((16, 90))
    for row, line in enumerate(_lines(grid, made)):
        for column, (text, href, look) in enumerate(line):
            page.link(row, column, href, text, look)


def _lines(grid: Grid, made: datetime | None) -> Iterator[_Line]:
    titles = grid.titles
    yield _heading(grid.caption, "caption")
    yield _NOTHING, _Text(titles.page, grid.page)
    if made:
        yield _NOTHING, _Text(titles.made % made.date().isoformat())
    yield _NOTHING, _NOTHING
    yield _heading(titles.symbols)
    for entry in grid.legend:
        yield _Text(entry.symbol, look=entry.tone or "text"), _Text(entry.words)
    yield _NOTHING, _NOTHING
    yield _heading(titles.numbers)
    for number in grid.numbers:
        yield _NOTHING, _Text(number)
    for gap in grid.gaps:
        yield _NOTHING, _NOTHING
        yield _heading(gap.heading)
        for name in gap.names:
            yield _Text(name.id, name.href), _Text(name.title, name.href)


def _heading(text: str, look: str = "heading") -> _Line:
    return _NOTHING, _Text(text, look=look)
