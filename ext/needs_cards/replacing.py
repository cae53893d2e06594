"""Where the needs of a page give way to their cards."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_cards.card import card
from needs_cards.drawing import Pen
from needs_cards.nodes import around
from needs_core.reader import (
    DiagramNode,
    NeedNode,
    PartNode,
    fill_in,
    read_items,
    read_model,
    read_states,
)


class DrawCards(SphinxPostTransform):
    """Replace every need by its card, before sphinx-needs would draw its own.

    sphinx-needs draws when the doctree is resolved, as a layout table without a
    heading; by then no need is left for it.
    """

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the needs of this page."""
        found = list(self.document.findall(NeedNode))
        if not found:
            return
        app = self.env._app
        items, model = read_items(app), read_model(self.config)
        states = read_states(self.config)
        pen = Pen(app.builder, self.env.current_document.docname, states)
        for node in found:
            item = items.by_id.get(node["refid"])
            if item is None or item.docname != node["docname"]:
                # Two pages read by two workers gave the same id; sphinx-needs has
                # warned, and leaves out the one it did not keep.
                node.parent.remove(node)
                continue
            _remove_target(node)
            fill_in(app, node)
            for diagram in list(node.findall(DiagramNode)):
                frame = around("", classes=["need"], ids=[node["refid"]])
                diagram.replace_self(frame)
                frame += diagram
            node.replace_self(pen.draw(card(item, items, model), node))

        if app.builder.format not in {"html", "latex"}:
            # Only those two have a visitor for a part of a need.
            for part in list(self.document.findall(PartNode)):
                part.replace_self(nodes.inline("", "", *part.children, ids=part["ids"]))


def _remove_target(node: nodes.Element) -> None:
    """Remove the anchor before the need: the card carries the same id."""
    before = node.parent.index(node) - 1
    sibling = node.parent[before] if before >= 0 else None
    if isinstance(sibling, nodes.target) and sibling.get("refid") == node["refid"]:
        node.parent.remove(sibling)
