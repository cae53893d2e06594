"""Below every page: when it was last updated, and who is responsible for it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.dates import long_date
from needs_core.messages import Problem, warn
from needs_core.page_views import ViewNode, views_of
from public_site.commits import last_commits

if TYPE_CHECKING:
    from datetime import date

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from needs_core.model import Items

_ = get_translation("public_site")

_dates: WeakKeyDictionary[Sphinx, dict[str, date]] = WeakKeyDictionary()
"""The date of each page's last commit in the build an application is in."""


@dataclass(frozen=True, slots=True)
class LastCommit:
    """A view: what a page shows of git, so that it is written again with the date."""

    docname: str
    day: date | None

    def look(self, items: Items) -> date | None:
        """Return the date; no need has a part in it."""
        return self.day


class page_facts(ViewNode):  # noqa: N801 (docutils names node classes so)
    """Stands last in every page. ``view`` is the ``LastCommit``."""


class DrawFacts(SphinxPostTransform):
    """Write who is responsible into the facts, or take them away.

    They are for readers of a site. A document on paper tells its date once.
    """

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Complete the facts of this page."""
        html = self.env._app.builder.format == "html"
        for facts in list(self.document.findall(page_facts)):
            if not html:
                facts.parent.remove(facts)
                continue
            told = self.env.metadata.get(facts["view"].docname, {})
            name = self.config.public_site_responsible
            facts["responsible"] = str(told.get(name) or "").strip()
            facts["language"] = self.config.language


def look_up(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], _gone: set[str]
) -> list[str]:
    """Ask git once a build; have pages read whose date is new (``env-get-outdated``)."""
    folder = app.srcdir
    names = {
        docname: env.doc2path(docname, base=False).as_posix() for docname in env.found_docs
    }
    days = last_commits(folder, names.values())
    _dates[app] = {page: days[name] for page, name in names.items() if name in days}
    return sorted(
        view.docname
        for page in set(env.found_docs) - added - changed
        for view in views_of(env).get(page, ())
        if isinstance(view, LastCommit) and view.day != _dates[app].get(view.docname)
    )


def add(app: Sphinx, doctree: nodes.document) -> None:
    """Put the facts last in a page (``doctree-read``)."""
    docname = app.env.current_document.docname
    day = _dates.get(app, {}).get(docname)
    doctree += page_facts(view=LastCommit(docname, day))


def check(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of a responsible that is no plain text (``doctree-read``, after its fields)."""
    name, docname = app.config.public_site_responsible, app.env.current_document.docname
    told = str(app.env.metadata.get(docname, {}).get(name, "")).strip()
    if told.startswith(("[", "{")):  # MyST writes lists and mappings as JSON
        fault = _("Who is responsible for the page is no plain text.")
        remedy = _("Write %s: and a role or a unit on one line.") % name
        warn(Problem(docname, 1, name, fault, remedy, "public_site", "responsible"))
        app.env.metadata[docname][name] = ""


def visit(self: HTML5Translator, node: page_facts) -> None:
    """Write the facts; the words are ours, the responsible is text from the page."""
    day, none = node["view"].day, escape(_("not stated"))
    unknown = f'<dd class="page-facts-unknown">{none}</dd>'
    updated, responsible = unknown, unknown
    if day is not None:
        said = long_date(day, node["language"])
        updated = f'<dd><time datetime="{day.isoformat()}">{escape(said)}</time></dd>'
    if node["responsible"]:
        responsible = f"<dd>{escape(node['responsible'])}</dd>"
    rows = (
        (_("Last updated"), updated),
        (_("Responsible for this page"), responsible),
    )
    drawn = "".join(f"<div><dt>{escape(term)}</dt>{told}</div>" for term, told in rows)
    self.body.append(f'<footer class="page-facts"><dl>{drawn}</dl></footer>\n')


def depart(self: HTML5Translator, node: page_facts) -> None:
    """Nothing is open."""


def setup(app: Sphinx) -> None:
    """Connect the handlers and register the node."""
    app.add_config_value(
        "public_site_responsible", "responsible", "env", types=frozenset({str})
    )
    app.add_node(page_facts, html=(visit, depart))
    app.add_post_transform(DrawFacts)
    app.connect("env-get-outdated", look_up)
    # Before the views of the page are collected, at 500; and after its fields are.
    app.connect("doctree-read", add, priority=400)
    app.connect("doctree-read", check, priority=600)
