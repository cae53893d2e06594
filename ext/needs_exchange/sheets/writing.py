"""Writes the files of the plan when a build is done, and only those that changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from docutils.nodes import make_id
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation

from needs_core.reader import read_items
from needs_core.views import digest
from needs_exchange.files import File, Files
from needs_exchange.project import sheets_of, titles_of
from needs_exchange.sheets.as_csv import csv_bytes
from needs_exchange.sheets.as_xlsx import xlsx_bytes
from needs_exchange.sheets.contents import Plan, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from needs_exchange.columns import Sheet

_ = get_translation("needs_exchange")

FOLDER = "plan"
"""The folder of the files, in the folder of the output."""
WORKBOOK = "plan.xlsx"
_MADE_AS = "1"
"""Raised when the same plan is to give other files, so that old ones are replaced."""


def setup(app: Sphinx) -> None:
    """Connect the writer."""
    Files(FOLDER, _files).setup(app)


def has_files(builder: Builder) -> bool:
    """Tell whether a builder's output is a site that files can lie beside."""
    return isinstance(builder, StandaloneHTMLBuilder) and builder.name != "epub"


def csv_name(type_: str) -> str:
    """Return the name of the CSV file of a type.

    >>> csv_name("målsætning")
    'plan-malsaetning.csv'
    """
    return f"plan-{make_id(type_)}.csv"


def _files(app: Sphinx) -> Iterator[File]:
    if not has_files(app.builder) or not app.config.needs_exchange_types:
        return
    items = read_items(app)
    plan = _plan(app, sheets_of(app.config, items))
    key = digest([_MADE_AS, app.config.language, plan])
    yield File(WORKBOOK, key, partial(xlsx_bytes, plan))
    for filled in plan.sheets:
        yield File(csv_name(filled.sheet.type), key, partial(csv_bytes, filled))


def _plan(app: Sphinx, sheets: tuple[Sheet, ...]) -> Plan:
    config = app.config
    title = str(config.html_title or config.project)
    return plan_of(title, sheets, read_items(app), titles_of(config))
