"""Needs in MyST: found with the parser of the build, read with its reader of options."""

from __future__ import annotations

import re
from dataclasses import replace
from textwrap import dedent
from typing import TYPE_CHECKING

from myst_parser.parsers.directives import is_option_line
from myst_parser.parsers.options import (
    KeyToken,
    TokenizeError,
    ValueToken,
    options_to_tokens,
)

from needs_exchange.pages.blocks import COLON, YAML, Block, Entry, Span, without_end

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

_ODD = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
"""Characters that end a line for some readers and not for others."""

Row = tuple[int, str]
"""A line of the page by its number, and so much of it as belongs to the text at hand."""


def find(lines: Sequence[str], parser: MarkdownIt, types: AbstractSet[str]) -> list[Block]:
    """Return the needs of a page, in order, those in other blocks too."""
    rows = [(at, without_end(line)) for at, line in enumerate(lines)]
    if rows and rows[0][1].startswith("\ufeff"):
        rows[0] = (0, rows[0][1][1:])
    return list(_Finder(lines, parser, types).blocks(rows))


class _Finder:
    def __init__(
        self, lines: Sequence[str], parser: MarkdownIt, types: AbstractSet[str]
    ) -> None:
        self._lines, self._parser, self._types = lines, parser, types

    def blocks(self, rows: list[Row]) -> Iterator[Block]:
        text = "\n".join(line for _, line in rows) + "\n"
        for token in self._parser.parse(text, {}):
            if token.type in {"fence", "colon_fence"} and token.map:
                yield from self._fence(token, rows)

    def _fence(self, token: Token, rows: list[Row]) -> Iterator[Block]:
        info = token.info.strip().split(maxsplit=1)
        if not info or not re.fullmatch(r"\{[^{}]+\}", info[0]) or token.map is None:
            return
        name, start = info[0][1:-1], token.map[0]
        content = token.content.split("\n")[:-1]
        inner = [
            (rows[start + 1 + at][0], line)
            for at, line in enumerate(content)
            if start + 1 + at < len(rows)
        ]
        count, form, options = _options(inner)
        body = inner[count:]
        if name in self._types:
            last = rows[min(token.map[1], len(rows)) - 1][0]
            block = self._block(token, info, (rows[start][0], last))
            entries, before = self._entries(options, form)
            yield replace(
                block,
                id=next((e.value for e in reversed(entries) if e.name == "id"), ""),
                form=form,
                entries=tuple(entries),
                before=before,
                body=tuple(line for _, line in body),
            )
        if not _LITERAL.fullmatch(name):
            yield from self.blocks(body)

    def _block(self, token: Token, info: list[str], at: tuple[int, int]) -> Block:
        """Return a block as its first and last line tell it, without its fields."""
        first, last = at
        title = info[1] if len(info) > 1 else ""
        opening = without_end(self._lines[first]).rstrip()
        closing = without_end(self._lines[last]).strip(" \t>")
        return Block(
            type=info[0][1:-1],
            id="",
            title=title,
            title_span=Span(first, len(opening) - len(title), len(opening)),
            first=first,
            last=last,
            closed=last > first and set(closing) == set(token.markup[0]),
            form=COLON,
            entries=(),
            before="",
            mark=token.markup,
            indent=opening[: opening.find(token.markup)].lstrip("\ufeff"),
            body=(),
        )

    def _entries(self, options: list[Row], form: str) -> tuple[list[Entry], str]:
        """Return the fields, and what stands before each; none if they cannot be read."""
        texts = [line for _, line in options]
        if form == COLON:
            texts = [line.lstrip()[1:] for line in texts]
        else:
            texts = dedent("\n".join(texts)).split("\n")
        raws = [without_end(self._lines[at]) for at, _ in options]
        joined = "\n".join(texts)
        if _ODD.search(joined) or not all(map(str.endswith, raws, texts)):
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


def _entry(
    key: KeyToken,
    value: ValueToken | None,
    texts: list[str],
    options: list[Row],
    befores: list[str],
) -> Entry:
    at = key.start.line
    shift = len(befores[at])
    last, inline = at, None
    text = texts[at]
    colon = text.index(":", key.end.column) + 1
    if value is None:
        inline = Span(options[at][0], shift + colon, shift + colon)
    elif value.start.line == value.end.line == at and value.style not in {"|", ">"}:
        inline = Span(options[at][0], shift + value.start.column, shift + value.end.column)
    else:
        last = value.end.line - (1 if value.end.column == 0 else 0)
        last = min(max(at, last), len(texts) - 1)
        while last > at and not texts[last].strip():
            last -= 1
    return Entry(
        name=key.value,
        value="" if value is None else value.value,
        first=options[at][0],
        last=options[last][0],
        inline=inline,
        style=None if value is None else value.style,
        key=Span(options[at][0], shift + key.start.column, shift + colon),
    )


def _options(rows: list[Row]) -> tuple[int, str, list[Row]]:
    """Return how many lines the fields take, how they are written, and their lines.

    As ``myst_parser`` does it: a block between ``---``, or lines that begin with one
    or two colons; leading empty lines are skipped before the latter only to see them.
    """
    texts = [line for _, line in rows]
    if texts and texts[0].startswith("---"):
        for at, text in enumerate(texts[1:], start=1):
            if text.startswith("---"):
                return at + 1, YAML, rows[1:at]
        return len(rows), YAML, rows[1:]
    count = 0
    while count < len(rows) and is_option_line(texts[count]):
        count += 1
    return count, COLON, rows[:count]
