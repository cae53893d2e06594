"""Where the lines of a page may end: long words have soft hyphens, signs keep their words.

Many browsers have no dictionary for the language of a page: a word that is wider than its
cell is broken anywhere, without a hyphen. Here the build says where. Only the pages have
soft hyphens: no index, no export and, by a script, nothing that is copied.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation
from sphinx.util import logging

from needs_core.extras import install_command, is_installed
from needs_core.output_files import has_site_files
from needs_core.settings import flag, register_value, setting, texts, value
from needs_core.sphinx_internals import change_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

_ = get_translation("public_site")
_logger = logging.getLogger(__name__)

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_COPY = "_static/public_site_copy.js"
_EXTRA = "hyphens"

_IN_CELL, _ELSEWHERE = 11, 14
"""From how many letters a word is divided: in a table, and in any other text.

What a column of text has room for, on a phone too, stays as it is written.
"""
_LEAST = 3
"""How many letters stand before the first hyphen and after the last, at least."""

_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style|pre|code|kbd|samp|textarea|title|option|svg|math)\b[^>]*(?<!/)>"
    r".*?</(?P=raw)\s*>"
    r"""|<(?P<end>/?)(?P<tag>[a-z][a-z0-9-]*)(?P<rest>(?:[^"'>]|"[^"]*"|'[^']*')*)>""",
    re.DOTALL | re.IGNORECASE,
)
_VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
    *("source", "track", "wbr"),
}
_LANGUAGE = re.compile(r"""\slang\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_SIGN = re.compile(r"([\u2200-\u23ff\u25a0-\u27bf])[ \n](?=[^\W_])")
"""A sign that stands for a state or a warning, and the space before its word."""
_RUN = re.compile(r"[^\s&]+")
_ADDRESS = re.compile(r"[@_]|://|^www\.|\.\w|/.*/")
"""What no word has: an address is not divided by signs that it does not have."""


def _words(least: int) -> re.Pattern[str]:
    return re.compile(rf"[^\W\d_]{{{least},}}")


_WORDS = {least: _words(least) for least in (_IN_CELL, _ELSEWHERE)}


def with_line_breaks(page: str, language: str, divide: Callable[[str], str]) -> str:
    """Return a page whose long words have soft hyphens, and whose signs keep their words.

    Args:
        page: The page as HTML; what is before its body stays as it is.
        language: Its language. Text that is marked as another stays as it is, and so does
            what is quoted.
        divide: Returns a word with soft hyphens in it.

    >>> divide = lambda word: word.replace("tion", "|tion")
    >>> with_line_breaks("<td>Implementation</td><code>Implementation</code>", "en", divide)
    '<td>Implementa|tion</td><code>Implementation</code>'

    """
    start = re.search(r"<body\b", page, re.IGNORECASE)
    at = start.start() if start else 0
    made, stack = [page[:at]], list[tuple[str, bool, bool]]()
    for found in _TOKEN.finditer(page, at):
        made += (_text(page[at : found.start()], stack, divide), found[0])
        at = found.end()
        tag = (found["tag"] or "").lower()
        if not tag or tag in _VOID or found["rest"].endswith("/"):
            continue
        if found["end"]:
            _leave(stack, tag)
            continue
        in_cell, kept = stack[-1][1:] if stack else (False, False)
        if told := _LANGUAGE.search(found["rest"]):
            kept = told[1].partition("-")[0] != language.partition("_")[0]
        kept |= tag == "blockquote"
        in_cell |= tag in {"td", "th"}
        stack.append((tag, in_cell, kept))
    return "".join([*made, _text(page[at:], stack, divide)])


def _leave(stack: list[tuple[str, bool, bool]], tag: str) -> None:
    """Leave an element and those in it that no end tag closes; a stray one is none."""
    for number in range(len(stack) - 1, -1, -1):
        if stack[number][0] == tag:
            del stack[number:]
            return


def _text(
    text: str, stack: list[tuple[str, bool, bool]], divide: Callable[[str], str]
) -> str:
    in_cell, kept = stack[-1][1:] if stack else (False, False)
    text = _SIGN.sub("\\1\N{NO-BREAK SPACE}", text)
    words = _WORDS[_IN_CELL if in_cell else _ELSEWHERE]
    if kept or not words.search(text):
        return text

    def run(found: re.Match[str]) -> str:
        if _ADDRESS.search(found[0]) or text[found.start() - 1 : found.start()] == "&":
            return found[0]
        return words.sub(lambda word: divide(word[0]), found[0])

    return _RUN.sub(run, text)


@cache
def divider(language: str, parts: tuple[str, ...] = ()) -> Callable[[str], str]:
    """Return what divides the words of a language; without its dictionary, none.

    Args:
        language: Its code.
        parts: Parts of words that are divided at their hyphens and nowhere else.

    """
    pyphen: Any = import_module("pyphen") if is_installed(_EXTRA) else None
    if pyphen is None or not (known := pyphen.language_fallback(language)):
        return str
    dictionary = pyphen.Pyphen(lang=known, left=_LEAST, right=_LEAST)

    @cache
    def divide(word: str) -> str:
        places = {*dictionary.positions(word)}
        for part in parts:
            whole = part.replace("-", "")
            start = word.lower().find(whole.lower())
            if start >= 0:
                places -= {*range(start + 1, start + len(whole))}
                runs = accumulate(map(len, part.split("-")[:-1]))
                places |= {start + run for run in runs}
        ends = [0, *sorted(places), len(word)]
        return SOFT_HYPHEN.join(word[a:b] for a, b in pairwise(ends))

    return divide


def break_lines(app: Sphinx) -> None:
    """Have the lines of every page broken when it is rendered (``builder-inited``)."""
    if not value(app.config, "public_site_line_breaks") or not has_site_files(app.builder):
        return
    if not is_installed(_EXTRA):
        text = _("No soft hyphens are set. For them: %s")
        _logger.info(text, install_command(_EXTRA))
    language, parts = app.config.language, value(app.config, "public_site_word_parts")
    divide = divider(language, parts)
    change_pages(
        app.builder, lambda page, context: _change(page, context, language, divide)
    )


def _change(
    page: str, context: dict[str, Any], language: str, divide: Callable[[str], str]
) -> str:
    root = context.get("content_root")
    if context.get("pagename") is None or root is None:
        return page  # a file of another kind
    changed = with_line_breaks(page, language, divide)
    if SOFT_HYPHEN not in changed:
        return changed
    head, end, rest = changed.rpartition("</body>")
    return f'{head}<script src="{root}{_COPY}"></script>\n{end}{rest}' if end else changed


def setup(app: Sphinx) -> None:
    """Register the setting and connect the handler."""
    line_breaks = setting(
        False,
        "Whether long words have soft hyphens, also where a browser has no dictionary of"
        " the language, and a sign stays on the line of its word.",
        flag,
    )
    register_value(app, "public_site_line_breaks", line_breaks, "html")
    word_parts = setting(
        (),
        "Parts of long words that are divided at their hyphens and nowhere else, where the"
        " dictionary is wrong: `over-view`.",
        texts,
    )
    register_value(app, "public_site_word_parts", word_parts, "html")
    app.connect("builder-inited", break_lines)
