"""Checks of the text of a page before it is built: encoding, letters, blocks.

MyST does not warn of a block that begins or ends wrongly, and needs are lost. The
blocks are found with the parser of the build, so that the two always agree. A block ends
at the first line of at least as many of the same marks and nothing else, so a block inside
another needs fewer marks than the one around it.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from sphinx.locale import get_translation
from sphinx.util.matching import get_matching_files

from needs_core import field_lines, front_matter, page_encoding
from needs_core.field_lines import mistyped_fields
from needs_core.messages import Problem, warn
from needs_core.myst_internals import (
    TokenizeError,
    block_parser,
    options_to_tokens,
    parse_directive,
    reads_as_front_matter,
)
from needs_core.reader import read_model
from needs_core.sphinx_internals import leave_out_page, read_in_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ = get_translation("needs_core")

# Blocks of Markdown

_FENCES = frozenset({"fence", "colon_fence"})
_LITERAL = _FENCES | {"code_block", "html_block", "front_matter", "myst_line_comment"}
"""The tokens of text that holds no blocks of the page itself."""
_ENDS = re.compile(r" {0,3}:{3,}[ \t]*$")
_OPENS = re.compile(r" {0,3}(?P<marks>:{3,})[ \t]*(?P<name>\{[^}]*\})")
_SHORT = re.compile(r"^ {0,3}:{1,2} ?:{0,2} ?\{(?P<name>[^}]+)\}")

UNCLOSED = "unclosed"
"""The block is still open at the end of the page."""
RUNS_ON = "runs_on"
"""Another block begins before it has ended."""
NO_BRACES = "no_braces"
"""The name of the directive stands after the marks without curly brackets."""
SURPLUS = "surplus"
"""An end without a block that it could close."""
TOO_SHORT = "too_short"
"""Fewer than three colons: MyST reads the block as plain text."""
TWICE = "twice"
"""A field is given twice: only the last is read."""
FIELD_LINE = "field_line"
"""A line is nearly a field (``field_lines``)."""
NO_FIELD = "no_field"
"""A line among the fields is none: it and the fields below it are read as text."""

SPACE = "space"
"""There are spaces in the curly brackets, and it is no block at all."""
INDENTED = "indented"
"""A need is indented by four or more, and is read as code."""

INLINE = "inline"
"""A need begins within a line, and is read as text."""
RST = "rst"
"""A directive of reStructuredText on a page of Markdown."""

ROLE = "role"
"""A role is written as it is not read."""
LINK = "link"
"""A link is written as it is not read."""
HEADING = "heading"
"""A heading has no space after its marks, or no text."""
TABLE = "table"
"""A table has no line below its first."""

_ROLES = "(?:need|need_part|doc|ref|term|numref|download)"
_NO_ROLE = re.compile(
    rf"(?<![\w`]):{_ROLES}:`[^`]+`|\{{{_ROLES}\}} +`[^`]+`|\{{{_ROLES}\}}`[^`]*$"
)
_NO_LINK = re.compile(
    r"(?<!!)\[[^\[\]]+\](?: +\([^()\s]+\.(?:md|html)\b[^()]*\)"
    r"|\([^()<>\"']*[^()<>\"'\s] +[^()<>\"'\s][^()<>\"']*\)|\([^()\s]+\.md$)"
    r"|\([^()]+\)\[[^\[\]]+\.md\]"
)
_NO_HEADING = re.compile(r" {0,3}(?:#{2,6}[^\s#]|#{1,6}\s*$)")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_WITHIN = re.compile(r"[^\s>*+-].*?:{3,}[ \t]*(?P<name>\{[^}]*\})")
_QUOTES = re.compile(r" {0,3}[‘’'´“”\"«»:;]{1,6} ?(?P<name>\{[^}]*\})")
_OF_RST = re.compile(r" {0,3}\.\. (?P<name>[\w-]+)::(?:\s|$)")
_SPACED = re.compile(r" {0,3}:{3,}[ \t]*\{(?P<name>[^}]*)\}")
_FIELD = re.compile(r"\s*:(?P<name>[\w-]+):(?:\s|$)(?P<value>.*)")
_LIST = re.compile(r"\s*[-*] ")


@dataclass(frozen=True, slots=True)
class BlockFault:
    """A mistake in a block."""

    line: int
    """The line of the page, from 1."""
    kind: str
    marks: str
    """The colons, backticks or tildes of the block."""
    name: str
    """The id of the need, or else the words of the line that opens the block."""
    field: str = ""
    """The field it is about."""
    meant: tuple[str, ...] = ()
    """The lines from ``line`` on as they are meant: what else is lost is not told."""
    mistyped: str = ""
    """What is wrong with a line that is nearly a field, as ``field_lines`` has it."""


def block_faults(
    text: str,
    parser: MarkdownIt,
    need_types: Iterable[str] = (),
    fields: Iterable[str] = (),
    links: Iterable[str] = (),
) -> Iterator[BlockFault]:
    """Yield the mistakes in the blocks of a page, in their order.

    ``parser`` finds the blocks (``block_parser``). Needs that run on into other needs are
    found by ``lint_needs``.
    """
    if any(mark in text for mark in ("```", "~~~", ":::", *_SIGNS)):
        yield from _Blocks(parser, need_types, fields, links).faults(text.split("\n"))


class _Blocks:
    def __init__(
        self,
        parser: MarkdownIt,
        need_types: Iterable[str],
        fields: Iterable[str],
        links: Iterable[str],
    ) -> None:
        self._parser = parser
        self._types = {f"{{{name}}}" for name in need_types}
        self._fields, self._links = frozenset(fields), frozenset(links)

    def faults(self, lines: list[str], start: int = 0) -> Iterator[BlockFault]:
        """Yield the mistakes from a line on (from 0), as if it were the first."""
        # Empty lines in place of those before keep the numbers.
        text = "\n".join([*[""] * start, *lines[start:]])
        tokens = [token for token in self._parser.parse(text, {}) if token.map]
        literal = [token for token in tokens if token.type in _LITERAL]
        fences = {t.map[0]: t for t in literal if t.map and t.type in _FENCES}
        inside = {at for t in literal if t.map for at in range(*t.map)}
        text_lines = [
            (at, line)
            for at, line in enumerate(lines)
            if at >= start and at not in inside and any(x in line for x in _SIGNS)
        ]
        short = {at: kind for at, line in text_lines if (kind := self._lost(line))}
        tables = {x.map[0] for x in tokens if x.map and x.type == "table_open"}
        rows = [at for at, line in text_lines if _ROW.match(line)]
        first = {at for at in rows if at - 1 not in rows and at + 1 in rows}
        short |= dict.fromkeys(first - tables, TABLE)
        needs = {
            line: token
            for token in literal
            if token.map and token.type == "code_block"
            for line in range(*token.map)
            if (found := _SPACED.match(lines[line].lstrip()))
            and f"{{{found['name'].strip()}}}" in self._types
            and any(self._known_field(field) for field in lines[line + 1 : line + 2])
        }
        for at in sorted({*fences, *short, *needs}):
            if at in needs:
                yield BlockFault(at + 1, INDENTED, ":::", _name(lines, at + 1))
                continue
            if at in short:
                yield BlockFault(at + 1, short[at], ":::", _name(lines, at + 1))
                if short[at] not in {TOO_SHORT, INLINE} or _ROW.match(lines[at]):
                    continue
                ends = (n for n in range(at + 1, len(lines)) if _ENDS.match(lines[n]))
                yield from self.faults(lines, next(ends, len(lines) - 1) + 1)
                return
            fence = fences[at]
            if fence.type == "colon_fence" and not fence.info.strip():
                yield BlockFault(at + 1, SURPLUS, fence.markup, _name(lines, at + 1))
                yield from self.faults(lines, at + 1)
                return
            yield from self._fence_faults(lines, at, fence)

    def _lost(self, line: str) -> str:
        """Tell in which way a line of text was meant to begin a block; empty: in none."""
        if _SHORT.match(line) or ((x := _QUOTES.match(line)) and x["name"] in self._types):
            return TOO_SHORT
        if (x := _OF_RST.match(line)) and f"{{{x['name']}}}" in self._types:
            return RST
        within = _WITHIN.match(line.lstrip())
        if within and within["name"] in self._types and not _in_code(line, ":::"):
            return INLINE
        if _NO_HEADING.match(line):
            return HEADING
        for kind, regex in ((ROLE, _NO_ROLE), (LINK, _NO_LINK)):
            found = regex.search(line)
            if found and not _in_code(line, found[0]):
                return kind
        return ""

    def _fence_faults(
        self, lines: list[str], at: int, fence: Token
    ) -> Iterator[BlockFault]:
        marks, info = fence.markup, fence.info.strip()
        name = _name(lines, at + 1)
        if fence.type == "colon_fence" or info.startswith("{"):
            if not re.match(r"\{[^{}]*\}", info):
                yield BlockFault(at + 1, NO_BRACES, marks, name)
                return
            word = info[1:].partition("}")[0]
            if word != word.strip() and re.fullmatch(r"\s*[\w:-]+\s*", word):
                meant = (lines[at].replace(f"{{{word}}}", f"{{{word.strip()}}}", 1),)
                yield BlockFault(at + 1, SPACE, marks, name, "", meant)
            yield from self._field_faults(at + 1, fence, name)
            if fence.type == "colon_fence" and self._runs_on(fence):
                yield BlockFault(at + 1, RUNS_ON, marks, name)
                return
        if not _is_closed(lines, fence):
            yield BlockFault(at + 1, UNCLOSED, marks, name)

    def _field_faults(self, line: int, fence: Token, name: str) -> Iterator[BlockFault]:
        """Yield the mistakes in the fields below a line (from 1) that opens a block."""
        content = fence.content.split("\n")
        is_need = fence.info.split()[0] in self._types
        for found in mistyped_fields(content, self._fields, self._links) if is_need else ():
            at, meant = line + 1 + found.at, (found.meant,)
            yield BlockFault(at, FIELD_LINE, ":", name, found.field, meant, found.kind)
            content[found.at] = found.meant
        stray = self._stray(line, content, name) if is_need else None
        if stray:
            yield stray
            return
        read = parse_directive("", "\n".join(content))
        count = read.body_offset - read.blank_line_removed
        if not count or content[0].startswith("---"):
            return
        try:
            tokens, _state = options_to_tokens(
                "\n".join(text.lstrip()[1:] for text in content[:count])
            )
        except TokenizeError:
            return  # MyST warns of it
        seen: set[str] = set()
        for key, _value in tokens:
            if key.value in seen:
                at = line + 1 + key.start.line
                yield BlockFault(at, TWICE, ":", name, key.value)
            seen.add(key.value)

    def _stray(self, line: int, lines: list[str], name: str) -> BlockFault | None:
        """Find the line that ends the fields of a need, though it is meant for them.

        More fields follow it, or the value above it goes on in it.
        """
        content = [*takewhile(_in_fields, lines)]
        above = [*takewhile(_FIELD.match, content)]
        rest = content[len(above) :]
        last = _FIELD.match(above[-1]) if above else None
        if not rest or not last or rest[0].lstrip().startswith(":"):
            return None
        follow = [text for text in rest if self._known_field(text)]
        value = last["value"].strip()
        indented = rest[0][:1].isspace() and not above[-1][:1].isspace()
        goes_on = value.endswith(",") or _is_open(value) or indented
        if not value:
            goes_on = bool(_LIST.match(rest[0])) or rest[0][:1].isspace()
        if not follow and not goes_on:
            return None
        end = next((n for n, text in enumerate(rest) if _FIELD.match(text)), len(rest))
        if goes_on or rest[0][:1].isspace():
            comma = "," if _LIST.match(rest[0]) else ""
            joined = (f":  {_LIST.sub('', text).strip()}{comma}" for text in rest[:end])
            meant = (*joined, *rest[end:])
        else:
            meant = (*follow, *(text for text in rest if text not in follow))
        return BlockFault(line + 1 + len(above), NO_FIELD, ":", name, last["name"], meant)

    def _known_field(self, text: str) -> bool:
        found = _FIELD.match(text)
        return bool(found and found["name"] in self._fields)

    def _runs_on(self, fence: Token) -> bool:
        """Tell whether a block begins in one that its own end would close."""
        found = (_OPENS.match(line) for line in fence.content.split("\n"))
        return any(
            len(x["marks"]) >= len(fence.markup) and x["name"] not in self._types
            for x in found
            if x
        )


_SIGNS = ("{", ".. ", ":`", "](", "] (", ")[", "#", "|")
"""What is in a line that a fault of text can be in."""


def _in_code(line: str, text: str) -> bool:
    return line.partition(text)[0].count("`") % 2 == 1


def _in_fields(text: str) -> bool:
    """Tell whether a line may stand among fields: no empty one, none of a block."""
    return bool(text.strip()) and not text.lstrip().startswith((":::", "```", "~~~"))


def _is_open(value: str) -> bool:
    """Tell whether a value begins with a quotation mark and does not end with one."""
    mark = value[:1]
    return bool(mark) and mark in "\"'|>" and not value[1:].endswith(mark)


_MOST_INDENTED = 3
"""Spaces by which the end of a block may be indented more than its beginning."""


def _is_closed(lines: list[str], fence: Token) -> bool:
    first, end = fence.map or (0, 0)
    last = lines[end - 1].strip(" \t>")
    indent = [len(x) - len(x.lstrip()) for x in (lines[first], lines[end - 1])]
    return (
        end - 1 > first
        and indent[1] - indent[0] <= _MOST_INDENTED
        and len(last) >= len(fence.markup)
        and set(last) == set(fence.markup[0])
    )


def _name(lines: list[str], number: int) -> str:
    """Return the id of the need that opens in a line, or else what the line says."""
    for line in map(str.lstrip, lines[number : number + 30]):
        if not line.startswith(":") or line.startswith(":::"):
            break
        if line.startswith(":id:") and (found := line.removeprefix(":id:").strip()):
            return found
    return lines[number - 1].strip().lstrip(":`~").strip()


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
        lines[at] = ":" if kept.startswith(":") and not _ENDS.match(kept) else ""
    return "\n".join(lines), begins


# Events of Sphinx

_MESSAGES = {
    UNCLOSED: (
        _("The block never ends, and the rest of the page is read as a part of it."),
        _("Write %s on a line of its own where it is to end."),
    ),
    RUNS_ON: (
        _("Another block begins before this one has ended, and is read as a part of it."),
        _("Write %s on a line of its own where it is to end, or more of them around both."),
    ),
    NO_BRACES: (
        _("The word after the colons lacks its curly brackets, and the block is not read."),
        _("Write it as %s{word}."),
    ),
    SURPLUS: (
        _("There is no block for this line to end."),
        _("Remove it, or begin the block above with %s and a word in curly brackets."),
    ),
    TWICE: (
        _("The line %s is there twice, and only the last is read."),
        _("Remove one of them."),
    ),
    SPACE: (
        _("There is a space inside the curly brackets."),
        _("Remove it."),
    ),
    INDENTED: (
        _("The block is indented by four or more spaces and is read as code."),
        _("Remove the spaces before its lines."),
    ),
    NO_FIELD: (
        _("The line is no field, and stands right below the field %s."),
        _(
            "If it belongs to the field, write both on one line; if not, move it below "
            "all fields, with an empty line above it."
        ),
    ),
    INLINE: (
        _("A block begins within the line, and is read as text."),
        _("Begin a new line with %s; in a table or a heading there can be no block."),
    ),
    RST: (
        _("The block is written as in reStructuredText, and is read as text."),
        _("Write %s{word}, the fields below it, and %s where it is to end."),
    ),
    ROLE: (
        _("The link in the line is not written as it is read here, and is shown as text."),
        _("Write it as {need}`id`: the word, and the rest between two of the same marks."),
    ),
    LINK: (
        _("The link in the line is not written as it is read here, and is shown as text."),
        _("Write it as [text](page.md), with no space in or before the round brackets."),
    ),
    HEADING: (
        _("The heading has no text, or no space before it."),
        _("Write # marks, a space, and the text."),
    ),
    TABLE: (
        _("The table has no line below its first, and is read as text."),
        _("Write a line with | --- | for each column below the first line."),
    ),
    TOO_SHORT: (
        _("A block begins with three colons; this one is read as plain text."),
        _("Write three colons before the curly bracket, and nothing between them."),
    ),
}
"""Fault and remedy of each kind; ``%s`` is the field, or the marks."""

_MISTYPED = {
    field_lines.EQUALS: _("The line of %s has = where a colon is to stand."),
    field_lines.COLON: _("The line of %s has a colon that is not that of the keyboard."),
    field_lines.SPACING: _("The line of %s has a tab or a special space in it."),
    field_lines.MARKS: _("The line of %s has marks in it that do not belong to a field."),
    field_lines.FIRST: _("The line of %s does not begin with a colon."),
    field_lines.SECOND: _("The line of %s has no colon after the name."),
    field_lines.DOUBLE: _("The line of %s begins with more than one colon."),
    field_lines.NO_SPACE: _("The line of %s has no space before the value."),
    field_lines.SPACES: _("The line of %s has a space around the name."),
    field_lines.QUOTES: _("The marks around the value of %s do not fit each other."),
}
_AS_MEANT = _("Write the line as: %s")

_READ_WRONGLY = re.compile("\\w*[\u00c2\u00c3][\u0080-\u00bf\u2018-\u203a\u0152-\u0178]\\S*")
"""A word of UTF-8 that was read as the encoding of Western Europe."""


def _read_rightly(word: str) -> str:
    try:
        return word.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters: they come with pasted text, and no XML may hold them."""


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


def warn_of_encoding(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of pages that are not UTF-8 (``env-before-read-docs``).

    They are read as they were meant: no page of an earlier build stays in their place.
    """
    read_in_encoding(env, page_encoding.NAME)
    for docname in docnames:
        path = env.doc2path(docname)
        _text, line = page_encoding.decode_page(path.read_bytes())
        if line:
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
    aside = (*config.exclude_patterns, *config.templates_path)
    published = [f"{x}/**" for x in (*config.html_static_path, *config.html_extra_path)]
    for ending, suffix in endings.items():
        for name in sorted(get_matching_files(env.srcdir, [ending], [*aside, *published])):
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


def clean_text(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Compose a page's letters and drop invisible characters (``source-read``).

    Some editors and PDF readers write å as a and a ring: a directive named so is not
    found, and a word written so is not found by search. Nothing is lost: the page is
    read as meant, and the author is asked to mend the file.
    """
    if found := first_decomposed(source[0]):
        fault = _("A letter is written as two characters (a letter and its accent).")
        remedy = _("Type the word again, or save the page with composed letters (NFC).")
        warn(Problem(docname, *found, fault, remedy, "needs_core", "letters"))
        source[0] = unicodedata.normalize("NFC", source[0])
    for number, line in enumerate(source[0].split("\n"), start=1):
        if (found := _READ_WRONGLY.search(line)) and (right := _read_rightly(found[0])):
            fault = _("The letters were saved in one encoding and read in another.")
            remedy = _("Write the word again: %s") % right
            at = (docname, number, found[0])
            warn(Problem(*at, fault, remedy, "needs_core", "letters"))
    if invisible := _INVISIBLE.search(source[0]):
        line = source[0].count("\n", 0, invisible.start()) + 1
        name = f"U+{ord(invisible[0]):04X}"
        fault = _("There is an invisible character, often from pasted text.")
        remedy = _("Write the words around it again; it is left out.")
        warn(Problem(docname, line, name, fault, remedy, "needs_core", "letters"))
        source[0] = _INVISIBLE.sub("", source[0])


_FRONT_MATTER = {
    front_matter.OPENING: (
        _("The lines about the page do not stand between two lines of three hyphens."),
        _("Write --- and nothing else in the first line of the page and below the lines."),
    ),
    front_matter.UNCLOSED: (
        _("The lines about the page never end, and are not read."),
        _("Write --- on a line of its own below them."),
    ),
    front_matter.TWICE: (
        _("The line is there twice, and only the last is read."),
        _("Remove one of them."),
    ),
    front_matter.ENTRY: (
        _("The line about the page cannot be read."),
        _("Write a name, a colon, a space and a value, or remove the line."),
    ),
}


def check_front_matter(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of mistakes in the lines about a page (``source-read``); Markdown only."""
    if _is_markdown(app, docname):
        source[0], faults = front_matter.checked(source[0], reads_as_front_matter)
        for fault in faults:
            what, remedy = _FRONT_MATTER[fault.kind]
            if fault.meant:
                remedy = str(_AS_MEANT) % fault.meant
            at = (docname, fault.line, fault.name or "---")
            warn(Problem(*at, what, remedy, "needs_core", "front_matter"))


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
            lines[at] = line.replace(found["file"], os.devnull)
    source[0] = "\n".join(lines)


_INCLUDE = re.compile(r"\s*(?:[:`~]{3,}\{include\}|\.\. include::)\s+(?P<file>\S+)")


def _includes(file: Path, page: Path, seen: set[Path]) -> bool:
    """Tell whether a file, or one that it includes, is a page."""
    file = file.resolve()
    if file in seen or not file.is_file():
        return False
    seen.add(file)
    if file == page.resolve():
        return True
    found = map(_INCLUDE.match, file.read_text("utf-8", errors="replace").split("\n"))
    return any(_includes(file.parent / x["file"], page, seen) for x in found if x)


def _is_markdown(app: Sphinx, docname: str) -> bool:
    suffix = app.env.doc2path(docname).suffix
    return bool(app.config.source_suffix.get(suffix) == "markdown")


def check_blocks(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of blocks that begin or end wrongly (``source-read``); Markdown only."""
    parser = block_parser(app)
    if parser is None or not _is_markdown(app, docname):
        return
    model = read_model(app.config)
    fields = {*model.fields, *model.links, "id", "status", "tags"}
    for fault in [*block_faults(source[0], parser, model.types, fields, model.links)]:
        if fault.mistyped:
            what, remedy, filling = _MISTYPED[fault.mistyped], _AS_MEANT, fault.meant[0]
        else:
            (what, remedy), filling = _MESSAGES[fault.kind], fault.marks
        at = (docname, fault.line, fault.name or f"”{fault.marks}”")
        fault_text = str(what).replace("%s", fault.field)
        remedy = str(remedy).replace("%s", filling)
        warn(Problem(*at, fault_text, remedy, "needs_core", fault.kind))
        if fault.meant:
            lines = source[0].split("\n")
            begin, end = fault.line - 1, fault.line - 1 + len(fault.meant)
            # In a list the fields are indented; in a quotation they stay as they are.
            above = lines[begin - 1] if fault.kind != SPACE else ":"
            indent, colon, _rest = above.partition(":")
            if colon and not indent.strip():
                lines[begin:end] = [f"{indent}{line}" for line in fault.meant]
                source[0] = "\n".join(lines)
