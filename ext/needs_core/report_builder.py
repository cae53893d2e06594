"""A builder that reads the whole project and writes reports instead of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.util import logging

from needs_core.output_files import note_beside, write_if_changed
from needs_core.reader import read_items, read_model
from needs_core.sphinx_internals import app_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from sphinx.application import Sphinx

    from needs_core.model import Items, Model

_logger = logging.getLogger(__name__)


class ReportBuilder(Builder):
    """Base of the builders without pages: derive, set ``name``, and define ``report``."""

    format = "text"
    allow_parallel = True

    def report(self) -> None:
        """Write the files of the report, once a build; the needs are resolved."""
        raise NotImplementedError

    @property
    def application(self) -> Sphinx:
        """The application the builder belongs to."""
        return app_of(self)

    @property
    def items(self) -> Items:
        """Every need of the build, resolved."""
        return read_items(self.application)

    @property
    def model(self) -> Model:
        """What the project has declared."""
        return read_model(self.config)

    def save(self, name: str, content: str | bytes) -> Path:
        """Write a file of the output as UTF-8 with its own line ends; return its path."""
        path = self.outdir / name
        note_beside(self.application, {name: True})
        write_if_changed(path, content.encode() if isinstance(content, str) else content)
        return path

    def show(self, text: str) -> None:
        """Print a text, below an empty line."""
        _logger.info("\n%s", text)

    def fail(self) -> None:
        """Have ``sphinx-build`` end with exit code 1."""
        self.application.statuscode = 1

    def get_outdated_docs(self) -> Iterable[str]:
        """Return every page: a report is of the whole project."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return no address: nothing can be linked to in a report."""
        del docname, typ
        return ""

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Write the report in place of the pages."""
        self.report()
