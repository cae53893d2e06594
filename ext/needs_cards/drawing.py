"""A need as plain docutils nodes, so that every builder shows the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_cards.card import Card, Fact, Missing, Relation
from needs_cards.nodes import folded
from needs_core.dates import display_value
from needs_core.links import reference

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from needs_core.model import Label
    from needs_core.states import States

_ = get_translation("needs_cards")

LONGEST = 7
"""The most links that are shown without a fold: about what a phone shows at once."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws the needs of one page for one builder."""

    builder: Builder
    docname: str
    states: States

    def lead(self, label: Label) -> list[nodes.Node]:
        """Return a link to an item, and how far it has come."""
        link: nodes.Node = reference(self.builder, self.docname, label)
        return [link, nodes.Text(" "), self.state(label)] if label.status else [link]

    def state(self, label: Label) -> nodes.Element:
        """Return a status in words, behind its symbol where the project declares one."""
        state = self.states.get(label.status)
        text = f"{state.symbol} {label.status}" if state.rank else str(label.status)
        return nodes.inline("", text, classes=["need-state", f"need-{state.tone}"])

    def said(self, text: str) -> str:
        """Return the value of a field as it is read."""
        return display_value(text, self.builder.config.language)

    def links(self, labels: tuple[Label, ...], empty: str) -> list[nodes.Element]:
        """Return links as a paragraph or a list; a long list folds where it can."""
        if not labels:
            return [nodes.paragraph("", empty, classes=["need-unknown"])]
        lines = [nodes.paragraph("", "", *self.lead(label)) for label in labels]
        if len(lines) == 1:
            return [*lines]
        entries = (nodes.list_item("", line) for line in lines)
        made: nodes.Element = nodes.bullet_list("", *entries, bullet="-")
        if len(lines) > LONGEST and self.folds:
            made = folded("", made, summary=_("Show all %d") % len(lines))
        return [made]

    @property
    def folds(self) -> bool:
        """Tell whether the builder's readers can unfold; those of e-books often cannot."""
        return self.builder.format == "html" and self.builder.name != "epub"

    def draw(self, shown: Card, node: nodes.Element) -> nodes.Element:
        """Return what takes the place of a need."""
        title = [
            nodes.inline("", shown.label.id, classes=["need-id"]),
            nodes.Text(" "),
            nodes.inline("", shown.label.title, classes=["need-title"]),
        ]
        # What is nested in the need follows what is said of the need itself.
        own = [child for child in node.children if not isinstance(child, type(node))]
        nested = [child for child in node.children if isinstance(child, type(node))]
        body = [self._kind(shown), *own, *self._rows(shown), *nested]
        classes = ["need-card", *node["classes"]]
        if isinstance(node.parent, nodes.section | nodes.document):
            heading: nodes.Element = nodes.title("", "", *title)
            return nodes.section("", heading, *body, ids=node["ids"], classes=classes)
        # A heading needs a section around it; inside a card, a tab or a list there is
        # none. There HTML gets a heading of the next level down, the others bold text.
        heading = nodes.rubric("", "", *title, *self._permalink(shown))
        if self.builder.format == "html":
            heading["heading-level"] = _depth(node) + 1
        return nodes.container("", heading, *body, ids=node["ids"], classes=classes)

    def _permalink(self, shown: Card) -> list[nodes.Node]:
        """Return the link to itself that Sphinx gives only the headings of sections."""
        if not self.folds:
            return []
        return [
            nodes.reference(
                "",
                "¶",
                refid=shown.label.id,
                classes=["headerlink"],
                reftitle=_("Link to this heading"),
            )
        ]

    def _kind(self, shown: Card) -> nodes.paragraph:
        line = nodes.paragraph("", shown.kind, classes=["need-kind"])
        if shown.label.status:
            line += [nodes.Text(" · "), self.state(shown.label)]
        return line

    def _rows(self, shown: Card) -> list[nodes.Element]:
        items = [self._row(row) for row in shown.rows]
        classes = ["need-facts", "simple"]
        return [nodes.definition_list("", *items, classes=classes)] if items else []

    def _row(self, row: Fact | Relation | Missing) -> nodes.definition_list_item:
        match row:
            case Fact(label, text):
                return _item(label, [nodes.paragraph("", self.said(text))])
            case Relation(name, labels):
                capital = name[:1].upper() + name[1:]
                return _item(capital, self.links(labels, _("none")))
            case Missing():
                unknown = nodes.paragraph("", _("not stated"), classes=["need-unknown"])
                return _item(row.text, [unknown])


def _item(term: str, content: list[nodes.Element]) -> nodes.definition_list_item:
    return nodes.definition_list_item(
        "", nodes.term("", term), nodes.definition("", *content)
    )


def _depth(node: nodes.Node) -> int:
    """Return the level of the headings around a node, at most five."""
    depth = 0
    while node := node.parent:
        depth += isinstance(node, nodes.section)
    return min(depth, 5)
