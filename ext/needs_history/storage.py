"""The files of the history beside the pages: snapshots and the list of confirmed links."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.locale import get_translation

from needs_core.dates import HalfYear, build_day
from needs_core.editions import left_out_ids, left_out_names, public_items
from needs_core.extra_data import Derived, ExtraSource, add_extra
from needs_core.items import Mark
from needs_core.messages import Problem, warn
from needs_core.model_reader import read_model, read_retirement
from needs_core.reader import read_items
from needs_history.config import read_settings
from needs_history.core import confirmation, snapshot
from needs_history.core.confirmation import OPEN, SUSPECT
from needs_history.core.history import NAME, History, UnusableFile, history_of
from needs_history.core.snapshot import HistoryFileError, ModelNames

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from needs_core.items import Items
    from needs_history.config import Settings
    from needs_history.core.confirmation import ConfirmedLink, Link
    from needs_history.core.snapshot import Snapshot

_ = get_translation("needs_history")

_histories: WeakKeyDictionary[Sphinx, tuple[object, History]] = WeakKeyDictionary()
"""The history of each application, and the state of the files it was read from."""

_parse_snapshot = lru_cache(maxsize=64)(snapshot.parse)


def setup(app: Sphinx) -> None:
    """Read the history with the needs of every build, and warn of what is unusable."""
    add_extra(app, ExtraSource(NAME, read_history, _with_needs))
    app.connect("write-started", _warn, priority=800)


def snapshot_path(app: Sphinx, settings: Settings, period: HalfYear) -> Path:
    """Return the file of the snapshot of a half-year, there or not."""
    return Path(app.confdir) / settings.folder / f"{period}.json"


def confirmed_path(app: Sphinx, settings: Settings) -> Path:
    """Return the file of the confirmed links, there or not."""
    return Path(app.confdir) / settings.confirmation.file


def read_history(app: Sphinx) -> History:
    """Read the files; what cannot be used is left out, and named in ``unusable``."""
    settings = read_settings(app.config)
    files = sorted((Path(app.confdir) / settings.folder).glob("*.json"))
    confirmed = confirmed_path(app, settings)
    states = tuple(map(_file_state, (*files, confirmed)))
    state = build_day(), left_out_ids(app), states
    if app not in _histories or _histories[app][0] != state:
        _histories[app] = state, _read(app, settings, files, confirmed)
    return _histories[app][1]


def _read(
    app: Sphinx, settings: Settings, files: list[Path], confirmed_file: Path
) -> History:
    names = ModelNames.from_model(read_model(app.config))
    retirement = read_retirement(app.config)
    given = (settings, names, retirement, build_day(), sorted(left_out_ids(app)))
    digest = hashlib.sha256(repr(given).encode())
    snapshots: list[Snapshot] = []
    confirmed: dict[Link, ConfirmedLink] = {}
    unusable = []
    for path in files:
        content = _content(path)
        digest.update(path.name.encode() + b"\0" + content)
        try:
            found = _parse_snapshot(content, path.stem)
            items = replace(public_items(app, found.items), retirement=retirement)
            known = found.names.without(left_out_names(app.config))
            snapshots.append(replace(found, items=items, names=known))
        except HistoryFileError as error:
            name = f"{settings.folder}/{path.name}"
            unusable.append(_unusable(name, error))
    if confirmed_file.is_file():
        content = _content(confirmed_file)
        digest.update(b"confirmed\0" + content)
        try:
            confirmed = confirmation.parse(content)
        except HistoryFileError as error:
            name = settings.confirmation.file
            unusable.append(_unusable(name, error))
    return History(
        digest.hexdigest(),
        build_day(),
        settings,
        names,
        tuple(sorted(snapshots, key=lambda x: x.period)),
        confirmed,
        tuple(unusable),
    )


def _file_state(path: Path) -> object:
    """Return what is different once a file has been written again."""
    try:
        found = path.stat()
    except OSError:
        return str(path), None
    return str(path), found.st_mtime_ns, found.st_size, found.st_ino


def _content(path: Path) -> bytes:
    """Return the bytes of a file; none of one that may not be read, which is warned of."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _unusable(name: str, error: HistoryFileError) -> UnusableFile:
    return UnusableFile(name, error.reason, error.detail, error.line, error.remedy)


def _with_needs(items: Items) -> Derived:
    history = history_of(items).with_needs(items)
    mark = Mark("⚠", _("to be confirmed"))
    return Derived(
        history,
        {x.link: mark for x in history.links if x.state == SUSPECT},
        frozenset(x.link for x in history.links if x.state == OPEN),
        {x.link: x.since for x in history.links if x.confirmed},
    )


def _warn(app: Sphinx, _builder: Builder) -> None:
    """Warn of files that cannot be used (``write-started``)."""
    for file in history_of(read_items(app)).unusable:
        warn(_problem(file, Path(app.confdir)))


def _problem(file: UnusableFile, folder: Path) -> Problem:
    remedy = (
        _("Take it from an earlier commit, or delete it and make it again.")
        if "/" in file.name
        else _("Take it from an earlier commit, or delete it and confirm the links again.")
    )
    if file.reason == HistoryFileError.VERSION:
        fault = _("The file is of version %(found)s, and only %(ours)d is known.")
        fault %= {"found": file.detail, "ours": snapshot.VERSION}
    elif file.reason == HistoryFileError.FOREIGN:
        fault = _("The file is not of the kind that belongs here.")
    elif file.reason == HistoryFileError.NAME:
        fault = _("The file says it is of “%s”, and its name says something else.")
        fault %= file.detail
        remedy = _("Call the file by the half-year it is of, as 2026-1.json.")
    elif file.reason == HistoryFileError.TEXT:
        fault, remedy = file.detail, file.remedy or remedy
    else:
        fault = _("The file is broken (%s).") % file.detail
    fault += " " + _("It is not used.")
    at = (None, file.line, file.name, fault, remedy, "needs_history", "bad_file")
    return Problem(*at, file=str(folder / file.name))
