"""The page of a site that a server shows where there is none: ``404.html``.

In the built site its links are relative, as on every page, so that it is looked at and
tested as any other. A published site has them whole: a server shows it in any folder.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_ = get_translation("public_site")

NAME = "404"


def not_found_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page (``html-collect-pages``), unless the project has one."""
    own = NAME in app.env.found_docs or "notfound.extension" in app.extensions
    if own or app.builder.name not in {"html", "dirhtml"}:
        return
    title, text = _("The page is not here"), _("It has moved, or its address is misspelt.")
    home = app.builder.get_relative_uri(NAME, app.config.root_doc)
    words = _("Go to the front page")
    link = f'<a href="{escape(home)}">{escape(words)}</a>'
    head = f"<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>"
    body = f"<section>{head}\n<p>{link}</p></section>\n"
    # It has no address of its own.
    yield NAME, {"title": escape(title), "body": body, "pageurl": None}, "page.html"


def setup(app: Sphinx) -> None:
    """Connect to the build."""
    app.connect("html-collect-pages", not_found_page)
