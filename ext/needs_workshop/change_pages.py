"""The pages of what was changed: seen, taken as a patch, undone, committed."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.locale import get_translation
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from needs_workshop.commits import (
    CommitError,
    commit,
    commit_apart,
    committed,
    current_branch,
    name_of,
    patch,
    uncommitted,
)
from needs_workshop.guard import read_form
from needs_workshop.need_edits import EditingError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from starlette.requests import Request

    from needs_workshop.forms import PageChange
    from needs_workshop.handlers import Workshop

_ = get_translation("needs_workshop")


class ChangePages:
    """Shows what was changed since the workshop began, and what may become of it."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._editor, self._folder = workshop.editor, workshop.folders.conf

    async def shown(self, _request: Request) -> Response:
        """Answer a request for the page with what was changed."""
        return await run_in_threadpool(self._page)

    def _page(self, done: str = "") -> Response:
        changes = self._editor.changes
        files = uncommitted(self._folder, _paths(changes))
        sentence = _sentence([x.what for x in changes if set(_paths([x])) & set(files)])
        name, now = _("proposal"), datetime.now()  # noqa: DTZ005 (here)
        return self._workshop.page(
            "changes.html",
            changes=changes,
            files=[x.name for x in files],
            sentence=sentence,
            done=done,
            branch=current_branch(self._folder),
            new_branch=f"{name}-{now:%Y%m%d-%H%M}",
        )

    async def as_patch(self, _request: Request) -> Response:
        """Answer a request for all changes as a file."""
        return await run_in_threadpool(self._patch)

    def _patch(self) -> Response:
        """Return all changes as a file: since the last commit, or since the start."""
        first: dict[Path, bytes | None] = {}
        changes = self._editor.changes
        for change in reversed(changes):
            for file in change.files:
                first.setdefault(file.path, file.before)
        found = []
        for path, before in first.items():
            with suppress(CommitError):
                before = committed(self._folder, path)  # noqa: PLW2901 (where there is)
            after = path.read_bytes() if path.is_file() else None
            found.append((name_of(self._folder, path), before, after))
        content = patch(found)
        if not content:
            raise EditingError(_("Nothing is changed."))
        content = patch(found, _sentence(x.what for x in changes))
        name = _("changes")
        return patch_file(f"{name}.patch", content)

    async def undo(self, request: Request) -> Response:
        """Undo a change, and have the site built."""
        given = await read_form(request, self._workshop.session)
        number = given.get(":number", "")
        number = number if number.isdecimal() and len(number) < 9 else "0"  # noqa: PLR2004
        made = await run_in_threadpool(self._editor.undo, int(number))
        self._workshop.build.ask()
        return RedirectResponse(f"/_workshop/build?id={quote(made.id)}", 303)

    async def commit(self, request: Request) -> Response:
        """Commit what was changed, here or on a branch of its own."""
        given = await read_form(request, self._workshop.session)
        branch = given.get(":branch", "") if given.get(":to") == "branch" else ""
        return await run_in_threadpool(self._committed, given.get(":sentence", ""), branch)

    def _committed(self, sentence: str, branch: str) -> Response:
        files = uncommitted(self._folder, _paths(self._editor.changes))
        if not files:
            raise CommitError(_("There is nothing to commit."))
        if branch:
            made = commit_apart(self._folder, files, sentence, branch)
            text = _("Committed on the branch %(branch)s: %(commit)s")
            return self._page(text % {"branch": branch.strip(), "commit": made})
        made = commit(self._folder, files, sentence)
        return self._page(_("Committed: %s") % made)


def patch_file(name: str, content: bytes) -> Response:
    """Return a patch as a file to be saved."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type="text/x-patch; charset=utf-8", headers=headers)


def _paths(changes: Iterable[PageChange]) -> list[Path]:
    return [file.path for change in changes for file in change.files]


def _sentence(changes: Iterable[str]) -> str:
    """Return a sentence to begin with: what was changed, the oldest first."""
    return "; ".join(dict.fromkeys(reversed([*changes])))
