"""The workshop's own pages: forms, differences, the build, commands of the project."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from sphinx.locale import get_translation
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import needs_core
from needs_workshop.change_pages import ChangePages, patch_file
from needs_workshop.commits import CommitError, name_of, patch
from needs_workshop.forms import TEXT, line_diff
from needs_workshop.guard import NotAllowedError, read_form
from needs_workshop.import_pages import ImportPages, SentFiles
from needs_workshop.need_edits import PAGE, EditingError, PageChangedError
from needs_workshop.site import SiteFiles
from needs_workshop.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from starlette.requests import Request

    from needs_authoring.project import NeedType
    from needs_workshop.forms import FormField
    from needs_workshop.guard import Session
    from needs_workshop.need_edits import EditedNeed, FormAnswer, PageEditor, PlannedChange
    from needs_workshop.project_reader import WorkshopFolders
    from needs_workshop.site_build import SiteBuild

    Handler = Callable[[Request], Awaitable[Response]]

_ = get_translation("needs_workshop")

_WAS, _SEEN, _STEP = "was:", ":seen", ":step"
"""Names of what a form holds beside the answers: no field of a need has a colon in its."""
_ROWS, _MOST_ROWS = 5, 20
"""The height of the text, in lines."""
PREVIEW, WRITE, BACK, PATCH = "preview", "write", "back", "patch"
"""The steps of a form."""


@dataclass(frozen=True)
class Workshop:
    """One project, served to one machine."""

    folders: WorkshopFolders
    editor: PageEditor
    build: SiteBuild
    session: Session
    language: str
    tasks: Tasks = field(default_factory=Tasks)

    @cached_property
    def sent_files(self) -> SentFiles:
        """The file that was sent last."""
        return SentFiles(self.folders.work / "sent", self.editor)

    @cached_property
    def application(self) -> Starlette:
        """The routes, not yet guarded."""
        assets = Path(__file__).parent / "assets"
        taken_in, changes = ImportPages(self).answer, ChangePages(self)
        own = [
            Route("/needs.json", self._guarded(self._needs)),
            Route("/need/{id}", self._guarded(self._edit), methods=["GET", "POST"]),
            Route("/new", self._guarded(self._types)),
            Route("/new/{type}", self._guarded(self._new), methods=["GET", "POST"]),
            Route("/build", self._guarded(self._build)),
            Route("/build.json", self._guarded(self._progress)),
            Route("/changes", self._guarded(changes.shown)),
            Route("/undo", self._guarded(changes.undo), methods=["POST"]),
            Route("/commit", self._guarded(changes.commit), methods=["POST"]),
            Route("/import", self._guarded(taken_in), methods=["GET", "POST"]),
            Route("/tasks", self._guarded(self._tasks), methods=["GET", "POST"]),
            Route("/tasks.json", self._guarded(self._task_progress)),
            Route("/changes.patch", self._guarded(changes.as_patch)),
            Route("/assets/tokens.css", _tokens),
            Mount("/assets", StaticFiles(directory=assets)),
            Route("/{rest:path}", self._guarded(_nowhere)),
        ]
        site = Mount("/", SiteFiles(self.folders.site))
        return Starlette(routes=[Mount("/_workshop", routes=own), site])

    @cached_property
    def _templates(self) -> Environment:
        found = Environment(
            loader=PackageLoader("needs_workshop", "pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        found.globals.update(_=_, language=self.language)
        found.globals.update(has_tasks=bool(self.tasks.every))
        return found

    def _guarded(self, handler: Handler) -> Handler:
        """Return a handler whose errors are told on a page."""

        async def handled(request: Request) -> Response:
            try:
                return await handler(request)
            except NotAllowedError:
                text = _("This form is not from this session. Open the page again.")
                return self.page("message.html", 403, heading=_("Not saved"), text=text)
            except (EditingError, CommitError) as error:
                heading = _("This cannot be done")
                return self.page("message.html", 409, heading=heading, text=str(error))

        return handled

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page of the workshop."""
        token = self.session.form_token
        values = {"takes_files": self.editor.takes_files, **values}
        text = self._templates.get_template(name).render(form_token=token, **values)
        return HTMLResponse(text, status)

    # What the script on the site's pages asks.

    async def _needs(self, _request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self._needs_data))

    def _needs_data(self) -> dict[str, Any]:
        read = self.editor.project
        project, follow_ups = read.authoring, read.follow_ups
        kind = project.types.get(follow_ups.type)
        rule = kind.rule(follow_ups.link) if kind else None
        reported = rule.targets or frozenset(project.types) if kind and rule else ()
        return {
            "needs": {
                item.id: {
                    "type": item.type,
                    "title": item.title,
                    "page": None if item.external else item.docname,
                }
                for item in project.items
            },
            "types": {x.name: x.title for x in project.types.values()},
            "followUps": {
                "type": follow_ups.type if reported else "",
                "link": follow_ups.link,
                "of": sorted(reported),
            },
            "texts": {
                "workshop": _("Workshop"),
                "edit": _("Edit %s"),
                "new": _("New: %s"),
                "add": _("New need"),
                "changes": _("Your changes"),
                "import": _("Take a file in") if read.plan_of_file else "",
                "tasks": _("Make and publish") if self.tasks.every else "",
            },
        }

    # Editing a need.

    async def _edit(self, request: Request) -> Response:
        id_ = request.path_params["id"]
        if request.method != "POST":
            return await run_in_threadpool(self._edit_form, id_)
        given = await read_form(request, self.session)
        return await run_in_threadpool(self._edited, id_, given)

    def _edit_form(self, id_: str) -> Response:
        need = self.editor.need(id_)
        heading, fields = _("Edit %s") % id_, self.editor.form(need)
        beside = _text_of(need, {})
        return self._form(heading, fields, need.item.title, beside=beside)

    def _edited(
        self, id_: str, given: Mapping[str, str], *, again: bool = False
    ) -> Response:
        need = self.editor.need(id_)
        was = {x[len(_WAS) :]: y for x, y in given.items() if x.startswith(_WAS)}
        answer = self.editor.answer(need, was, _answers(given))
        heading, beside = _("Edit %s") % id_, _text_of(need, given)
        title = need.item.title
        try:
            return self._answered(heading, title, answer, given, beside)
        except PageChangedError:  # by somebody else, since it was read a moment ago
            if again:
                raise
            return self._edited(id_, given, again=True)

    # Adding a need.

    async def _types(self, _request: Request) -> Response:
        project = await run_in_threadpool(lambda: self.editor.project)
        types = [(quote(x.name), x.title) for x in project.authoring.types.values()]
        return self.page("types.html", types=types)

    async def _new(self, request: Request) -> Response:
        type_, query = request.path_params["type"], dict(request.query_params)
        if request.method != "POST":
            return await run_in_threadpool(self._new_form, type_, query)
        given = await read_form(request, self.session)
        return await run_in_threadpool(self._added, type_, given)

    def _new_form(self, type_: str, query: Mapping[str, str]) -> Response:
        kind = self.editor.kind(type_)
        fields = self.editor.new_form(kind, query, query.get(":after", ""))
        beside = {"page": query.get(PAGE, ""), "text": ""}
        return self._form(_new_heading(kind), fields, beside=beside)

    def _added(
        self, type_: str, given: Mapping[str, str], *, again: bool = False
    ) -> Response:
        kind = self.editor.kind(type_)
        asked = _answers(given)
        answer = self.editor.new_answer(kind, asked)
        beside = {"page": asked.get(PAGE, ""), "text": asked.get(TEXT, "")}
        try:
            return self._answered(_new_heading(kind), "", answer, given, beside)
        except PageChangedError:
            if again:
                raise
            return self._added(type_, given, again=True)

    def _answered(
        self,
        heading: str,
        title: str,
        answer: FormAnswer,
        given: Mapping[str, str],
        beside: Mapping[str, str] | None = None,
    ) -> Response:
        """Return the form again, the difference to be seen, or write it."""
        step, plan = given.get(_STEP, PREVIEW), answer.plan
        if plan is None or step == BACK:
            fault = "" if step == BACK else answer.fault
            status = 200 if step == BACK else 422
            if beside and "was" in beside:
                beside = {**beside, "was": answer.text_was}
            if beside and step != BACK:
                beside = {**beside, "fault": answer.text_fault}
            return self._form(
                heading, answer.fields, title, fault=fault, beside=beside, status=status
            )
        if step == PATCH:
            return self.plan_patch(plan)
        if step == WRITE and given.get(_SEEN) == plan.seen:
            self.write(plan)
            return RedirectResponse(f"/_workshop/build?id={quote(plan.id)}", 303)
        notes = [*plan.notes]
        if step == WRITE:
            notes.insert(0, _("The page has changed since you saw this. See it again."))
        return self._preview(heading, title, plan, given, notes)

    def _form(  # noqa: PLR0913 (what a form shows)
        self,
        heading: str,
        fields: Iterable[FormField],
        title: str = "",
        *,
        fault: str = "",
        beside: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        shown = tuple(fields)
        if beside is not None:
            lines = beside["text"].count("\n") + 2
            beside = {
                "fault": "",
                **beside,
                "rows": str(min(max(lines, _ROWS), _MOST_ROWS)),
            }
        project = self.editor.project.authoring
        titles = {x.name: x.title for x in project.types.values()}
        return self.page(
            "form.html",
            status,
            heading=heading,
            title=title,
            fields=shown,
            faults=[x for x in shown if x.fault],
            fault=fault,
            beside=beside,
            pages=sorted(project.paths),
            target_names={
                x.name: ", ".join(titles.get(y, y).lower() for y in x.targets)
                for x in shown
            },
        )

    def _preview(
        self,
        heading: str,
        title: str,
        plan: PlannedChange,
        given: Mapping[str, str],
        notes: Iterable[str],
    ) -> Response:
        kept = {x: y for x, y in given.items() if x not in {_SEEN, _STEP}}
        (write,) = plan.writes  # a form is of one page
        return self.page(
            "preview.html",
            heading=heading,
            title=title,
            what=plan.what,
            file=write.path.relative_to(self.folders.source.resolve()).as_posix()
            if write.path.resolve().is_relative_to(self.folders.source.resolve())
            else write.path.name,
            lines=line_diff(write.before or b"", write.after),
            notes=tuple(notes),
            kept=kept,
            seen=plan.seen,
        )

    def write(self, plan: PlannedChange) -> None:
        """Write what is planned, and have the site built. Raises ``EditingError``."""
        self.editor.write(plan)
        self.build.ask()

    def plan_patch(self, plan: PlannedChange) -> Response:
        """Return what is planned as a file: one may read the pages and not write them."""
        files = [
            (name_of(self.folders.conf, x.path), x.before, x.after) for x in plan.writes
        ]
        return patch_file(f"{plan.id}.patch", patch(files, plan.what))

    # The build.

    async def _build(self, request: Request) -> Response:
        address = await run_in_threadpool(self._address, request.query_params.get("id", ""))
        state = self.build.state
        if state.quiet:  # before this page was asked for
            return RedirectResponse(address, 303)
        return self.page("build.html", build=state, address=address)

    def _address(self, id_: str) -> str:
        """Return where a need is read, or the first page."""
        item = self.editor.project.authoring.own.get(id_)
        if item is None or not item.docname:
            return "/"
        return f"/{quote(item.docname)}.html#{quote(item.id)}"

    async def _progress(self, _request: Request) -> Response:
        state = self.build.state
        texts = {
            "waiting": _("The site is about to be built."),
            "building": _("The site is being built: %d %%") % state.percent,
            "built": _("The site is built."),
            "failed": _("The site could not be built."),
        }
        return JSONResponse(
            {
                "running": state.running,
                "percent": state.percent,
                "text": texts[state.state],
                "quiet": state.quiet,
            }
        )

    # Commands of the project.

    async def _tasks(self, request: Request) -> Response:
        if request.method == "POST":
            given = await read_form(request, self.session)
            number = given.get(":number", "")
            self.tasks.start(int(number) if number.isdecimal() and len(number) < 9 else -1)  # noqa: PLR2004
            return RedirectResponse("/_workshop/tasks", 303)
        return self.page("tasks.html", run=self.tasks.last, every=self.tasks.every)

    async def _task_progress(self, _request: Request) -> Response:
        run = self.tasks.last
        text = run.lines[-1] if run.lines else _("It is being done: %s") % run.title
        told = {"running": run.running, "percent": 0, "text": text, "quiet": False}
        return JSONResponse(told)


async def _tokens(_request: Request) -> Response:
    return FileResponse(Path(str(needs_core.__file__)).parent / "static" / "needs_core.css")


async def _nowhere(_request: Request) -> Response:
    raise EditingError(_("The workshop has no such page."))


def _answers(given: Mapping[str, str]) -> dict[str, str]:
    """Return what was answered, without what the form remembers."""
    kept = {_SEEN, _STEP}
    return {x: y for x, y in given.items() if x not in kept and not x.startswith(_WAS)}


def _text_of(need: EditedNeed, given: Mapping[str, str]) -> dict[str, str] | None:
    """Return what a form shows of the text below the fields; ``None``: nothing."""
    if need.text is None:
        return None
    return {"text": given.get(TEXT, need.text), "was": need.text}


def _new_heading(kind: NeedType) -> str:
    return _("New: %s") % kind.title.lower()
