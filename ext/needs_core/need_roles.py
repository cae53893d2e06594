"""The role ``need`` as readers see it, where they see numbers in place of ids.

sphinx-needs writes the id behind the text of the role, and cuts off long titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.links import reference
from needs_core.numbers import are_declared
from needs_core.reader import RoleNode, read_items

if TYPE_CHECKING:
    from docutils import nodes
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


def setup(app: Sphinx) -> None:
    """Connect the handler before that of sphinx-needs, at 500."""
    app.connect("doctree-resolved", _draw_roles, priority=450)
