"""What the files of each matrix are called. Pure: pages and names in, names out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.nodes import make_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_LONGEST = 80
_TAKEN_BY_WINDOWS = frozenset(
    ("con", "prn", "aux", "nul", *(f"{x}{n}" for x in ("com", "lpt") for n in range(10)))
)


def file_names(
    pages: Mapping[str, Sequence[str]], used: Iterable[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Return a name for every matrix, given the names each page's have.

    A matrix without a name is called by its page and its number there. Of two that
    would be called alike the later, in the order of the pages, gets a number. None gets
    a name that is ``used`` by something else.

    >>> file_names({"b": ["Mål"], "a/c": ["", "mål", ""]})
    {'a/c': ('a-c-1', 'mal', 'a-c-3'), 'b': ('mal-2',)}
    """
    found: dict[tuple[str, int], str] = {}
    taken = {*_TAKEN_BY_WINDOWS, *used}
    # The named first: no page may take what a matrix is called by its author.
    for docname, number, wanted in sorted(_wanted(pages), key=lambda x: not x[2]):
        name = wanted or make_id(f"{docname.replace('/', '-')}-{number + 1}") or "matrix"
        name = _free(name[:_LONGEST], taken)
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


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
