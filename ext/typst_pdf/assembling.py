"""All pages of a document as one doctree, each resolved as the page it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder

    from typst_pdf.settings import Document

_ = get_translation("typst_pdf")
_logger = logging.getLogger(__name__)


def pages_of(builder: Builder, document: Document) -> list[str]:
    """Return the names of the pages of a document, in reading order."""
    found: dict[str, None] = {}
    if document.start not in builder.env.found_docs:
        message = _("typst_documents: there is no page %r to start from.")
        _logger.warning(message, document.start, type="typst_pdf", subtype="start")
        return []
    _gather(builder, document.start, found, follow=document.follow)
    return list(found)


def _gather(
    builder: Builder, docname: str, found: dict[str, None], *, follow: bool
) -> None:
    if docname in found or docname not in builder.env.found_docs:
        return
    found[docname] = None
    if follow:
        for child in builder.env.toctree_includes.get(docname, ()):
            _gather(builder, child, found, follow=True)


def assemble(builder: Builder, document: Document) -> nodes.document:
    """Return one tree: the start page, and in it the pages of its toctrees.

    Sphinx' own ``inline_all_toctrees`` resolves all pages as if they were the first;
    messages would name the wrong page.
    """
    tree = _page(builder, document.start)
    seen = {document.start}
    chapters = list(_inline(builder, tree, seen, follow=document.follow))
    # The start page's own text comes first, also what stands after its toctrees.
    tree.extend(chapters)
    return tree


def _page(builder: Builder, docname: str) -> nodes.document:
    doctree = builder.env.get_doctree(docname)
    builder.env.resolve_references(doctree, docname, builder)
    builder.post_process_images(doctree)
    return doctree


def _inline(
    builder: Builder, tree: nodes.Element, seen: set[str], *, follow: bool
) -> Iterator[addnodes.start_of_file]:
    for toctree in list(tree.findall(addnodes.toctree)):
        parent = toctree.parent
        parent.remove(toctree)
        for docname in toctree["includefiles"] if follow else ():
            if docname in seen or docname not in builder.env.found_docs:
                continue
            seen.add(docname)
            page = _page(builder, docname)
            start = addnodes.start_of_file(docname=docname)
            start.extend(page.children)
            inner = list(_inline(builder, start, seen, follow=True))
            # Below the page's own heading, so that they are its sections.
            sections = [one for one in start.children if isinstance(one, nodes.section)]
            (sections[0] if sections else start).extend(inner)
            yield start
