"""What differs between two publications, as a reader would see it. Knows no Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from public_site.publish.site_files import pages_of

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class PublishedChanges:
    """The pages that differ, each as its name; and how many other files do."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    """Pages that say something else."""
    gone: tuple[str, ...]
    redrawn: int
    """Pages that say the same, with another menu, look or script."""
    files: int
    """Files that are no pages: new, changed or gone."""


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> PublishedChanges:
    """Return what differs.

    >>> changes({"a.html": b"<p>1", "b.html": b"<p>2"}, {"a.html": b"<p>3", "c.csv": b""})
    PublishedChanges(new=(), changed=('a.html',), gone=('b.html',), redrawn=0, files=1)
    """
    old, new = set(pages_of(before)), set(pages_of(after))
    other = [x for x in old & new if before[x] != after[x]]
    said = sorted(x for x in other if _words(before[x]) != _words(after[x]))
    files = {
        name
        for name in (before.keys() | after.keys()) - old - new
        if before.get(name) != after.get(name)
    }
    return PublishedChanges(
        tuple(sorted(new - old)),
        tuple(said),
        tuple(sorted(old - new)),
        len(other) - len(said),
        len(files),
    )


def _words(page: bytes) -> str:
    """Return what the main part of a page says."""
    soup = BeautifulSoup(page, "html.parser")
    main = soup.select_one('main, [role="main"]') or soup
    return " ".join(main.get_text(" ").split())
