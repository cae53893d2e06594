"""The table of what becomes of the lines of a source, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from needs_core.nodes import folded, paragraph, table, table_body
from needs_sources.source_text import format_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from needs_core.page_views import ViewNode
    from needs_sources.drawing_context import SourceContext
    from needs_sources.usage import LineUse, SourceUsage

_ = get_translation("needs_sources")


def draw_usage(
    usage: SourceUsage, place: ViewNode, page: SourceContext
) -> Iterator[nodes.Node]:
    """Yield the counts of lines, and the table."""
    if usage.label is None:
        return
    if not usage.rows:
        yield paragraph(_("The lines of this source have not been looked up."))
        return
    yield paragraph(_counts(usage))
    reasons = dict(place["view"].settings.reasons)
    head = (_("Lines"), _("What becomes of them"), _("Where"))
    rows = [
        (
            format_ranges([row.lines]),
            _kind(row.use, reasons),
            list(_where(row.use, page)),
        )
        for row in usage.rows
    ]
    body = table_body(head, [(a, b, c or "–") for a, b, c in rows], (14, 40, 46))
    drawn = table(body, ["source-usage", "longtable", "colwidths-given"])
    found = folded([drawn], _("Show every line (%d)") % usage.lines, html=page.html)
    yield from found if isinstance(found, list) else [found]


def _counts(usage: SourceUsage) -> str:
    count = usage.lines
    text = _(
        "%(lines)d lines hold text: %(quoted)d are quoted (%(partly)d of them in part),"
        " %(told)d are told in our words, and %(unused)d are not used."
    ) % {
        "lines": count,
        "quoted": usage.quoted,
        "partly": usage.partly,
        "told": usage.told,
        "unused": usage.unused,
    }
    left = sum(row.count for row in (*usage.unexplained, *usage.half_explained))
    if not left:
        return text + " " + _("No line is without an explanation.")
    return text + " " + _("○ %d are without an explanation.") % left


def _kind(use: LineUse, reasons: Mapping[str, str]) -> str:
    if use.part is not None and use.is_quoted:
        return _quoted_in_part(use, use.part, reasons)
    if use.is_quoted:
        return _("● quoted")
    if use.used:
        return _("● told in our words")
    if use.reasons:
        words = ", ".join(reasons.get(name, name) for name in use.reasons)
        return _("– not used: %s") % words
    return _("○ without an explanation")


def _quoted_in_part(use: LineUse, part: tuple[int, int], reasons: Mapping[str, str]) -> str:
    """Return how much is quoted, and what becomes of the rest."""
    quoted, whole = part
    text = _("◐ quoted in part (%(part)d of %(whole)d sentences)") % {
        "part": quoted,
        "whole": whole,
    }
    if not quoted:
        text = _("◐ some of the words are quoted")
    if use.told or use.pages:
        return _("%s; the rest is told in our words") % text
    if use.reasons:
        words = ", ".join(reasons.get(name, name) for name in use.reasons)
        return _("%(part)s; the rest is not used: %(reason)s") % {
            "part": text,
            "reason": words,
        }
    return _("%s; the rest is without an explanation") % text


def _where(use: LineUse, page: SourceContext) -> Iterator[nodes.Node]:
    # Many needs in narrow cells: their ids, as in a matrix on paper.
    labels = dict.fromkeys((*use.quoted, *use.told))
    links: Iterable[nodes.Node] = (
        *(page.link(label, label.id) for label in labels),
        *(_page(x, page.docname) for x in dict.fromkeys((*use.quoting, *use.pages))),
    )
    for number, node in enumerate(links):
        if number:
            yield nodes.Text(", ")
        yield node


def _page(name: str, docname: str) -> nodes.Node:
    """Return a link to a page by its title, resolved with the other references."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", f"/{name}"),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{name}",
        refexplicit=False,
        refwarn=True,
        refdoc=docname,
    )
