"""``status``: a snapshot of the needs, from the pages or from any commit."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_history.builders import FILE, SnapshotBuilder
from needs_history.commands.project import CommandError, Opened, Place, open_project
from needs_history.core.halfyear import HalfYear

if TYPE_CHECKING:
    from collections.abc import Iterator

_ = get_translation("needs_history")

_AMENDED = """

# Added for a snapshot, in a copy that is thrown away.
extensions = [*extensions, *({{"needs_history"}} - set(extensions))]
needs_history_name, needs_history_commit = {name!r}, {commit!r}
"""


def status(place: Place, name: str, commit: str = "", *, replace: bool = False) -> str:
    """Write a snapshot and return what to tell of it; else ``CommandError``."""
    if HalfYear.parse(name) is None:
        told = _("“%s” is no half-year. Write NAVN=2026-1 or NAVN=2026-2.")
        raise CommandError(told % name)
    opened = open_project(place, name)
    text = _of_commit(place, name, commit) if commit else opened.snapshot
    path = place.conf / opened.history.settings.folder / f"{name}.json"
    shown = opened.shown(path)
    if path.is_file():
        old = path.read_bytes()
        if old == text.encode():
            return _("%s says the same already.") % shown
        if not replace:
            told = _("%s is there and says something else. ERSTAT=ja writes it anew.")
            raise CommandError(told % shown)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return _told(opened, shown)


def _told(opened: Opened, shown: str) -> str:
    return _("%s is written. Commit it with your changes.") % shown


def _of_commit(place: Place, name: str, commit: str) -> str:
    """Return the snapshot of a commit, built in a work tree of its own."""
    top = Path(_git(place.conf, "rev-parse", "--show-toplevel"))
    wanted = f"{commit}^{{commit}}"
    try:
        full = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    except CommandError:
        told = _("There is no commit “%s”. git log shows the commits.")
        raise CommandError(told % commit) from None
    when = _git(top, "show", "--no-patch", "--format=%ct", full)
    conf, source = (
        x.resolve().relative_to(top.resolve()) for x in (place.conf, place.source)
    )
    with _work_tree(top, full) as tree:
        if not (tree / conf / "conf.py").is_file():
            told = _("The project was not there yet in the commit %s.")
            raise CommandError(told % full[:10])
        with (tree / conf / "conf.py").open("a", encoding="utf-8") as file:
            file.write(_AMENDED.format(name=name, commit=full))
        out = tree / "_history"
        command = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", SnapshotBuilder.name]
        command += ["-c", str(tree / conf), str(tree / source), str(out)]
        built = subprocess.run(  # noqa: S603 (our own words)
            command,
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": when},
        )
        if built.returncode or not (out / FILE).is_file():
            told = _("The commit %(commit)s cannot be read:\n%(error)s")
            said = {"commit": full[:10], "error": built.stderr.strip()[-2000:]}
            raise CommandError(told % said)
        return (out / FILE).read_text(encoding="utf-8")


@contextmanager
def _work_tree(top: Path, commit: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        _git(top, "worktree", "add", "--detach", "--quiet", str(tree), commit)
        try:
            yield tree
        finally:
            _git(top, "worktree", "remove", "--force", str(tree))


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 (a list, and no shell)
            ["git", "-C", str(folder), *arguments],  # noqa: S607 (git is where it is)
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        raise CommandError(_("The program git is not there. Install it.")) from None
    except subprocess.CalledProcessError as error:
        told = _("git says: %s")
        raise CommandError(told % (error.stderr.strip() or arguments[0])) from None
    return done.stdout.strip()
