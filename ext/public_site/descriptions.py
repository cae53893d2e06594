"""What a page is about, for search engines and for those who share its address.

Its lead: the first paragraph of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from needs_core.progress_text import COMPUTED_DAY

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def lead_of(page: nodes.document) -> str:
    r"""Return the text of the first paragraph of a page; "" where there is none.

    >>> from docutils.core import publish_doctree
    >>> lead_of(publish_doctree("Name\n====\n\nWhat it *is*\nabout.\n\nMore."))
    'What it is about.'
    """
    found = page.findall(nodes.paragraph)
    lead = next((x for x in found if COMPUTED_DAY not in x["classes"]), None)
    return " ".join(lead.astext().split()) if lead is not None else ""


def add_description(
    _app: Sphinx,
    _page: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give templates ``site_description`` (``html-page-context``)."""
    context["site_description"] = lead_of(doctree) if doctree is not None else ""


def setup(app: Sphinx) -> None:
    """Connect the handler."""
    app.connect("html-page-context", add_description)
