"""A builder that reads the whole project and writes reports instead of pages."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.util import logging

from needs_core.atomic_write import (
    BusyError,
    ChangedMeanwhileError,
    FileWrite,
    folder_lock,
    write_fault,
    write_files,
)
from needs_core.model_reader import read_model
from needs_core.output_files import note_beside, write_if_changed
from needs_core.reader import read_items
from needs_core.sphinx_internals import app_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

    from needs_core.atomic_write import FolderLock
    from needs_core.items import Items
    from needs_core.model import Model

_logger = logging.getLogger(__name__)


class ReportBuilder(Builder):
    """Base of the builders without pages: derive, set ``name``, and define ``report``."""

    format = "text"
    allow_parallel = True
    writes_project = False
    """Whether it writes files of the project, and needs its lock."""
    _lock: FolderLock | Exception | None = None

    def init(self) -> None:
        """Lock the project, if it is to be written, from before its pages are read."""
        super().init()
        if self.writes_project:
            held = ExitStack()
            try:
                lock = folder_lock(Path(self.application.confdir))
                self._lock = held.enter_context(lock)
            except (BusyError, OSError) as error:  # told when they are to be written
                self._lock = error
            self.application.connect("build-finished", lambda *_: held.close())

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

    def write_project(self, writes: Sequence[FileWrite]) -> str:
        """Write files of the project, all or none; return why not, translated, or ""."""
        try:
            if isinstance(self._lock, Exception):
                raise self._lock
            if self._lock is None:
                with folder_lock(Path(self.application.confdir)) as lock:
                    write_files(lock, writes)
            else:
                write_files(self._lock, writes)
        except (BusyError, ChangedMeanwhileError, OSError) as error:
            return write_fault(error)
        return ""

    def write_project_file(self, path: Path, content: str) -> bool:
        """Write one file of the project; where it cannot be, warn and return ``False``."""
        try:
            write = FileWrite.over(path, content.encode())
        except OSError as error:
            fault = write_fault(error)
        else:
            fault = self.write_project([write])
        if fault:
            _logger.warning("%s: %s", path.name, fault, type="needs_core", subtype="write")
            self.fail()
        return not fault

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
