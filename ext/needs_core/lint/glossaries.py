"""Glossaries without words, and words without an explanation: Sphinx accepts both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes
from sphinx.locale import get_translation

from needs_core.core_settings import ORIGINAL, wording
from needs_core.nodes import warn_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx

_ = get_translation("needs_core")


_OPENS = re.compile(r"\s*[:`~]{3,}\s*\{glossary\}")
_ENDS = re.compile(r"\s*[:`~]{3,}\s*$")
_OPTION = re.compile(r"\s*:[\w-]+:")


def line_in_glossary(lines: Sequence[str], offset: int) -> int | None:
    """Return the line (from 1) of a word in a glossary, by its place in the block (from 0).

    That is what Sphinx says of a glossary in Markdown, and not of which. A line of words
    is not indented.

    >>> line_in_glossary(["Text", ":::{glossary}", "A", "", "B", ":::"], 2)
    5
    """
    for _at, begin in _glossaries(lines):
        inside = lines[begin : begin + offset + 1]
        if any(_ENDS.match(line) for line in inside) or len(inside) <= offset:
            continue
        if inside[-1].strip() and not inside[-1][:1].isspace():
            return begin + offset + 1
    return None


def indented_glossary(lines: Sequence[str]) -> int | None:
    """Return the line (from 1) that opens a glossary whose first line is indented.

    >>> indented_glossary(["Text", ":::{glossary}", "  A", "    What it is", ":::"])
    2
    """
    for at, begin in _glossaries(lines):
        if lines[begin : begin + 1] and lines[begin][:1].isspace():
            return at + 1
    return None


def _glossaries(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each glossary begins, and its text, from 0."""
    for at, opening in enumerate(lines):
        if not _OPENS.match(opening):
            continue
        begin = at + 1
        while begin < len(lines) and _OPTION.match(lines[begin]):
            begin += 1
        if begin > at + 1 and not "".join(lines[begin : begin + 1]).strip():
            begin += 1
        yield at, begin


def setup(app: Sphinx) -> None:
    """Connect the check."""
    app.connect("doctree-read", check_glossaries)


def check_glossaries(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of what readers of a glossary would miss (``doctree-read``)."""
    if wording(app.config) == ORIGINAL:
        return
    kind = {"type_": "needs_core", "subtype": "glossary"}
    for glossary in doctree.findall(addnodes.glossary):
        entries = [*glossary.findall(nodes.definition_list_item)]
        if not entries and not _has_text(glossary):
            fault, remedy = _("The block is empty."), _("Write its text, or remove it.")
            warn_at(app.env, glossary, "glossary", fault, remedy, **kind)
        for entry in entries:
            explained = [*entry.findall(nodes.definition)]
            if any(x.astext().strip() or x.children for x in explained):
                continue
            for term in [*entry.findall(nodes.term)][:1]:
                term.line = term.line or _line(term, glossary)
                fault = _("The word has no explanation.")
                remedy = _("Write it on the line below, after two spaces.")
                warn_at(app.env, term, term.astext().strip(), fault, remedy, **kind)


def _has_text(glossary: nodes.Element) -> bool:
    """Tell whether a glossary without words has a text, of which Sphinx tells."""
    source, line = get_source_line(glossary)
    if not source or not line or not Path(source).is_file():
        return False
    lines = Path(source).read_text(encoding="utf-8", errors="replace").split("\n")
    return indented_glossary(lines[line - 1 :]) == 1


def _line(term: nodes.term, glossary: nodes.Element) -> int | None:
    """Return the line of a word, which MyST does not say."""
    source, begin = get_source_line(glossary)
    if not source or not begin or not Path(source).is_file():
        return begin
    lines = Path(source).read_text(encoding="utf-8", errors="replace").split("\n")
    text = term.astext().strip()
    found = (n for n, line in enumerate(lines[begin:], begin + 1) if line.strip() == text)
    return next(found, begin)
