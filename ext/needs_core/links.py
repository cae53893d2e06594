"""Links to needs, in any builder; the role ``need`` and ``needlist`` as readers see them.

sphinx-needs writes the id behind the text of the role, and cuts off long titles; in a list
it stands before the title. Where readers see numbers, they see no ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri

from needs_core.need_numbers import are_declared, number_nodes, short_nodes
from needs_core.output_addresses import item_from_file
from needs_core.reader import read_items
from needs_core.sphinx_needs_internals import RoleNode

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from needs_core.items import Label


def uri(builder: Builder, docname: str, label: Label) -> str | None:
    """Return the address of an item as seen from a page; ``None`` where there is none.

    ``None`` also for a builder that has no addresses, as gettext.
    """
    if label.url is not None:
        return label.url
    if label.docname is None:
        return None
    if label.hidden:
        return builder.get_relative_uri(docname, label.docname)
    if builder.name == "singlehtml":
        # Sphinx would write #document-page#id, which no browser can follow.
        return f"#{label.id}"
    try:
        return f"{builder.get_relative_uri(docname, label.docname)}#{label.id}"
    except NoUri:
        return None


def reference(
    builder: Builder, docname: str, label: Label, text: str | None = None
) -> nodes.Node:
    """Return a link to an item, or its bare text where nothing can be linked.

    With the id as its text it is as short as can be: there readers see the number.
    """
    if text == label.id:
        named = short_nodes(builder, label)
    else:
        named = [] if text else number_nodes(builder, label)
        named.append(nodes.Text(text or label.title))
    shown = nodes.inline("", "", *named)
    address = uri(builder, docname, label)
    if address is None or builder.format == "man":
        return shown  # a man page would print the address behind every name
    internal = label.url is None
    return nodes.reference("", "", shown, internal=internal, refuri=address)


def absolute_reference(builder: Builder, label: Label) -> nodes.Node:
    """Return a link to an item for a file that is sent on; its text without an address."""
    shown = label.name
    address = item_from_file(builder, label) or ""
    if not address.startswith(("https://", "http://")):
        return nodes.Text(shown)
    return nodes.reference("", shown, internal=False, refuri=address)


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
