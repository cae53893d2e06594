"""Tables as HTML strings, with a caption of nodes, and the files a page asks for.

A docutils node for each cell would cost a hundred times as much as the string does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from needs_core.headings import heading_above

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

PAGE_FILES = "needs_page_files"
"""Where a page names the scripts and style sheets it needs: in its doctree or context."""


class HtmlNode(nodes.General, nodes.Element):
    """A part of a page as one string: its attribute ``html``."""


class HtmlTable(nodes.General, nodes.TextElement):
    """A table whose children are those of its caption; the rest is HTML around them.

    Attributes: ``before`` and ``after``. A text element, because links as children ask
    for one.
    """


def captioned_html(table: nodes.table, before: str, after: str) -> HtmlTable:
    """Return a captioned table as HTML that ends and begins inside its ``caption``."""
    caption = table.next_node(nodes.title)
    children = [] if caption is None else caption.children
    return HtmlTable("", "", *children, ids=table["ids"], before=before, after=after)


def caption_text(table: nodes.Element) -> str:
    """Return the caption of a table as text."""
    title = table.next_node(nodes.title)
    return "" if title is None else title.astext()


def add_page_file(document: nodes.document, name: str) -> None:
    """Have a page load a style sheet or a script of an extension.

    Before its scripts it loads ``needs_filters.js``, which they share.
    """
    document[PAGE_FILES] = [*document.get(PAGE_FILES, ()), name]


def _visit_table(self: HTML5Translator, node: HtmlTable) -> None:
    self.body.append(node["before"])
    # Sphinx keeps the number of a table under the node class it had when the page was
    # read. One that is shown again on another page has neither id nor number.
    if node["ids"]:
        self.add_fignumber(nodes.table("", ids=node["ids"]))
    self.body.append('<span class="caption-text">')


def _depart_table(self: HTML5Translator, node: HtmlTable) -> None:
    self.body.append(f"</span>{node['after']}")


def _visit_html(self: HTML5Translator, node: HtmlNode) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


_COLUMNS = 3
_SHORT = 24
"""Cells of so few letters stay in columns on a phone: they are there to be compared."""


def stacked_heads(table: nodes.table) -> list[str]:
    """Return the heads of columns that a phone has no room for beside each other.

    There each row is a card, whose cells say what they are. None of a table with few
    columns, with nothing but short cells, or with cells that span others.
    """
    body = table.next_node(nodes.tbody)
    heads = [row for head in table.findall(nodes.thead) for row in _rows(head)]
    if body is None or len(heads) != 1 or len(heads[0]) < _COLUMNS:
        return []
    rows = _rows(body)
    if any("morecols" in x or "morerows" in x for row in (*heads, *rows) for x in row):
        return []
    is_long = any(len(cell.astext()) > _SHORT for row in rows for cell in row[1:])
    return [cell.astext().replace("\xad", "") for cell in heads[0]] if is_long else []


def _rows(part: nodes.Element) -> list[list[nodes.entry]]:
    """Return the cells of a head or a body, row by row."""
    return [
        [cell for cell in row.children if isinstance(cell, nodes.entry)]
        for row in part.children
        if isinstance(row, nodes.row)
    ]


def _visit_plain_table(self: HTML5Translator, node: nodes.table) -> None:
    """Draw a table as the theme does; without a caption it is named by its heading."""
    start = len(self.body)
    if heads := stacked_heads(node):
        node["classes"].append("needs-stacked")
        for row in _rows(next(node.findall(nodes.tbody))):
            for head, cell in zip(heads[1:], row[1:], strict=False):
                cell["stacked_head"] = head if head[-1:] in {"?", "!", ":"} else f"{head}:"
    type(self).visit_table(self, node)
    name = "" if isinstance(node[0], nodes.title) else heading_above(node)
    for at in range(start, len(self.body) if name else start):
        if "<table" in self.body[at]:
            label = f'<table aria-label="{self.attval(name)}"'
            self.body[at] = self.body[at].replace("<table", label, 1)
            break


def _depart_plain_table(self: HTML5Translator, node: nodes.table) -> None:
    type(self).depart_table(self, node)


def _visit_entry(self: HTML5Translator, node: nodes.entry) -> None:
    """Draw a cell as the theme does; that of a header says what it heads.

    One of a table that a phone shows as cards has the head of its column, too.
    """
    start = len(self.body)
    type(self).visit_entry(self, node)
    tag = self.body[start] if start < len(self.body) else ""
    if tag.startswith("<th") and " scope=" not in tag:
        scope = _scope(node)
        self.body[start] = tag.replace("<th", f'<th scope="{scope}"', 1)
    elif tag.startswith("<td") and (head := node.get("stacked_head")):
        self.body[start] = tag.replace("<td", f'<td data-label="{self.attval(head)}"', 1)


def _scope(node: nodes.entry) -> str:
    if isinstance(node.parent.parent, nodes.thead):
        return "colgroup" if node.get("morecols") else "col"
    return "rowgroup" if node.get("morerows") else "row"


def _depart_entry(self: HTML5Translator, node: nodes.entry) -> None:
    type(self).depart_entry(self, node)


def _load_files(
    app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    document: nodes.document | None,
) -> None:
    """Load the files a page has named, and what scripts share (``html-page-context``)."""
    named = (context if document is None else document).get(PAGE_FILES, ())
    styles = [name for name in dict.fromkeys(named) if name.endswith(".css")]
    for name in styles:
        app.add_css_file(name)
    scripts = [name for name in dict.fromkeys(named) if name not in styles]
    if scripts and app.builder.name != "epub":
        for name in ("needs_filters.js", *scripts):
            app.add_js_file(name, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the nodes, which only HTML builders see, and the files of pages."""
    app.add_node(HtmlTable, html=(_visit_table, _depart_table))
    app.add_node(HtmlNode, html=(_visit_html, None))
    app.add_node(nodes.table, override=True, html=(_visit_plain_table, _depart_plain_table))
    app.add_node(nodes.entry, override=True, html=(_visit_entry, _depart_entry))
    app.connect("html-page-context", _load_files)
