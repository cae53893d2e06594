"""The sentences sphinx-needs writes into a page, in the reader's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("needs_cards")

_NOTHING = "No needs passed the filters"
_FILTER = "Used filter:"
_CAPPED = re.compile(r"Showing the first (\d+) of (\d+) ")


def translate_notices(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put each in our words (``doctree-resolved``); an author's own stay as they are.

    sphinx-needs writes them in English, past every catalogue. A filter is a program's
    line and stays.
    """
    for paragraph in doctree.findall(nodes.paragraph):
        # A sentence of sphinx-needs stands alone, bare or in italics.
        inside = paragraph[0] if len(paragraph) == 1 else None
        if isinstance(inside, nodes.emphasis | nodes.Text):
            said = _translated(paragraph["classes"], inside.astext())
            if said is not None:
                paragraph[:] = [nodes.Text(said)]


def _translated(classes: list[str], text: str) -> str | None:
    if "needs_filter_warning" in classes and text == _NOTHING:
        return _("Nothing matches.")
    if not classes and text.startswith(_FILTER):
        return text.replace(_FILTER, _("Filter used:"), 1)
    if "needs_max_items_notice" in classes and (capped := _CAPPED.match(text)):
        shown, total = capped.groups()
        said = _("Showing the first %(shown)s of %(total)s.")
        return said % {"shown": shown, "total": total}
    return None
