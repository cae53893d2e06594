"""Pages that have moved: at the old address stands a page that leads to the new one.

It leads there by itself and has a link, without script, and from files as from a server.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.messages import warn
from needs_core.output_addresses import can_be_page
from needs_core.setting_checks import table, text
from needs_core.settings import problem, register_value, setting, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_ = get_translation("public_site")

SETTING = "public_site_moved"


def moved_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a page for each that has moved (``html-collect-pages``)."""
    if app.builder.name not in {"html", "dirhtml"}:
        return
    for old, new in value(app.config, SETTING):
        if _is_usable(app, old, new):
            page, mark, anchor = new.partition("#")
            address = app.builder.get_relative_uri(old, page) + mark + anchor
            yield old, _context(escape(address, quote=True)), "page.html"


def _context(address: str) -> dict[str, Any]:
    title, words = escape(_("The page has moved")), escape(_("Go to the page"))
    link = f'<p><a href="{address}">{words}</a></p>'
    return {
        "title": title,
        "body": f"<section><h1>{title}</h1>\n{link}</section>\n",
        "metatags": f'<meta http-equiv="refresh" content="0; url={address}">',
        "pageurl": None,
    }


def _is_usable(app: Sphinx, old: str, new: str) -> bool:
    page = new.partition("#")[0]
    endings = (".html", *app.config.source_suffix)
    if not can_be_page(old) or old.endswith(endings):
        fault = _("No page can have had this name.")
        remedy = _("Write it from the folder of the pages on, without ending: folder/page.")
    elif old in app.env.found_docs:
        fault = _("There is a page of this name, and it has not moved.")
        remedy = _("Remove the line.")
    elif page not in app.env.found_docs:
        fault = _("There is no page “%s” to lead to.") % page
        remedy = _("Name a page without its ending, and perhaps # and a place on it.")
    else:
        return True
    warn(problem(app.config, SETTING, (old,), fault, remedy))
    return False


def setup(app: Sphinx) -> None:
    """Declare the setting and connect to the build."""
    moved = setting(
        (),
        "Pages that have moved: the old name to the new one, perhaps with `#place`.",
        table(text, text),
    )
    register_value(app, SETTING, moved, rebuild="html")
    app.connect("html-collect-pages", moved_pages)
