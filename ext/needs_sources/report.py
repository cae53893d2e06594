"""Builders without pages: the report on the quotes, and the lock file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.locale import get_translation
from sphinx.util import logging

from needs_core.messages import warn
from needs_core.reader import read_items, read_model
from needs_sources import lock, messages
from needs_sources.check import (
    LOCK_BUILDER,
    check_quotes,
    lock_file,
    problems,
    read_lock,
    read_settings,
)
from needs_sources.quotes import (
    QuoteState,
    count_by_type,
    judge_by_lock,
    read_quotes,
    read_sources,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

_ = get_translation("needs_sources")
_logger = logging.getLogger(__name__)


class _WithoutPages(Builder):
    """Looks at the whole project and writes no page."""

    format = "text"
    allow_parallel = True

    def get_outdated_docs(self) -> Iterable[str]:
        """Return every page."""
        return self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return no address: nothing can be linked to."""
        del docname, typ
        return ""


class QuotesReport(_WithoutPages):
    """Prints how many needs of each type have a checked quote; writes ``quotes.txt``."""

    name = "quotes-report"

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Write the report; the warnings were given before."""
        text = "\n".join(self._lines())
        (self.outdir / "quotes.txt").write_text(f"{text}\n", encoding="utf-8")
        _logger.info("\n%s", text)
        if any(True for _ in problems(self._app, locking=False)):
            self._app.statuscode = 1

    def _lines(self) -> Iterator[str]:
        settings, items = read_settings(self.config), read_items(self._app)
        model = read_model(self.config)
        kept, _bad = read_lock(lock_file(self.config, Path(self._app.confdir)))
        judged = judge_by_lock(
            read_quotes(items, settings), read_sources(items, settings), kept
        )
        yield _("Quotes that are checked")
        for share in count_by_type(items, model.types, judged, settings.quote):
            if not share.quoted:
                continue
            symbol = "○" if share.lacking else "●"
            yield _("  %(symbol)s %(type)s: %(checked)d of %(needs)d") % {
                "symbol": symbol,
                "type": model.types.get(share.type, share.type),
                "checked": share.checked,
                "needs": share.needs,
            }
            for label in share.lacking:
                yield f"      {label.id}  {label.title}"
        others = [state for quote, state in judged if quote.field != settings.quote]
        if others:
            checked = others.count(QuoteState.CHECKED)
            at = {"checked": checked, "count": len(others)}
            yield _("  Wordings of versions: %(checked)d of %(count)d") % at


class QuotesLock(_WithoutPages):
    """Looks every quote up in the texts and writes down what was found."""

    name = LOCK_BUILDER

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Write the lock: what is not found is not in it, and fails the build."""
        path = lock_file(self.config, Path(self._app.confdir))
        found, wrong = check_quotes(self._app)
        if path is None or found.folder is None:
            if not wrong:
                warn(messages.file_problem("needs_sources_folder", "no_folder"))
            self._app.statuscode = 1
            return
        path.write_text(lock.serialize(found.lock), encoding="utf-8")
        at = {"file": path.name, "count": len(found.lock.quotes)}
        _logger.info(_("%(file)s: %(count)d quotes found"), at)
        if found.malformed or found.findings:
            self._app.statuscode = 1
