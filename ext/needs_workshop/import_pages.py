"""The pages of a file that is taken in: sent, kept, seen, written in one go."""

from __future__ import annotations

import hashlib
import shutil
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.locale import get_translation
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from needs_workshop.guard import has_file, read_file, read_form
from needs_workshop.need_edits import EditingError, PageChangedError, PlannedChange

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from needs_authoring.import_plan import ImportPlan
    from needs_workshop.guard import SentFile
    from needs_workshop.handlers import Workshop
    from needs_workshop.need_edits import PageEditor

_ = get_translation("needs_workshop")


class SentFiles:
    """Keeps the last file of a session, and says what it changes in the project."""

    def __init__(self, folder: Path, editor: PageEditor) -> None:
        self._folder, self._editor = folder, editor
        self._lock = Lock()
        self._last: tuple[str, str] = ("", "")
        """Its digest and its name."""

    def keep(self, sent: SentFile) -> str:
        """Keep a file in place of the one before; return its digest."""
        digest = hashlib.sha256(sent.content).hexdigest()
        with self._lock:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            # Not by its own name: that may be one which this machine cannot write.
            (self._folder / digest).write_bytes(sent.content)
            self._last = (digest, sent.name)
        return digest

    def plan(self, digest: str) -> tuple[ImportPlan, PlannedChange | None]:
        """Return what a kept file changes, and the writing of it where there is any.

        Raises ``EditingError``.
        """
        plan_of_file = self._editor.project.plan_of_file
        if plan_of_file is None:
            raise EditingError(_("This project takes no files in."))
        with self._lock:
            kept, name = self._last
            if not kept or digest != kept:
                raise EditingError(_("The file is not here any more. Choose it again."))
            plan = plan_of_file(self._folder / kept, name)
        if plan.refusals or not plan.writes:
            return plan, None
        what = _("Taken in: %s") % name
        return plan, PlannedChange(plan.needs[0].id, what, plan.writes)


FILE, SEEN, STEP, WRITE, PATCH = ":file", ":seen", ":step", "write", "patch"
"""What the form of a seen file holds."""


class ImportPages:
    """Has a file chosen, shows what it changes, and has it written."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._files = workshop.sent_files

    async def answer(self, request: Request) -> Response:
        """Answer a request for a file to be taken in."""
        session = self._workshop.session
        if request.method != "POST":
            return self._chosen()
        if not has_file(request):
            given = await read_form(request, session)
            return await run_in_threadpool(
                self._written, given.get(FILE, ""), given.get(SEEN, ""), given.get(STEP, "")
            )
        sent = await read_file(request, session)
        if sent is None:
            return self._chosen(_("No file is chosen."))
        digest = await run_in_threadpool(self._files.keep, sent)
        return await run_in_threadpool(self._seen, digest)

    def _chosen(self, fault: str = "") -> Response:
        heading = _("Take a file in")
        status = 422 if fault else 200
        return self._workshop.page("import.html", status, heading=heading, fault=fault)

    def _seen(self, digest: str) -> Response:
        return self._preview(digest, *self._files.plan(digest))

    def _preview(
        self, digest: str, plan: ImportPlan, change: PlannedChange | None, note: str = ""
    ) -> Response:
        needs = plan.needs
        return self._workshop.page(
            "import_preview.html",
            422 if plan.refusals else 200,
            heading=_("Take %s in") % plan.file,
            plan=plan,
            change=change,
            changed=sum(not need.is_new for need in needs),
            added=sum(need.is_new for need in needs),
            note=note,
            digest=digest,
        )

    def _written(self, digest: str, seen: str, step: str) -> Response:
        plan, change = self._files.plan(digest)
        if change is None:
            return self._preview(digest, plan, change)
        if step == PATCH:
            return self._workshop.plan_patch(change)
        if step == WRITE and seen == change.seen:
            try:
                self._workshop.write(change)
            except PageChangedError:  # by somebody else, a moment ago
                plan, change = self._files.plan(digest)
            else:
                return RedirectResponse(f"/_workshop/build?id={quote(change.id)}", 303)
        note = _("The pages have changed since you saw this. See it again.")
        return self._preview(digest, plan, change, note)
