"""The messages about quotes, texts and the lock: place, id, fault, remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import Problem
from needs_sources.quotes import QuoteFault, QuoteFinding, QuoteState
from needs_sources.source_text import format_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from needs_core.items import Items
    from needs_core.json_text import JsonTextError
    from needs_sources.config import SourceSettings
    from needs_sources.quotes import Quote, SourceFile
    from needs_sources.usage import SourceUsage, UsageView

_ = get_translation("needs_sources")

_TYPE = "needs_sources"


def finding_problem(
    finding: QuoteFinding, items: Items, settings: SourceSettings
) -> Problem:
    """Return the problem of a quote that is malformed or misplaced."""
    quote, place_field = finding.quote, settings.place
    field, wordings = quote.field, dict(settings.wordings)
    at = {"field": field, "place_field": place_field, "text": quote.written}
    if quote.place is not None:
        at |= {"file": quote.place.file, "lines": quote.place.lines}
    if quote.on_page and finding.fault is QuoteFault.UNKNOWN_FILE:
        fault = _("There is no source “%s” that names a file.") % quote.written
        return _problem(quote, items, fault, _("Correct the id."), "unknown_need")
    fault, remedy = {
        QuoteFault.NO_PLACE: (
            _("The quote in %(field)s has no place."),
            _("Write a line :%(place_field)s: with the file’s name and the lines."),
        ),
        QuoteFault.NO_QUOTE: (
            _("There is a place in %(place_field)s, but no quote."),
            _("Write the words of the source in %(field)s, or remove the place."),
        ),
        QuoteFault.BAD_PLACE: _bad_place(of_wording=field in wordings),
        QuoteFault.UNKNOWN_FILE: (
            _("No source has the file %(file)s."),
            _("Correct the file’s name, or write a source that names it."),
        ),
        QuoteFault.NO_TEXT: (
            _("The text %(file)s is not in the folder of the sources."),
            _("Put it there, or correct the file’s name."),
        ),
        QuoteFault.WRONG: _wrong(finding),
        QuoteFault.ELSEWHERE: (
            _("The quote in %(field)s does not stand at %(file)s, %(lines)s."),
            _("It stands at %(found)s: correct the lines."),
        ),
        QuoteFault.AMBIGUOUS: _several(quote),
    }[finding.fault]
    at |= {"fitting": finding.fitting, "next": finding.next}
    at["found"] = format_ranges(finding.lines)
    return _problem(quote, items, fault % at, remedy % at, finding.fault.value)


def _problem(quote: Quote, items: Items, fault: str, remedy: str, subtype: str) -> Problem:
    """Return a problem at the need or the page that has a quote."""
    if quote.on_page:
        at = (quote.id[1:], quote.line, quote.field)
        return Problem(*at, fault, remedy, _TYPE, subtype)
    item = items.by_id[quote.id]
    return Problem.at(item, fault, remedy, type_=_TYPE, subtype=subtype)


def _several(quote: Quote) -> tuple[str, str]:
    fault = _("The words of %(field)s stand at other lines of %(file)s as well: %(found)s.")
    if quote.on_page:
        return fault, _(
            "Name these lines, too, or say which place is meant: 3-5 (heading)."
        )
    return fault, _("Say which place is meant, after the lines: 3-5 (heading).")


def _bad_place(*, of_wording: bool) -> tuple[str, str]:
    fault = _("The place in “%(text)s” cannot be read.")
    if of_wording:
        return (fault, _("Write the lines first, as in “lines 3-5: the words”."))
    return (
        fault,
        _("Write the file’s name and the lines, as in “notes.txt, lines 3-5”."),
    )


def _wrong(finding: QuoteFinding) -> tuple[str, str]:
    remedy = _("Write the words of the source, sign for sign, or correct the lines.")
    if finding.fitting:
        return (
            _(
                "The quote in %(field)s does not stand in %(file)s. At %(lines)s it fits"
                " up to “%(fitting)s”; “%(next)s” does not."
            ),
            remedy,
        )
    return (
        _(
            "The quote in %(field)s does not stand in %(file)s. At %(lines)s not even its"
            " first word fits: “%(next)s”."
        ),
        remedy,
    )


def state_problem(
    quote: Quote, state: QuoteState, items: Items, lock: str, command: str
) -> Problem:
    """Return the problem of a quote the lock does not confirm."""
    fault = {
        QuoteState.CHANGED: _("The quote in %(field)s was changed after it was checked."),
        QuoteState.UNCHECKED: _("The quote in %(field)s has not been checked."),
    }[state]
    remedy = _(
        "Have it looked up where the texts of the sources are: %(command)s writes %(lock)s."
    )
    at = {"field": quote.field, "lock": lock, "command": command}
    return _problem(quote, items, fault % at, remedy % at, f"quote_{state.value}")


def source_problem(
    source: SourceFile, field: str, items: Items, lock: str, command: str
) -> Problem:
    """Return the problem of a source whose quotes were found in another text."""
    at = {"field": field, "file": source.file, "lock": lock, "command": command}
    fault = _("Its quotes were checked in a text of %(file)s with another checksum.")
    remedy = _(
        "Correct :%(field)s:, or have the quotes looked up again where the text is:"
        " %(command)s writes %(lock)s."
    )
    item = items.by_id[source.id]
    return Problem.at(item, fault % at, remedy % at, type_=_TYPE, subtype="source_unlocked")


def checksum_problem(source: SourceFile, found: str, field: str, items: Items) -> Problem:
    """Return the problem of a text that is not the one its source names."""
    at = {"file": source.file, "field": field, "found": found}
    fault = _("The text %(file)s is not the one of its checksum.")
    if not source.checksum:
        fault = _("There is no checksum of the text %(file)s.")
    remedy = _(
        "Is this text the right one? Then write :%(field)s: %(found)s, and look through"
        " the quotes from it."
    )
    item = items.by_id[source.id]
    subtype = "source_changed" if source.checksum else "no_checksum"
    return Problem.at(item, fault % at, remedy % at, type_=_TYPE, subtype=subtype)


def usage_problems(usage: SourceUsage, view: UsageView) -> Iterator[Problem]:
    """Yield what is wrong with the explanation of the lines of a source."""
    page, line = view.place

    def problem(line: int, subtype: str, fault: str, remedy: str) -> Problem:
        return Problem(page, line, "source-usage", fault, remedy, _TYPE, subtype)

    if usage.label is None:
        fault = _("There is no source “%s” that names a file.") % view.source
        yield problem(line, "unknown_need", fault, _("Correct the id."))
        return
    for entry, name in usage.unknown:
        fault = _("“%s” is neither a reason nor a need.") % name
        names = ", ".join(view.reasons)
        remedy = _("Write one of the reasons (%s), ids, or a page as in /page.") % names
        yield problem(entry.line, "bad_usage", fault, remedy)
    at = {"source": usage.label.id}
    if not usage.rows:
        fault = _("Which lines of %(source)s hold text is not known.") % at
        remedy = _("Have the quotes looked up where the texts are.")
        yield problem(line, "no_lines", fault, remedy)
        return
    for entry in usage.outside:
        fault = _("%(source)s has no text at the lines %(lines)s.")
        remedy = _("Correct the lines.")
        lines = {"lines": format_ranges(entry.ranges)}
        yield problem(entry.line, "bad_usage", fault % (at | lines), remedy)
    if usage.contradicted:
        fault = _("Lines %(lines)s of %(source)s are said not to be used, and are.")
        remedy = _("Take the lines out of the entry with the reason.")
        lines = {"lines": format_ranges(row.lines for row in usage.contradicted)}
        yield problem(line, "used_line", fault % (at | lines), remedy)
    if usage.half_explained:
        fault = _("Quotes leave sentences out of the lines %(lines)s of %(source)s.")
        remedy = _("Quote them too, or write a line with a reason, ids or /pages for them.")
        lines = {"lines": format_ranges(row.lines for row in usage.half_explained)}
        yield problem(line, "half_explained_line", fault % (at | lines), remedy)
    if usage.unexplained:
        fault = _("It is not said what becomes of the lines %(lines)s of %(source)s.")
        remedy = _("Quote them in a need, or write a line with a reason, ids or /pages.")
        lines = {"lines": format_ranges(row.lines for row in usage.unexplained)}
        yield problem(line, "unexplained_line", fault % (at | lines), remedy)


def unlisted_source_problem(source: SourceFile, items: Items) -> Problem:
    """Return the problem of a source without ``source-usage`` where others have one."""
    fault = _("No page says what becomes of its lines.")
    remedy = _("Write a source-usage directive for it, as for the other sources.")
    item = items.by_id[source.id]
    return Problem.at(item, fault, remedy, type_=_TYPE, subtype="no_usage")


def text_problem(path: Path, error: JsonTextError, command: str) -> Problem:
    """Return the problem of a lock that is no JSON; ``command`` writes it."""
    again = _("Write it anew with %s where the texts are.") % command
    at = (None, error.line, path.name, str(error), error.remedy or again, _TYPE)
    return Problem(*at, "bad_lock", file=str(path))


def file_problem(
    subject: str, kind: str, detail: str = "", *, command: str = ""
) -> Problem:
    """Return the problem of a lock, folder or text.

    ``kind`` is the subtype of the warning, ``command`` what writes the lock.
    """
    again = _("Write it anew with %s where the texts are.") % command
    fault, remedy = {
        "no_lock": (_("The file that says which quotes are checked is missing."), again),
        "bad_lock": (_("The file is broken (%s).") % detail, again),
        "old_lock": (
            _("The file does not say what was found in the texts just now."),
            _("Write it anew with %s.") % command,
        ),
        "no_folder": (
            _("The folder of the sources’ texts does not exist."),
            _("Correct needs_sources_folder, or leave it out: then the lock file counts."),
        ),
        "bad_text": (_("The text is not UTF-8."), _("Save it as UTF-8.")),
    }[kind]
    return Problem(None, None, subject, fault, remedy, _TYPE, kind)
