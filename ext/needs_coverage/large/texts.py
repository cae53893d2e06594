"""The words of a roll-up, the same in every output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_coverage.words import label_text, mark_count, state_count

if TYPE_CHECKING:
    from needs_core.model import Label
    from needs_coverage.large.rolling import Cell, Section
    from needs_coverage.words import Words

_ = get_translation("needs_coverage")


def name(section: Section) -> str:
    """Return what some rows are called: the first and the last, with how many."""
    return f"{heading(section)} ({section.size})"


def heading(section: Section) -> str:
    """Return what some rows or columns are called, as "TI_001 – TI_100"."""
    if section.label is not None:
        return " ".join(label_text(section.label)).strip()
    if section.size == 1:
        return " ".join(label_text(section.first)).strip()
    return f"{_short(section.first)} – {_short(section.last)}"


def cell_lines(cell: Cell) -> tuple[str, ...]:
    """Return what a cell counts: its states, and of how many links more is to be said."""
    states = (state_count(*count) for count in cell.counts)
    return (*states, *(mark_count(*count) for count in cell.marks))


def size(section: Section, kind: str) -> str:
    """Return how many columns there are, and how many of them have something."""
    names = {"part": section.used, "whole": section.size, "kind": kind.lower()}
    return _("%(part)d of %(whole)d %(kind)s linked") % names


def covered_heading() -> str:
    """Return the heading of how many rows are covered."""
    return _("Covered")


def explanation() -> str:
    """Return how a roll-up is read."""
    return _(
        "The matrix is large, so this is an overview: each cell counts what is linked."
        " The counts lead to the rows and columns themselves."
    )


def explanation_on_paper() -> str:
    """Return how a roll-up is read where nothing can be opened."""
    return _(
        "The matrix is large, so this is an overview: each cell counts what is linked."
    )


def explorer_words(words: Words) -> dict[str, str]:
    """Return the words of the explorer."""
    return {
        **words.script(),
        "open": _("Explore the whole matrix here"),
        "close": _("Close the matrix"),
        "loading": _("The matrix is fetched …"),
        "failed": _("The matrix could not be fetched. Its parts are linked above."),
        "keys": _(
            "Arrow keys, Page Up, Page Down, Home and End move between the cells."
            " Enter follows the link of a cell."
        ),
        "find": _("Find in %s"),
        "linked": _("Leave out what is not linked"),
        "rows": words.rows,
        "columns": words.columns,
        "total": words.total,
        "none": words.none,
    }


def part_title(caption: str, rows: str) -> str:
    """Return the title of the page of a part."""
    return _("%(caption)s: %(rows)s") % {"caption": caption, "rows": rows}


def part_explanation(number: int, count: int, *, whole: bool) -> str:
    """Return how a part is read, by its number from 1."""
    said = _(
        "Part %(number)d of %(count)d. Columns with nothing in these rows are left out."
    )
    if not whole:
        said = _("Part %(number)d of %(count)d. The row goes on in other parts.")
    return said % {"number": number, "count": count}


def part_links() -> tuple[str, str, str, str]:
    """Return the name of the links of a part, and the words of each."""
    return (
        _("Parts of the matrix"),
        _("The whole matrix"),
        _("Previous part"),
        _("Next part"),
    )


def part_total() -> str:
    """Return the heading of totals that are of one part only."""
    return _("Total in this part")


def _short(label: Label) -> str:
    id_, title = label_text(label)
    return id_ or title
