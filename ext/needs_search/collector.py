"""What each page says by itself: its needs, its sections and its glossary.

Read from the page as its author wrote it, before tables, extracts and menus are drawn
into it: what is shown again elsewhere is found where it stands, once.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from needs_core.collector import PerPage
from needs_core.nodes import warn_at
from needs_core.only_parts import conditions_of
from needs_core.page_views import ViewNode
from needs_core.sphinx_needs_internals import NeedNode
from needs_search.entries import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ = get_translation("needs_search")

_LEFT_OVER = re.compile(r"(?<=[.:!?]) [.,;](?= |$)")
"""A mark alone after another: what stands between is drawn when all pages are read."""

_NOT_TEXT = (
    nodes.Invisible,
    nodes.raw,
    nodes.system_message,
    addnodes.toctree,
    addnodes.index,
)
"""Nothing of these is the page's own text."""

_COUNTS = "sphinx_needs.roles.need_count"

_SEPARATE = (nodes.section, NeedNode, addnodes.glossary, addnodes.only)
"""These are passages of their own."""


def _read(app: Sphinx, doctree: nodes.document) -> tuple[Passage, ...] | None:
    """Read a page, unless it asks not to be searched."""
    docname = app.env.current_document.docname
    metadata = app.env.metadata.get(docname, {})
    if {"nosearch", "no-search"} & set(metadata):
        return None
    return tuple(_passages(doctree, (), app.env))


PASSAGES = PerPage[tuple[Passage, ...]]("needs_search_passages", _read)
"""What every page says; a page that asks not to be searched has none."""


def passage_ids(env: BuildEnvironment) -> frozenset[str]:
    """Return what can be found is called: ids of needs, pages, and pages with anchors."""
    return frozenset(
        x.key if x.kind == "need" else f"{docname}#{x.key}" if x.key else docname
        for docname, passages in PASSAGES.pages(env).items()
        for x in passages
    )


def _passages(
    node: nodes.Element, under: tuple[str, ...], env: BuildEnvironment
) -> Iterator[Passage]:
    """Yield the passages below a node, in the order of the page."""
    for child in node.children:
        if isinstance(child, nodes.section):
            title = _title(child)
            yield from _section(child, title, under)
            yield from _passages(child, (*under, title), env)
        elif isinstance(child, NeedNode):
            need = Passage("need", child["refid"], "", _own_text(child), under)
            yield replace(need, conditions=conditions_of(child))
            yield from _conditional(child, need)
            yield from _passages(child, under, env)
        elif isinstance(child, addnodes.glossary):
            yield from _terms(child, under, env)
        elif isinstance(child, nodes.Element):
            yield from _passages(child, under, env)


def _section(
    section: nodes.section, title: str, under: tuple[str, ...]
) -> Iterator[Passage]:
    """Yield a section that says or shows something itself, beside what stands in it."""
    # The page's own section is the page: its address needs no anchor.
    anchor = section["ids"][0] if under and section["ids"] else ""
    text = _own_text(section)
    passage = Passage("section", anchor, title, text, under)
    if title:
        yield from _conditional(section, passage)
    if not title or not (text or any(map(_shows, section.children))):
        return
    yield replace(passage, conditions=conditions_of(section))


def _conditional(node: nodes.Element, passage: Passage) -> Iterator[Passage]:
    """Yield what a passage says under each ``only`` in it."""
    for child in node.children:
        if isinstance(child, addnodes.only) and (text := _own_text(child)):
            conditions = (*conditions_of(child), child["expr"])
            yield replace(passage, text=text, conditions=conditions)
        own = isinstance(child, addnodes.only) or not isinstance(child, _SEPARATE)
        if own and isinstance(child, nodes.Element):
            yield from _conditional(child, passage)


def shown_passages(
    passages: Iterable[Passage], hold: Callable[[tuple[str, ...]], bool]
) -> tuple[Passage, ...]:
    """Return the passages whose conditions hold, each once with all that it says."""
    passages = tuple(passages)
    if not any(passage.conditions for passage in passages):
        return passages
    found = dict[tuple[str, str], Passage]()
    for passage in passages:
        if hold(passage.conditions):
            key = (passage.kind, passage.key)
            before = found.get(key)
            text = " ".join(filter(None, (before.text if before else "", passage.text)))
            found[key] = replace(passage, text=text, conditions=())
    return tuple(found.values())


def _title(section: nodes.section) -> str:
    first = section.next_node(nodes.title, descend=True)
    return " ".join(first.astext().split()) if first is not None else ""


def _shows(child: nodes.Node) -> bool:
    """Tell whether something without words is drawn here: a matrix, a table, a picture."""
    drawn = (ViewNode, nodes.image, nodes.figure)
    if isinstance(child, NeedNode):
        return False
    return isinstance(child, drawn) or type(child).__module__.startswith("sphinx_needs.")


def _own_text(node: nodes.Element) -> str:
    return _joined(_texts(node))


def _joined(texts: Iterable[str]) -> str:
    """Return blocks as one text, without the marks after what is drawn there later."""
    return _LEFT_OVER.sub("", " ".join(" ".join(texts).split()))


def _texts(node: nodes.Element) -> Iterator[str]:
    """Yield the text of each block, without its title and without what is found itself."""
    for child in node.children:
        if isinstance(child, (*_NOT_TEXT, *_SEPARATE)):
            continue
        if isinstance(child, nodes.title) and isinstance(node, nodes.section):
            continue
        if isinstance(child, nodes.image):
            yield child.get("alt", "")
        elif isinstance(child, nodes.TextElement):
            # Not ``astext``, which parts what stands inside a word or between its marks.
            yield "".join(str(x) for x in child.findall(nodes.Text) if not _is_source(x))
        elif isinstance(child, nodes.Element):
            yield from _texts(child)


def _is_source(text: nodes.Text) -> bool:
    """Tell whether a text is what a role counts by; the number is drawn in its place."""
    node: nodes.Node | None = text.parent
    while node is not None and not isinstance(node, nodes.Structural):
        if type(node).__module__ == _COUNTS:
            return True
        node = node.parent
    return False


def _terms(
    glossary: addnodes.glossary, under: tuple[str, ...], env: BuildEnvironment
) -> Iterator[Passage]:
    """Yield each entry of a glossary, with the everyday words it names."""
    for item in glossary.findall(nodes.definition_list_item):
        terms = [term for term in item.children if isinstance(term, nodes.term)]
        if not terms:
            continue
        names = [" ".join(term.astext().split()) for term in terms]
        definitions = [d for d in item.children if isinstance(d, nodes.definition)]
        texts = [text for definition in definitions for text in _texts(definition)]
        lines = [
            _everyday(env, paragraph, names[0])
            for paragraph in item.findall(nodes.paragraph)
        ]
        everyday = tuple(word for words in lines for word in words)
        anchor = terms[0]["ids"][0] if terms[0]["ids"] else ""
        said = (text for text in texts if everyday_words(text) is None)
        text = _joined(said)
        also = (*names[1:], *everyday)
        conditions = conditions_of(item)
        yield Passage("term", anchor, names[0], text, under, also, conditions)


def _everyday(
    env: BuildEnvironment, paragraph: nodes.paragraph, term: str
) -> tuple[str, ...]:
    words = everyday_words(paragraph.astext())
    if words == ():
        fault = _("The line “%s:” names no words.") % _("Everyday words")
        remedy = _("Write them with commas between, or take the line away.")
        kind = {"type_": "needs_search", "subtype": "no_words"}
        warn_at(env, paragraph, term, fault, remedy, **kind)
    return words or ()


def everyday_words(paragraph: str) -> tuple[str, ...] | None:
    """Return the words of a glossary's line "Everyday words: help, support".

    ``None`` for any other paragraph.
    """
    label, colon, words = " ".join(paragraph.split()).partition(":")
    if not colon or label not in {"Everyday words", _("Everyday words")}:
        return None
    return tuple(word.strip(" .") for word in words.split(",") if word.strip(" ."))
