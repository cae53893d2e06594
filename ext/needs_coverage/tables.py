"""Puts the body into a table that has had its caption since the page was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation

from needs_coverage.nodes import table_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_ = get_translation("needs_coverage")


def as_html(table: nodes.table, body: str, data: str = "") -> table_html:
    """Return the table as one HTML string below its caption.

    ``data`` is what the script on the page is told of it, as JSON.
    """
    caption = table.next_node(nodes.title)
    children = [] if caption is None else caption.children
    label = "" if caption is None else caption.astext()
    kind = table["classes"][0]
    html = table_html(
        "", "", *children, ids=table["ids"], label=label, body=body, kind=kind
    )
    html["data"] = data
    return html


def as_tables(table: nodes.table, bodies: Iterable[nodes.tgroup]) -> list[nodes.table]:
    """Return a table a body: the first keeps caption and name, the others say which."""
    title, parts = table.next_node(nodes.title), list(bodies)
    tables = []
    for number, body in enumerate(parts, start=1):
        part = table.copy() if number == 1 else nodes.table(classes=table["classes"])
        # LaTeX breaks a long table over pages, and keeps to widths, when told so.
        part["classes"] = [*part["classes"], "longtable", "colwidths-given"]
        if title is not None and number == 1:
            table.remove(title)
            part += title  # not a copy: a translation holds on to this node
        elif title is not None:
            again = _("%(caption)s (part %(number)d of %(count)d)") % {
                "caption": title.astext(),
                "number": number,
                "count": len(parts),
            }
            part += nodes.title("", again)
        part += body
        tables.append(part)
    return tables


def visit_table_html(self: HTML5Translator, node: table_html) -> None:
    """Open the scroller, the table and its caption; the children follow."""
    ids = f' id="{node["ids"][0]}"' if node["ids"] else ""
    label = self.attval(node["label"])
    data = f' data-coverage="{self.attval(node["data"])}"' if node["data"] else ""
    self.body.append(
        f'<div class="coverage-scroll" role="region" tabindex="0" aria-label="{label}">'
        f'<table class="{node["kind"]}"{ids}{data}><caption>'
    )
    # The number of the table is kept under the class that stood there at reading time.
    # One that is shown again on another page has neither id nor number.
    if node["ids"]:
        self.add_fignumber(nodes.table("", ids=node["ids"]))
    self.body.append('<span class="caption-text">')


def depart_table_html(self: HTML5Translator, node: table_html) -> None:
    """Close the caption and write the rest of the table."""
    self.body.append(f"</span></caption>\n{node['body']}</table></div>\n")


def add_script(
    app: Sphinx,
    _page: str,
    _template: str,
    _context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the script to pages that have something for it to do (``html-page-context``)."""
    found = () if doctree is None else doctree.findall(table_html)
    if app.builder.name != "epub" and any(table["data"] for table in found):
        app.add_js_file("needs_coverage.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the HTML table."""
    handlers = (visit_table_html, depart_table_html)
    app.add_node(table_html, html=handlers)
    app.connect("html-page-context", add_script)
