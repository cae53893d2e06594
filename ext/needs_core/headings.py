"""A heading of no words gets those of its picture, or is told and left out.

What is computed when pages are drawn is no word yet, and is told too. Menus, searches and
PDF need words. This is done when a page is read, for all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxContentsFilter, SphinxTransform

from needs_core.nodes import warn_at

if TYPE_CHECKING:
    from typing import Any

_ = get_translation("needs_core")

_TAG = re.compile(r"<[^>]*>")


class HeadingWords(SphinxTransform):
    """Gives words to the headings of a page, before Sphinx collects them at 880."""

    default_priority = 870

    def apply(self, **_kwargs: Any) -> None:
        """Look at the heading of every section."""
        for title in list(self.document.findall(nodes.title)):
            section = title.parent
            if isinstance(section, nodes.section):
                self._show_source(title, section)
                self._show_computed(title)
                if not "".join(map(_words, title.children)).strip():
                    self._name(title, section)

    def _show_source(self, title: nodes.title, section: nodes.section) -> None:
        """Put what was written in place of a mistake that is told already."""
        if any(title.findall(nodes.system_message)):
            title.children = []
            title += nodes.Text(title.rawsource)
            # The id was made of the message, and the message names a folder.
            name = nodes.make_id(title.rawsource) or "heading"
            section["ids"], section["names"], section["dupnames"] = [name], [], []

    def _show_computed(self, title: nodes.title) -> None:
        """Put what was written in place of what Sphinx can copy into no menu."""
        for node in list(title.findall(nodes.Element)):
            if hasattr(SphinxContentsFilter, f"visit_{type(node).__name__}"):
                continue
            text = node.astext()
            fault = _("What is computed cannot stand in a heading.")
            remedy = _("Write it in the text below.")
            kind = {"type_": "needs_core", "subtype": "computed_heading"}
            warn_at(self.env, title, text, fault, remedy, **kind)
            node.replace_self(nodes.Text(text))

    def _name(self, title: nodes.title, section: nodes.section) -> None:
        pictures = list(title.findall(nodes.image))
        shown = [x.get("alt", "") for x in pictures]
        shown += [_TAG.sub("", x.astext()) for x in title.findall(nodes.raw)]
        words = " ".join(" ".join(shown).split())
        page = self.env.current_document.docname
        fault = _("The heading has no text, and is left out.")
        if is_first := isinstance(section.parent, nodes.document):
            fault = _("The heading has no text; the name of the file stands in its place.")
        if not words:
            kind = {"type_": "needs_core", "subtype": "no_heading"}
            warn_at(self.env, title, _("Heading"), fault, _("Write one."), **kind)
            words = page.rpartition("/")[2] if is_first else ""
        below = [nodes.paragraph("", "", picture) for picture in pictures]
        for picture in pictures:
            picture["alt"] = ""  # the heading says it
        if words:
            title.children = []
            title += nodes.Text(words)
            section[1:1] = below
        else:
            anchor = nodes.target()  # gets the ids, also where nothing stands below
            section.replace_self([anchor, *below, *section.children[1:]])


def _words(node: nodes.Node) -> str:
    return "" if isinstance(node, (nodes.image, nodes.raw)) else node.astext()


def level_of(node: nodes.Node) -> int:
    """Return the level of the headings around a node; of a page's title, 1."""
    depth = 0
    while node := node.parent:
        depth += isinstance(node, nodes.section)
    return depth


def heading_above(node: nodes.Node) -> str:
    """Return the text of the heading that a node stands under; "" for none."""
    while node.parent is not None:
        before = node.parent.children[: node.parent.index(node)]
        for one in reversed(before):
            if isinstance(one, nodes.rubric) or (
                isinstance(one, nodes.title) and isinstance(node.parent, nodes.section)
            ):
                return _read_aloud(one)
        node = node.parent
    return ""


def _read_aloud(heading: nodes.Element) -> str:
    """Return the text of a heading without what only a switch shows."""
    texts = heading.findall(nodes.Text)
    read = (str(x) for x in texts if "needs-item-id" not in x.parent.get("classes", ()))
    return "".join(read).strip()
