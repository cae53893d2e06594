"""Checks of the text of a page before it is built: encoding, letters, blocks.

MyST does not warn of a block that begins or ends wrongly, and needs are lost. The
blocks are found with the parser of the build, so that the two always agree. A block ends
at the first line of at least as many of the same marks and nothing else, so a block inside
another needs fewer marks than the one around it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from sphinx.locale import get_translation
from sphinx.util.matching import get_matching_files

from needs_core.messages import Problem, warn
from needs_core.myst_internals import (
    TokenizeError,
    block_parser,
    options_to_tokens,
    parse_directive,
)
from needs_core.reader import read_model
from needs_core.sphinx_internals import leave_out_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
NO_COLON = "no_colon"
"""A field lacks its first colon, and is read as text."""
NO_FIELD = "no_field"
"""A line among the fields is none: it and the fields below it are read as text."""

SPACE = "space"
"""There are spaces in the curly brackets, and it is no block at all."""
INDENTED = "indented"
"""A need is indented by four or more, and is read as code."""

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


def block_faults(
    text: str,
    parser: MarkdownIt,
    need_types: Iterable[str] = (),
    fields: Iterable[str] = (),
) -> Iterator[BlockFault]:
    """Yield the mistakes in the blocks of a page, in their order.

    ``parser`` finds the blocks (``block_parser``). Needs that run on into other needs are
    found by ``lint_needs``.
    """
    if any(mark in text for mark in ("```", "~~~", ":::", ":{", ": {")):
        yield from _Blocks(parser, need_types, fields).faults(text.split("\n"))


class _Blocks:
    def __init__(
        self, parser: MarkdownIt, need_types: Iterable[str], fields: Iterable[str]
    ) -> None:
        self._parser = parser
        self._types = {f"{{{name}}}" for name in need_types}
        self._fields = frozenset(fields)

    def faults(self, lines: list[str], start: int = 0) -> Iterator[BlockFault]:
        """Yield the mistakes from a line on (from 0), as if it were the first."""
        # Empty lines in place of those before keep the numbers.
        text = "\n".join([*[""] * start, *lines[start:]])
        tokens = [token for token in self._parser.parse(text, {}) if token.map]
        literal = [token for token in tokens if token.type in _LITERAL]
        fences = {t.map[0]: t for t in literal if t.map and t.type in _FENCES}
        inside = {at for t in literal if t.map for at in range(*t.map)}
        short = {
            at
            for at, line in enumerate(lines)
            if at >= start and at not in inside and _SHORT.match(line)
        }
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
                yield BlockFault(at + 1, TOO_SHORT, ":::", _name(lines, at + 1))
                ends = (n for n in range(at + 1, len(lines)) if _ENDS.match(lines[n]))
                yield from self.faults(lines, next(ends, len(lines) - 1) + 1)
                return
            fence = fences[at]
            if fence.type == "colon_fence" and not fence.info.strip():
                yield BlockFault(at + 1, SURPLUS, fence.markup, _name(lines, at + 1))
                yield from self.faults(lines, at + 1)
                return
            yield from self._fence_faults(lines, at, fence)

    def _fence_faults(
        self, lines: list[str], at: int, fence: Token
    ) -> Iterator[BlockFault]:
        marks, info = fence.markup, fence.info.strip()
        name = _name(lines, at + 1)
        if fence.type == "colon_fence":
            if not info.startswith("{"):
                yield BlockFault(at + 1, NO_BRACES, marks, name)
                return
            word = info[1:].partition("}")[0]
            if word != word.strip() and re.fullmatch(r"\s*[\w:-]+\s*", word):
                meant = (lines[at].replace(f"{{{word}}}", f"{{{word.strip()}}}", 1),)
                yield BlockFault(at + 1, SPACE, marks, name, "", meant)
            yield from self._field_faults(at + 1, fence, name)
            if self._runs_on(fence):
                yield BlockFault(at + 1, RUNS_ON, marks, name)
                return
        if not _is_closed(lines, fence):
            yield BlockFault(at + 1, UNCLOSED, marks, name)

    def _field_faults(self, line: int, fence: Token, name: str) -> Iterator[BlockFault]:
        """Yield the mistakes in the fields below a line (from 1) that opens a block."""
        content = fence.content.split("\n")
        stray = self._stray(line, fence, name)
        if stray:
            yield stray
            return
        read = parse_directive("", fence.content)
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
        field, colon, _text = "".join(content[count : count + 1]).partition(":")
        if colon and field in self._fields:
            yield BlockFault(line + 1 + count, NO_COLON, ":", name, field)

    def _stray(self, line: int, fence: Token, name: str) -> BlockFault | None:
        """Find the line that ends the fields of a need, though it is meant for them.

        More fields follow it, or the value above it goes on in it.
        """
        if fence.info.split()[0] not in self._types:
            return None
        content = [*takewhile(_in_fields, fence.content.split("\n"))]
        above = [*takewhile(_FIELD.match, content)]
        rest = content[len(above) :]
        last = _FIELD.match(above[-1]) if above else None
        if not rest or not last or rest[0].lstrip().startswith(":"):
            return None
        follow = [text for text in rest if self._known_field(text)]
        word = rest[0].partition(":")[0].strip()
        if word in self._fields:
            if not follow:
                return None  # a field without its colon, told as such
            moved = (*follow, *(text for text in rest if text not in follow))
            return BlockFault(line + 1 + len(above), NO_COLON, ":", name, word, moved)
        value = last["value"].strip()
        goes_on = value.endswith(",") or _is_open(value)
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


def _in_fields(text: str) -> bool:
    """Tell whether a line may stand among fields: no empty one, none of a block."""
    return bool(text.strip()) and not text.lstrip().startswith((":::", "```", "~~~"))


def _is_open(value: str) -> bool:
    """Tell whether a value begins with a quotation mark and does not end with one."""
    mark = value[:1]
    return bool(mark) and mark in "\"'|>" and not value[1:].endswith(mark)


def _is_closed(lines: list[str], fence: Token) -> bool:
    first, end = fence.map or (0, 0)
    last = lines[end - 1].strip(" \t>")
    return (
        end - 1 > first
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
    if "<<<<<<<" not in text or ">>>>>>>" not in text:
        return text, begins
    code = {
        at
        for token in (parser.parse(text, {}) if parser else ())
        if token.map and token.type == "fence" and not token.info.startswith("{")
        for at in range(*token.map)
    }
    lines = text.split("\n")
    side, kept = "", ""
    for at, line in enumerate(lines):
        mark = _CONFLICT_MARKS.match(line) if at not in code else None
        if mark and (mark[1] == "<") != bool(side):
            begins += [at + 1] if mark[1] == "<" else []
            side = "" if mark[1] == ">" else mark[1]
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
    NO_COLON: (
        _("The line %s lacks its first colon and is read as text."),
        _("Write %s first in the line."),
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
    TOO_SHORT: (
        _("A block begins with three colons; this one is read as plain text."),
        _("Write three colons before the curly bracket, and nothing between them."),
    ),
}
"""Fault and remedy of each kind; ``%s`` is the field, or the marks."""

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters: they come with pasted text, and no XML may hold them."""


def leave_out_unreadable(_app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Warn of pages that are not UTF-8 and leave them out (``env-before-read-docs``).

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
            warn(Problem(*at, fault, remedy, "needs_core", "encoding"))
            docnames.remove(docname)
            if docname not in env.all_docs:
                leave_out_page(env, docname)


def warn_of_endings(_app: Sphinx, env: BuildEnvironment, _docnames: list[str]) -> None:
    """Warn of files such as ``page.md.txt``: no pages (``env-before-read-docs``)."""
    config = env.config
    endings = [f"**{suffix}.txt" for suffix in config.source_suffix if suffix != ".txt"]
    aside = (*config.exclude_patterns, *config.templates_path)
    published = [f"{x}/**" for x in (*config.html_static_path, *config.html_extra_path)]
    for name in sorted(get_matching_files(env.srcdir, endings, [*aside, *published])):
        path = env.srcdir / name
        fault = _("The file ends with .txt and is not read as a page.")
        remedy = _("Save it as %s.") % path.name.removesuffix(".txt")
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
    if invisible := _INVISIBLE.search(source[0]):
        line = source[0].count("\n", 0, invisible.start()) + 1
        name = f"U+{ord(invisible[0]):04X}"
        fault = _("There is an invisible character, often from pasted text.")
        remedy = _("Write the words around it again; it is left out.")
        warn(Problem(docname, line, name, fault, remedy, "needs_core", "letters"))
        source[0] = _INVISIBLE.sub("", source[0])


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


def check_blocks(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of blocks that begin or end wrongly (``source-read``); Markdown only."""
    suffix = app.env.doc2path(docname).suffix
    if app.config.source_suffix.get(suffix) != "markdown":
        return
    parser = block_parser(app)
    if parser is None:
        return
    model = read_model(app.config)
    fields = {*model.fields, *model.links, "id", "status", "tags"}
    for fault in [*block_faults(source[0], parser, model.types, fields)]:
        what, remedy = _MESSAGES[fault.kind]
        at = (docname, fault.line, fault.name or f"”{fault.marks}”")
        fault_text = str(what).replace("%s", fault.field)
        remedy = str(remedy).replace("%s", fault.marks)
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
