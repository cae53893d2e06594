"""The meeting package as a document beside the site, for the agenda system of a council."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.core_settings import Roles
from needs_core.links import absolute_reference
from needs_core.nodes import paragraph
from needs_core.output_files import OutputFile
from needs_core.progress_text import computed_text
from needs_core.settings import read
from needs_core.views import digest
from needs_history.draw_package import PARTS, draw_part, part_title
from needs_history.nodes import capitalized, half_year_name

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_history.core.package import MeetingPackage
    from needs_history.nodes import HistoryContext

_ = get_translation("needs_history")

Part = tuple[str, Sequence[nodes.Node]]
"""A heading, and what stands below it."""


def package_file(
    app: Sphinx, found: MeetingPackage, docname: str, name: str, context: HistoryContext
) -> OutputFile:
    """Return the document of a package."""
    config, roles = app.config, read(app.config, Roles)
    linked = replace(context, link_to=partial(absolute_reference, app.builder))
    title = f"{config.project}: {capitalized(half_year_name(found.period))}"
    head = [paragraph(computed_text(found.day, config.language))] if found.day else []
    shown = PARTS if context.steps.declared else [x for x in PARTS if x != "goals"]
    parts: list[Part] = [
        ("", head),
        *((part_title(x), [*draw_part(x, found, roles, linked)]) for x in shown),
    ]
    drawn = [(heading, [node.pformat() for node in body]) for heading, body in parts]
    key = digest([title, config.language, config.author, drawn])
    return OutputFile(name, key, partial(_document, title, parts, config), docname)


def _document(title: str, parts: Sequence[Part], config: Config) -> bytes:
    from needs_core.word_document import WordDocument  # its library is slow to import

    document = WordDocument(title, config.language, config.author)
    for heading, body in parts:
        if heading:
            document.heading(heading)
        document.add(body, level=2)
    return document.data()
