"""The pages of a file that is taken in: chosen, seen, written in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.locale import get_translation
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from needs_workshop.editing import PageChangedError
from needs_workshop.guard import has_file, read_file, read_form

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from needs_authoring.import_plan import ImportPlan
    from needs_workshop.editing import PlannedChange
    from needs_workshop.handlers import Workshop

_ = get_translation("needs_workshop")

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
