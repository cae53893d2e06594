"""A file that was sent to the workshop is kept until another comes."""

from __future__ import annotations

import hashlib
import shutil
from threading import Lock
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_workshop.editing import EditingError, PlannedChange

if TYPE_CHECKING:
    from pathlib import Path

    from needs_authoring.import_plan import ImportPlan
    from needs_workshop.editing import PageEditor
    from needs_workshop.guard import SentFile

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
