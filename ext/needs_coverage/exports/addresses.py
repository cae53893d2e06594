"""Where things are: the files seen from a page, the pages seen from the files."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from needs_core.model import Label

FOLDER = "coverage"
"""The folder of the files, in the folder of the output."""


def has_files(builder: Builder) -> bool:
    """Tell whether a builder's output is a site that files can lie beside."""
    return isinstance(builder, StandaloneHTMLBuilder) and builder.name != "epub"


def seen_from_page(builder: Builder, docname: str, file: str) -> str:
    """Return the address of one of our files on a page."""
    return relative_uri(_page(builder, docname), f"{FOLDER}/{file}")


def part(name: str, number: int) -> str:
    """Return the name of the page that shows one part of a matrix, from 0."""
    return f"{FOLDER}/{name}_{number + 1}"


def between(builder: Builder, page: str, to: str, anchor: str = "") -> str:
    """Return the address of a page, one of ours or one of the project, on another."""
    address = relative_uri(_page(builder, page), _page(builder, to))
    return f"{address}#{quote(anchor, safe='')}" if anchor else address


class OnPart:
    """Tells where an item is read, for a reader of one of our pages."""

    def __init__(self, builder: Builder, page: str) -> None:
        # Thousands of items stand on a few pages.
        self._between = cache(partial(between, builder, page))

    def __call__(self, label: Label) -> str | None:
        """Return the address, if the item has one."""
        if label.url is not None or label.docname is None:
            return label.url
        page = self._between(label.docname)
        return page if label.hidden else f"{page}#{quote(label.id, safe='')}"


def from_folder(builder: Builder, label: Label) -> str | None:
    """Return where an item is read, seen from the folder of the files."""
    if label.url is not None or label.docname is None:
        return label.url
    page = f"../{_page(builder, label.docname)}"
    return page if label.hidden else f"{page}#{label.id}"


def seen_from_files(builder: Builder, docname: str, anchor: str) -> str:
    """Return the address of a place on a page, for a reader of one of our files.

    Whole when the site's own is configured: a file that was sent on then leads back.
    """
    place = f"{_page(builder, docname)}#{anchor}" if anchor else _page(builder, docname)
    base = builder.config.html_baseurl
    return urljoin(base.rstrip("/") + "/", place) if base else f"../{place}"


def address(builder: Builder, label: Label) -> str | None:
    """Return where an item is read, for a reader of one of our files."""
    if label.url is not None or label.docname is None:
        return label.url
    return seen_from_files(builder, label.docname, label.id)


def _page(builder: Builder, docname: str) -> str:
    if builder.name == "singlehtml" and docname in builder.env.all_docs:
        assert isinstance(builder, StandaloneHTMLBuilder)  # noqa: S101 (it derives)
        return f"{builder.config.root_doc}{builder.out_suffix}"
    return builder.get_target_uri(docname)
