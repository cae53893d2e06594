"""The index at the end of a document."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from sphinx import addnodes
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.locale import get_translation

from typst_pdf import markers
from typst_pdf.assembly import walk
from typst_pdf.typst_code import call
from typst_pdf.volumes import Chapter, Heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from typst_pdf.translator import TypstTranslator

_ = get_translation("typst_pdf")


def index_chapter(
    builder: Builder, translator: TypstTranslator, tree: nodes.document
) -> Chapter:
    """Return the index, without code when no entry leads into the document.

    The entries are those in the tree, also those that extensions made when it was drawn.
    The targets of its entries are added to those that the translator has linked.
    """
    statements: list[str] = []
    found: dict[str, list[Any]] = {}
    for node, page in walk(tree, translator.docname):
        if isinstance(node, addnodes.index):
            found.setdefault(page, []).extend(node["entries"])
    for letter, entries in _entries_of(found).create_index(builder):
        if lines := list(_lines(entries, translator)):
            statements += [call("index-letter", translator.text(letter)), *lines]
    if not statements:
        return Chapter("")
    title = _("Index")
    heading = call("section-heading", "1", translator.text(title), key='"genindex"')
    columns = "index-columns({{\n{}\n}})".format("\n".join(statements))
    return Chapter(f"\n{heading}\n{columns}", headings=(Heading(1, title),))


def _entries_of(found: dict[str, list[Any]]) -> IndexEntries:
    """Return Sphinx' entries of some pages; of the environment it reads only these."""
    domain = SimpleNamespace(entries=found)
    environment = SimpleNamespace(domains=SimpleNamespace(index_domain=domain))
    return IndexEntries(cast("BuildEnvironment", environment))


def _lines(entries: list[Any], translator: TypstTranslator) -> Iterator[str]:
    """Yield the lines of Sphinx' entries: ``(name, (links, sub-entries, key))``."""
    for name, (links, below, _key) in entries:
        inner = [line for sub, at in below for line in _line(1, sub, at, translator)]
        own = list(_line(0, name, links, translator))
        if own or inner:
            yield from own or [call("index-entry", "0", translator.text(name))]
            yield from inner


def _line(
    depth: int, name: str, links: list[tuple[str, str]], translator: TypstTranslator
) -> Iterator[str]:
    numbers = (translator.targets.find(uri, "") for _main, uri in links)
    found = [number for number in dict.fromkeys(numbers) if number is not None]
    translator.linked.update(found)
    if found:
        places = map(markers.index_location, found)
        yield call("index-entry", str(depth), translator.text(name), *places)
