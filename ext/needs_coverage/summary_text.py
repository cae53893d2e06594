"""The words of coverage in few lines: headings, shares, and what is not stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.model import plural_title
from needs_core.progress_text import distribution_text, gathered_text, step_share
from needs_coverage.text import MISS, group_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.model import Model
    from needs_coverage.summary import Incomplete, SummaryLine, SummarySpec
    from needs_coverage.text import MatrixText

_ = get_translation("needs_coverage")


def incomplete_heading(kind: str, field: str, incomplete: Incomplete) -> str:
    """Return the heading of the items that lack a value or are overdue."""
    names = {
        "kind": kind,
        "other": field,
        "part": len(incomplete.labels),
        "whole": incomplete.total,
    }
    if incomplete.passed:
        return _("%(kind)s whose %(other)s has passed: %(part)d of %(whole)d") % names
    return _("%(kind)s without %(other)s: %(part)d of %(whole)d") % names


def summary_headings(spec: SummarySpec, model: Model) -> tuple[str, ...]:
    """Return the headings of a summary's columns."""
    rows, columns = spec.matrix.rows, spec.matrix.columns
    covered = _("%s covered") % model.types[rows.type]
    if spec.matrix.steps.declared:
        covered = plural_title(model, rows.type)
    return (
        group_kind(spec.matrix.rows, model),
        covered,
        model.types[columns.type],
        *(_("%s stated") % model.fields[name] for name in spec.fields),
    )


def summary_texts(line: SummaryLine, text: MatrixText) -> Iterator[str]:
    """Yield the text of each cell of a summary's line, without its heading."""
    yield " · ".join(_row_texts(line, text))
    yield ", ".join(_column_texts(line, text)) or f"{MISS} 0"
    for stated in line.stated:
        # No percentage: what is not stated is unknown, as opposed to nought.
        yield _("%(part)d of %(whole)d") % {"part": stated, "whole": line.linked}


def _row_texts(line: SummaryLine, text: MatrixText) -> Iterator[str]:
    told = step_share(line.steps, text.steps)
    yield told[:1].upper() + told[1:]
    if text.model:
        yield distribution_text(line.steps)
        if line.remarks:
            yield gathered_text(line.remarks, text.model)


def _column_texts(line: SummaryLine, text: MatrixText) -> Iterator[str]:
    """Yield the states of what is linked, and what would make the sum a wrong one."""
    if line.states.counts:
        yield distribution_text(line.states)
    if line.shared:
        yield _("of these %d under several") % line.shared
    if line.unlinked:
        (_many, one_row), _columns = text.sides
        yield _("%(count)d without %(field)s") % {"count": line.unlinked, "field": one_row}
