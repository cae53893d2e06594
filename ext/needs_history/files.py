"""Where the history lies beside the pages: snapshots and the list of confirmed links."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.dates import today
from needs_core.extra import ExtraSource
from needs_core.messages import Problem, warn
from needs_core.model import Mark
from needs_core.reader import read_items, read_model
from needs_history.asking import read_settings
from needs_history.core import confirmed as listed
from needs_history.core import snapshot
from needs_history.core.confirmed import Confirmed, ConfirmedError, Link
from needs_history.core.confirming import SUSPECT
from needs_history.core.history import NAME, History, of
from needs_history.core.snapshot import Known, Snapshot, SnapshotError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from needs_core.model import Items
    from needs_history.core.settings import Settings

_ = get_translation("needs_history")

Unread = tuple[str, str, str]

_read_snapshot = lru_cache(maxsize=64)(snapshot.read)
"""A snapshot is read once a process, however often a build asks."""


def read(app: Sphinx) -> History:
    """Read all there is; what cannot be used is in ``unread`` and left out."""
    settings, known = (
        read_settings(app.config).settings,
        Known.of(read_model(app.config)),
    )
    state = hashlib.sha256(repr((settings, known, today())).encode())
    snapshots, confirmed, unread = [], dict[Link, Confirmed](), list[Unread]()
    for path in snapshot_files(app, settings):
        content = _bytes(path)
        state.update(path.name.encode() + b"\0" + content)
        found = _one(path, content)
        if isinstance(found, Snapshot):
            snapshots.append(found)
        else:
            unread.append((f"{settings.folder}/{path.name}", *found))
    path = confirmed_file(app, settings)
    if path.is_file():
        content = _bytes(path)
        state.update(b"confirmed\0" + content)
        try:
            confirmed = listed.read(content.decode("utf-8"))
        except ConfirmedError as error:
            unread.append((settings.confirming.file, error.reason, error.found))
        except UnicodeDecodeError:
            unread.append((settings.confirming.file, ConfirmedError.BROKEN, "UTF-8"))
    return History(
        state.hexdigest(),
        today(),
        settings,
        known,
        tuple(sorted(snapshots, key=lambda x: x.name)),
        confirmed,
        unread=tuple(unread),
    )


def _bytes(path: Path) -> bytes:
    """Return what is in a file; nothing of one that may not be read: it is told then."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _one(path: Path, content: bytes) -> Snapshot | tuple[str, str]:
    try:
        return _read_snapshot(content.decode("utf-8"), path.stem)
    except SnapshotError as error:
        return error.reason, error.found
    except UnicodeDecodeError:
        return SnapshotError.BROKEN, "UTF-8"


def snapshot_files(app: Sphinx, settings: Settings) -> list[Path]:
    """Return the files in the folder of snapshots."""
    return sorted((Path(app.confdir) / settings.folder).glob("*.json"))


def confirmed_file(app: Sphinx, settings: Settings) -> Path:
    """Return where the confirmed links are listed, there or not."""
    return Path(app.confdir) / settings.confirming.file


def source() -> ExtraSource:
    """Return what is read with the needs of every build."""
    return ExtraSource(NAME, read, _derive)


def _derive(items: Items) -> tuple[History, dict[Link, Mark]]:
    history = of(items).judged(items)
    mark = Mark("⚠", _("to be confirmed"))
    return history, {x.link: mark for x in history.links if x.state == SUSPECT}


def tell(app: Sphinx, _builder: Builder) -> None:
    """Warn of settings and files that cannot be used (``write-started``)."""
    for problem in read_settings(app.config).problems:
        warn(problem)
    for name, reason, found in of(read_items(app)).unread:
        warn(_problem(name, reason, found))


def _problem(name: str, reason: str, found: str) -> Problem:
    again = (
        _("Take it from an earlier commit, or delete it and confirm the links again.")
        if "/" not in name
        else _("Take it from an earlier commit, or delete it and make it again.")
    )
    if reason == SnapshotError.VERSION:
        fault = _("The file is of version %(found)s, and only %(ours)d is known.")
        said = fault % {"found": found, "ours": snapshot.VERSION}
    elif reason == SnapshotError.FOREIGN:
        said = _("The file is not of the kind that belongs here.")
    elif reason == SnapshotError.NAME:
        said = _("The file says it is of “%s”, and its name says something else.") % found
        again = _("Call the file by the half-year it is of, as 2026-1.json.")
    else:
        said = _("The file is broken (%s).") % found
    fault = said + " " + _("It is not used.")
    return Problem(None, None, name, fault, again, "needs_history", "bad_file")
