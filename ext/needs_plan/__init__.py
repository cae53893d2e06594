"""The plan as a table that readers sort and filter, and a page for each owner."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from needs_core.tried_versions import explained

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


@explained
def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directives, their drawings and files, and the pages of the owners."""
    from needs_core.extension import extension
    from needs_core.generated_pages import ValuePages, add_value_pages
    from needs_core.output_files import OutputFiles
    from needs_core.settings import register_value, setting, whole_number
    from needs_plan import (
        calendars,
        directives,
        exports,
        indicators,
        milestones,
        owner_pages,
        parts,
        status_page,
        transforms,
    )

    metadata = extension(app, "needs_plan", style="needs_plan.css", env_version=4)
    rows = "rows of a table on one page; the others stand on pages of their own"
    register_value(app, "needs_plan_rows", setting(250, rows, whole_number(1)), "html")
    app.add_directive("plan-table", directives.PlanTableDirective)
    app.add_directive("plan-owners", directives.PlanOwnersDirective)
    transforms.setup(app)
    milestones.setup(app)
    indicators.setup(app)
    status_page.setup(app)
    OutputFiles("needs_plan", status_page.FOLDER, status_page.output_files).setup(app)
    app.add_env_collector(exports.tables.collector())
    OutputFiles(
        "needs_plan",
        exports.FOLDER,
        lambda app: chain(exports.output_files(app), parts.rows_files(app)),
        links=exports.tables.shown_names,
        pages=parts.part_pages,
    ).setup(app)
    app.add_env_collector(owner_pages.lists.collector())
    OutputFiles(
        "needs_plan",
        owner_pages.FOLDER,
        owner_pages.letters,
        pages=owner_pages.owner_pages,
    ).setup(app)
    OutputFiles("needs_plan", calendars.FOLDER, owner_pages.owner_calendars).setup(app)
    pages = ValuePages(
        owner_pages.owner_field, owner_pages.page_name, owner_pages.found_pages
    )
    add_value_pages(app, pages)
    return metadata
