"""Read a project through Sphinx, for the commands; the builder of snapshots."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.locale import get_translation
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.tags import Tags

from needs_core.atomic_write import (
    BusyError,
    ChangedMeanwhileError,
    folder_lock,
    write_fault,
)
from needs_core.command_line import CommandError
from needs_core.dates import HalfYear, today
from needs_core.model_reader import read_model
from needs_core.reader import read_items
from needs_core.report_builder import ReportBuilder
from needs_history.core.history import History, history_of
from needs_history.core.snapshot import ModelNames, Snapshot, serialize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from needs_core.atomic_write import FolderLock
    from needs_core.items import Items
    from needs_core.model import Model

_ = get_translation("needs_history")


@dataclass(frozen=True, slots=True)
class ProjectFolders:
    """Where a project lies."""

    conf: Path
    """The folder of ``conf.py``."""
    source: Path
    """The folder of the pages."""
    work: Path
    """Where the commands keep what they build."""

    def display(self, path: Path) -> str:
        """Return a path as it is written in the current folder."""
        here = Path.cwd()
        return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


class SnapshotBuilder(ReportBuilder):
    """Writes ``snapshot.json``: the snapshot of the half-year of today."""

    name = "history-snapshot"

    def report(self) -> None:
        """Write the file."""
        self.save(
            "snapshot.json", snapshot_text(self.application, HalfYear.containing(today()))
        )


@dataclass(frozen=True, slots=True)
class HistoryProject:
    """A project whose needs are resolved."""

    folders: ProjectFolders
    app: Sphinx
    items: Items
    model: Model
    history: History


@contextmanager
def docutils_of(folders: ProjectFolders) -> Iterator[None]:
    """Give Sphinx its own docutils: around all that is done with a project."""
    with patch_docutils(folders.conf), docutils_namespace():
        yield


@contextmanager
def write_lock(folders: ProjectFolders) -> Iterator[FolderLock]:
    """Hold the lock of a project: around all that is read to be written.

    Raises ``CommandError`` where the project cannot be written, inside, too.
    """
    _check_conf(folders)
    try:
        with folder_lock(folders.conf) as lock:
            yield lock
    except (BusyError, ChangedMeanwhileError, OSError) as error:
        raise CommandError(write_fault(error)) from None


def _check_conf(folders: ProjectFolders) -> None:
    if not (folders.conf / "conf.py").is_file():
        text = _("There is no conf.py in %s. Go to the folder of the project.")
        raise CommandError(text % folders.conf)


def open_app(folders: ProjectFolders, warnings: TextIO | None = None) -> Sphinx:
    """Return the Sphinx application of a project, set up, its pages not read.

    The project need not list this extension. ``warnings`` is where its warnings go, by
    default to the terminal. Raises ``CommandError``.
    """
    _check_conf(folders)
    try:
        listed = Config.read(folders.conf, overrides={}, tags=Tags()).extensions
        own = [] if "needs_history" in listed else ["needs_history"]
        return Sphinx(
            srcdir=folders.source,
            confdir=folders.conf,
            outdir=folders.work / "history",
            doctreedir=folders.work / "history-doctrees",
            buildername=SnapshotBuilder.name,
            confoverrides={"extensions": [*listed, *own]} if own else {},
            status=StringIO(),
            warning=warnings or sys.stderr,
        )
    except SphinxError as error:
        raise CommandError(_("The project cannot be read: %s") % error) from None


def read_project(folders: ProjectFolders, app: Sphinx | None = None) -> HistoryProject:
    """Read a project and resolve its needs. Raises ``CommandError``.

    ``app`` is its application, where it is set up already.
    """
    app = app or open_app(folders)
    try:
        app.build()
        items, model = read_items(app), read_model(app.config)
    except SphinxError as error:
        raise CommandError(_("The project cannot be read: %s") % error) from None
    return HistoryProject(folders, app, items, model, history_of(items))


def snapshot_text(app: Sphinx, period: HalfYear, commit: str | None = None) -> str:
    """Return the file of a snapshot of the needs of a build, in its write phase."""
    names = ModelNames.from_model(read_model(app.config))
    return serialize(Snapshot(period, today(), read_items(app), names, commit))
