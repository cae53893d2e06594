"""A built site as it is published: with what servers need, and as one file.

Knows no Sphinx.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from public_site.publish import server_files
from public_site.publish.addresses import (
    robots,
    root_path,
    site_address,
    sitemap,
    with_whole_not_found,
)
from public_site.publish.archive import archive

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SITE = "site"
NGINX = "nginx.conf"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be written."""

    site: Mapping[str, bytes]
    """The folder that is put on a server."""
    beside: Mapping[str, bytes]
    """What lies beside it, for whoever runs the server or wants one file."""
    address: str


def publication(built: Mapping[str, bytes], name: str) -> Publication:
    """Return what is published of a site; ``name`` is the folder in the archive."""
    address = site_address(built)
    root = root_path(address)
    site = with_whole_not_found(built, root)
    names = {*site, ROBOTS, SITEMAP}
    texts = {
        "web.config": server_files.iis(names),
        ".htaccess": server_files.apache(names, root),
        "_headers": server_files.static_host(),
        ROBOTS: robots(address),
        # GitHub Pages leaves folders that begin with _ out without it.
        ".nojekyll": "",
    }
    if address:
        texts[SITEMAP] = sitemap(site, address)
    beside = {
        NGINX: server_files.nginx(names, root).encode(),
        f"{name}.zip": archive(built, name),
    }
    added = {file: text.encode() for file, text in texts.items()}
    return Publication({**site, **added}, beside, address)


def write_publication(made: Publication, folder: Path) -> None:
    """Write a publication in place of the last one. Raises ``OSError``.

    All is written before the last one goes: what fails half-way leaves that as it was.
    A program may hold one of the files open, and a system then moves no folder.
    """
    fresh = folder.with_name(f"{folder.name}.new")
    last = folder.with_name(f"{folder.name}.old")
    for rest in (fresh, last):
        shutil.rmtree(rest, ignore_errors=True)
    files = {f"{SITE}/{name}": data for name, data in made.site.items()}
    for name, data in {**files, **made.beside}.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if folder.exists():
        folder.rename(last)
    try:
        fresh.rename(folder)
    except OSError:
        if last.exists():
            last.rename(folder)
        raise
    shutil.rmtree(last, ignore_errors=True)
