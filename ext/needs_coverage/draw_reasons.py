"""Why the cells of a matrix are what they are, in words and as an HTML list below it.

The script shows the entry of a cell where the cell is pressed; without it the list is
read.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.dates import display_value
from needs_core.need_numbers import name_html
from needs_core.period_text import half_year_text
from needs_core.progress_text import state_text
from needs_coverage.draw_html import linked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.items import Label
    from needs_coverage.draw_html import Address
    from needs_coverage.reasons import CellReasons, Reason
    from needs_coverage.text import MatrixText

_ = get_translation("needs_coverage")


@dataclass(frozen=True, slots=True)
class ReasonTexts:
    """Tells the reasons of cells in words."""

    text: MatrixText
    language: str

    def words(self, reason: Reason) -> str:
        """Return the words between a column and a row that it is linked with."""
        if reason.path.via is not None:
            return _("by way of %s") % reason.path.via.short
        return self.text.path_words(reason.path)

    def facts(self, cell: CellReasons, reason: Reason) -> Iterator[str]:
        """Yield what is known of a link and of what acts, each as a sentence."""
        if self.text.stateful:
            yield _("State: %s.") % state_text(cell.state)
        if reason.path.via is None:
            yield from self._of_link(reason)
        if cell.is_followed_up:
            last = half_year_text(cell.followed_up) if cell.followed_up else _("never")
            yield _("Last followed up: %s.") % last

    def _of_link(self, reason: Reason) -> Iterator[str]:
        found = reason.confidence
        if found is not None:
            level = f"{found.level} ({_('weak')})" if found.weak else found.level
            yield _("Confidence: %s.") % level
            if found.reason:
                yield _("Reason: %s.") % found.reason.rstrip(".")
        elif self.text.steps.confidence:
            yield _("Confidence: %s.") % _("not stated")
        if reason.is_watched:
            day = display_value(reason.confirmed, self.language) or _("never")
            yield _("Confirmed: %s.") % day
        if reason.path.mark:
            yield f"{reason.path.mark.symbol} {reason.path.mark.text}."


@dataclass(frozen=True, slots=True)
class ReasonsHtml:
    """Draws the reasons of cells."""

    texts: ReasonTexts
    address: Address
    edit: Address
    """Returns the address where an item is edited, if the project has one."""

    def list(self, cells: tuple[CellReasons, ...], anchor: str) -> str:
        """Return the list, folded; ``anchor`` is that of the table."""
        title = escape(_("The reason for each cell (%d)") % len(cells))
        entries = "".join(self._entry(cell, anchor) for cell in cells)
        return (
            f'<details class="coverage-reasons"><summary>{title}</summary>\n'
            f"<ul>\n{entries}</ul>\n</details>\n"
        )

    def _entry(self, cell: CellReasons, anchor: str) -> str:
        id_ = escape(f"{anchor}-{cell.row.id}-{cell.column.id}", quote=True)
        told = "".join(self._reason(cell, reason) for reason in cell.reasons)
        return f'<li id="{id_}">{told}</li>\n'

    def _reason(self, cell: CellReasons, reason: Reason) -> str:
        words = escape(self.texts.words(reason))
        sentence = f"{self._name(cell.column)} {words} {self._name(cell.row)}"
        quote = f" <q>{escape(reason.quote)}</q>" if reason.quote else ""
        facts = escape(" ".join(self.texts.facts(cell, reason)))
        change = self._edit(reason.source) if reason.source else ""
        # A tool that edits the pages finds here what it has to edit.
        source = f' data-source="{escape(reason.source.id)}"' if reason.source else ""
        return f"<p{source}>{sentence}.{quote} {facts} {change}</p>"

    def _edit(self, label: Label) -> str:
        href = self.edit(label)
        if href is None:
            return ""
        hidden = f'<span class="needs-hidden"> {escape(label.short)}</span>'
        action = f"{escape(_('Edit'))}{hidden}"
        return f'<a class="coverage-edit" href="{escape(href, quote=True)}">{action}</a>'

    def _name(self, label: Label) -> str:
        return linked(name_html(label), self.address(label))
