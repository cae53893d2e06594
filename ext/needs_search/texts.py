"""What the search page says, in the language of the site."""

from __future__ import annotations

from sphinx.locale import get_translation

_ = get_translation("needs_search")


def texts() -> dict[str, str]:
    """Return every text the browser shows, by name; ``{}`` is filled in there."""
    return {
        "none": _("Nothing found for “{}”."),
        "one": _("1 result"),
        "many": _("{} results"),
        "start": _("Type a word, an id or a number."),
        "advice": _("Try fewer or other words. You can also search by id and number."),
        "meant": _("Did you mean"),
        "narrowed": _("Nothing is left with these choices."),
        "clear": _("Remove all choices"),
        "facets": _("Narrow the results"),
        "more": _("Show more"),
        "suggestions": _("Suggestions"),
        "copy": _("A copy of {}, which comes first."),
        "failed": _("The search cannot be loaded. Build the site again."),
        "parameter": _("explain"),
        **_explaining(),
    }


def _explaining() -> dict[str, str]:
    """Return what the explanation of a result says."""
    return {
        "yes": _("yes"),
        "no": _("no"),
        "why_heading": _("Why these results?"),
        "why_ask": _("Why not this one? Write its id"),
        "why_button": _("Explain"),
        "why_word": _("Word"),
        "why_token": _("Looked up as"),
        "why_known": _("Used on the site"),
        "why_parts": _("Parts"),
        "why_synonyms": _("Also looked up"),
        "why_hits": _("Hits"),
        "why_way": _("Found by"),
        "why_tokens": _("Looked up as"),
        "why_score": _("Points"),
        "why_field": _("Where"),
        "why_place": _("Number {} of the results."),
        "why_total": _("{} points in all."),
        "why_weight": _("Weight: {}."),
        "why_unknown": _("Nothing has the id “{}”. Is the page in the menu, and built?"),
        "why_missed": _("Not found: it has none of the words, in any form looked up."),
        "why_narrowed": _("Found, but hidden by the choices."),
        "field_title": _("Title"),
        "field_text": _("Text"),
        "field_parts": _("Parts of words"),
        "field_meta": _("Id, fields and abbreviations"),
        "field_type": _("Type"),
        "how_exact": _("the word itself"),
        "how_start": _("a word that begins so"),
        "how_ending": _("a word with another ending"),
        "how_end": _("a word that ends so"),
        "how_inside": _("a word with this inside"),
        "how_parts": _("both parts of the word"),
        "how_tail": _("the last part of the word"),
        "how_head": _("the first part of the word"),
        "how_family": _("a word of the same family"),
        "how_synonym": _("a word that means the same"),
        "how_spelling": _("another spelling"),
        "how_joined": _("written as one word"),
    }
