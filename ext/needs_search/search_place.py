"""Where a theme has a place for our search page: its template, and the block of it.

The theme's own search page says so: what it extends, and the block that holds its results.
No Sphinx here but the loader of templates.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.jinja2glue import BuiltinTemplateLoader

OWN_PAGE = "!search.html"
"""The search page of the theme, past the folders of templates of the project."""
_OURS = "needs-search-page.html"
_BASE = "needs_search_base"
"""What our own ``search.html`` extends, a variable."""
BLOCKS = ("docs_body", "body", "content")
"""The blocks that our ``search.html`` can fill."""


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """What our search page extends, and the block it fills; empty: a project's own page."""

    base: str
    block: str


class Templates:
    """The templates of a build, and a digest of each that was asked for."""

    def __init__(self, loader: BuiltinTemplateLoader) -> None:
        self._loader = loader
        self.digests: dict[str, str] = {}
        """Name to digest; empty: there is none of that name."""

    def source(self, name: str) -> str | None:
        """Return the text of a template."""
        try:
            text: str = self._loader.get_source(self._loader.environment, name)[0]
        except TemplateNotFound:
            self.digests[name] = ""
            return None
        self.digests[name] = _digest(text.encode())
        return text

    def tree(self, name: str) -> nodes.Template | None:
        """Return a template, parsed."""
        text = self.source(name)
        return None if text is None else self._loader.environment.parse(text)


def kept_place(templates: Templates, kept: bytes) -> tuple[SearchPlace | None, bytes]:
    """Return the place, and what a later build is to keep: parsing themes takes time.

    The place that a build before has found is that of this one as long as every template
    it was found in is the same.
    """
    code = _digest(Path(__file__).read_bytes())
    try:
        data = json.loads(kept)
        names, place = dict(data["templates"]), data["place"]
        found = SearchPlace(str(place[0]), str(place[1])) if place else None
        known = data["code"] == code
    except (ValueError, KeyError, TypeError, IndexError):
        names, found, known = {}, None, False
    if known and all(names.values()):
        for name in names:
            templates.source(name)
        if templates.digests == names:
            return found, kept
    templates.digests.clear()
    found = search_place(templates)
    place = astuple(found) if found else None
    content = {"code": code, "templates": templates.digests, "place": place}
    return found, json.dumps(content, sort_keys=True).encode()


def search_place(templates: Templates) -> SearchPlace | None:
    """Return the place of our search page; ``None`` where there is none.

    A template ``search.html`` of the project is one where it includes our page.
    """
    chain = list(_chain(templates, "search.html"))
    included = {x.template for tree in chain for x in tree.find_all(nodes.Include)}
    if not any(isinstance(x, nodes.Const) and x.value == _OURS for x in included):
        return None
    names = {x.name for tree in chain for x in tree.find_all(nodes.Name)}
    return _place_in_theme(templates) if _BASE in names else SearchPlace("", "")


def _place_in_theme(templates: Templates) -> SearchPlace | None:
    for tree in _chain(templates, OWN_PAGE):
        for block in tree.body:
            if isinstance(block, nodes.Block) and _holds_results(block):
                base = _extended(tree)
                drawn = {name for up in _chain(templates, base) for name in _drawn(up)}
                # A theme may have a block only so that templates can name it.
                wanted = block.name if block.name in drawn else BLOCKS[-1]
                fits = wanted in BLOCKS and wanted in drawn
                return SearchPlace(base, wanted) if fits else None
    return None


def _drawn(tree: nodes.Node) -> Iterator[str]:
    """Yield the names of the blocks of a template that are not under ``if False``."""
    for child in tree.iter_child_nodes():
        if isinstance(child, nodes.If) and child.test == nodes.Const(False):
            continue
        if isinstance(child, nodes.Block):
            yield child.name
        yield from _drawn(child)


def _holds_results(block: nodes.Block) -> bool:
    return any("search-results" in x.data for x in block.find_all(nodes.TemplateData))


def _chain(templates: Templates, name: str) -> Iterator[nodes.Template]:
    """Yield a template and those that it extends; one that is missing ends it."""
    seen: set[str] = set()
    while name and name not in seen:
        seen.add(name)
        tree = templates.tree(name)
        if tree is None:
            return
        yield tree
        name = _extended(tree)


def _extended(tree: nodes.Template) -> str:
    """Return the name of the template that another extends, where it is a constant."""
    found = (x.template for x in tree.find_all(nodes.Extends))
    return next((str(x.value) for x in found if isinstance(x, nodes.Const)), "")


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
