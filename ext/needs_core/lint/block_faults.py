"""Mistakes in the blocks of a page of Markdown: how they begin and end, and their fields.

MyST does not warn of a block that begins or ends wrongly, and needs are lost. The
blocks are found with the parser of the build, so that the two always agree. A block ends
at the first line of at least as many of the same marks and nothing else, so a block inside
another needs fewer marks than the one around it. No Sphinx here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from needs_core.lint.field_lines import mistyped_fields
from needs_core.lint.line_faults import in_code, markup_fault
from needs_core.myst_internals import TokenizeError, options_to_tokens, parse_directive

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FENCES = frozenset({"fence", "colon_fence"})
_LITERAL = _FENCES | {"code_block", "html_block", "front_matter", "myst_line_comment"}
"""The tokens of text that holds no blocks of the page itself."""
ENDS = re.compile(r" {0,3}:{3,}[ \t]*$")
_OPENS = re.compile(r" {0,3}(?P<marks>:{3,})[ \t]*(?P<name>\{[^}]*\})")
_COLONS = re.compile(r" {0,3}:{3,}\{[^\s}]+\}")
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
NOT_ENABLED = "not_enabled"
"""Three colons or more, which begin no block in this project."""
TWICE = "twice"
"""A field is given twice: only the last is read."""
FIELD_LINE = "field_line"
"""A line is nearly a field (``field_lines``)."""
LATE_FIELD = "late_field"
"""A field stands below the text of a need, and is text itself."""
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

REFERENCE = "reference"
"""A link by the name of an address that the page does not give."""
ONE_LINE = "one_line"
"""The end of a block stands in the line that opens it."""
FIELD_IN_TITLE = "field_in_title"
"""A field stands in the line that opens a need."""
EMPTY_FIRST = "empty_first"
"""An empty line stands above the fields of a need."""
TARGET_TWICE = "target_twice"
"""A link names a need twice."""
TABLE = "table"
"""A table has no line below its first."""
ROW_APART = "row_apart"
"""A row stands in no table."""
CELLS = "cells"
"""A row of a table has more cells than its first line: the last are not shown."""

_REFERENCE = re.compile(r"(?<![\w\]!])\[[^\[\]^]+\]\[(?P<name>[^\[\]^]+)\]")
_ADDRESS = re.compile(r"^ {0,3}\[([^\[\]]+)\]:", re.MULTILINE)
_ROW = re.compile(r"\s*\|.*\|\s*$")
_WITHIN = re.compile(r"[^\s>*+-].*?:{3,}[ \t]*(?P<name>\{[^}]*\})")
_QUOTES = re.compile(r" {0,3}[‘’'´“”\"«»:;]{1,6} ?(?P<name>\{[^}]*\})")
_OF_RST = re.compile(r" {0,3}\.\. (?P<name>[\w-]+)::(?:\s|$)")
_SPACED = re.compile(r" {0,3}:{3,}[ \t]*\{(?P<name>[^}]*)\}")
_FIELD = re.compile(r"\s*:(?P<name>[\w-]+):(?:\s|$)(?P<value>.*)")
_LIST = re.compile(r"\s*[-*] ")
_NAME = re.compile(r"\s*:(?P<name>[\w-]+):")


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


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that blocks and their fields can have in a project."""

    types: Collection[str] = ()
    """Those of the types of needs."""
    fields: Collection[str] = ()
    links: Collection[str] = ()
    is_directive: Callable[[str], bool] = lambda _name: False
    """Tells whether a name is that of a directive beside the types of needs."""


def block_faults(
    text: str, parser: MarkdownIt, known: KnownNames = KnownNames()
) -> Iterator[BlockFault]:
    """Yield the mistakes in the blocks of a page, in their order.

    ``parser`` finds the blocks (``block_parser``). Needs that run on into other needs are
    found by ``lint_needs``.
    """
    if any(mark in text for mark in ("```", "~~~", ":::", *_SIGNS)):
        yield from _Blocks(parser, known).faults(text.split("\n"))


class _Blocks:
    def __init__(self, parser: MarkdownIt, known: KnownNames) -> None:
        self._parser, self._is_directive = parser, known.is_directive
        self._types = {f"{{{name}}}" for name in known.types}
        self._fields, self._links = frozenset(known.fields), frozenset(known.links)
        self._addresses: set[str] = set()

    def faults(self, lines: list[str], start: int = 0) -> Iterator[BlockFault]:
        """Yield the mistakes from a line on (from 0), as if it were the first."""
        # Empty lines in place of those before keep the numbers.
        text = "\n".join([*[""] * start, *lines[start:]])
        self._addresses = {" ".join(x.casefold().split()) for x in _ADDRESS.findall(text)}
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
        short |= dict.fromkeys({*_rows_apart(lines, rows)} - tables, ROW_APART)
        short |= dict.fromkeys(_longer_rows(lines, tokens), CELLS)
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
                yield BlockFault(at + 1, INDENTED, ":::", _block_name(lines, at + 1))
                continue
            if at in short:
                yield BlockFault(at + 1, short[at], ":::", _block_name(lines, at + 1))
                if short[at] not in {TOO_SHORT, INLINE} or _ROW.match(lines[at]):
                    continue
                ends = (n for n in range(at + 1, len(lines)) if ENDS.match(lines[n]))
                yield from self.faults(lines, next(ends, len(lines) - 1) + 1)
                return
            fence = fences[at]
            if fence.type == "colon_fence" and not fence.info.strip():
                yield BlockFault(at + 1, SURPLUS, fence.markup, _block_name(lines, at + 1))
                yield from self.faults(lines, at + 1)
                return
            yield from self._fence_faults(lines, at, fence)

    def _lost(self, line: str) -> str:
        """Tell in which way a line of text was meant to begin a block; empty: in none."""
        if _SHORT.match(line) or ((x := _QUOTES.match(line)) and x["name"] in self._types):
            rules = self._parser.get_active_rules()["block"]
            enabled = "colon_fence" in rules or not _COLONS.match(line)
            return TOO_SHORT if enabled else NOT_ENABLED
        if (x := _OF_RST.match(line)) and (
            f"{{{x['name']}}}" in self._types or self._is_directive(x["name"])
        ):
            return RST
        within = _WITHIN.match(line.lstrip())
        if within and within["name"] in self._types and not in_code(line, ":::"):
            return INLINE
        return self._no_markup(line)

    def _no_markup(self, line: str) -> str:
        """Tell which heading or link a line of text was meant to have; empty: none."""
        for reference in _REFERENCE.finditer(line):
            name = " ".join(reference["name"].casefold().split())
            if name not in self._addresses and not in_code(line, reference[0]):
                return REFERENCE
        return markup_fault(line)

    def _fence_faults(
        self, lines: list[str], at: int, fence: Token
    ) -> Iterator[BlockFault]:
        marks, info = fence.markup, fence.info.strip()
        name = _block_name(lines, at + 1)
        if fence.type == "colon_fence" or info.startswith("{"):
            if not re.match(r"\{[^{}]*\}", info):
                yield BlockFault(at + 1, NO_BRACES, marks, name)
                return
            if fence.type == "colon_fence" and (ended := _ENDED.search(lines[at])):
                # Left out where nothing ends it: no more is told of what follows.
                closed = _is_closed(lines, fence)
                meant = (lines[at][: ended.start()] if closed else "",)
                yield BlockFault(at + 1, ONE_LINE, marks, name, "", meant)
                return
            word = info[1:].partition("}")[0]
            if word != word.strip() and re.fullmatch(r"\s*[\w:-]+\s*", word):
                meant = (lines[at].replace(f"{{{word}}}", f"{{{word.strip()}}}", 1),)
                yield BlockFault(at + 1, SPACE, marks, name, "", meant)
            yield from self._field_faults(at + 1, fence, name)
            if fence.type == "colon_fence" and self._runs_on(fence):
                yield BlockFault(at + 1, RUNS_ON, marks, name)
                return
        elif f"{{{info.partition(' ')[0]}}}" in self._types and self._known_field(
            fence.content.partition("\n")[0]
        ):
            meant = (lines[at].replace(info, re.sub(r"^\S+", r"{\g<0>}", info), 1),)
            yield BlockFault(at + 1, NO_BRACES, marks, name, "", meant)
        if not _is_closed(lines, fence):
            yield BlockFault(at + 1, UNCLOSED, marks, name)

    def _field_faults(self, line: int, fence: Token, name: str) -> Iterator[BlockFault]:
        """Yield the mistakes in the fields below a line (from 1) that opens a block."""
        content = fence.content.split("\n")
        is_need = fence.info.split()[0] in self._types
        if is_need and (found := self._empty_first(line, content, name)):
            yield found
            return
        title = _WITHIN_TITLE.search(fence.info) if is_need else None
        if title and title["name"] in self._fields:
            yield BlockFault(line, FIELD_IN_TITLE, ":", name, title["name"])
        yield from self._late_fields(line, content, name) if is_need else ()
        for each in mistyped_fields(content, self._fields, self._links) if is_need else ():
            at, meant = line + 1 + each.at, (each.meant,)
            yield BlockFault(at, FIELD_LINE, ":", name, each.field, meant, each.kind)
            content[each.at] = each.meant
        yield from self._targets_twice(line, content, name) if is_need else ()
        stray = self._stray(line, content, name) if is_need else None
        if stray:
            yield stray
            return
        if not _may_repeat(content):
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

    def _empty_first(self, line: int, content: list[str], name: str) -> BlockFault | None:
        """Find the empty line between the line that opens a need and its fields."""
        empty = [*takewhile(lambda text: not text.strip(), content)]
        if not empty or not self._known_field("".join(content[len(empty) :][:1])):
            return None
        fields = [*takewhile(_in_fields, content[len(empty) :])]
        id_ = next((x.split()[1] for x in fields if re.match(r":id:\s+\S", x)), name)
        return BlockFault(line + 1, EMPTY_FIRST, ":", id_, "", (*fields, *empty))

    def _targets_twice(
        self, line: int, content: list[str], name: str
    ) -> Iterator[BlockFault]:
        """Yield links that name a need twice."""
        for at, text in enumerate(takewhile(_in_fields, content)):
            found = _FIELD.match(text)
            if found and found["name"] in self._links and "[" not in text:
                targets = [x.strip() for x in re.split("[,;]", found["value"]) if x.strip()]
                twice = next((x for n, x in enumerate(targets) if x in targets[:n]), None)
                if twice:
                    yield BlockFault(line + 1 + at, TARGET_TWICE, ":", name, twice)

    def _late_fields(
        self, line: int, content: list[str], name: str
    ) -> Iterator[BlockFault]:
        """Yield fields below the text of a need, up to the next block."""
        if "fieldlist" in self._parser.get_active_rules()["block"]:
            return
        head = len([*takewhile(_in_fields, content)])
        below = takewhile(lambda x: not _OPENS_ANY.match(x), content[head:])
        has_text = False
        for at, text in enumerate(below, head):
            if has_text and text.startswith(":") and self._known_field(text):
                found = _FIELD.match(text)
                field = found["name"] if found else ""
                yield BlockFault(line + 1 + at, LATE_FIELD, ":", name, field)
            has_text = has_text or bool(text.strip())

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


_WITHIN_TITLE = re.compile(r"(?<=\s):(?P<name>[\w-]+):(?=\s)")
_OPENS_ANY = re.compile(r" {0,3}(:{3,}|`{3,}|~{3,})")
_ENDED = re.compile(r"\s+:{3,}\s*$")
_SIGNS = ("{", ".. ", ":`", "](", "] (", ")[", "][", "#", "|", ">`_")
"""What is in a line that a fault of text can be in."""


def _rows_apart(lines: list[str], rows: list[int]) -> Iterator[int]:
    """Yield the rows (from 0) of two cells or more with an empty line above and below."""
    for at in rows:
        around = "".join((*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]))
        if not around.strip() and len(_cells(lines[at])) > 1:
            yield at


def _longer_rows(lines: list[str], tokens: Iterable[Token]) -> Iterator[int]:
    """Yield the rows of tables (from 0) with text in cells beyond those of the first."""
    for token in tokens:
        if token.type == "table_open" and token.map:
            first, end = token.map
            width = len(_cells(lines[first]))
            for at in range(first + 2, end):
                if any(cell.strip() for cell in _cells(lines[at])[width:]):
                    yield at


def _cells(line: str) -> list[str]:
    row = line.strip(" \t>").removeprefix("|")
    return re.split(r"(?<!\\)\|", re.sub(r"(?<!\\)\|$", "", row))


def _in_fields(text: str) -> bool:
    """Tell whether a line may stand among fields: no empty one, none of a block."""
    return bool(text.strip()) and not text.lstrip().startswith((":::", "```", "~~~"))


def _may_repeat(content: list[str]) -> bool:
    """Tell whether a name may stand twice among the fields; only then are they read."""
    lines = takewhile(_in_fields, "\n".join(content).splitlines())
    found = [_NAME.match(line) for line in lines if line.lstrip().startswith(":")]
    return None in found or len({x["name"] for x in found if x}) < len(found)


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


def _block_name(lines: list[str], number: int) -> str:
    """Return the id of the need that opens in a line, or else what the line says."""
    for line in map(str.lstrip, lines[number : number + 30]):
        if not line.startswith(":") or line.startswith(":::"):
            break
        if line.startswith(":id:") and (found := line.removeprefix(":id:").strip()):
            return found
    return lines[number - 1].strip().lstrip(":`~").strip()
