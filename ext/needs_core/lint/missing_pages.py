"""Links and menus that name a page that is not there: one message for each such page.

A page that was renamed or deleted is named by others, in menus and in links. Sphinx tells
of each place in words and at moments of its own. Here the places are collected from all
pages, and told together, with the pages that name it.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.util import docname_join

from needs_core.collector import PerPage
from needs_core.messages import Problem, warn
from needs_core.rebuild.repeated_messages import messages_of_reading
from needs_core.suggestions import NameIndex, did_you_mean
from needs_core.upstream_warnings.message import WRITTEN, as_written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ = get_translation("needs_core")

_MENU = re.compile(
    r"toctree contains reference to (?:non-?existing|excluded) document " + WRITTEN
)
_LINK = re.compile(
    r"(?:'myst' cross-reference target not found: |unknown document: "
    r"|Unknown source document )" + WRITTEN
)


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """A place where a page is named."""

    file: str
    """The page, or the file it includes; from the folder of the pages."""
    line: int
    docname: str
    page: str
    """The page that is named."""
    written: str
    """Its name as Sphinx repeats it."""
    type: str
    subtype: str

    @property
    def in_menu(self) -> bool:
        """Whether it is a menu that names the page."""
        return self.type == "toc"


@dataclass(frozen=True, slots=True)
class _MissingNames:
    """What was told of in a build."""

    places: frozenset[tuple[str, str]] = frozenset()
    """A page, or a file it includes, and what it names."""
    likely: frozenset[str] = frozenset()
    """The pages that were probably meant by menus."""


def _read_links(app: Sphinx, doctree: nodes.document) -> tuple[_Place, ...] | None:
    """Return the links of a page to other pages, there or not."""
    docname = app.env.current_document.docname
    return tuple(_links(app, doctree, docname)) or None


def _links(app: Sphinx, doctree: nodes.document, docname: str) -> Iterator[_Place]:
    for link in doctree.findall(addnodes.pending_xref):
        target = link["reftarget"]
        if link["reftype"] == "doc":
            page, kind = docname_join(docname, target), ("ref", "doc")
        elif link["reftype"] == "myst":
            path, ending = posixpath.splitext(target.partition("#")[0])
            kind = ("myst", "xref_missing")
            if link["refdomain"] == "doc":
                page = target
            elif ending in app.config.source_suffix:
                page = docname_join(docname, path)
            else:
                continue
        else:
            continue
        file, line = _place_of(link)
        file = _relative(app.env, file or str(app.env.doc2path(docname)))
        yield _Place(file, line, docname, page, target, *kind)


_LINKS = PerPage("needs_core_page_links", _read_links)
_told: WeakKeyDictionary[Sphinx, _MissingNames] = WeakKeyDictionary()


def setup(app: Sphinx) -> None:
    """Collect the links, and warn of missing pages before any page is written."""
    app.add_env_collector(_LINKS.collector())
    # Before Sphinx checks that each page is in a menu.
    app.connect("env-updated", _tell, priority=990)


def is_told(app: Sphinx, docname: str, message: str) -> bool:
    """Tell whether a warning of Sphinx is about a page that has one warning for all links.

    A page that was renamed is in no menu until its name is corrected there.
    """
    told = _told.get(app, _MissingNames())
    if message.startswith("document isn't included in any toctree"):
        return docname in told.likely
    if _MENU.match(message):
        return True
    found = _LINK.match(message)
    return bool(found and (docname, as_written(found["name"])) in told.places)


def _tell(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of each page that is named and not there (``env-updated``)."""
    missing: dict[str, list[_Place]] = defaultdict(list)
    pages = env.found_docs
    for place in sorted(_places(env)):
        missing[place.page].append(place)
    in_menus = {env.config.root_doc}.union(*env.toctree_includes.values())
    renamed, known = (NameIndex(sorted(x)) for x in (pages - in_menus, pages))
    menus = (page for page, places in missing.items() if any(x.in_menu for x in places))
    _told[app] = _MissingNames(
        frozenset(
            (named, x.written)
            for places in missing.values()
            for x in places
            for named in (x.docname, str(Path(env.srcdir, x.file)))  # one it includes
        ),
        frozenset(found for page in menus if (found := renamed.closest(page))),
    )
    for page, places in sorted(missing.items()):
        # A page in no menu is the one that was renamed, rather than any other.
        likely = did_you_mean(page, renamed) or did_you_mean(page, known)
        warn(_problem(env, page, places, likely))


def _places(env: BuildEnvironment) -> Iterator[_Place]:
    pages = env.found_docs
    for docname, messages in messages_of_reading(env).items():
        for message in messages:
            if docname in pages and (found := _MENU.match(message.text)):
                path = message.place
                if path in pages:
                    path = str(env.doc2path(path))
                page = as_written(found["name"])
                line = _entry_line(Path(env.srcdir, path), message.line, page)
                at = (_relative(env, path), line, docname, page, page)
                yield _Place(*at, message.type, message.subtype)
    for docname, links in _LINKS.pages(env).items():
        yield from (x for x in links if docname in pages and x.page not in pages)


def _entry_line(file: Path, opening: int, page: str) -> int:
    """Return the line of a menu (from 1) that names a page; else the one that opens it."""
    with suppress(OSError):
        lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
        name = posixpath.basename(page)
        for at in range(opening, len(lines)):
            if name in lines[at]:
                return at + 1
            if re.match(r"\s*(:{3,}|`{3,}|~{3,})\s*$", lines[at]):
                break
    return opening


def _problem(
    env: BuildEnvironment, page: str, places: list[_Place], likely: str
) -> Problem:
    first = places[0]
    fault = _("There is no page of this name.") + likely
    remedy = _("Correct the name, or remove what names it.")
    if page in env.found_docs:
        fault = _("The menu names the page that it stands on.")
        remedy = _("Remove the line.")
    named = [*dict.fromkeys(f"{x.file}:{x.line}" for x in places)]
    if len(named) > 1:
        fault += " " + _("It is named here, too: %s.") % ", ".join(named[1:])
        remedy = _("Correct the name in all these places, or remove what names it.")
    at = (None, first.line, page, fault, remedy, first.type, first.subtype)
    return Problem(*at, file=str(Path(env.srcdir, first.file)))


def _place_of(node: nodes.Element) -> tuple[str, int]:
    """Return file and line of a node, or of the one around it that has them."""
    found: nodes.Element | None = node
    while found is not None:
        if found.line:
            return found.source or "", found.line
        found = found.parent
    return "", 1


def _relative(env: BuildEnvironment, path: str) -> str:
    return Path(relpath(path, env.srcdir)).as_posix()
