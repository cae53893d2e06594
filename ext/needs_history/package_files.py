"""The files of the meeting packages that pages show, written when a build is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needs_core.output_files import OutputFile, OutputFiles
from needs_core.page_views import shown_views
from needs_history.views import MeetingPackageView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

FOLDER = "history"
"""The folder of the files, in the folder of the output."""


def setup(app: Sphinx) -> None:
    """Write the files when a build is done."""
    OutputFiles("needs_history", FOLDER, _output_files).setup(app)


def _output_files(app: Sphinx) -> Iterator[OutputFile]:
    if any(isinstance(view, MeetingPackageView) for _page, view in shown_views(app)):
        from needs_history.workbook import output_files

        yield from output_files(app)
