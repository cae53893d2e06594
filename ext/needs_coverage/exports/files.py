"""What files a matrix has, and how each is made when it is to be written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from needs_core.reader import look, read_model
from needs_core.views import digest
from needs_coverage.exports.addresses import address, seen_from_files
from needs_coverage.large.rolling import Rollup, SheetSpec
from needs_coverage.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sphinx.application import Sphinx

    from needs_coverage.exports.collecting import Shown
    from needs_coverage.exports.grid import Grid

_MADE_AS = "3"
"""Raised when the same matrix is to give other files, so that old ones are replaced."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it should be: made only when ``key`` is not that of the last one."""

    name: str
    key: str
    docname: str | None
    make: Callable[[], bytes]

    @classmethod
    def schema(cls) -> File:
        """Return the schema of the JSON files, which lies beside them."""
        from needs_coverage.exports.as_json import SCHEMA

        return cls(SCHEMA.name, digest([SCHEMA.read_bytes()]), None, SCHEMA.read_bytes)


def files(
    app: Sphinx, docname: str, name: str, shown: Shown, made: datetime | None
) -> Iterator[File]:
    """Yield the files of one matrix. The libraries for them are loaded when one is made."""
    matrix = look(app, shown.spec)
    words = Words.of(shown.spec, read_model(app.config))
    page = seen_from_files(app.builder, docname, shown.anchor)
    place = (name, shown.caption, page, app.builder.name, app.config.html_baseurl)
    key = digest([_MADE_AS, made, place, words, matrix])

    @cache
    def grid() -> Grid:
        from needs_coverage.exports.gridding import Maker

        maker = Maker(matrix, words, partial(address, app.builder))
        return maker.grid(name, shown.caption, page)

    def as_csv() -> bytes:
        from needs_coverage.exports.as_csv import csv_bytes

        return csv_bytes(grid())

    def as_xlsx() -> bytes:
        from needs_coverage.exports.as_xlsx import xlsx_bytes

        return xlsx_bytes(grid(), made)

    def as_json() -> bytes:
        from needs_coverage.exports.as_json import json_bytes

        return json_bytes(grid())

    yield File(f"{name}.csv", key, docname, as_csv)
    yield File(f"{name}.xlsx", key, docname, as_xlsx)
    yield File(f"{name}.json", key, docname, as_json)
    if isinstance(
        look(app, SheetSpec(shown.spec, app.config.needs_coverage_cells)), Rollup
    ):
        yield File(f"{name}.data.js", key, docname, partial(_script, app, name, shown))


def _script(app: Sphinx, name: str, shown: Shown) -> bytes:
    from needs_coverage.draw_html import told
    from needs_coverage.exports.addresses import from_folder
    from needs_coverage.exports.as_script import script_bytes

    matrix, model = look(app, shown.spec), read_model(app.config)
    words = Words.of(shown.spec, model)
    lead = partial(from_folder, app.builder)
    return script_bytes(name, matrix, words, lead, told(matrix, words, shown.spec, model))
