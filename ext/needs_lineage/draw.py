"""Drawings of notices, tables and consequences, as plain nodes for every builder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.nodes import bullets, paragraph, table_body
from needs_lineage.text import (
    consequence_parts,
    counts_text,
    fate_text,
    standing_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from needs_core.lineage import Lineage
    from needs_core.model import Label, Model
    from needs_core.nodes import Content
    from needs_lineage.consequence import Consequence
    from needs_lineage.successions import SuccessionTable

_ = get_translation("needs_lineage")


@dataclass(frozen=True)
class LineagePage:
    """The links, the model and the language of one page."""

    link_to: Callable[[Label], nodes.Node]
    page_link: Callable[[str], nodes.Node]
    """Returns a link to a page by its docname."""
    model: Model
    language: str

    def links(self, labels: Sequence[Label], none: str) -> Content:
        """Return links one below the other."""
        if not labels:
            return none
        if len(labels) == 1:
            return [paragraph(self.link_to(labels[0]))]
        return bullets([paragraph(self.link_to(x))] for x in labels)


def notice(found: Lineage, page: LineagePage) -> nodes.Element:
    """Return what a reader of a retired need is told first."""
    title = nodes.title("", standing_text(found, page.language))
    body: list[nodes.Node] = []
    if found.now:
        body = [paragraph(_("Now holds:")), bullets([page.link_to(x)] for x in found.now)]
    else:
        body = [paragraph(_("Nothing has replaced it."))]
    return nodes.admonition("", title, *body, classes=["note", "lineage-notice"])


def succession_body(found: SuccessionTable, page: LineagePage) -> nodes.tgroup:
    """Return a row for each need of the old, and for what is new."""
    head = (_("Before"), _("What has become of it"), _("After"))
    rows = (
        (
            page.link_to(row.old) if row.old else _("none"),
            fate_text(row.fate),
            page.links(row.new, _("none")),
        )
        for row in found.rows
    )
    return table_body(head, rows, (4, 2, 4))


def succession_below(found: SuccessionTable) -> nodes.paragraph:
    """Return how many have each fate."""
    return paragraph(counts_text(found), classes=["lineage-counts"])


def consequence(found: Consequence, page: LineagePage) -> Iterator[nodes.Node]:
    """Yield what is touched: the need, then a heading and a list for each part."""
    yield paragraph(_("If this is reworded or retired:"), " ", page.link_to(found.label))
    if found.lineage.retired:
        yield notice(found.lineage, page)
    entries = [
        _entry(heading, [_line(line, page) for line in lines])
        for heading, lines in consequence_parts(found, page.model, page.language)
    ]
    if found.pages:
        entries.append(_entry(_("Pages that show it"), map(page.page_link, found.pages)))
    if entries:
        yield nodes.definition_list("", *entries, classes=["lineage-consequence"])
    else:
        yield paragraph(_("Nothing else is touched."))


def _entry(
    heading: str, lines: Sequence[Content] | Iterator[Content]
) -> nodes.definition_list_item:
    listed = list(lines)
    term = nodes.term("", f"{heading} ({len(listed)})")
    return nodes.definition_list_item("", term, nodes.definition("", bullets(listed)))


def _line(line: tuple[str, Label | None, str], page: LineagePage) -> Content:
    before, label, after = line
    content: list[nodes.Node] = [nodes.Text(before)] if before else []
    if label:
        content.append(page.link_to(label))
    if after:
        content.append(nodes.Text(after))
    return [paragraph(*content)]
