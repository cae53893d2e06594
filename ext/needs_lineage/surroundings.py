"""What is around the needs: which pages show them, and the plans of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from needs_core.collector import PerPage
from needs_core.extra_data import Derived, ExtraSource, add_extra, links_from_elsewhere
from needs_core.page_views import views_of
from needs_core.views import EveryNeed, digest
from needs_lineage.consequence import NAME, ConsequenceView, Surroundings

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from needs_core.items import Items


def setup(app: Sphinx) -> None:
    """Collect the references of each page, and read what is around with the needs."""
    app.add_env_collector(_MENTIONS.collector())
    add_extra(app, ExtraSource(NAME, surroundings, _derived))


def surroundings(app: Sphinx) -> Surroundings:
    """Return what is around the needs; nothing where no page and no report asks for it."""
    views = views_of(app.env)
    asked = any(isinstance(x, ConsequenceView) for page in views.values() for x in page)
    if not asked and app.builder.name != "consequence-report":
        return Surroundings("")
    pages = {
        docname: tuple(
            view
            for view in views[docname]
            # What is of one need shows its neighbours; that page is not about those.
            if not isinstance(view, EveryNeed) and not hasattr(view, "id")
        )
        for docname in sorted(views)
    }
    found = _MENTIONS.pages(app.env)
    mentions = {docname: found[docname] for docname in sorted(found)}
    elsewhere = links_from_elsewhere(app)
    told = [(docname, sorted(ids)) for docname, ids in mentions.items()]
    return Surroundings(digest([pages, told, elsewhere]), pages, mentions, elsewhere)


def _derived(items: Items) -> Derived:
    return Derived(items.extra[NAME], {})


def _mentions(_app: Sphinx, doctree: nodes.document) -> frozenset[str] | None:
    """Return the ids that the text of a page refers to, by a role or a link."""
    found = {
        node["reftarget"].rpartition("#")[2].partition(".")[0]
        for node in doctree.findall(nodes.Element)
        if node.get("reftarget")
    }
    return frozenset(found) or None


_MENTIONS: PerPage[frozenset[str]] = PerPage("needs_lineage_mentions", _mentions)
