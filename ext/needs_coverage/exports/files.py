"""The files of every matrix: found when pages are read, linked, and made when changed."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.extras import missing_for
from needs_core.model_reader import read_model
from needs_core.nodes import download_line
from needs_core.output_addresses import (
    file_from_page,
    item_from_file,
    item_from_folder,
    place_from_file,
)
from needs_core.output_files import OutputFile
from needs_core.page_tables import PageTables, names_of_docs
from needs_core.progress_text import computed_text
from needs_core.reader import look, read_items
from needs_core.views import digest
from needs_coverage.large.rollup import MatrixRollup, MatrixView
from needs_coverage.nodes import MatrixNode
from needs_coverage.spec import MatrixSpec
from needs_coverage.text import MatrixText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from needs_core.items import Label
    from needs_core.page_tables import TableOnPage
    from needs_coverage.exports.model import ExportedMatrix
    from needs_coverage.reasons import ReasonsView
    from needs_coverage.text import Spec

_ = get_translation("needs_coverage")

FOLDER = "coverage"
"""The folder of the files, in the folder of the output."""
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
"""File endings, and what readers call the format."""

_REVISION = "7"
"""Raised when the same matrix gives other files, so that old ones are replaced."""


matrices: PageTables[Spec] = PageTables(
    "needs_coverage_matrices", MatrixNode, "spec", names_of_docs(FOLDER)
)
"""The matrices of each page that has any, in the order of the page."""


def part_page(name: str, number: int) -> str:
    """Return the page of one part of a matrix, as Sphinx names pages; counted from 0."""
    return f"{FOLDER}/{name}_{number + 1}"


def download_links(
    builder: Builder, docname: str, name: str, caption: str
) -> nodes.paragraph:
    """Return the links to the files of a matrix, for the page ``docname``."""
    files = {
        title: file_from_page(builder, docname, f"{FOLDER}/{name}.{ending}")
        for ending, title in FORMATS.items()
        if not missing_for(f"{name}.{ending}")
    }
    return download_line(_("Download the matrix:"), files, caption, ["coverage-files"])


def output_files(app: Sphinx) -> Iterator[OutputFile]:
    """Yield the files of every matrix, and their schema.

    One matrix at a time: a large one is freed before the next is computed.
    """
    shown, date = list(matrices.shown(app)), _build_date()
    for docname, name, matrix in shown:
        yield from _matrix_files(app, docname, name, matrix, date)
    if shown:
        from needs_coverage.exports.json import SCHEMA

        content = SCHEMA.read_bytes()
        yield OutputFile(SCHEMA.name, digest([content]), lambda: content)


def _matrix_files(
    app: Sphinx, docname: str, name: str, found: TableOnPage[Spec], date: datetime | None
) -> Iterator[OutputFile]:
    """Yield the files of one matrix; their libraries are imported when one is made."""
    matrix = look(app, found.spec)
    text = MatrixText.from_spec(found.spec, read_model(app.config))
    page = place_from_file(app.builder, docname, found.anchor)
    place = (name, found.caption, page, app.builder.name, app.config.html_baseurl)
    day = read_items(app).day_of(found.spec)
    said = computed_text(day, app.config.language) if day else ""
    key = digest([_REVISION, date, day, place, text, matrix])

    @cache
    def exported() -> ExportedMatrix:
        from needs_coverage.exports.model import MatrixExport

        export = MatrixExport(matrix, text, partial(item_from_file, app.builder))
        return export.make(name, found.caption, page, (day, said))

    def csv() -> bytes:
        from needs_coverage.exports.csv import matrix_csv

        return matrix_csv(exported())

    def xlsx() -> bytes:
        from needs_coverage.exports.xlsx import matrix_xlsx

        return matrix_xlsx(exported(), date)

    def json_file() -> bytes:
        from needs_coverage.exports.json import matrix_json

        return matrix_json(exported())

    yield OutputFile(f"{name}.csv", key, csv, docname)
    yield OutputFile(f"{name}.xlsx", key, xlsx, docname)
    yield OutputFile(f"{name}.json", key, json_file, docname)
    if is_rolled_up(app, found.spec):
        why = _reasons_view(app, found.spec)
        reasons_file = f"{name}.why.js"
        named = reasons_file if why else ""
        script = partial(_explorer_script, app, name, found.spec, named)
        yield OutputFile(f"{name}.data.js", digest([key, bool(why)]), script, docname)
        if why:
            template = app.config.needs_core_edit_url
            reasons = digest([key, template, look(app, why)])
            script = partial(_reasons_script, app, name, why)
            yield OutputFile(reasons_file, reasons, script, docname)


def _reasons_view(app: Sphinx, spec: Spec) -> ReasonsView | None:
    """Return why cells are what they are, where more is known of links than cells say."""
    from needs_coverage.reasons import ReasonsView

    if not isinstance(spec, MatrixSpec):
        return None
    edit_links = bool(app.config.needs_core_edit_url)
    if not (edit_links or spec.steps.confidence or spec.steps.follow_ups):
        return None
    return ReasonsView(spec, edit_links, apart=True)


def is_rolled_up(app: Sphinx, spec: Spec) -> bool:
    """Tell whether a page shows a roll-up in place of the matrix."""
    return isinstance(
        look(app, MatrixView(spec, app.config.needs_coverage_cells)), MatrixRollup
    )


def _explorer_script(app: Sphinx, name: str, spec: Spec, why: str) -> bytes:
    from needs_coverage.draw_html import script_data
    from needs_coverage.large.explorer import explorer_script

    matrix, model = look(app, spec), read_model(app.config)
    text = MatrixText.from_spec(spec, model)
    address = partial(item_from_folder, app.builder)
    data = {**json.loads(script_data(matrix, text, spec, model)), "why": why}
    return explorer_script(name, matrix, text, address, json.dumps(data))


def _reasons_script(app: Sphinx, name: str, view: ReasonsView) -> bytes:
    from needs_core.edit_links import edit_url
    from needs_coverage.draw_reasons import ReasonTexts
    from needs_coverage.large.explorer import reasons_script

    items = read_items(app)
    text = MatrixText.from_spec(view.matrix, read_model(app.config))

    def edit(label: Label) -> str | None:
        item = items.by_id.get(label.id)
        return edit_url(app.env, item) if item else None

    texts = ReasonTexts(text, app.config.language)
    return reasons_script(name, look(app, view.matrix), look(app, view), texts, edit)


def _build_date() -> datetime | None:
    """Return the date of a reproducible build; ``None`` if it is given none."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() else None
