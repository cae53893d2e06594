"""Roles for lines of sources in prose: the words and their places, or the places alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxRole

from needs_core.extra_data import Derived, ExtraSource, add_extra
from needs_core.messages import Problem, warn
from needs_core.model import natural_key
from needs_core.nodes import in_quotation_marks
from needs_core.page_views import views_of
from needs_core.rebuild.included_files import other_source
from needs_sources.config import read_settings
from needs_sources.nodes import SourceReferenceNode
from needs_sources.references import (
    EXTRA,
    LINES_ROLE,
    QUOTE_ROLE,
    SourceReference,
    parse_reference,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from needs_core.model import Items

_ = get_translation("needs_sources")


class SourceReferenceRole(SphinxRole):
    """``source-quote`` and ``source-lines``: places in sources, with the words there."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the placeholder; the text itself after a warning."""
        role, docname = self.name.lower(), self.env.current_document.docname
        read = parse_reference(self.text)
        source, line = self.get_source_info()
        line = self.lineno or line
        if read is None:
            fault = _("“%s” names no lines of a source with the words there.") % self.text
            remedy = _("Write the id of the source, its lines, a colon and the words.")
            told = (fault, remedy, "needs_sources", "bad_place")
            file = other_source(self.env, source)
            warn(Problem(docname, line, role, *told, file=file))
            return [nodes.Text(self.text)], []
        places, words = read
        settings = read_settings(self.config)
        view = SourceReference(role, places, words, docname, line, settings)
        shown = in_quotation_marks(nodes.Text(words)) if role == QUOTE_ROLE else []
        return [SourceReferenceNode("", *shown, view=view, directive=role)], []


def _read_references(app: Sphinx) -> tuple[SourceReference, ...]:
    pages = views_of(app.env)
    return tuple(
        view
        for docname in sorted(pages, key=natural_key)
        for view in pages[docname]
        if isinstance(view, SourceReference)
    )


def _keep(items: Items) -> Derived:
    return Derived(items.extra[EXTRA], {})


def setup(app: Sphinx) -> None:
    """Add the roles, and bring what pages say in them along with the needs."""
    for name in (QUOTE_ROLE, LINES_ROLE):
        app.add_role(name, SourceReferenceRole())
    add_extra(app, ExtraSource(EXTRA, _read_references, _keep))
