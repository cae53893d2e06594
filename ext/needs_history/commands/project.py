"""A project as the commands see it: read through Sphinx, in this process."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.locale import get_translation, init
from sphinx.util.docutils import docutils_namespace, patch_docutils

from needs_core.reader import read_items, read_model
from needs_history.builders import FILE, SnapshotBuilder
from needs_history.core.history import History, of

if TYPE_CHECKING:
    from needs_core.model import Items, Model

_ = get_translation("needs_history")


class CommandError(Exception):
    """What a command cannot do: the text says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a project lies."""

    conf: Path
    source: Path
    work: Path
    """Where what is built on the way is kept."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A project that has been read."""

    place: Place
    app: Sphinx
    items: Items
    model: Model
    history: History

    @property
    def snapshot(self) -> str:
        """The needs as they are, as the text of a snapshot."""
        return (self.place.work / "history" / FILE).read_text(encoding="utf-8")

    def path(self, docname: str) -> Path:
        """Return the file of a page."""
        return Path(self.app.env.doc2path(docname))

    def shown(self, path: Path) -> str:
        """Return a path as somebody in the folder of the project would write it."""
        here = Path.cwd()
        return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def speak(language: str = "da") -> None:
    """Have messages translated before a project is read, which knows its language."""
    init([Path(__file__).parent.parent / "locale"], language, "needs_history")


def open_project(place: Place, name: str = "") -> Opened:
    """Read a project; warnings go where Sphinx sends them. Else ``CommandError``."""
    if not (place.conf / "conf.py").is_file():
        told = _("There is no conf.py in %s. Go to the folder of the project.")
        raise CommandError(told % place.conf)
    try:
        with patch_docutils(place.conf), docutils_namespace():
            app = Sphinx(
                srcdir=place.source,
                confdir=place.conf,
                outdir=place.work / "history",
                doctreedir=place.work / "history-doctrees",
                buildername=SnapshotBuilder.name,
                confoverrides={"needs_history_name": name} if name else {},
                status=StringIO(),
                warning=sys.stderr,
            )
            app.build()
            items, model = read_items(app), read_model(app.config)
    except SphinxError as error:
        raise CommandError(_("The project cannot be read: %s") % error) from None
    return Opened(place, app, items, model, of(items))
