"""Checks of the text of a page before it is built: encoding, letters, conflicts."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation
from sphinx.util.matching import Matcher, get_matching_files

from needs_core.lint import block_faults, field_lines, page_source
from needs_core.messages import Problem, warn
from needs_core.myst_internals import block_parser
from needs_core.sphinx_internals import is_markdown, leave_out_page, read_in_encoding

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from needs_core.items import Item

_ = get_translation("needs_core")

# Conflicts of a merge

_CONFLICT_MARKS = re.compile(r"([<|=>])\1{6}(?: |$)")


def without_conflicts(text: str, parser: MarkdownIt | None = None) -> tuple[str, list[int]]:
    r"""Return a text with the first side of each conflict, and the lines of them.

    The lines are those that begin a conflict, from 1. Lines left out are empty, or a colon
    among the fields of a block, so that every other line keeps its number. ``parser``
    finds code, where the marks are text.

    >>> without_conflicts("<<<<<<< a,x,=======,y,>>>>>>> b".replace(",", chr(10)))
    ('\nx\n\n\n', [1])
    """
    begins: list[int] = []
    if "<<<<<<< " not in text and ">>>>>>> " not in text:
        return text, begins
    code = {
        at
        for token in (parser.parse(text, {}) if parser else ())
        if token.map and token.type == "fence" and not token.info.startswith("{")
        for at in range(*token.map)
    }
    lines = text.split("\n")
    marks = {
        at: found[1]
        for at, line in enumerate(lines)
        if at not in code and (found := _CONFLICT_MARKS.match(line))
    }
    is_half = ("<" in marks.values()) != (">" in marks.values())
    side, kept = "", ""
    for at, line in enumerate(lines):
        mark = marks.get(at)
        if mark and is_half:  # the rest of a conflict half removed
            begins += [at + 1] if mark in "<>" else []
        elif mark and (mark == "<") != bool(side):
            begins += [at + 1] if mark == "<" else []
            side = "" if mark == ">" else mark
        elif side in {"", "<"}:
            kept = line
            continue
        lines[at] = (
            ":" if kept.startswith(":") and not block_faults.ENDS.match(kept) else ""
        )
    return "\n".join(lines), begins


# Events of Sphinx

_READ_WRONGLY = re.compile(
    "(?<!\\w)\\w*[\u00c2\u00c3][\u0080-\u00bf\u2018-\u203a\u0152-\u0178]\\S*"
)
"""A word of UTF-8 that was read as the encoding of Western Europe."""


def _read_rightly(word: str) -> str:
    try:
        return word.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


_BREAKS = re.compile("[\x0b\x0c]")
"""Breaks of a page of paper, which are spaces to reStructuredText."""

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u2028\u2029]")
"""Control characters and line ends of word processors: they come with pasted text.

No XML may hold the former; the latter are no line ends on a page.
"""


_CODE = re.compile(r"(?<![`}])(`+)(?!`).+?(?<!`)\1(?!`)")
"""Code in a line of Markdown; what a role holds is none."""
_LITERAL = re.compile("``.+?``")
"""The same in reStructuredText."""

_SUSPECT = re.compile(f"{_READ_WRONGLY.pattern}|{_INVISIBLE.pattern}")


_COPY = re.compile(r"(?P<name>.+?)(?: \([0-9]+\)| [-–] (?:Copy|Kopi)(?: \([0-9]+\))?)")


def leave_out_copies(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of pages such as ``page (1).md`` beside ``page.md`` (``env-before-read-docs``).

    Programs that keep folders alike write them. Every need would be there twice.
    """
    for docname in sorted(docnames):
        found = _COPY.fullmatch(docname)
        if found and found["name"] in env.found_docs:
            path = env.doc2path(docname)
            original = env.doc2path(found["name"]).name
            fault = _("The page is a copy of %s, and is left out.") % original
            remedy = _("Remove it, or give it a name of its own.")
            warn(Problem(docname, 1, path.name, fault, remedy, "needs_core", "copy"))
            docnames.remove(docname)
            leave_out_page(env, docname)


_DOCUMENTS = ("PK\x03\x04", "{\\rtf", "%PDF-", "\xd0\xcf\x11\xe0")
"""How files of word processors begin, and what they print."""


def warn_of_encoding(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of pages that are not UTF-8 (``env-before-read-docs``).

    They are read as they were meant: no page of an earlier build stays in their place.
    A project with a ``source_encoding`` of its own has its pages in that.
    """
    if codecs.lookup(env.config.source_encoding).name not in {"utf-8", "utf-8-sig"}:
        return
    read_in_encoding(env, page_source.ENCODING)
    for docname in docnames:
        path = env.doc2path(docname)
        data = path.read_bytes()
        _text, line = page_source.decode_page(data)
        if data.decode("latin-1").lstrip().startswith(_DOCUMENTS):
            fault = _("The file is a document of another program, and no text.")
            remedy = _("Copy the text into a new file, and save that as text (UTF-8).")
            at = (docname, 1, path.name)
            warn(Problem(*at, fault, remedy, "needs_core", "no_text"))
        elif line:
            fault = _("The page is not saved as UTF-8, and letters can be read wrongly.")
            remedy = _("Save it again with the encoding UTF-8.")
            at = (docname, line, path.name)
            warn(Problem(*at, fault, remedy, "needs_core", "encoding"))


def warn_of_endings(_app: Sphinx, env: BuildEnvironment, _docnames: list[str]) -> None:
    """Warn of files such as ``page.md.txt`` and ``page.MD`` (``env-before-read-docs``)."""
    config = env.config
    suffixes = [x for x in config.source_suffix if x != ".txt"]
    endings = {f"**{suffix}.txt": suffix for suffix in suffixes}
    for suffix in suffixes:
        either = "".join(f"[{x.lower()}{x.upper()}]" if x.isalpha() else x for x in suffix)
        endings[f"**{either}"] = suffix
    if ".md" in suffixes:
        endings["**.markdown"] = ".md"
    aside = (*config.exclude_patterns, *config.templates_path, "**/_sources")
    published = [f"{x}/**" for x in (*config.html_static_path, *config.html_extra_path)]
    names = sorted(get_matching_files(env.srcdir, endings, [*aside, *published]))
    for ending, suffix in endings.items() if names else ():
        for name in filter(Matcher([ending]), names):
            path = env.srcdir / name
            if path.suffix in config.source_suffix and path.suffix != ".txt":
                continue
            fault = _("The file ends with %s and is not read as a page.") % path.suffix
            stem = path.stem.removesuffix(suffix)
            remedy = _("Save it as %s.") % f"{stem}{suffix}"
            at = (None, 1, path.name, fault, remedy, "needs_core", "ending")
            warn(Problem(*at, file=str(path)))


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


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _outside(spans: re.Pattern[str], line: str, change: Callable[[str], str]) -> str:
    """Return a line with all changed but the code in it."""
    parts, at = [], 0
    for span in spans.finditer(line):
        parts += [change(line[at : span.start()]), span[0]]
        at = span.end()
    return "".join((*parts, change(line[at:])))


def clean_text(app: Sphinx, docname: str, source: list[str]) -> None:
    """Compose a page's letters and drop invisible characters (``source-read``).

    Some editors and PDF readers write å as a and a ring: a directive named so is not
    found, and a word written so is not found by search. Nothing is lost: the page is
    read as meant, and the author is asked to mend the file. Code is left as it is: there
    such a letter may be what is meant.
    """
    if source[0].lstrip().startswith(_DOCUMENTS):  # that is told, and no more of it
        source[0] = f"# {Path(docname).name}\n"
    text = source[0] = _BREAKS.sub(" ", source[0])
    if unicodedata.is_normalized("NFC", text) and not _SUSPECT.search(text):
        return
    lines = text.split("\n")
    parser = block_parser(app) if is_markdown(app, docname) else None
    code = page_source.code_lines(lines, parser)
    prose = [line if at not in code else "" for at, line in enumerate(lines)]
    spans = _CODE if parser else _LITERAL
    if found := first_decomposed("\n".join(spans.sub("", line) for line in prose)):
        fault = _("A letter is written as two characters (a letter and its accent).")
        remedy = _("Type the word again, or save the page with composed letters (NFC).")
        warn(Problem(docname, *found, fault, remedy, "needs_core", "letters"))
        prose = [_outside(spans, line, _composed) for line in prose]
    is_told = False
    for at, line in enumerate(prose):
        wrong = _READ_WRONGLY.search(line)
        if wrong and (right := _read_rightly(wrong[0])):
            fault = _("The letters were saved in one encoding and read in another.")
            remedy = _("Write the word again: %s") % right
            place = (docname, at + 1, wrong[0])
            warn(Problem(*place, fault, remedy, "needs_core", "letters"))
        invisible = _INVISIBLE.search(spans.sub("", line))
        if invisible and not is_told:
            is_told = True
            name = f"U+{ord(invisible[0]):04X}"
            fault = _("There is an invisible character, often from pasted text.")
            remedy = _("Write the words around it again; it is left out.")
            place = (docname, at + 1, name)
            warn(Problem(*place, fault, remedy, "needs_core", "letters"))
        prose[at] = _outside(spans, line, lambda text: _INVISIBLE.sub("", text))
    source[0] = "\n".join(
        line if at in code else prose[at] for at, line in enumerate(lines)
    )


def read_first_side(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of conflicts left by a merge, and read their first side (``source-read``)."""
    source[0], lines = without_conflicts(source[0], block_parser(app))
    for line in lines:
        fault = _("Two versions of the text stand here; the merge was never finished.")
        remedy = _(
            "Keep one of them, and remove the lines that begin with <<<<<<<, ======= and "
            ">>>>>>>. Until then the first is read."
        )
        problem = Problem(docname, line, "<<<<<<<", fault, remedy, "needs_core", "conflict")
        warn(problem)


def leave_out_circles(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of a page that includes itself, and leave that out (``source-read``)."""
    if "{include}" not in source[0] and "include::" not in source[0]:
        return
    page = app.env.doc2path(docname)
    lines = source[0].split("\n")
    for at, line in enumerate(lines):
        found = _INCLUDE.match(line)
        if found and _includes(page.parent / found["file"], page, set()):
            fault = _("The page would include itself, without an end.")
            remedy = _("Remove the block, or correct the name of the file.")
            at_ = (docname, at + 1, found["file"])
            warn(Problem(*at_, fault, remedy, "needs_core", "include"))
            # A block that is never shown, so that the end of the block stays one.
            lines[at] = line.replace("include", "only", 1).replace(found["file"], "never")
    source[0] = "\n".join(lines)


_INCLUDE = re.compile(r"\s*(?:[:`~]{3,}\{include\}|\.\. include::)\s+(?P<file>\S+)")


def _includes(file: Path, page: Path, seen: set[Path]) -> bool:
    """Tell whether a file, or one that it includes, is a page."""
    try:
        file = file.resolve()
        if file in seen or not file.is_file():
            return False
    except OSError:  # no file has so long a name
        return False
    seen.add(file)
    if file == page.resolve():
        return True
    found = map(_INCLUDE.match, file.read_text("utf-8", errors="replace").split("\n"))
    return any(_includes(file.parent / x["file"], page, seen) for x in found if x)


def written_lines(app: Sphinx, item: Item) -> list[str]:
    """Return the lines of a need as they are written, from its first to its end."""
    page = Path(item.file or app.env.doc2path(item.docname or ""))
    try:
        lines = page.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return []
    found = lines[(item.line or 1) - 1 :][: field_lines.MOST_LINES]
    inside = takewhile(lambda x: not x.lstrip().startswith((":::", "```")), found[1:])
    return [*found[:1], *inside]
