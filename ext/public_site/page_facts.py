"""Below every page of a site: when it was last updated, and who is responsible for it.

The date is that of the last commit of the page's source. It changes without an edit of
the page, so the dates that an output shows are kept in a file beside the doctrees, one
for each output folder, and pages whose date is another are written again.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.dates import long_date
from needs_core.field_texts import value_links
from needs_core.messages import Problem, warn
from needs_core.output_files import output_ledger, replace_file
from needs_core.settings import register_value, setting, text, value
from public_site.git_dates import last_commits, refusal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

_ = get_translation("public_site")


class page_facts(nodes.General, nodes.Element):  # noqa: N801 (docutils names node classes so)
    """Stands last in every page, with its ``docname``.

    When the page is written it gets ``day``, a ``date`` or ``None``, ``responsible``, and
    ``address``, where all that is theirs is read, or ``None``.
    """


class PageFacts:
    """The facts of the pages in one build; the methods are event handlers."""

    def __init__(self) -> None:
        self._days: dict[str, date] = {}
        self._written: set[str] = set()

    def setup(self, app: Sphinx) -> None:
        """Connect to the build."""
        app.connect("env-get-outdated", self.read_dates)
        app.connect("doctree-read", _add)
        # After the fields of the page are collected, at 500.
        app.connect("doctree-read", _check_responsible, priority=600)
        app.connect("env-updated", self.outdated)
        app.connect("doctree-resolved", self.fill)
        app.connect("build-finished", self.save)

    def read_dates(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        _added: set[str],
        _changed: set[str],
        _removed: set[str],
    ) -> list[str]:
        """Ask git once a build (``env-get-outdated``); no page is read again for it."""
        names = {
            docname: env.doc2path(docname, base=False).as_posix()
            for docname in env.found_docs
        }
        days = last_commits(app.srcdir, names.values()) if _has_facts(app) else {}
        self._days = {page: days[name] for page, name in names.items() if name in days}
        self._written = set()
        if _has_facts(app) and not days and (reason := refusal(app.srcdir)):
            fault = _("It does not say when pages were changed: %s.") % reason
            remedy = _("Run git in the folder of the pages, and do as it says.")
            warn(Problem(None, None, "git", fault, remedy, "public_site", "git"))
        return []

    def outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages that show another date than theirs (``env-updated``)."""
        if not _has_facts(app):
            return []
        last = _load(app)
        changed = {page for page in env.found_docs if last.get(page) != self._text(page)}
        # Until they are written, it is not known what they show.
        _save(app, {page: day for page, day in last.items() if page not in changed})
        return sorted(changed)

    def fill(self, app: Sphinx, doctree: nodes.document, _docname: str) -> None:
        """Complete the facts of a page, or take them away (``doctree-resolved``).

        They are for readers of a site. A document on paper has one date.
        """
        for facts in list(doctree.findall(page_facts)):
            if not _has_facts(app):
                facts.parent.remove(facts)
                continue
            docname = facts["docname"]
            self._written.add(docname)
            facts["day"] = self._days.get(docname)
            facts["responsible"] = _responsible(app, docname)
            facts["address"] = _address(app, docname, facts)
            facts.clear()

    def save(self, app: Sphinx, exception: Exception | None) -> None:
        """Keep what the pages show now (``build-finished``)."""
        if exception is None and _has_facts(app):
            last = {page: x for page, x in _load(app).items() if page in app.env.found_docs}
            _save(app, last | {page: self._text(page) for page in self._written})

    def _text(self, docname: str) -> str:
        day = self._days.get(docname)
        return day.isoformat() if day else ""


def _has_facts(app: Sphinx) -> bool:
    return app.builder.format == "html"


def _add(app: Sphinx, doctree: nodes.document) -> None:
    """Put the facts last in a page (``doctree-read``)."""
    docname = app.env.current_document.docname
    facts = page_facts(docname=docname)
    if links := value_links(app):
        facts.extend(links.places(app, _responsible(app, docname)))
    doctree += facts


def _address(app: Sphinx, docname: str, facts: page_facts) -> str | None:
    """Return where all is read that is the responsible's, if it is anywhere."""
    links = value_links(app)
    return links.address(app, docname, facts[0]) if links and facts.children else None


def _responsible(app: Sphinx, docname: str) -> str:
    metadata = app.env.metadata.get(docname, {})
    return str(metadata.get(value(app.config, "public_site_responsible")) or "").strip()


def _check_responsible(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of a responsible that is no plain text (``doctree-read``)."""
    name, docname = (
        value(app.config, "public_site_responsible"),
        app.env.current_document.docname,
    )
    # MyST writes lists and mappings as JSON.
    if _responsible(app, docname).startswith(("[", "{")):
        fault = _("Who is responsible for the page is no plain text.")
        remedy = _("Write %s: and a role or a unit on one line.") % name
        warn(Problem(docname, 1, name, fault, remedy, "public_site", "responsible"))
        app.env.metadata[docname][name] = ""


# The dates that an output shows


def _path(app: Sphinx) -> Path:
    return output_ledger(app, "page-dates")


def _load(app: Sphinx) -> dict[str, str]:
    """Return the date that each page shows, ``""`` for none; unknown pages are left out."""
    try:
        return dict(json.loads(_path(app).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _save(app: Sphinx, dates: dict[str, str]) -> None:
    replace_file(_path(app), json.dumps(dates, sort_keys=True).encode())


# Drawing


def _visit(self: HTML5Translator, node: page_facts) -> None:
    not_stated = escape(_("not stated"))
    updated = responsible = f'<dd class="page-facts-unknown">{not_stated}</dd>'
    if (day := node["day"]) is not None:
        shown = escape(long_date(day, self.config.language))
        updated = f'<dd><time datetime="{day.isoformat()}">{shown}</time></dd>'
    if node["responsible"]:
        responsible = escape(node["responsible"])
        if node["address"]:
            href = escape(node["address"], quote=True)
            responsible = f'<a href="{href}">{responsible}</a>'
        responsible = f"<dd>{responsible}</dd>"
    rows = (
        (_("Last updated"), updated),
        (_("Responsible for this page"), responsible),
    )
    drawn = "".join(f"<div><dt>{escape(term)}</dt>{value}</div>" for term, value in rows)
    self.body.append(f'<footer class="page-facts"><dl>{drawn}</dl></footer>\n')


def _depart(self: HTML5Translator, node: page_facts) -> None:
    """Nothing is open."""


def setup(app: Sphinx) -> None:
    """Register the node and connect the handlers."""
    responsible = setting(
        "responsible",
        "The field in the front matter of a page that says who is responsible for it.",
        text,
    )
    register_value(app, "public_site_responsible", responsible)
    app.add_node(page_facts, html=(_visit, _depart))
    PageFacts().setup(app)
