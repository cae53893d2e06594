"""Files beside the pages of a site: written when they change, removed when they go."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import Problem, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_ = get_translation("needs_exchange")

_LEDGER = ".written.json"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it should be: made only when ``key`` is not that of the last one."""

    name: str
    key: str
    make: Callable[[], bytes]


class Files:
    """Keeps one folder of the output. The methods are event handlers."""

    def __init__(self, folder: str, files: Callable[[Sphinx], Iterable[File]]) -> None:
        self._folder, self._files, self._writes = folder, files, False

    def setup(self, app: Sphinx) -> None:
        """Connect to the build."""
        app.connect("write-started", self.begin)
        app.connect("build-finished", self.close)

    def begin(self, _app: Sphinx, _builder: Builder) -> None:
        """Note that something may have changed (``write-started``)."""
        self._writes = True

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Write what changed, take away what is gone (``build-finished``)."""
        folder = app.outdir / self._folder
        last = _load(folder / _LEDGER)
        whole = all(key and (folder / name).is_file() for name, key in last.items())
        if exception is not None or (not self._writes and whole):
            return
        keys = {file.name: _write(folder, file, last) for file in self._files(app)}
        for name in set(last) - set(keys):
            (folder / name).unlink(missing_ok=True)
        if keys:
            text = json.dumps(keys, sort_keys=True, indent=1)
            _put(folder / _LEDGER, f"{text}\n".encode())
        elif last:
            (folder / _LEDGER).unlink()
            if not any(folder.iterdir()):
                folder.rmdir()


def _write(folder: Path, file: File, last: dict[str, str]) -> str:
    """Write a file unless it is as it should be; return its key, or none if it is not."""
    path = folder / file.name
    if last.get(file.name) == file.key and path.is_file():
        return file.key
    try:
        folder.mkdir(exist_ok=True)
        _put(path, file.make())
    except OSError:
        fault = _("The file cannot be written. The one that is there may be old.")
        remedy = _("Close it if it is open in Excel, and build again.")
        name = f"{folder.name}/{file.name}"
        warn(Problem(None, None, name, fault, remedy, "needs_exchange", "file"))
        return ""
    return file.key


def _put(path: Path, content: bytes) -> None:
    """Write a file, unless it already holds just this."""
    if not (path.is_file() and path.read_bytes() == content):
        path.write_bytes(content)


def _load(path: Path) -> dict[str, str]:
    """Read the ledger; one that is missing or cut short says nothing was written."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        # A name of a file in the folder, and never a way out of it.
        return {k: str(v) for k, v in loaded.items() if "/" not in k and "\\" not in k}
    except (OSError, ValueError, AttributeError):
        return {}
