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
from sphinx.builders.html import StandaloneHTMLBuilder

from needs_core import page_views
from needs_core.collector import PerPage
from needs_core.confidence import ConfidencesAtNeeds
from needs_core.core_settings import ConfidenceFields
from needs_core.dates import today
from needs_core.extra_data import extra_digest
from needs_core.field_texts import field_texts_of
from needs_core.model_reader import read_goal_steps, read_steps
from needs_core.only_parts import conditions_on_page
from needs_core.output_files import output_ledger, replace_file
from needs_core.page_views import generation, views_of
from needs_core.reader import look, read_items
from needs_core.settings import read
from needs_core.sphinx_internals import toctree_of, write_with
from needs_core.sphinx_needs_internals import needs_digest
from needs_core.steps import day_of_step
from needs_core.views import EveryNeed, OneNeed, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


_REFERS: PerPage[bool] = PerPage(
    "needs_core_refers", lambda _, page: page.next_node(addnodes.pending_xref) and True
)
"""The pages with references that Sphinx or MyST resolves."""


class FreshnessLedger:
    """Follows one application through a build. The methods are event handlers."""

    def __init__(self) -> None:
        self._read: set[str] = set()
        self._assets = ""
        self._digests: dict[str, str] = {}
        self._drawn: set[str] = set()

    def outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Have the root page written whenever something was read (``env-updated``).

        Which other pages must follow is known only when the needs are resolved, and
        Sphinx then adds pages only as followers of one it writes anyway.
        """
        self._assets = assets_digest(app)
        fresh = _load(_path(app)).generation == self._generation(app)
        # Needs of other projects change without a page of ours being read.
        fresh = fresh and not app.config.needs_external_needs
        strike(app, self._read)
        self._read = set()
        return [] if fresh else [app.config.root_doc]

    def note_read(self, _app: Sphinx, _env: BuildEnvironment, docname: str) -> None:
        """Note that a page is read again (``env-purge-doc``)."""
        self._read.add(docname)

    def write_changed(self, app: Sphinx, _builder: Builder) -> None:
        """Have every page that looks different written with the root (``write-started``).

        The environment is already pickled, so a later build starts without this.
        """
        last, self._drawn = _load(_path(app)).pages, set()
        self._digests = _page_digests(app, self._assets)
        changed = {page for page, now in self._digests.items() if last.get(page) != now}
        write_with(app.env, app.config.root_doc, changed)
        # The digests of these pages are unknown until they are written.
        kept = {page: was for page, was in last.items() if page not in changed}
        _save(
            _path(app),
            WrittenPages(None if changed else _load(_path(app)).generation, kept),
        )

    def note_drawn(self, _app: Sphinx, _doctree: nodes.document, docname: str) -> None:
        """Remember that a page is drawn in this build (``doctree-resolved``)."""
        self._drawn.add(docname)

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the ledger of a build that succeeded (``build-finished``)."""
        if exception is not None or not self._digests:
            return
        last = _load(_path(app)).pages
        kept = {page: last[page] for page in self._digests if page in last}
        drawn = self._drawn & set(self._digests)
        pages = kept | {page: self._digests[page] for page in drawn}
        whole = pages == self._digests
        _save(_path(app), WrittenPages(self._generation(app) if whole else None, pages))

    def _generation(self, app: Sphinx) -> str:
        """Name the state of the environment, the day, and what is known beside them.

        Deadlines pass without an edit, and so may tags change.
        """
        pages = (conditions_on_page(app, page) for page in sorted(app.env.found_docs))
        shown = [conditions for conditions in pages if conditions]
        known = f"{today()} {shown} {extra_digest(app)} {self._assets}"
        return f"{generation(app.env)} {known}"


def setup(app: Sphinx) -> None:
    """Connect the collector and the ledger."""
    page_views.setup(app)
    app.add_env_collector(_REFERS.collector())
    ledger = FreshnessLedger()
    app.connect("env-purge-doc", ledger.note_read)
    app.connect("env-updated", ledger.outdated)
    # After sphinx-needs has resolved the needs, at 500.
    app.connect("write-started", ledger.write_changed, priority=900)
    app.connect("doctree-resolved", ledger.note_drawn)
    app.connect("build-finished", ledger.close)


def strike(app: Sphinx, pages: Iterable[str]) -> None:
    """Strike pages that were read out of the ledgers of all outputs of the doctrees.

    The environment is stored next, and then nothing else tells that they were.
    """
    struck = set(pages)
    for path in Path(app.doctreedir).glob("needs-shown-*.json") if struck else ():
        last = _load(path)
        kept = {page: was for page, was in last.pages.items() if page not in struck}
        if kept != last.pages:
            _save(path, WrittenPages(None, kept))


def assets_digest(app: Sphinx) -> str:
    """Return a digest of the settings, templates, styles and scripts of a site's pages.

    A page holds checksums of its styles and scripts.
    """
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return ""
    config, state = app.config, hashlib.blake2b(digest_size=16)
    state.update(app.builder.build_info.config_hash.encode())
    for folder in (*config.html_static_path, *config.templates_path):
        for path in sorted(Path(app.confdir, folder).rglob("*")):
            if path.suffix.startswith((".css", ".js", ".html")) and path.is_file():
                state.update(f"{path.name}\0".encode(errors="surrogateescape"))
                state.update(path.read_bytes())
    return state.hexdigest()


def _page_digests(app: Sphinx, assets: str) -> dict[str, str]:
    views, items = views_of(app.env), read_items(app)
    some = any(isinstance(view, EveryNeed) for page in views.values() for view in page)
    everything = needs_digest(app) if some else ""
    all_steps, steps = read_steps(app.config), look(app, read_goal_steps(app.config))
    links = look(app, ConfidencesAtNeeds(read(app.config, ConfidenceFields)))
    menu, objects = menu_digest(app), objects_digest(app)

    def shown(view: View[object] | EveryNeed) -> object:
        if isinstance(view, EveryNeed):
            return everything
        # A need is drawn on one page only, so its look is not kept.
        if isinstance(view, OneNeed):
            item = items.by_id.get(view.id)
            own = (steps.get(view.id), links.get(view.id), field_texts_of(app, item))
            return view.look(items), *own, day_of_step(view.id, all_steps, items)
        return look(app, view), items.day_of(view)  # and the page says that day

    def around(page: str) -> Iterator[object]:
        yield assets
        yield menu
        yield conditions_on_page(app, page)
        yield pictures.get(page)
        yield objects if page in _REFERS.pages(app.env) else ""

    pictures = dict[str, list[tuple[str, str]]]()
    for path, (pages, name) in sorted(app.env.images.items()):
        for page in pages:
            pictures.setdefault(page, []).append((path, name))
    return {
        page: digest([*around(page), *map(shown, views.get(page, ()))])
        for page in sorted(app.env.found_docs)
    }


def objects_digest(app: Sphinx) -> str:
    """Return a digest of what references show of their targets: names and numbers."""
    env = app.env
    slugs = [env.metadata[page].get("myst_slugs") for page in sorted(env.found_docs)]
    named = (sorted(x[:5] for x in domain.get_objects()) for domain in env.domains.sorted())
    return digest([slugs, env.toc_fignumbers, env.toc_secnumbers, *named])


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
    return output_ledger(app, "needs-shown")


def _load(path: Path) -> WrittenPages:
    try:
        loaded = json.loads(path.read_bytes())
        return WrittenPages(loaded["generation"], dict(loaded["pages"]))
    except (OSError, ValueError, KeyError, TypeError):
        return WrittenPages()  # a first build, or a ledger cut short


def _save(path: Path, record: WrittenPages) -> None:
    content = {"generation": record.generation, "pages": record.pages}
    replace_file(path, json.dumps(content, sort_keys=True).encode())
