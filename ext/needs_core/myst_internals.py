"""The only access to interfaces that MyST does not document: its parsers."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docutils.parsers.rst.directives.misc import TestDirective
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import TopmatterReadError, read_topmatter
from myst_parser.parsers.directives import DirectiveParsingResult, parse_directive_text
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.options import (
    KeyToken,
    TokenizeError,
    ValueToken,
    options_to_tokens,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode
    from sphinx.application import Sphinx
    from sphinx.config import Config

__all__ = [
    "KeyToken",
    "TokenizeError",
    "ValueToken",
    "block_parser",
    "inline_parser",
    "markdown_parser",
    "only_blocks",
    "options_to_tokens",
    "parse_directive",
    "reads_as_front_matter",
    "setup",
]


def setup(app: Sphinx) -> None:
    """Connect what mends two things of MyST's, where a project has it."""
    app.connect("config-inited", accept_long_names)
    app.connect("config-inited", name_included)


def markdown_parser(app: Sphinx) -> tuple[MarkdownIt, AbstractSet[str]] | None:
    """Return a parser set up as the build's, and the names of the syntax it has on.

    ``None`` in a project without MyST. Relies on ``BuildEnvironment.myst_config``.
    """
    config = getattr(app.env, "myst_config", None)
    if config is None:
        return None
    return create_md_parser(config, RendererHTML), frozenset(config.enable_extensions)


def accept_long_names(app: Sphinx, _config: Config) -> None:
    """Have a link to a name longer than a file's be one to a file that there is not.

    Replaces ``SphinxRenderer.render_link_unknown``, which asks the system for a file of
    any name, and stops the build where it refuses to look (``config-inited``).
    """
    if "myst_parser" not in app.extensions:
        return
    from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer

    given: Callable[[SphinxRenderer, SyntaxTreeNode], None]
    given = SphinxRenderer.render_link_unknown
    if hasattr(given, "accepts_long_names"):
        return

    def render(self: SphinxRenderer, token: SyntaxTreeNode) -> None:
        try:
            given(self, token)
        except OSError:
            self.render_link_path(token)

    render.accepts_long_names = True  # type: ignore[attr-defined]
    SphinxRenderer.render_link_unknown = render  # type: ignore[method-assign]


_including: list[nodes.document] = []
"""The documents into which a file is being included, the innermost last."""


def _name_included(record: logging.LogRecord) -> bool:
    place = getattr(record, "location", None)
    if _including and isinstance(place, tuple):
        record.location = f"{_including[-1]['source']}:{place[1]}"
    return True


def name_included(app: Sphinx, _config: Config) -> None:
    """Have what is wrong in an included file told with its name (``config-inited``).

    MyST tells it with the name of the page and the line of the file. Replaces
    ``MockIncludeDirective.run``; relies on ``document["source"]`` and the name of a logger.
    """
    if "myst_parser" not in app.extensions:
        return
    from myst_parser.mocking import MockIncludeDirective

    given: Callable[[MockIncludeDirective], list[nodes.Element]]
    given = MockIncludeDirective.run
    if hasattr(given, "names_included"):
        return
    logging.getLogger("sphinx.myst_parser.warnings_").addFilter(_name_included)

    def run(self: MockIncludeDirective) -> list[nodes.Element]:
        _including.append(self.renderer.document)
        try:
            return given(self)
        finally:
            _including.pop()

    run.names_included = True  # type: ignore[attr-defined]
    MockIncludeDirective.run = run  # type: ignore[method-assign]


_block_parsers: WeakKeyDictionary[Sphinx, MarkdownIt] = WeakKeyDictionary()


def block_parser(app: Sphinx) -> MarkdownIt | None:
    """Return a parser that finds the blocks of a page as the build does, six times as fast.

    ``None`` in a project without MyST. It is made once for an application.
    """
    if app not in _block_parsers and (found := markdown_parser(app)):
        _block_parsers[app] = only_blocks(found[0])
    return _block_parsers.get(app)


def only_blocks(parser: MarkdownIt) -> MarkdownIt:
    """Disable the inline rules of a parser, and return it."""
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def inline_parser(app: Sphinx) -> MarkdownIt | None:
    """Return a parser that tells what is marked as text from what is just not read.

    ``None`` in a project without MyST.
    """
    found = markdown_parser(app)
    return found[0].disable("text_join") if found else None


def parse_directive(title: str, content: str) -> DirectiveParsingResult:
    """Return options, body and offsets of a directive that takes every option.

    ``content`` is the text between the fences. Relies on docutils' ``TestDirective``.
    """
    return parse_directive_text(TestDirective, title, content)


def reads_as_front_matter(text: str) -> bool:
    """Tell whether lines between two of hyphens are front matter that MyST can read."""
    try:
        return bool(read_topmatter(f"---\n{text}\n---\n"))
    except TopmatterReadError:
        return False
