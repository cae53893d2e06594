"""The builder behind ``make import``: reads the pages, compares, writes when told to."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.locale import get_translation
from sphinx.util import logging

from needs_core.reader import read_items
from needs_core.schema import id_rule
from needs_exchange.importing.comparing import compare
from needs_exchange.importing.known import Found, Known
from needs_exchange.importing.placing import Placer
from needs_exchange.importing.rows import read_rows
from needs_exchange.importing.said import Place, Refusal
from needs_exchange.importing.telling import FAILED, PLANNED, WRITTEN, Telling
from needs_exchange.pages.page import Page
from needs_exchange.pages.storing import BusyError, ChangedMeanwhileError, Write, store
from needs_exchange.project import sheets_of, syntax_of, titles_of
from needs_exchange.sheets import from_csv, from_xlsx, guarding
from needs_exchange.sheets.raw import UnusableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from needs_exchange.columns import Sheet

_ = get_translation("needs_exchange")
_logger = logging.getLogger(__name__)


class ImportBuilder(Builder):
    """Compares the file ``needs_exchange_file`` with the pages, and prints the result.

    Writes the pages when ``needs_exchange_write`` is set and nothing is refused. The
    build fails when something is.
    """

    name = "plan-import"
    format = "text"
    allow_parallel = True

    def get_outdated_docs(self) -> Iterable[str]:
        """Return every page: the plan may stand on any."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return no address: nothing can be linked to."""
        del docname, typ
        return ""

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Take the file in, and say what came of it."""
        path = Path(self.config.needs_exchange_file)
        sheets = sheets_of(self.config, read_items(self._app))
        found, writes = self._found(path, sheets)
        outcome = PLANNED
        if self.config.needs_exchange_write and writes and not found.refusals:
            outcome = self._store(found, writes)
        telling = Telling(
            file=path.name,
            found=found,
            items=read_items(self._app),
            path=self._shown,
            outcome=outcome,
            command=self._command(path),
        )
        text = "\n".join(telling.lines)
        (self.outdir / "import.txt").write_text(f"{text}\n", encoding="utf-8")
        _logger.info("\n%s", text)
        if found.refusals:
            self._app.statuscode = 1

    def _found(self, path: Path, sheets: Sequence[Sheet]) -> tuple[Found, list[Write]]:
        try:
            kind = guarding.kind(self.config.needs_exchange_file)
            raw = (from_xlsx if kind == guarding.XLSX else from_csv).read(path)
        except UnusableFileError as error:
            return Found(refusals=[Refusal(Place(), "", str(error))]), []
        found = compare(read_rows(raw, sheets), sheets, self._known())
        placer = Placer(
            read_items(self._app),
            sheets,
            self.config.needs_exchange_siblings,
            syntax_of(self._app),
            self._load,
        )
        writes = placer.writes(found) if not found.refusals else []
        found.refusals += placer.refusals
        return found, writes

    def _store(self, found: Found, writes: Sequence[Write]) -> str:
        try:
            store(Path(self._app.confdir), writes)
        except ChangedMeanwhileError as error:
            said = _("%s was changed while this ran. Run it again.") % error
        except BusyError:
            said = _("Another import is writing. Wait a moment, and run it again.")
        except OSError as error:
            said = _("The pages cannot be written (%s). They are as they were.") % error
        else:
            return WRITTEN
        found.refusals.append(Refusal(Place(), "", said))
        return FAILED

    def _command(self, path: Path) -> str:
        project = os.path.relpath(self._app.confdir)
        of = "" if project == "." else f"HVOR={shlex.quote(project)} "
        return f"make import {of}FIL={shlex.quote(str(path))} UDFOER=1"

    def _known(self) -> Known:
        config = self.config
        return Known(
            items=read_items(self._app),
            titles=titles_of(config),
            prefixes={x["directive"]: x.get("prefix", "") for x in config.needs_types},
            rule=id_rule(config),
            siblings=config.needs_exchange_siblings,
            pages=self.env.found_docs,
        )

    def _load(self, docname: str) -> Page:
        path = Path(self.env.doc2path(docname))
        kind = str(self.config.source_suffix.get(path.suffix, ""))
        return Page.read(docname, path, kind, syntax_of(self._app))

    def _shown(self, docname: str) -> str:
        path = Path(self.env.doc2path(docname))
        for start in (Path.cwd(), Path(self._app.confdir)):
            if path.is_relative_to(start):
                return path.relative_to(start).as_posix()
        return str(path)
