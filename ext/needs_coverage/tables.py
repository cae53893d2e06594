"""Puts the body into a table that has had its caption since the page was read."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation

from needs_coverage.nodes import html_part, table_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_ = get_translation("needs_coverage")


def as_html(
    table: nodes.table, body: str, data: str = "", *, kind: str = "", after: str = ""
) -> table_html:
    """Return the table as one HTML string below its caption.

    ``data`` is what the script on the page is told of it, as JSON; ``kind`` a class it
    has beside its own, ``after`` what follows the table.
    """
    caption = table.next_node(nodes.title)
    children = [] if caption is None else caption.children
    label = "" if caption is None else caption.astext()
    kind = f"{table['classes'][0]} {kind}".strip()
    html = table_html(
        "", "", *children, ids=table["ids"], label=label, body=body, kind=kind
    )
    html["data"], html["after"] = data, after
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


def opening(label: str, kind: str, anchor: str, data: str) -> str:
    """Return the start of the scroller and of a table, up to the words of its caption."""
    id_ = f' id="{escape(anchor, quote=True)}"' if anchor else ""
    told = f' data-coverage="{escape(data, quote=True)}"' if data else ""
    return (
        '<div class="coverage-scroll" role="region" tabindex="0"'
        f' aria-label="{escape(label, quote=True)}">'
        f'<table class="{kind}"{id_}{told}><caption>'
    )


CLOSING = "</table></div>\n"
"""The end of a table and of its scroller."""


def visit_table_html(self: HTML5Translator, node: table_html) -> None:
    """Open the scroller, the table and its caption; the children follow."""
    start = opening(node["label"], node["kind"], next(iter(node["ids"]), ""), node["data"])
    self.body.append(start)
    # The number of the table is kept under the class that stood there at reading time.
    # One that is shown again on another page has neither id nor number.
    if node["ids"]:
        self.add_fignumber(nodes.table("", ids=node["ids"]))
    self.body.append('<span class="caption-text">')


def visit_html_part(self: HTML5Translator, node: html_part) -> None:
    """Write the part; it has no children."""
    self.body.append(node["html"])
    raise nodes.SkipNode


def depart_table_html(self: HTML5Translator, node: table_html) -> None:
    """Close the caption and write the rest of the table."""
    self.body.append(f"</span></caption>\n{node['body']}{CLOSING}{node['after']}")


SCRIPTS = "coverage_scripts"
"""Where a page names the scripts it needs: in its doctree, or in its context."""


def need_script(doctree: nodes.document, name: str) -> None:
    """Have a page load one of our scripts."""
    doctree[SCRIPTS] = [*doctree.get(SCRIPTS, ()), name]


def add_scripts(
    app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the scripts to pages that have something for them to do (``html-page-context``).

    They are named when the page is drawn: to look for the tables would cost more.
    """
    names = context.get(SCRIPTS, ()) if doctree is None else doctree.get(SCRIPTS, ())
    for name in dict.fromkeys(names) if app.builder.name != "epub" else ():
        app.add_js_file(name, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the HTML table."""
    handlers = (visit_table_html, depart_table_html)
    app.add_node(table_html, html=handlers)
    app.add_node(html_part, html=(visit_html_part, None))
    app.connect("html-page-context", add_scripts)
