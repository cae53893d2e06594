"""Marks in a paragraph of Markdown that nothing is made of. No Sphinx here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.lint.line_faults import HEADING, markup_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt

EMPHASIS = "emphasis"
"""A mark of emphasis has no other half."""
CODE = "code_mark"
"""A mark of code has no other half."""
FORM = "form_placeholder"
"""A placeholder was never filled in."""
LIST = "list_marks"
"""Lines are meant as a list, and are read as one line of text."""
TABLE_MARKS = "table_marks"
"""Lines are meant as a table, and are read as text."""
STRUCK = "struck_out"
"""Text is meant to be struck out, or a box to be ticked, and the project has neither."""
WIKI_LINK = "wiki_link"
"""A link as in a wiki."""
DEFINITION = "definition"
"""A line is meant as what a word above it means."""
FOOTNOTE = "footnote"
"""The name of a footnote cannot be one."""
LABEL = "label"
"""A line is meant as the name of the place below it."""
UNKNOWN_ROLE = "unknown_role"
"""What stands before code is meant as a role, and no role can have such a name."""
SPACE_IN_MARKS = "space_in_marks"
"""There is a space inside the marks of emphasis."""
INDENTED_TEXT = "indented_text"
"""A paragraph is indented, and is read as code."""
UNDERLINED = "underlined"
"""A line of hyphens makes a heading of the text right above it."""
SECOND_TITLE = "second_title"
"""A page has two titles."""
OWN_COMPUTER = "own_computer"
"""A link or a picture leads to a file on the computer of who wrote it."""
NO_PROTOCOL = "no_protocol"
"""The address of another site does not begin as one."""
HALF_PROTOCOL = "half_protocol"
"""The same, without both slashes."""

NO_FILE = "no_file"
"""A picture that names no file."""

_OTHER = "\ufffc"
"""What stands in a text in place of a link, a role, code and what is marked as text."""

_OPENING = re.compile(r"(?<![\w*\\])\*{1,3}(?=[\w“”„»\"(\[\ufffc])")
_CLOSING = re.compile(r"(?<=[\w.,!?“”„«»\")\]\ufffc])\*{2,3}(?![\w*])")
_SPACED = re.compile(r"(?<!\S)(\*\*|__) [^*_\n]*\S \1(?!\S)")
_UNDERSCORE = re.compile(r"(?<![\w/.\\])_{1,2}(?=[^\W\d_]+(?:[ ,;:!?]|\.?$|\.\s))")
_UNKNOWN_ROLE = re.compile(r"\{[\w:+.-]*[^\x00-\x7f{}\s`][^{}\s`]*\}(?=\ufffc)")
_BACKTICK = re.compile(r"(?<![\w`])`{1,2}(?=[^\s`])")
_FORM = re.compile(r"\{\{\s*[\w .-]+\s*\}\}|\{%[^%\n]*%\}")
_STRUCK = re.compile(r"~~[^\s~][^~\n]*~~")
_ATTRIBUTES = re.compile(r"\{[.#][A-Za-z][\w-]*\}|\{\w+=[^{}\n]*\}")
_CONTENTS = re.compile(r"\A\[(?:TOC|toc)\]\Z")
_FOOTNOTE = re.compile(r"\[\^[^\]\n]*[ \t][^\]\n]*\]")
_LABEL = re.compile(r"\A\([a-zæøå][\w-]*\)(?:=(?=\S)|:\Z)")
_WIKI_LINK = re.compile(r"\[\[[^\[\]\n]+\]\]")
_DEFINITION = re.compile(r"(?<=\n):[ \t]+\S[^\n]*")
_BOX = re.compile(r"\[[ xX]\] (?=\S)")

_HYPHEN = re.compile(r"[-+*](?=[^\W\d_])|[-+*]\u00a0")
_BULLET = re.compile("[•·▪◦●■\uf0b7\u2023][ \t\u00a0]*(?=\\S)|o[\t\u00a0]")
_DASH = re.compile(r"[–—][ \t\u00a0]")
_NUMBER = re.compile(r"[0-9]{1,2}[.)][\u00a0\t]?(?=[^\W\d_])|[0-9]{1,2}[.)][\u00a0]")
_LETTER = re.compile(r"[a-hA-H]\)[ \t\u00a0]*(?=\w)")
HARD_HEADING = re.compile(r" {0,3}#{1,6}\u00a0")
"""A heading with a space that does not break behind its marks."""
_FILE = re.compile(r"\]\(<?(file:[^)\n]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MarkFault:
    """A mark that is shown to readers."""

    line: int
    """The line of the paragraph, from 0."""
    kind: str
    words: str
    """What a message repeats of it."""


def mark_faults(
    raw: str, parser: MarkdownIt, *, in_list: bool = False, in_block: bool = False
) -> Iterator[MarkFault]:
    """Yield the mistakes of a paragraph, each kind once.

    ``in_list``: it is a point of a list. ``in_block``: it stands in a block, where no
    other check has looked for headings and links.
    """
    lines = raw.split("\n")
    if in_block:
        for at, line in enumerate(lines):
            if kind := markup_fault(line):
                yield MarkFault(at, kind, line.strip())
                return
    if in_block and HARD_HEADING.match(raw):
        yield MarkFault(0, HEADING, lines[0].strip())
        return
    for kind, found in (
        (LIST, _list_line(lines, in_list=in_list)),
        (TABLE_MARKS, _table_line(lines, raw, parser)),
    ):
        if found is not None:
            yield MarkFault(found, kind, lines[found].strip())
            return
    if in_list and (box := _BOX.match(raw)):
        yield MarkFault(0, STRUCK, box[0].strip())
    if raw.startswith("(") or any(mark in raw for mark in _MARKS):
        yield from _halves(_plain(raw, parser))


def _halves(text: str) -> Iterator[MarkFault]:
    for kind, patterns in (
        (SPACE_IN_MARKS, (_SPACED,)),
        (EMPHASIS, (_OPENING, _CLOSING, _UNDERSCORE)),
        (CODE, (_BACKTICK,)),
        (FORM, (_FORM,)),
        (STRUCK, (_STRUCK, _ATTRIBUTES, _CONTENTS)),
        (FOOTNOTE, (_FOOTNOTE,)),
        (LABEL, (_LABEL,)),
        (WIKI_LINK, (_WIKI_LINK,)),
        (DEFINITION, (_DEFINITION,)),
        (UNKNOWN_ROLE, (_UNKNOWN_ROLE,)),
        (OWN_COMPUTER, (_FILE,)),
    ):
        found = next((x for x in (p.search(text) for p in patterns) if x), None)
        if found:
            at = text.count("\n", 0, found.start())
            mark = found[0].replace(_OTHER, "…") if kind in _REPEATED else ""
            mark = found[1] if kind == OWN_COMPUTER else mark
            yield MarkFault(at, kind, mark or _around(text, found.start()))
            if kind == SPACE_IN_MARKS:
                return


_MARKS = ("*", "_", "`", "{", "~", "[[", "[^", "[TOC]", "[toc]", "\n:", "](file:")
"""What is in a text with a mark that nothing is made of."""
_REPEATED = {
    *(FORM, STRUCK, SPACE_IN_MARKS, WIKI_LINK, DEFINITION, UNKNOWN_ROLE, FOOTNOTE, LABEL),
}
"""Of these a message repeats the marks alone."""


def _around(text: str, at: int) -> str:
    """Return the words from a place on, as many as a message repeats."""
    start = at
    while start and not text[start - 1].isspace():
        start -= 1
    words = text[start:].split("\n", 1)[0].replace(_OTHER, "…").split()
    return " ".join(words[:4])


def _plain(raw: str, parser: MarkdownIt) -> str:
    """Return what Markdown has found no meaning in, line by line."""
    parts: list[str] = []
    for token in parser.parseInline(raw, {})[0].children or ():
        if token.type == "text":
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif token.nesting == 0:
            parts.append(_OTHER + "\n" * token.content.count("\n"))
    return "".join(parts)


def _list_line(lines: list[str], *, in_list: bool) -> int | None:
    """Return the first line of what is meant as a list."""
    stripped = [line.strip() for line in lines]
    bullets = [at for at, line in enumerate(stripped) if _BULLET.match(line)]
    if bullets:
        return bullets[0]
    hyphens = [at for at, line in enumerate(stripped) if _HYPHEN.match(line)]
    hyphens = [at for at in hyphens if not _is_emphasis(stripped[at])]
    alone = hyphens[0] if hyphens else 0
    is_first = alone == 0 or stripped[alone - 1].endswith(":") or in_list
    if len(hyphens) > 1 or (hyphens and is_first and stripped[alone][0] != "*"):
        return hyphens[0]
    for pattern in (_DASH, _NUMBER, _LETTER):
        found = [at for at, line in enumerate(stripped) if pattern.match(line)]
        if len(found) > 1:
            return found[0]
    return None


def _is_emphasis(line: str) -> bool:
    return line.startswith("*") and "*" in line[1:]


def _table_line(lines: list[str], raw: str, parser: MarkdownIt) -> int | None:
    """Return the first of two lines with as many cells, which no marks divide."""
    if "\t" not in raw and "|" not in raw and "+--" not in raw:
        return None
    shown = _plain(raw, parser).split("\n")  # a bar in code divides nothing
    for at, line in enumerate(shown):
        if re.fullmatch(r"\s*\+-{2,}[-+]*\+\s*", line):
            return at
        for mark in ("\t", " | "):
            cells = [x.strip(" ").count(mark) for x in shown[at : at + 2]]
            alike = len(cells) > 1 and cells[0] and cells[0] == cells[1]
            if alike and not lines[at].lstrip().startswith("|"):
                return at
    return None
