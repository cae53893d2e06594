"""Writes the files of every matrix when a build is done, and only those that changed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_coverage.exports.addresses import FOLDER, address, has_files, seen_from_files
from needs_coverage.exports.as_csv import csv_bytes
from needs_coverage.exports.as_json import SCHEMA, json_bytes
from needs_coverage.exports.as_xlsx import xlsx_bytes
from needs_coverage.exports.collecting import Shown, matrices, names_on_pages
from needs_coverage.exports.gridding import Maker
from needs_coverage.exports.ledger import Written, load, put, save
from needs_coverage.words import Words
from needs_items.messages import Problem, warn
from needs_items.reading import look, read_model
from needs_items.views import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from needs_coverage.exports.grid import Grid

_ = get_translation("needs_coverage")

_MADE_AS = "1"
"""Raised when the same grid is to give other files, so that old ones are replaced."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it should be: made only when ``key`` is not that of the last one."""

    name: str
    key: str
    docname: str | None
    make: Callable[[], bytes]


class Exports:
    """Follows one application through a build. The methods are event handlers."""

    def __init__(self) -> None:
        self._writes, self._drawn = False, set[str]()

    def call(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Have a page written whose files are called otherwise (``env-updated``)."""
        if not has_files(app.builder):
            return []
        last = load(_ledger(app)).pages
        return [page for page, x in names_on_pages(env).items() if last.get(page) != x]

    def begin(self, _app: Sphinx, _builder: Builder) -> None:
        """Note that something changed (``write-started``)."""
        self._writes, self._drawn = True, set()

    def note(self, _app: Sphinx, _doctree: object, docname: str) -> None:
        """Remember that a page is drawn, with its links (``doctree-resolved``)."""
        self._drawn.add(docname)

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Write what changed, take away what is gone (``build-finished``)."""
        if exception is not None or not has_files(app.builder):
            return
        folder, last = _ledger(app).parent, load(_ledger(app))
        whole = all(key and (folder / name).is_file() for name, key in last.files.items())
        if whole and not self._writes:
            return
        # One at a time: a large matrix is let go of before the next is computed.
        keys = {file.name: _write(folder, file, last) for file in _files(app)}
        for name in set(last.files) - set(keys):
            (folder / name).unlink(missing_ok=True)
        if keys:
            save(_ledger(app), Written(keys, self._links(app, last)))
        elif last.files:
            _ledger(app).unlink()
            if not any(folder.iterdir()):
                folder.rmdir()

    def _links(self, app: Sphinx, last: Written) -> dict[str, tuple[str, ...]]:
        """Return what the pages link to: those not drawn this time, as they did."""
        names = names_on_pages(app.env)
        if app.builder.name == "singlehtml":
            return names
        kept = {page: last.pages[page] for page in names if page in last.pages}
        return kept | {page: names[page] for page in names if page in self._drawn}


def _files(app: Sphinx) -> Iterator[File]:
    """Yield the files of every matrix, and their schema."""
    made, names = _made(), names_on_pages(app.env)
    for docname, shown in sorted(matrices(app.env).items()):
        for name, matrix in zip(names[docname], shown, strict=True):
            grid = _grid(app, docname, name, matrix)
            key = digest([_MADE_AS, made, grid])
            yield File(f"{name}.csv", key, docname, partial(csv_bytes, grid))
            yield File(f"{name}.xlsx", key, docname, partial(xlsx_bytes, grid, made))
            yield File(f"{name}.json", key, docname, partial(json_bytes, grid))
    if names:
        yield File(SCHEMA.name, digest([SCHEMA.read_bytes()]), None, SCHEMA.read_bytes)


def _grid(app: Sphinx, docname: str, name: str, shown: Shown) -> Grid:
    matrix = look(app, shown.spec)
    words = Words.of(shown.spec, read_model(app.config))
    page = seen_from_files(app.builder, docname, shown.anchor)
    maker = Maker(matrix, words, partial(address, app.builder))
    return maker.grid(name, shown.caption, page)


def _write(folder: Path, file: File, last: Written) -> str:
    """Write a file unless it is as it should be; return its key, or none if it is not."""
    path = folder / file.name
    if last.files.get(file.name) == file.key and path.is_file():
        return file.key
    try:
        folder.mkdir(exist_ok=True)
        put(path, file.make())
    except OSError:
        fault = _("The file cannot be written. The one that is there may be old.")
        remedy = _("Close it if it is open in Excel, and build again.")
        name = f"{FOLDER}/{file.name}"
        warn(Problem(file.docname, None, name, fault, remedy, "needs_coverage", "file"))
        return ""
    return file.key


def _made() -> datetime | None:
    """Return the date that the build is told to be of, if it is told any."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() else None


def _ledger(app: Sphinx) -> Path:
    return app.outdir / FOLDER / ".written.json"
