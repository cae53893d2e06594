"""The lines of a page that are code, which no check of letters is for. No Sphinx here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt

_NAMES = "code|code-block|sourcecode|highlight|parsed-literal|literal|prompt"
_MARKDOWN = re.compile(rf"\{{(?:{_NAMES})\}}")
_LITERAL = re.compile(rf"(?P<indent>\s*)(?:\.\. (?:{_NAMES})::.*|(?!\.\. ).*::)\s*$")


def code_lines(lines: Sequence[str], parser: MarkdownIt | None) -> frozenset[int]:
    """Return the indexes of the lines of code.

    ``parser`` finds the blocks of Markdown; ``None``: the page is reStructuredText.

    >>> sorted(code_lines(["Text::", "", "  code", "  more", "", "Text"], None))
    [2, 3]
    """
    return frozenset(_of_rst(lines) if parser is None else _of_markdown(lines, parser))


def _of_markdown(lines: Sequence[str], parser: MarkdownIt) -> Iterator[int]:
    for token in parser.parse("\n".join(lines), {}):
        info = token.info.strip()
        is_code = token.type == "code_block" or (
            token.type in {"fence", "colon_fence"}
            and (not info.startswith("{") or _MARKDOWN.match(info))
        )
        if token.map and is_code:
            yield from range(*token.map)


def _of_rst(lines: Sequence[str]) -> Iterator[int]:
    indent: int | None = None
    for at, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if indent is not None and (not line.strip() or depth > indent):
            if line.strip():
                yield at
            continue
        found = _LITERAL.match(line)
        indent = len(found["indent"]) if found else None
