"""A page's text before it is parsed: what no parser would tell its author."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_items import fences
from needs_items.messages import Problem, warn
from needs_items.reading import read_model

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ = get_translation("needs_items")

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters: they come with pasted text, and no XML may hold them."""


def leave_out_unreadable(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Tell of pages that are not UTF-8 and go on without (``env-before-read-docs``).

    A page that was read before stays as it was; a new one is not there yet.
    """
    for docname in tuple(docnames):
        path = env.doc2path(docname)
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            fault = _("The page is not saved as UTF-8 and is not read.")
            remedy = _("Save it again with the encoding UTF-8.")
            at = (docname, line, path.name)
            warn(Problem(*at, fault, remedy, "needs_items", "encoding"))
            docnames.remove(docname)
            if docname not in env.all_docs:
                env.project.docnames.discard(docname)


def first_decomposed(text: str) -> tuple[int, str] | None:
    """Return line (from 1) and word of the first letter that is not composed.

    >>> first_decomposed("ok" + chr(10) + "ma" + chr(778) + "l er sat")
    (2, 'mål')
    """
    for number, line in enumerate(text.split("\n"), start=1):
        for word in line.split() if not unicodedata.is_normalized("NFC", line) else ():
            if not unicodedata.is_normalized("NFC", word):
                return number, unicodedata.normalize("NFC", word).strip("`:{}[](),.\"'")
    return None


def clean(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Compose a page's letters and drop invisible characters (``source-read``).

    Some editors and PDF readers write å as a and a ring: a directive named so is not
    found, and a word written so is not found by search. Nothing is lost: the page is
    read as meant, and the author is told to mend the file.
    """
    if found := first_decomposed(source[0]):
        fault = _("A letter is written as two characters (a letter and its accent).")
        remedy = _("Type the word again, or save the page with composed letters (NFC).")
        warn(Problem(docname, *found, fault, remedy, "needs_items", "letters"))
        source[0] = unicodedata.normalize("NFC", source[0])
    if invisible := _INVISIBLE.search(source[0]):
        line = source[0].count("\n", 0, invisible.start()) + 1
        name = f"U+{ord(invisible[0]):04X}"
        fault = _("There is an invisible character, often from pasted text.")
        remedy = _("Write the words around it again; it is left out.")
        warn(Problem(docname, line, name, fault, remedy, "needs_items", "letters"))
        source[0] = _INVISIBLE.sub("", source[0])


def check_blocks(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of blocks that begin or end wrongly (``source-read``); Markdown only."""
    suffix = app.env.doc2path(docname).suffix
    if app.config.source_suffix.get(suffix) != "markdown":
        return
    model = read_model(app.config)
    fields = {*model.fields, *model.links, "id", "status", "tags"}
    for fault in fences.faults(source[0], model.types, fields):
        what, remedy = _SAID[fault.kind]
        at = (docname, fault.line, fault.name or f"”{fault.marks}”")
        fault_said = str(what).replace("%s", fault.field)
        remedy = str(remedy).replace("%s", fault.marks)
        warn(Problem(*at, fault_said, remedy, "needs_items", fault.kind))


_SAID = {
    fences.UNCLOSED: (
        _("The block never ends, and the rest of the page is read as a part of it."),
        _("Write %s on a line of its own where it is to end."),
    ),
    fences.RUNS_ON: (
        _("Another block begins before this one has ended, and is read as a part of it."),
        _("Write %s on a line of its own where it is to end, or more of them around both."),
    ),
    fences.NO_BRACES: (
        _("The word after the colons lacks its curly brackets, and the block is not read."),
        _("Write it as %s{word}."),
    ),
    fences.SURPLUS: (
        _("There is no block for this line to end."),
        _("Remove it, or begin the block above with %s and a word in curly brackets."),
    ),
    fences.TWICE: (
        _("The line %s is there twice, and only the last is read."),
        _("Remove one of them."),
    ),
    fences.NO_COLON: (
        _("The line %s lacks its first colon and is read as text."),
        _("Write %s first in the line."),
    ),
    fences.TOO_SHORT: (
        _("A block begins with three colons; this one is read as plain text."),
        _("Write three colons before the curly bracket, and nothing between them."),
    ),
}
"""What is wrong and what to do about it; translated when it is said."""
