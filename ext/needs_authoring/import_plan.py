"""What a file that somebody has filled in would change: to be seen, and then written.

An extension that takes files in says so in ``setup``; another asks what a file changes,
without knowing which extension reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx.application import Sphinx

    from needs_authoring.project import AuthoringProject
    from needs_core.atomic_write import FileWrite

    Importer = Callable[[Sphinx, AuthoringProject, Path, str], "ImportPlan"]

_importers: WeakKeyDictionary[Sphinx, Importer] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class ImportedField:
    """A field that a file sets: its label, and its values as they are displayed."""

    label: str
    before: str
    """Empty: not stated."""
    after: str


@dataclass(frozen=True, slots=True)
class ImportedNeed:
    """A need that a file changes or adds."""

    id: str
    title: str
    is_new: bool
    fields: tuple[ImportedField, ...]


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """A page that a file changes."""

    path: str
    """Where it lies, as it is told."""
    needs: tuple[ImportedNeed, ...]


@dataclass(frozen=True, slots=True)
class ImportRefusal:
    """Why a file is not taken in."""

    place: str
    """Where in the file, in words; empty: it is about all of it."""
    text: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file changes, or why it is not taken in."""

    file: str
    """Its name."""
    pages: tuple[ImportedPage, ...] = ()
    refusals: tuple[ImportRefusal, ...] = ()
    """Why it is not taken in; then nothing of it is written."""
    gone: tuple[str, ...] = ()
    """Needs whose rows are gone: where each stands, its id and title."""
    notes: tuple[str, ...] = ()
    """What its sender should know."""
    writes: tuple[FileWrite, ...] = ()
    """The files of the project as they are to be."""

    @property
    def needs(self) -> tuple[ImportedNeed, ...]:
        """The needs of all pages."""
        return tuple(need for page in self.pages for need in page.needs)


def set_importer(app: Sphinx, plan: Importer) -> None:
    """Set what says of a file, by its path and name, what it changes (``setup``)."""
    _importers[app] = plan


def importer_of(app: Sphinx) -> Importer | None:
    """Return what reads a file that is sent; ``None``: no extension takes files in."""
    return _importers.get(app)
