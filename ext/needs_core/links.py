"""Links to needs, in any builder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri

from needs_core.numbers import number_nodes, short_nodes
from needs_core.output_addresses import item_from_file

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from needs_core.model import Label


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
