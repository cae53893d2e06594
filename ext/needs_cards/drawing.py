"""A need as plain docutils nodes, so that every builder shows the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_cards.card import Card, Fact, Relation, card
from needs_items.leading import reference
from needs_items.reading import NeedNode, PartNode, read_items, read_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from needs_items.items import Label

    Lead = Callable[[Label], nodes.Node]

_ = get_translation("needs_cards")


class DrawCards(SphinxPostTransform):
    """Replace every need by its card, before sphinx-needs would draw its own.

    sphinx-needs draws when the doctree is resolved, as a layout table without a
    heading; by then no need is left for it.
    """

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the needs of this page."""
        items, model = read_items(self.env._app), read_model(self.config)
        for node in list(self.document.findall(NeedNode)):
            item = items.by_id.get(node["refid"])
            if item is None or item.docname != node["docname"]:
                # Two pages read by two workers gave the same id; sphinx-needs has
                # warned, and leaves out the one it did not keep.
                node.parent.remove(node)
                continue
            _remove_target(node)
            node.replace_self(_draw(card(item, items, model), node, self._lead))

        if self.env._app.builder.format not in {"html", "latex"}:
            # Only those two have a visitor for a part of a need.
            for part in list(self.document.findall(PartNode)):
                part.replace_self(nodes.inline("", "", *part.children, ids=part["ids"]))

    def _lead(self, label: Label) -> nodes.Node:
        return reference(self.env._app.builder, self.env.current_document.docname, label)


def _remove_target(node: nodes.Element) -> None:
    """Remove the anchor before the need: the card carries the same id."""
    before = node.parent.index(node) - 1
    sibling = node.parent[before] if before >= 0 else None
    if isinstance(sibling, nodes.target) and sibling.get("refid") == node["refid"]:
        node.parent.remove(sibling)


def _draw(shown: Card, node: nodes.Element, lead: Lead) -> nodes.Element:
    classes = ["need-card", *node["classes"]]
    title = [
        nodes.inline("", shown.label.id, classes=["need-id"]),
        nodes.Text(" "),
        nodes.inline("", shown.label.title, classes=["need-title"]),
    ]
    body = [*node.children, _facts(shown, lead)]
    if isinstance(node.parent, nodes.section | nodes.document):
        heading: nodes.Element = nodes.title("", "", *title)
        return nodes.section("", heading, *body, ids=node["ids"], classes=classes)
    # A heading needs a section around it; inside a card, a tab or a list there is none.
    heading = nodes.rubric("", "", *title)
    return nodes.container("", heading, *body, ids=node["ids"], classes=classes)


def _facts(shown: Card, lead: Lead) -> nodes.definition_list:
    rows = [
        _row(_("Type"), [nodes.paragraph("", shown.kind)]),
        *(
            _row(row.label, [_value(row.text)])
            if isinstance(row, Fact)
            else _relation(row, lead)
            for row in shown.rows
        ),
    ]
    return nodes.definition_list("", *rows, classes=["need-facts", "simple"])


def _value(text: str | None) -> nodes.paragraph:
    if text is None:
        return nodes.paragraph("", _("not stated"), classes=["need-unknown"])
    return nodes.paragraph("", text)


def _relation(relation: Relation, lead: Lead) -> nodes.definition_list_item:
    name = relation.name[:1].upper() + relation.name[1:]
    if not relation.items:
        return _row(name, [nodes.paragraph("", _("none"), classes=["need-unknown"])])
    lines = [nodes.paragraph("", "", lead(label)) for label in relation.items]
    if len(lines) == 1:
        return _row(name, list(lines))
    entries = (nodes.list_item("", line) for line in lines)
    return _row(name, [nodes.bullet_list("", *entries, bullet="-")])


def _row(term: str, content: list[nodes.Element]) -> nodes.definition_list_item:
    return nodes.definition_list_item(
        "", nodes.term("", term), nodes.definition("", *content)
    )
