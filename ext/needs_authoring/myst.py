"""Needs in MyST: found with the parser of the build, read with its reader of directives."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from needs_authoring.blocks import (
    COLON,
    YAML,
    FieldEntry,
    NeedBlock,
    TextSpan,
    without_end,
)
from needs_core.myst_internals import (
    KeyToken,
    TokenizeError,
    ValueToken,
    options_to_tokens,
    parse_directive,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LITERAL = re.compile(
    r"code|code-block|code-cell|sourcecode|literalinclude|math|raw|eval-rst|parsed-literal"
    r"|highlight|mermaid|graphviz|digraph|graph|uml|needuml|csv-table|doctest|productionlist"
    r"|toctree|include|prompt|testcode|testoutput"
)
"""Directives whose text is no MyST."""

_LINE_ENDS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Characters that end a line for some readers and not for others."""

NumberedLine = tuple[int, str]
"""The number of a line of the page, and as much of it as belongs to the text at hand."""


def find_blocks(
    lines: Sequence[str], parser: MarkdownIt, types: AbstractSet[str]
) -> list[NeedBlock]:
    """Return the needs of a page, in order, those nested in other blocks too.

    ``parser`` is the Markdown parser as the build configures it, ``types`` the directives
    that make needs.
    """
    numbered = [(at, without_end(line)) for at, line in enumerate(lines)]
    if numbered and numbered[0][1].startswith("\ufeff"):
        numbered[0] = (0, numbered[0][1][1:])
    return list(_MystPage(lines, parser, types).blocks(numbered))


class _MystPage:
    def __init__(
        self, lines: Sequence[str], parser: MarkdownIt, types: AbstractSet[str]
    ) -> None:
        self._lines, self._parser, self._types = lines, parser, types

    def blocks(self, numbered: list[NumberedLine]) -> Iterator[NeedBlock]:
        text = "\n".join(line for _, line in numbered) + "\n"
        for token in self._parser.parse(text, {}):
            if token.type in {"fence", "colon_fence"} and token.map:
                yield from self._fence(token, token.map, numbered)

    def _fence(
        self, token: Token, rows: list[int], numbered: list[NumberedLine]
    ) -> Iterator[NeedBlock]:
        info = token.info.strip().split(maxsplit=1)
        if not info or not re.fullmatch(r"\{[^{}]+\}", info[0]):
            return
        name, title = info[0][1:-1], info[1] if len(info) > 1 else ""
        start = rows[0]
        content = token.content.split("\n")[:-1]
        numbers = [number for number, _ in numbered[start + 1 : start + 1 + len(content)]]
        inner = list(zip(numbers, content, strict=False))
        read = parse_directive(title, token.content)
        count = read.body_offset - read.blank_line_removed
        form = YAML if token.content.startswith("---") else COLON
        options, body = _divided(inner, count, form)
        if name in self._types:
            entries, before = self._entries(options, form)
            if {entry.name: entry.value for entry in entries} != read.options:
                entries = []  # it cannot be told where they stand
            first = numbered[start][0]
            last = numbered[min(rows[1], len(numbered)) - 1][0]
            opening = without_end(self._lines[first]).rstrip()
            closing = without_end(self._lines[last]).strip(" \t>")
            yield NeedBlock(
                type=name,
                id=str(read.options.get("id") or ""),
                title=title,
                title_span=TextSpan(first, len(opening) - len(title), len(opening)),
                first=first,
                last=last,
                closed=last > first and set(closing) == set(token.markup[0]),
                form=form,
                entries=tuple(entries),
                before=before,
                mark=token.markup,
                indent=opening[: opening.find(token.markup)].lstrip("\ufeff"),
                body=tuple(line for _, line in body),
            )
        if not _LITERAL.fullmatch(name):
            yield from self.blocks(body)

    def _entries(
        self, options: list[NumberedLine], form: str
    ) -> tuple[list[FieldEntry], str]:
        """Return the fields, and what stands before each; none if they cannot be read."""
        texts = [line for _, line in options]
        if form == COLON:
            texts = [line.lstrip()[1:] for line in texts]
        else:
            texts = dedent("\n".join(texts)).split("\n")
        raws = [without_end(self._lines[at]) for at, _ in options]
        joined = "\n".join(texts)
        if _LINE_ENDS.search(joined) or not all(map(str.endswith, raws, texts)):
            return [], ""
        try:
            tokens, _state = options_to_tokens(joined)
        except TokenizeError:
            return [], ""
        befores = [
            raw[: len(raw) - len(text)] for raw, text in zip(raws, texts, strict=True)
        ]
        found = [_entry(key, value, texts, options, befores) for key, value in tokens]
        return found, befores[tokens[0][0].start.line] if tokens else ""


def _divided(
    inner: list[NumberedLine], count: int, form: str
) -> tuple[list[NumberedLine], list[NumberedLine]]:
    """Return the lines of the options, without ``---``, and those of the text."""
    options, body = inner[:count], inner[count:]
    if form == COLON:
        return options, body
    closed = len(options) > 1 and options[-1][1].startswith("---")
    options = options[1:-1] if closed else options[1:]
    if body and not closed:  # text behind the closing dashes is the first of its lines
        number, line = body[0]
        body[0] = (number, line.lstrip("-").removeprefix(" "))
    return options, body


def _entry(
    key: KeyToken,
    value: ValueToken | None,
    texts: list[str],
    options: list[NumberedLine],
    befores: list[str],
) -> FieldEntry:
    at = key.start.line
    shift = len(befores[at])
    last, inline = at, None
    colon = texts[at].index(":", key.end.column) + 1
    if value is None:
        inline = TextSpan(options[at][0], shift + colon, shift + colon)
    elif value.start.line == value.end.line == at and value.style not in {"|", ">"}:
        start, end = value.start.column, value.end.column
        inline = TextSpan(options[at][0], shift + start, shift + end)
    else:
        last = value.end.line - (1 if value.end.column == 0 else 0)
        last = min(max(at, last), len(texts) - 1)
        while last > at and not texts[last].strip():
            last -= 1
    return FieldEntry(
        name=key.value,
        value="" if value is None else value.value,
        first=options[at][0],
        last=options[last][0],
        inline=inline,
        style=None if value is None else value.style,
        key=TextSpan(options[at][0], shift + key.start.column, shift + colon),
    )
