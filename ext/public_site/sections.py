"""The sections of a site: the captions of the menus on its front page, and their pages.

A template shows them as tabs in the header and as a menu at the side. They follow from
the toctrees alone, which the digest of the menu covers: see ``needs_core.rebuild``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

from needs_core.sphinx_internals import toctree_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_DEPTH = 2


@dataclass(frozen=True, slots=True)
class MenuPage:
    """A page in the menu."""

    title: str
    docname: str
    pages: tuple[MenuPage, ...] = ()
    """The pages below it."""
    current: bool = False
    """Whether it is the page that is written, or one below it is."""


@dataclass(frozen=True, slots=True)
class Section:
    """A caption of the front page's menus; its tab leads to the first of its pages."""

    title: str
    pages: tuple[MenuPage, ...]

    @property
    def current(self) -> bool:
        """Whether the page that is written is in it."""
        return any(page.current for page in self.pages)


def sections_of(env: BuildEnvironment, shown: str) -> tuple[Section, ...]:
    """Return the sections as the page ``shown`` has them; menus without caption are none.

    Args:
        env: The environment, with all pages read.
        shown: The page that is written.

    """
    found: dict[str, list[MenuPage]] = {}
    for tree in _trees(env, env.config.root_doc):
        if caption := tree.get("caption"):
            found.setdefault(caption, []).extend(_pages(env, tree, shown, 1))
    return tuple(Section(name, tuple(pages)) for name, pages in found.items() if pages)


def _trees(env: BuildEnvironment, docname: str) -> Iterator[addnodes.toctree]:
    toc = toctree_of(env, docname)
    return iter(toc.findall(addnodes.toctree)) if toc else iter(())


def _pages(
    env: BuildEnvironment, tree: addnodes.toctree, shown: str, depth: int
) -> Iterator[MenuPage]:
    """Yield the pages of a menu; what is no page of this project is left out."""
    for title, docname in tree["entries"]:
        if docname not in env.titles:
            continue
        trees = _trees(env, docname) if depth < _DEPTH else ()
        below = tuple(page for x in trees for page in _pages(env, x, shown, depth + 1))
        current = docname == shown or any(page.current for page in below)
        yield MenuPage(title or env.titles[docname].astext(), docname, below, current)


def add_sections(
    app: Sphinx,
    page: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Give templates ``site_sections`` (``html-page-context``)."""
    context["site_sections"] = sections_of(app.env, page)


def setup(app: Sphinx) -> None:
    """Connect the handler."""
    app.connect("html-page-context", add_sections)
