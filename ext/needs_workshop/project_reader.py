"""Reads a project through Sphinx, again whenever a file of it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import StringIO
from threading import Lock
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.tags import Tags

from needs_authoring.import_plan import importer_of
from needs_authoring.project import AuthoringProject, project_of
from needs_core.command_line import CommandError
from needs_core.core_settings import FollowUpFields
from needs_core.report_builder import ReportBuilder
from needs_core.settings import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from needs_authoring.import_plan import ImportPlan

_Files = frozenset[tuple[str, int, int]]


class WorkshopError(CommandError):
    """The workshop cannot be opened; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class WorkshopFolders:
    """Where a project lies, and where its workshop works."""

    conf: Path
    """The folder of ``conf.py``."""
    source: Path
    """The folder of the pages."""
    work: Path
    """What is read and built lies here; to be deleted at any time."""

    @property
    def site(self) -> Path:
        """The folder of the built site."""
        return self.work / "site"


@dataclass(frozen=True)
class ReadProject:
    """A project as its files were when it was read."""

    authoring: AuthoringProject
    follow_ups: FollowUpFields
    """How a follow-up is written, where the project has them."""
    title: str
    plan_of_file: Callable[[Path, str], ImportPlan] | None = None
    """Says of a file, by its path and name, what it changes; ``None``: none is taken in."""


class ReadingBuilder(ReportBuilder):
    """Reads every page and resolves the needs, and writes nothing."""

    name = "workshop-read"

    def report(self) -> None:
        """Write nothing."""


class ProjectReader:
    """Holds a project, and reads it again when a file has changed."""

    def __init__(self, folders: WorkshopFolders) -> None:
        self._folders = folders
        self._lock = Lock()
        self._read: tuple[_Files, ReadProject] | None = None

    @property
    def known(self) -> ReadProject | None:
        """The project as it was read last; ``None``: it has not been read."""
        return self._read[1] if self._read else None

    def current(self) -> ReadProject:
        """Return the project as its files are now. Raises ``SphinxError``."""
        with self._lock:
            files = frozenset(self._files())
            if self._read is None or self._read[0] != files:
                self._read = (files, _read(self._folders))
            return self._read[1]

    def _files(self) -> Iterator[tuple[str, int, int]]:
        """Yield every file a need may be read from, with its time and size."""
        source, work = self._folders.source, self._folders.work
        places = [*source.rglob("*"), *self._folders.conf.glob("*.*")]
        for path in places:
            if path.is_relative_to(work) or path.name.startswith(".") or not path.is_file():
                continue
            state = path.stat()
            yield str(path), state.st_mtime_ns, state.st_size


def _read(folders: WorkshopFolders) -> ReadProject:
    with patch_docutils(folders.conf), docutils_namespace():
        listed = Config.read(folders.conf, overrides={}, tags=Tags()).extensions
        app = Sphinx(
            srcdir=folders.source,
            confdir=folders.conf,
            outdir=folders.work / "reading",
            doctreedir=folders.work / "reading-doctrees",
            buildername=ReadingBuilder.name,
            confoverrides={"extensions": [*listed, "needs_workshop"]},
            status=StringIO(),
            warning=StringIO(),  # the build of the site tells them
        )
        app.build()
        if not app.env.found_docs:
            raise SphinxError(str(folders.source))
        follow_ups = read(app.config, FollowUpFields)
        project, importer = project_of(app), importer_of(app)
        plan = partial(importer, app, project) if importer else None
        return ReadProject(project, follow_ups, str(app.config.html_title), plan)
