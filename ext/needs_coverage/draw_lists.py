"""Lists of gaps: in HTML one string, folded when long; elsewhere docutils nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.model import Label
from needs_coverage.nodes import html_part
from needs_coverage.words import COVERED, MISS, label_text

_ = get_translation("needs_coverage")

LONG = 50
"""Entries from which on a list is folded on a screen, and on paper names only ids."""

DrawList = Callable[[str, Sequence[Label]], Iterator[nodes.Element]]
"""Draws a list of items below its heading."""


@dataclass(frozen=True, slots=True)
class HtmlLists:
    """Draws lists as HTML. A node an entry would cost ten times as much."""

    address: Callable[[Label], str | None]
    edit: Callable[[Label], str | None]
    """Gives the address where an item is edited, if the project has one."""

    def __call__(self, heading: str, labels: Sequence[Label]) -> Iterator[nodes.Element]:
        """Yield the list; a long one opens when its heading is chosen."""
        said = f"{MISS if labels else COVERED} {escape(heading)}"
        entries = "".join(map(self._entry, labels))
        listed = f'<ul class="coverage-gap-list simple">\n{entries}</ul>\n'
        if not labels:
            html = f'<p class="coverage-gap"><strong>{said}</strong></p>\n'
        elif len(labels) < LONG:
            html = f'<p class="coverage-gap"><strong>{said}</strong></p>\n{listed}'
        else:
            summary = f'<summary class="coverage-gap"><strong>{said}</strong></summary>'
            html = f'<details class="coverage-long">{summary}\n{listed}</details>\n'
        yield html_part("", html=html)

    def _entry(self, label: Label) -> str:
        id_, title = map(escape, label_text(label))
        name, edit = f"{id_} {title}".strip(), self.edit(label)
        href = self.address(label)
        if href is not None:
            kind = "internal" if label.url is None else "external"
            href = escape(href, quote=True)
            name = f'<a class="reference {kind}" href="{href}">{name}</a>'
        if edit is not None:
            name += (
                f' <a class="coverage-edit" href="{escape(edit, quote=True)}">'
                f'{escape(_("Edit"))}<span class="coverage-hidden"> {id_}</span></a>'
            )
        return f"<li>{name}</li>\n"


@dataclass(frozen=True, slots=True)
class NodeLists:
    """Draws lists as docutils nodes, for every builder there is."""

    lead: Callable[[Label, str | None], nodes.Node]

    def __call__(self, heading: str, labels: Sequence[Label]) -> Iterator[nodes.Element]:
        """Yield the heading and the list; of a long one the ids, one after the other."""
        symbol = MISS if labels else COVERED
        strong = nodes.strong("", f"{symbol} {heading}")
        yield nodes.paragraph("", "", strong, classes=["coverage-gap"])
        if len(labels) >= LONG:
            yield self._ids(labels)
        elif labels:
            items = (nodes.paragraph("", "", self.lead(label, None)) for label in labels)
            entries = (nodes.list_item("", item) for item in items)
            kind = ["coverage-gap-list"]
            yield nodes.bullet_list("", *entries, classes=kind, bullet="-")

    def _ids(self, labels: Sequence[Label]) -> nodes.paragraph:
        line = nodes.paragraph(classes=["coverage-gap-list"])
        for number, label in enumerate(labels):
            line += nodes.Text(", " if number else "")
            line += self.lead(label, label.id)
        return line
