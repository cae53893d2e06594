"""Write a page again when what it shows of the needs has changed, and only then.

sphinx-needs marks no page as outdated when a need of another page changes: back-links,
tables and matrices stay as they were. Here every page keeps the views it draws. When
the needs are resolved, each page's views are looked at, and a page that would look
different than at the last build of the same output is written again.

The digests of the last build lie in a ledger beside the doctrees, one for each
output folder, because several outputs may share their doctrees. What will be written
is struck out before and entered when the build has succeeded, so an interrupted build
leaves nothing stale behind.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import addnodes

from needs_core import page_views
from needs_core.conditional import conditions_on_page
from needs_core.dates import today
from needs_core.extra_data import extra_digest
from needs_core.page_views import generation, views_of
from needs_core.reader import look, needs_digest, read_items
from needs_core.sphinx_internals import toctree_of, write_with
from needs_core.views import EveryNeed, OneNeed, digest

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from needs_core.views import View


@dataclass(frozen=True, slots=True)
class WrittenPages:
    """The digest of each page when an output was last written."""

    generation: str | None = None
    """The state of the environment the whole output shows; ``None``: only a part."""
    pages: dict[str, str] = field(default_factory=dict)


class FreshnessLedger:
    """Follows one application through a build. The methods are event handlers."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._drawn: set[str] = set()

    def outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Have the root page written whenever something was read (``env-updated``).

        Which other pages must follow is known only when the needs are resolved, and
        Sphinx then adds pages only as followers of one it writes anyway.
        """
        fresh = _load(app).generation == _generation(app)
        # Needs of other projects change without a page of ours being read.
        fresh = fresh and not app.config.needs_external_needs
        return [] if fresh else [app.config.root_doc]

    def write_changed(self, app: Sphinx, _builder: Builder) -> None:
        """Have every page that looks different written with the root (``write-started``).

        The environment is already pickled, so a later build starts without this.
        """
        last, self._drawn = _load(app).pages, set()
        self._digests = _page_digests(app)
        changed = {page for page, now in self._digests.items() if last.get(page) != now}
        write_with(app.env, app.config.root_doc, changed)
        # The digests of these pages are unknown until they are written.
        kept = {page: was for page, was in last.items() if page not in changed}
        _save(app, WrittenPages(None if changed else _load(app).generation, kept))

    def note_drawn(self, _app: Sphinx, _doctree: nodes.document, docname: str) -> None:
        """Remember that a page is drawn in this build (``doctree-resolved``)."""
        self._drawn.add(docname)

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the ledger of a build that succeeded (``build-finished``)."""
        if exception is not None or not self._digests:
            return
        last = _load(app).pages
        kept = {page: last[page] for page in self._digests if page in last}
        drawn = self._drawn & set(self._digests)
        pages = kept | {page: self._digests[page] for page in drawn}
        whole = pages == self._digests
        _save(app, WrittenPages(_generation(app) if whole else None, pages))


def setup(app: Sphinx) -> None:
    """Connect the collector and the ledger."""
    page_views.setup(app)
    ledger = FreshnessLedger()
    app.connect("env-updated", ledger.outdated)
    # After sphinx-needs has resolved the needs, at 500.
    app.connect("write-started", ledger.write_changed, priority=900)
    app.connect("doctree-resolved", ledger.note_drawn)
    app.connect("build-finished", ledger.close)


def _generation(app: Sphinx) -> str:
    """Name the state of the environment, the day, and what is known beside them.

    Deadlines pass without an edit, and so may tags change.
    """
    pages = (conditions_on_page(app, page) for page in sorted(app.env.found_docs))
    shown = [conditions for conditions in pages if conditions]
    return f"{generation(app.env)} {today()} {shown} {extra_digest(app)}"


def _page_digests(app: Sphinx) -> dict[str, str]:
    views, items = views_of(app.env), read_items(app)
    some = any(isinstance(view, EveryNeed) for page in views.values() for view in page)
    everything = needs_digest(app) if some else ""
    menu = menu_digest(app) if app.builder.format == "html" else ""

    def shown(view: View[object] | EveryNeed) -> object:
        if isinstance(view, EveryNeed):
            return everything
        # A need is drawn on one page only, so its look is not kept.
        return view.look(items) if isinstance(view, OneNeed) else look(app, view)

    return {
        page: digest(
            [menu, conditions_on_page(app, page), *map(shown, views.get(page, ()))]
        )
        for page in sorted(app.env.found_docs)
    }


def menu_digest(app: Sphinx) -> str:
    """Return a digest of the site's menu, which themes repeat on every page."""
    shown: list[object] = []
    for docname in sorted(app.env.found_docs):
        title, toc = app.env.titles.get(docname), toctree_of(app.env, docname)
        shown.append((docname, title.astext() if title else ""))
        trees = toc.findall(addnodes.toctree) if toc else ()
        shown.extend((tree.get("caption"), tree["entries"]) for tree in trees)
    return digest(shown)


def _path(app: Sphinx) -> Path:
    output = f"{app.builder.name}:{app.outdir}"
    name = hashlib.blake2b(output.encode(), digest_size=8).hexdigest()
    return Path(app.doctreedir) / f"needs-shown-{app.builder.name}-{name}.json"


def _load(app: Sphinx) -> WrittenPages:
    try:
        loaded = json.loads(_path(app).read_text(encoding="utf-8"))
        return WrittenPages(loaded["generation"], dict(loaded["pages"]))
    except (OSError, ValueError, KeyError, TypeError):
        return WrittenPages()  # a first build, or a ledger cut short


def _save(app: Sphinx, record: WrittenPages) -> None:
    content = {"generation": record.generation, "pages": record.pages}
    _path(app).write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
