"""Where something stands in a file, and what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_exchange.sheets.raw import letters

if TYPE_CHECKING:
    from needs_exchange.columns import Column

_ = get_translation("needs_exchange")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, a row or a sheet; what is not known of it is empty."""

    sheet: str = ""
    row: int = 0
    column: int = 0
    header: str = ""

    @property
    def text(self) -> str:
        """The place in words."""
        parts = []
        if self.sheet:
            parts.append(_("sheet %s") % self.sheet)
        if self.row:
            parts.append(_("row %d") % self.row)
        if self.column:
            shown = f" ({self.header})" if self.header else ""
            parts.append(_("column %s") % letters(self.column) + shown)
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the file is not taken in: where, which need, what is wrong and what to do."""

    place: Place
    id: str
    text: str
    conflict: bool = False
    """Whether two people changed the same since the export."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a need that the file changes."""

    id: str
    column: Column
    old: str
    new: str
    place: Place


@dataclass(frozen=True, slots=True)
class Addition:
    """A need that the file adds."""

    type: str
    id: str
    title: str
    docname: str
    values: tuple[tuple[Column, str], ...]
    place: Place
