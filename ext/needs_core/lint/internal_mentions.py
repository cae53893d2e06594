"""Pages of a public edition that say the id or the title of an internal need."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import Problem
from needs_core.sphinx_internals import output_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

_ = get_translation("needs_core")

_WORD = re.compile(r"[\w.-]*\w")
_NO_TEXT = re.compile(r"[\s>]*(?::[^\s:]+:|[:`~]{3,}|\.\. )")
"""A line that is a field, or begins a block."""
_SHORTEST = 10
"""The letters of a title that is no word which others use as well."""


def mentions(app: Sphinx, titles: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for every internal need that a page of the site names.

    ``titles`` are the internal needs by id; a title that is not known is empty.
    """
    told = {id_: title for id_, title in titles.items() if len(title) >= _SHORTEST}
    for docname in sorted(app.env.found_docs):
        path = output_path(app.builder, docname)
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        words = {*_WORD.findall(text)}
        for id_ in sorted(titles):
            title = told.get(id_)
            if id_ in words or (title and escape(title, quote=False) in text):
                yield _problem(app, docname, id_, title or id_)


def _problem(app: Sphinx, docname: str, id_: str, title: str) -> Problem:
    fault = _("The page names an internal item, and this is the public edition.")
    remedy = _("Put the sentence into a block {internal}, or word it otherwise.")
    line = _line(Path(app.env.doc2path(docname)), id_, title)
    return Problem(docname, line, id_, fault, remedy, "needs_core", "internal")


def _line(source: Path, id_: str, title: str) -> int | None:
    """Return the first line of the text of a page that names the need."""
    lines = source.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, start=1):
        named = id_ in _WORD.findall(line) or title in line
        if named and not _NO_TEXT.match(line):
            return number
    return None
