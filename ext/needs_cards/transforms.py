"""Replaces needs by their cards, and translates notices of sphinx-needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_cards.card import GroupHues, make_card
from needs_cards.draw import AskedFor, CardPage, draw_card
from needs_core.core_settings import ConfidenceFields
from needs_core.edit_links import edit_url
from needs_core.editions import internal_fields, mark_internal
from needs_core.model_reader import read_model, read_steps
from needs_core.reader import read_items
from needs_core.settings import read, value
from needs_core.sphinx_internals import app_of
from needs_core.sphinx_needs_internals import (
    DiagramNode,
    NeedNode,
    PartNode,
    fill_dynamic_functions,
    is_collapsed,
    own_layout,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

_ = get_translation("needs_cards")


class DiagramFrame(nodes.table):
    """Temporary table around a diagram while sphinx-needs makes it; never drawn.

    sphinx-needs makes the diagram of a need of what it finds around it: a table with
    the id of the need, as its own drawing is one.
    """


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
        app = app_of(self.env)
        items, model = read_items(app), read_model(self.config)
        steps, confidence = read_steps(self.config), read(self.config, ConfidenceFields)
        if app.builder.format != "html":
            hues = items.look(GroupHues(value(self.config, "needs_core_coloured_type")))
            _colour_sections(self.document, hues)
        page = CardPage(
            *(app.builder, self.env.current_document.docname, steps.states, model),
            internal_fields(self.config),
        )
        folded = value(app.config, "needs_cards_folded")
        for node in found:
            item = items.by_id.get(node["refid"])
            if item is None or item.docname != node["docname"]:
                # Two pages read by two workers gave the same id; sphinx-needs has
                # warned, and leaves out the one it did not keep.
                node.parent.remove(node)
                continue
            _remove_target(node)
            fill_dynamic_functions(app, node)
            for diagram in list(node.findall(DiagramNode)):
                frame = DiagramFrame("", classes=["need"], ids=[node["refid"]])
                diagram.replace_self(frame)
                frame += diagram
            card = make_card(item, items, model, steps, confidence)
            collapsed = item.type in folded or is_collapsed(app, node)
            layout = own_layout(app, node, page.docname)
            internal = mark_internal(app, item, node)
            asked = AskedFor(layout, collapsed, edit_url(self.env, item), internal)
            node.replace_self(draw_card(card, node, page, asked))

        if app.builder.format not in {"html", "latex"}:
            # Only those two have a visitor for a part of a need.
            for part in list(self.document.findall(PartNode)):
                part.replace_self(nodes.inline("", "", *part.children, ids=part["ids"]))


def _colour_sections(document: nodes.document, hues: Mapping[str, int]) -> None:
    """Give the outermost sections whose needs are all of one group its class."""
    coloured: set[nodes.Element] = set()
    for section in document.findall(nodes.section):
        if section.parent in coloured:
            coloured.add(section)
            continue
        found = {hues.get(need["refid"]) for need in section.findall(NeedNode)}
        if len(found) == 1 and (number := found.pop()):
            section["classes"].append(f"hue-{number}")
            coloured.add(section)


def _remove_target(node: nodes.Element) -> None:
    """Remove the anchor before the need: the card carries the same id."""
    before = node.parent.index(node) - 1
    sibling = node.parent[before] if before >= 0 else None
    if isinstance(sibling, nodes.target) and sibling.get("refid") == node["refid"]:
        node.parent.remove(sibling)


def remove_frames(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Replace every frame by the diagram in it (``doctree-resolved``)."""
    for node in list(doctree.findall(DiagramFrame)):
        # The card has the id; and of a diagram that failed there is nothing left.
        node["ids"], node["classes"] = [], []
        node.replace_self(node.children)


_NOTHING = "No needs passed the filters"
_FILTER = "Used filter:"
_CAPPED = re.compile(r"Showing the first (\d+) of (\d+) ")


def translate_notices(_app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Translate the sentences sphinx-needs writes into a page (``doctree-resolved``).

    It writes them in English, past every catalogue. A filter is a program's line and
    stays, as do the texts of authors.
    """
    for paragraph in doctree.findall(nodes.paragraph):
        # A sentence of sphinx-needs stands alone, bare or in italics.
        inside = paragraph[0] if len(paragraph) == 1 else None
        if isinstance(inside, nodes.emphasis | nodes.Text):
            translated = _translated(paragraph["classes"], inside.astext())
            if translated is not None:
                paragraph[:] = [nodes.Text(translated)]


def _translated(classes: list[str], text: str) -> str | None:
    if "needs_filter_warning" in classes and text == _NOTHING:
        return _("Nothing matches.")
    if not classes and text.startswith(_FILTER):
        return text.replace(_FILTER, _("Filter used:"), 1)
    if "needs_max_items_notice" in classes and (capped := _CAPPED.match(text)):
        shown, total = capped.groups()
        at = {"shown": shown, "total": total}
        return _("Showing the first %(shown)s of %(total)s.") % at
    return None
