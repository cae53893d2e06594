"""All pages of a document as one doctree, and the link targets in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from needs_core.nodes import bullets, paragraph
from needs_core.progress_text import COMPUTED_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder

    from typst_pdf.config import PdfDocument


LIFTED = "lifted"
"""An attribute of the sections that stand in the place of their page, each a chapter."""


def is_generated_page(docname: str) -> bool:
    """Tell whether a page is made by Sphinx, such as its indices; no document has it."""
    return docname in {"genindex", "search"} or docname.endswith("-modindex")


def assemble(builder: Builder, document: PdfDocument) -> nodes.document:
    """Return one tree: the start page, and in it the pages of its toctrees.

    Each page is resolved as the page it is: Sphinx' own ``inline_all_toctrees`` resolves
    all pages as if they were the first, and messages would name the wrong page.
    """
    tree = _page(builder, document.start)
    seen = {document.start, *document.without}
    chapters = list(_inline_toctrees(builder, document, tree, seen))
    # The start page's own text comes first, also what stands after its toctrees.
    tree.extend(chapters)
    if document.chapters == "sections":
        _lift_sections(tree)
    if document.sheet:
        _leave_day_to_foot(tree)
    return tree


def _lift_sections(tree: nodes.document) -> None:
    """Put the sections of the page in its place; its heading is left out.

    The day that the page was computed on, which would stand before the first chapter, goes
    below the heading of that.
    """
    page = next((one for one in tree if isinstance(one, nodes.section)), None)
    if page is None:
        return
    inner = [one for one in page if not isinstance(one, nodes.title)]
    first = next((one for one in inner if isinstance(one, nodes.section)), None)
    (tree if first is None else first)["ids"] += page["ids"]
    if first is not None:
        days = [
            one
            for one in inner
            if isinstance(one, nodes.paragraph) and COMPUTED_DAY in one["classes"]
        ]
        inner = [one for one in inner if one not in days]
        first[1:1] = days
    for one in inner:
        if isinstance(one, nodes.section):
            one[LIFTED] = True
    page.replace_self(inner)


def _leave_day_to_foot(tree: nodes.document) -> None:
    """Take the day away that a sheet, which has no heading, would begin with."""
    for said in list(tree.findall(nodes.paragraph)):
        if COMPUTED_DAY in said["classes"]:
            said.parent.remove(said)


def _page(builder: Builder, docname: str) -> nodes.document:
    doctree = builder.env.get_doctree(docname)
    builder.env.resolve_references(doctree, docname, builder)
    builder.post_process_images(doctree)
    return doctree


def _inline_toctrees(
    builder: Builder, document: PdfDocument, tree: nodes.Element, seen: set[str]
) -> Iterator[addnodes.start_of_file]:
    for toctree in list(tree.findall(addnodes.toctree)):
        toctree.replace_self(_listed(builder, document, toctree))
        for docname in toctree["includefiles"] if document.follow else ():
            if docname in seen or docname not in builder.env.found_docs:
                continue
            seen.add(docname)
            page = _page(builder, docname)
            start = addnodes.start_of_file(docname=docname)
            start.extend(page.children)
            inner = list(_inline_toctrees(builder, document, start, seen))
            # Below the page's own heading, so that they are its sections.
            sections = [one for one in start.children if isinstance(one, nodes.section)]
            (sections[0] if sections else start).extend(inner)
            yield start


def _listed(
    builder: Builder, document: PdfDocument, toctree: addnodes.toctree
) -> list[nodes.Element]:
    """Return the pages of a toctree as links, where nothing else is below a heading."""
    if not document.follow or not _is_all_below_heading(toctree):
        return []
    lines = []
    for title, target in toctree["entries"]:
        shown, uri = title or target, target
        if (heading := builder.env.titles.get(target)) is not None:
            shown = title or heading.astext()
            uri = builder.get_relative_uri(toctree["parent"], target)
        if target not in {"self", *document.without}:
            lines.append(paragraph(nodes.reference("", shown, refuri=uri)))
    return [bullets(lines)] if lines else []


def _is_all_below_heading(toctree: addnodes.toctree) -> bool:
    """Tell whether a part of a page has its heading, toctrees and nothing else.

    Their pages are chapters elsewhere; those of a whole page follow its heading.
    """
    section = toctree.parent.parent
    if toctree.get("hidden") or not isinstance(section, nodes.section):
        return False
    return isinstance(section.parent, nodes.section) and all(
        isinstance(one, nodes.Titular | nodes.Invisible)
        or (isinstance(one, nodes.compound) and "toctree-wrapper" in one["classes"])
        for one in section.children
    )


class LinkTargets:
    """Numbers for all ids of a tree; several ids of one place have one number."""

    def __init__(self, tree: nodes.document, start: str) -> None:
        """Number the ids of a tree whose first page is ``start``."""
        self._numbers: dict[tuple[str, str], int] = {}
        self._anywhere: dict[str, int] = {}
        self._count = 0
        self.footnotes: dict[tuple[str, str], nodes.Element] = {}
        """The footnotes, by page and id."""
        for node, docname in walk(tree, start):
            self._add(node, docname)

    def _add(self, node: nodes.Element, docname: str) -> None:
        names = list(node["ids"])
        if isinstance(node, addnodes.index):
            names += [entry[2] for entry in node["entries"]]
        if isinstance(node, (addnodes.start_of_file, nodes.document)):
            names.append("")
            # A link to a page leads to its heading.
            heads = (one for one in node.children if isinstance(one, nodes.section))
            names += next((one["ids"] for one in heads), [])
        if not names:
            return
        if isinstance(node, nodes.footnote):
            self.footnotes |= {(docname, name): node for name in node["ids"]}
        known = (self._numbers.get((docname, name)) for name in names)
        number = next((one for one in known if one is not None), None)
        if number is None:
            number, self._count = self._count, self._count + 1
        for name in names:
            self._numbers.setdefault((docname, name), number)
            self._anywhere.setdefault(name, number)

    def numbers(self, docname: str, names: list[str]) -> list[int]:
        """Return the different numbers of a node's ids."""
        found = (self._numbers.get((docname, name)) for name in names)
        return list(dict.fromkeys(number for number in found if number is not None))

    def find(self, uri: str, docname: str) -> int | None:
        """Return the number that ``%page#id``, or ``#id`` on ``docname``, leads to."""
        page, _hash, name = uri.removeprefix("%").partition("#")
        page = page if uri.startswith("%") else docname
        exact = self._numbers.get((page, name))
        return exact if exact is not None or not name else self._anywhere.get(name)


def walk(tree: nodes.Element, docname: str) -> Iterator[tuple[nodes.Element, str]]:
    """Yield every element with its page, without recursion: trees can be deep."""
    stack: list[tuple[nodes.Element, str]] = [(tree, docname)]
    while stack:
        node, page = stack.pop()
        if isinstance(node, addnodes.start_of_file):
            page = node["docname"]
        yield node, page
        children = [child for child in node.children if isinstance(child, nodes.Element)]
        stack.extend((child, page) for child in reversed(children))
