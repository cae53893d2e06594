"""What all drawings of this extension share: the page, its tables and its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.generated_pages import value_nodes
from needs_core.links import reference
from needs_core.nodes import paragraph, table, table_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.builders import Builder

    from needs_core.items import Label
    from needs_core.model import Model
    from needs_core.nodes import Content
    from needs_core.states import States

_ = get_translation("needs_sources")


@dataclass(frozen=True, slots=True)
class SourceContext:
    """What a drawing needs to know: the page, its builder, the model and the states."""

    builder: Builder
    docname: str
    model: Model
    states: States

    @property
    def html(self) -> bool:
        """Whether the builder writes HTML."""
        return self.builder.format == "html"

    @property
    def language(self) -> str:
        """The language of the project."""
        return str(self.builder.config.language)

    def link(self, label: Label, text: str | None = None) -> nodes.Node:
        """Return a link to a need."""
        return reference(self.builder, self.docname, label, text)

    def fact(self, field: str, text: str) -> Content:
        """Return the value of a field, as a link where it has a page."""
        if not text:
            return str(_("not stated"))
        return value_nodes(self.builder, self.docname, field, text)


def quote_table(
    head: Sequence[Content],
    rows: Iterable[Sequence[Content]],
    widths: Sequence[int],
    kind: str,
    caption: str = "",
) -> nodes.table:
    """Return a table of a class, which on paper may run over several pages."""
    classes = [kind, "longtable", "colwidths-given"]
    return table(table_body(head, rows, widths), classes, caption)


def strong_line(text: str) -> nodes.paragraph:
    """Return a line that stands above a list."""
    return paragraph(nodes.strong("", text))
