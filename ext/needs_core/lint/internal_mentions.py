"""Pages and files of a public edition that say the id or the title of an internal need."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.extras import install_command, is_installed
from needs_core.lint.file_texts import UnreadFileError, squeezed, text_of
from needs_core.lint.scanned_pages import unread_pages
from needs_core.messages import Problem
from needs_core.sphinx_internals import output_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

_ = get_translation("needs_core")

_WORD = re.compile(r"[\w.-]*\w")
_NO_TEXT = re.compile(r"[\s>]*(?::[^\s:]+:|[:`~]{3,}|\.\. )")
"""A line that is a field, or begins a block."""
_EXTENSIONS = Path(__file__).parents[2]
_SHORTEST = 10
"""The letters of a title that is no word which others use as well."""


def mentions(app: Sphinx, titles: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for every internal need that a page or a copied file names.

    ``titles`` are the internal needs by id; a title that is not known is empty.
    """
    told = {id_: title for id_, title in titles.items() if len(title) >= _SHORTEST}
    for docname in sorted(app.env.found_docs):
        path = output_path(app.builder, docname)
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        for id_ in _named(text, titles, told):
            yield _problem(app, docname, id_, told.get(id_, id_))
    for file in _copied_files(app) if titles else ():
        try:
            text, pages = text_of(file), unread_pages(file)
        except (UnreadFileError, OSError):
            yield _unread(file)
            continue
        if pages:
            yield _unread_pages(file, pages)
        plain, found = squeezed(text), {*_named(text, titles, {})}
        for id_, title in told.items():
            if squeezed(title) in plain or squeezed(escape(title, quote=False)) in plain:
                found.add(id_)
        for id_ in sorted(found):
            yield _problem_of_file(file, id_)


def _named(text: str, titles: Mapping[str, str], told: Mapping[str, str]) -> Iterator[str]:
    """Yield the internal needs that a text names."""
    words = {*_WORD.findall(text)}
    for id_ in sorted(titles):
        title = told.get(id_)
        if id_ in words or (title and escape(title, quote=False) in text):
            yield id_


def _copied_files(app: Sphinx) -> list[Path]:
    """Return the files of the project that are put beside the pages as they are."""
    found = {Path(app.srcdir, name) for name in (*app.env.dlfiles, *app.env.images)}
    for entry in (*app.config.html_static_path, *app.config.html_extra_path):
        place = Path(app.confdir, entry)
        # What extensions bring names nothing of a project.
        if place.is_relative_to(_EXTENSIONS):
            continue
        found.update(place.rglob("*") if place.is_dir() else [place])
    return sorted(x for x in found if x.is_file())


def _problem_of_file(file: Path, id_: str) -> Problem:
    fault = _("The file names an internal item, and is published as it is.")
    remedy = _("Take the file away, or what is internal out of it.")
    return Problem(None, None, id_, fault, remedy, "needs_core", "internal", str(file))


def _unread(file: Path) -> Problem:
    fault = _("The file is published as it is, and nobody can tell whether it is internal.")
    remedy = _("Publish one without a password and of at most 20 MB, or take it away.")
    if not is_installed("pdf"):
        remedy = _("Install what reads it: %s") % install_command("pdf")
    at = (None, None, file.name, fault, remedy, "needs_core", "internal_unread")
    return Problem(*at, str(file))


def _unread_pages(file: Path, pages: list[int]) -> Problem:
    numbers = ", ".join(map(str, pages))
    fault = _("What stands on page %s is a picture, and nobody can tell if it is internal.")
    remedy = _("Publish it with text that can be marked, or take the file away.")
    at = (None, None, file.name, fault % numbers, remedy)
    return Problem(*at, "needs_core", "internal_unread", str(file))


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
