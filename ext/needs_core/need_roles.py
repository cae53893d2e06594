"""The role ``need`` and ``needlist`` as readers see them, where they see numbers, no ids.

sphinx-needs writes the id behind the text of the role, and cuts off long titles; in a
list it stands before the title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from needs_core.links import reference
from needs_core.numbers import are_declared, number_nodes
from needs_core.reader import RoleNode, read_items

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _draw_roles(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Draw each role that names a whole need; sphinx-needs draws the others."""
    found = list(document.findall(RoleNode)) if are_declared(app.config) else []
    by_id = read_items(app).by_id if found else {}
    for role in found:
        item, text = by_id.get(role["reftarget"]), role.astext()
        if item is not None and "[[" not in text:
            own = None if text == item.id else text
            role.replace_self(reference(app.builder, docname, item.label, own))


def _number_lists(app: Sphinx, document: nodes.document, _docname: str) -> None:
    """Put the number in the place of the id before each title of a ``needlist``."""
    if not are_declared(app.config):
        return
    blocks = document.findall(nodes.line_block)
    lists = [x for x in blocks if any(str(i).startswith("needlist-") for i in x["ids"])]
    by_id = read_items(app).by_id if lists else {}
    for link in (x for block in lists for x in block.findall(nodes.reference)):
        id_, colon, rest = link.astext().partition(": ")
        if colon and id_ in by_id:
            link[:] = [*number_nodes(app.builder, by_id[id_].label), nodes.Text(rest)]


def setup(app: Sphinx) -> None:
    """Connect the handlers: the first before that of sphinx-needs, at 500."""
    app.connect("doctree-resolved", _draw_roles, priority=450)
    app.connect("doctree-resolved", _number_lists, priority=550)
