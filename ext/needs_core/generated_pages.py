"""Pages that a build makes of the needs, as one for each owner: links to them, and search.

An extension that makes a page for each value of a field says so in ``setup``. Every other
then leads from the value to its page, and the search finds the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docutils import nodes

from needs_core.field_texts import ValueLinks, field_text, set_value_links, value_text
from needs_core.items import SEPARATOR, split_values
from needs_core.links import reference
from needs_core.output_addresses import between_pages
from needs_core.output_files import has_site_files
from needs_core.page_views import ViewNode
from needs_core.reader import look
from needs_core.sphinx_internals import app_of, raw_config, toctree_on_page
from needs_core.sphinx_needs_internals import string_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

    from needs_core.items import Items


_IN_SITE = "is_page_in_site"
"""Among what templates are given: the page is one of the site's, as those with a source."""
_MENU = "sidebar-nav-bs.html"
"""The template of the menu in pydata_sphinx_theme."""


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page without a source, as the search finds it."""

    name: str
    """As Sphinx names a page: its path from the root of the output, without a suffix."""
    title: str
    text: str
    kind: str
    """What it is, for readers: "Owner"."""


@dataclass(frozen=True, slots=True)
class ValuePages:
    """Who makes a page for each value of a field."""

    field: Callable[[Config], str]
    """Returns the name of the field; empty: there are no such pages."""
    page_name: Callable[[str], str]
    """Returns the name of the page of a value."""
    pages: Callable[[Sphinx], Iterable[GeneratedPage]]
    """Yields every page, in the write phase."""


_value_pages: WeakKeyDictionary[Sphinx, list[ValuePages]] = WeakKeyDictionary()


def add_value_pages(app: Sphinx, pages: ValuePages) -> None:
    """Say that there is a page for each value of a field (``setup``)."""
    _value_pages.setdefault(app, []).append(pages)


def generated_pages(app: Sphinx) -> tuple[GeneratedPage, ...]:
    """Return every page that was made of the needs; in the write phase."""
    return tuple(x for made in _value_pages.get(app, ()) for x in made.pages(app))


def value_address(builder: Builder, page: str, field: str, value: str) -> str | None:
    """Return where the page of a value is, seen from another page; ``None``: nowhere."""
    if not has_site_files(builder):
        return None
    for made in _value_pages.get(app_of(builder), ()):
        if field and made.field(builder.config) == field:
            return between_pages(builder, page, made.page_name(value))
    return None


def value_nodes(builder: Builder, page: str, field: str, text: str) -> list[nodes.Node]:
    """Return the text of a field for readers, each value a link where it has a page."""
    if (named := field_text(app_of(builder), field, text)) is not None:
        return [reference(builder, page, named.label, named.text)]
    if linked := string_links(builder.config, field, text):
        return list(_linked(linked))
    if value_address(builder, page, field, text) is None:
        return [nodes.Text(value_text(builder.config, field, text))]
    shown: list[nodes.Node] = []
    for value in split_values([text]):
        if shown:
            shown.append(nodes.Text(f"{SEPARATOR} "))
        address = value_address(builder, page, field, value)
        shown.append(nodes.reference("", value, internal=True, refuri=address))
    return shown


@dataclass(frozen=True, slots=True)
class HasValue:
    """A view: whether a need has a value, and so the value has a page."""

    field: str
    value: str

    def look(self, items: Items) -> bool:
        """Tell whether one has it."""
        return any(self.value in item.values(self.field) for item in items)


class ValuePlace(ViewNode):
    """Has its page written again when a value gets a page, or has none any more."""


def _value_places(app: Sphinx, value: str) -> Iterator[ValuePlace]:
    """Yield what a page keeps where it shows a value that no need of it has."""
    if value and (field := _field(app)):
        yield ValuePlace(view=HasValue(field, value))


def _place_address(app: Sphinx, page: str, place: nodes.Node) -> str | None:
    """Return where the page of the value is, seen from another page; in the write phase."""
    view = place["view"] if isinstance(place, ValuePlace) else None
    if view is None or not look(app, view):
        return None
    return value_address(app.builder, page, view.field, view.value)


def _field(app: Sphinx) -> str:
    """Return the field whose values have pages; empty: there is none."""
    found = (made.field(app.config) for made in _value_pages.get(app, ()))
    return next(filter(None, found), "")


def _link_values(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link values in the boxes that sphinx-needs draws itself (``doctree-resolved``)."""
    field = _field(app)
    if not field or value_address(app.builder, docname, field, "") is None:
        return
    for box in doctree.findall(nodes.inline):
        if f"needs_{field}" not in box["classes"]:
            continue
        for data in box.findall(nodes.inline):
            if "needs_data" in data["classes"] and not data.next_node(nodes.reference):
                text = data.astext()
                data.clear()
                data.extend(value_nodes(app.builder, docname, field, text))


def _linked(values: tuple[tuple[str, str], ...]) -> Iterator[nodes.Node]:
    for number, (text, address) in enumerate(values):
        if number:
            yield nodes.Text(f"{SEPARATOR} ")
        yield nodes.reference("", text, refuri=address) if address else nodes.Text(text)


def page_context(
    app: Sphinx, name: str, title: str, body: str, parent: str | None
) -> dict[str, object]:
    """Return what a template of the theme asks for, for a page without a source.

    Args:
        app: The application.
        name: The name of the page.
        title: Its title, as text.
        body: Its content as HTML.
        parent: The page it belongs to, whose metadata it takes; ``None``: none.

    """
    env, builder = app.env, app.builder
    parents: list[dict[str, str]] = []
    if parent is not None:
        link = between_pages(builder, name, parent)
        parents = [{"link": link, "title": escape(env.titles[parent].astext())}]
    return {
        "title": escape(title),
        "body": body,
        "parents": parents,
        "meta": dict(env.metadata.get(parent or "", {})),
        "metatags": "",
        "toc": "",
        "display_toc": False,
        "sourcename": "",
        "page_source_suffix": "",
        _IN_SITE: True,
    }


def page_menu(app: Sphinx, name: str) -> Callable[..., str]:
    """Return the menu of the site, which is the same for all pages in a folder."""
    if app.builder.name == "singlehtml":
        return lambda **_kwargs: ""
    return cache(toctree_on_page(app.builder, name))


def _show_menu(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _document: object
) -> None:
    """Have the theme show the project's menu, which it leaves out of pages in no menu.

    The menu of the theme itself begins at a page above, and a page in no menu has none.
    """
    # Themes add their own folders to the setting.
    own = raw_config(app.config).get("templates_path", ())
    folders = (Path(app.confdir, folder) for folder in own)
    if context.get(_IN_SITE) and any((x / _MENU).is_file() for x in folders):
        context["suppress_sidebar_toctree"] = lambda **_kwargs: False


def setup(app: Sphinx) -> None:
    """Give generated pages the menu of the site, and link to them."""
    app.connect("doctree-resolved", _link_values, priority=900)  # after sphinx-needs
    set_value_links(app, ValueLinks(_value_places, _place_address))
    app.connect("html-page-context", _show_menu, priority=600)  # after the theme, at 500
