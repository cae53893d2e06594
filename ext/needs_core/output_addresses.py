"""Names and addresses: files as seen from a page, pages as seen from a file."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from docutils.nodes import make_id
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sphinx.builders import Builder

    from needs_core.items import Label

_LONGEST_NAME = 80
_WINDOWS_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{x}{n}" for x in ("com", "lpt") for n in range(10)))
)


_LONGEST_PART = 200
"""The bytes of a file's name, with room for its ending."""
_LONGEST_PATH = 1000
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]|[. ]$')
"""What Windows has in no name."""


def can_be_page(name: str) -> bool:
    """Tell whether a page can have a name, with its folders, on every system.

    >>> can_be_page("folder/page"), can_be_page("../page"), can_be_page("con")
    (True, False, False)
    """
    parts = name.split("/")
    return len(name.encode(errors="replace")) <= _LONGEST_PATH and not any(
        part in {"", ".", ".."}
        or part.lower().partition(".")[0] in _WINDOWS_DEVICES
        or len(part.encode(errors="replace")) > _LONGEST_PART
        or _FORBIDDEN.search(part)
        for part in parts
    )


def file_names(
    pages: Mapping[str, Sequence[str]], used: Iterable[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Return a file name, without ending, for every table, given the tables' names.

    A table without a name has its page and its number there. Of two with the same name
    the later, in the order of the pages, gets a number. No name is one of ``used``.

    >>> file_names({"b": ["Mål"], "a/c": ["", "mål", ""]})
    {'a/c': ('a-c-1', 'mal', 'a-c-3'), 'b': ('mal-2',)}
    """
    found: dict[tuple[str, int], str] = {}
    taken = {*_WINDOWS_DEVICES, *used}
    # The named first: no page may take what an author has named a table.
    for docname, number, wanted in sorted(_wanted(pages), key=lambda x: not x[2]):
        name = wanted or make_id(f"{docname.replace('/', '-')}-{number + 1}") or "table"
        name = _free_name(name[:_LONGEST_NAME], taken)
        found[docname, number] = name
        taken.add(name)
    return {
        docname: tuple(found[docname, number] for number in range(len(pages[docname])))
        for docname in sorted(pages)
    }


def _wanted(pages: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int, str]]:
    for docname in sorted(pages):
        for number, name in enumerate(pages[docname]):
            yield docname, number, make_id(name)


def _free_name(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def file_from_page(builder: Builder, docname: str, file: str) -> str:
    """Return the address of a file, by its path in the output, for a reader of a page."""
    return relative_uri(_page(builder, docname), file)


def between_pages(builder: Builder, page: str, target: str, anchor: str = "") -> str:
    """Return the address of a page, or a place on it, for a reader of another page."""
    address = relative_uri(_page(builder, page), _page(builder, target))
    return f"{address}#{quote(anchor, safe='')}" if anchor else address


def items_from_page(builder: Builder, page: str) -> Callable[[Label], str | None]:
    """Return the function that gives items' addresses, for a reader of a part's page."""

    @cache  # thousands of items stand on a few pages
    def to_page(docname: str) -> str:
        return between_pages(builder, page, docname)

    def to_item(label: Label) -> str | None:
        if label.url is not None or label.docname is None:
            return label.url
        address = to_page(label.docname)
        return address if label.hidden else f"{address}#{quote(label.id, safe='')}"

    return to_item


def item_from_folder(builder: Builder, label: Label) -> str | None:
    """Return the address of an item relative to the folder of the files."""
    if label.url is not None or label.docname is None:
        return label.url
    page = f"../{_page(builder, label.docname)}"
    return page if label.hidden else f"{page}#{label.id}"


def item_from_file(builder: Builder, label: Label) -> str | None:
    """Return the address of an item for a reader of a file, wherever the file lies."""
    if label.url is not None or label.docname is None:
        return label.url
    return place_from_file(builder, label.docname, label.id)


def place_from_file(builder: Builder, docname: str, anchor: str) -> str:
    """Return the address of a place on a page for a reader of a file.

    Absolute if the site's address is configured: a file that was sent on leads back.
    """
    place = f"{_page(builder, docname)}#{anchor}" if anchor else _page(builder, docname)
    base = builder.config.html_baseurl
    return urljoin(base.rstrip("/") + "/", place) if base else f"../{place}"


def _page(builder: Builder, docname: str) -> str:
    if builder.name == "singlehtml" and docname in builder.env.all_docs:
        assert isinstance(builder, StandaloneHTMLBuilder)  # noqa: S101 (it derives)
        return f"{builder.config.root_doc}{builder.out_suffix}"
    return builder.get_target_uri(docname)
