"""Builders without pages: the report on the quotes, and the lock file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation
from sphinx.util import logging

from needs_core.messages import warn
from needs_core.report_builder import ReportBuilder
from needs_sources import lock, messages
from needs_sources.check import (
    LOCK_BUILDER,
    check_quotes,
    lock_file,
    problems,
    read_lock,
)
from needs_sources.config import read_settings
from needs_sources.quotes import (
    QuoteState,
    count_by_type,
    judge_by_lock,
    read_quotes,
    read_sources,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_ = get_translation("needs_sources")
_logger = logging.getLogger(__name__)


class QuotesReport(ReportBuilder):
    """Prints how many needs of each type have a checked quote; writes ``quotes.txt``."""

    name = "quotes-report"

    def report(self) -> None:
        """Write the report; the warnings were given before."""
        text = "\n".join(self._lines())
        self.save("quotes.txt", f"{text}\n")
        self.show(text)
        if any(True for _ in problems(self.application, locking=False)):
            self.fail()

    def _lines(self) -> Iterator[str]:
        settings, items, model = read_settings(self.config), self.items, self.model
        kept, _bad = read_lock(lock_file(self.config, Path(self.application.confdir)))
        judged = judge_by_lock(
            read_quotes(items, settings), read_sources(items, settings), kept
        )
        yield _("Quotes that are checked")
        for count in count_by_type(items, model.types, judged, settings.quote):
            if not count.quoted:
                continue
            yield _("  %(symbol)s %(type)s: %(checked)d of %(needs)d") % {
                "symbol": "○" if count.lacking else "●",
                "type": model.types.get(count.type, count.type),
                "checked": count.checked,
                "needs": count.needs,
            }
            for label in count.lacking:
                yield f"      {label.id}  {label.title}"
        wordings = dict(settings.wordings)
        for text, states in (
            (
                _("  Wordings of versions: %(checked)d of %(count)d"),
                [state for quote, state in judged if quote.field in wordings],
            ),
            (
                _("  References on pages: %(checked)d of %(count)d"),
                [state for quote, state in judged if quote.on_page],
            ),
        ):
            if states:
                at = {"checked": states.count(QuoteState.CHECKED), "count": len(states)}
                yield text % at


class QuotesLock(ReportBuilder):
    """Looks every quote up in the texts and writes the lock file."""

    name = LOCK_BUILDER
    writes_project = True

    def report(self) -> None:
        """Write the lock: what is not found is not in it, and fails the build."""
        path = lock_file(self.config, Path(self.application.confdir))
        found, wrong = check_quotes(self.application)
        if path is None or found.folder is None:
            if not wrong:
                warn(messages.file_problem("needs_sources_folder", "no_folder"))
            self.fail()
            return
        if not self.write_project_file(path, lock.serialize(found.lock)):
            return
        at = {"file": path.name, "count": len(found.lock.quotes)}
        _logger.info(_("%(file)s: %(count)d quotes found"), at)
        if found.malformed or found.findings:
            self.fail()
