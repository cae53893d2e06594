"""Places in sources on pages: the words for them, and the roles for prose.

The words are as "Strategiteksten, linje 3–5 og 9 (kapitel)".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxRole

from needs_core.extra_data import Derived, ExtraSource, add_extra
from needs_core.field_texts import FieldText, FieldTexts, add_field_texts
from needs_core.included_files import other_source
from needs_core.items import natural_key
from needs_core.messages import Problem, warn
from needs_core.nodes import in_quotation_marks
from needs_core.page_views import views_of
from needs_core.reader import look
from needs_sources.config import read_settings
from needs_sources.nodes import SourceReferenceNode
from needs_sources.references import (
    EXTRA,
    LINES_ROLE,
    QUOTE_ROLE,
    SourceNamesView,
    SourceReference,
    parse_reference,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

    from needs_core.items import Items
    from needs_sources.references import NamedPlace
    from needs_sources.source_text import LineRange

_ = get_translation("needs_sources")


def lines_text(ranges: Sequence[LineRange]) -> str:
    """Return lines for readers, without a name: "lines 3–5 and 9"."""
    parts = [str(a) if a == b else f"{a}–{b}" for a, b in ranges]
    *others, last = parts or [""]
    listed = _("%(list)s and %(last)s") % {"list": ", ".join(others), "last": last}
    several = len(parts) > 1 or any(a != b for a, b in ranges)
    lines = _("lines %s") if several else _("line %s")
    return lines % (listed if others else last)


def place_text(place: NamedPlace) -> str:
    """Return a place for readers, under the name of its source."""
    name = place.source.name if place.source else place.written
    text = f"{name}, {lines_text(place.ranges)}"
    return f"{text} ({place.where})" if place.where else text


def _read_field(app: Sphinx, text: str) -> FieldText | None:
    """Return the place of a quote as readers see it; ``None``: no source has the file."""
    from needs_sources.source_text import read_place

    place = read_place(text)
    names = look(app, SourceNamesView(read_settings(app.config)))
    named = names.place(place) if place else None
    if named is None or named.source is None:
        return None
    return FieldText(place_text(named), named.source.label)


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
    """Add the roles, what pages say in them, and the words for places in fields."""
    for name in (QUOTE_ROLE, LINES_ROLE):
        app.add_role(name, SourceReferenceRole())
    add_extra(app, ExtraSource(EXTRA, _read_references, _keep))
    places = FieldTexts(lambda config: read_settings(config).place, _read_field)
    add_field_texts(app, places)
