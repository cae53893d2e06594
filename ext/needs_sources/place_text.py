"""The words for places in sources: "Strategiteksten, linje 3–5 og 9 (kapitel)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.field_texts import FieldText, FieldTexts, add_field_texts
from needs_core.reader import look
from needs_sources.config import read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

    from needs_sources.source_names import NamedPlace
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
    from needs_sources.source_names import SourceNamesView
    from needs_sources.source_text import read_place

    place = read_place(text)
    names = look(app, SourceNamesView(read_settings(app.config)))
    named = names.place(place) if place else None
    if named is None or named.source is None:
        return None
    return FieldText(place_text(named), named.source.label)


def setup(app: Sphinx) -> None:
    """Have the field with the place of a quote shown so, wherever fields are."""
    places = FieldTexts(lambda config: read_settings(config).place, _read_field)
    add_field_texts(app, places)
