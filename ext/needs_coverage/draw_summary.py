"""A summary as a table: counts in words, and in HTML a bar beside them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_coverage.lines import share
from needs_coverage.words import MISS, Words, label_text, state_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from needs_core.model import Label, Model
    from needs_coverage.summary import Line, Summary, SummarySpec

_ = get_translation("needs_coverage")


@dataclass(frozen=True, slots=True)
class Columns:
    """The headings of a summary."""

    group: str
    rows: str
    states: str
    fields: tuple[str, ...]

    @classmethod
    def of(cls, spec: SummarySpec, model: Model) -> Columns:
        """Take the names from the project's model."""
        rows, columns = spec.matrix.rows, spec.matrix.columns
        link = model.links.get(rows.group_by or "")
        groups = sorted(link.targets) if link else []
        return cls(
            ", ".join(model.types[name] for name in groups),
            _("%s covered") % model.types[rows.type],
            model.types[columns.type],
            tuple(_("%s stated") % model.fields[name] for name in spec.fields),
        )


def texts(line: Line) -> Iterator[str]:
    """Yield what stands in a line after its heading, as text."""
    yield share(line.covered, line.rows)
    states = (state_count(state, count) for state, count in line.states)
    yield ", ".join(states) or f"{MISS} 0"
    for stated in line.stated:
        # A count and no percentage: what is not stated is not known, and not nought.
        yield _("%(part)d of %(whole)d") % {"part": stated, "whole": line.actors}


def html_body(
    summary: Summary, columns: Columns, words: Words, address: Callable[[Label], str | None]
) -> str:
    """Return head, body and foot; the bars say nothing that the words do not."""
    names = (columns.group, columns.rows, columns.states, *columns.fields)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    lines = "".join(_line(line, _heading(line, address)) for line in summary.lines)
    foot = _line(summary.whole, escape(words.total))
    return (
        f"<thead><tr>{head}</tr></thead>\n<tbody>{lines}</tbody>\n<tfoot>{foot}</tfoot>\n"
    )


def tgroup(
    summary: Summary, columns: Columns, words: Words, lead: Callable[[Label], nodes.Node]
) -> nodes.tgroup:
    """Return the body as docutils nodes."""
    names = (columns.group, columns.rows, columns.states, *columns.fields)
    rows = [
        _row([_lead(line, lead), *map(nodes.Text, texts(line))]) for line in summary.lines
    ]
    total = nodes.strong("", words.total)
    rows.append(_row([total, *map(nodes.Text, texts(summary.whole))]))
    widths = (nodes.colspec(colwidth=30 if n == 0 else 20) for n in range(len(names)))
    head = nodes.thead("", _row([nodes.Text(name) for name in names]))
    return nodes.tgroup("", *widths, head, nodes.tbody("", *rows), cols=len(names))


def _line(line: Line, heading: str) -> str:
    covered, states, *stated = texts(line)
    cells = (
        (covered, _bar([("coverage-rank-2", line.covered)], line.rows)),
        (states, _bar([(f"coverage-{s.tone}", n) for s, n in line.states], line.actors)),
        *(
            (text, _bar([("coverage-rank-2", number)], line.actors))
            for text, number in zip(stated, line.stated, strict=True)
        ),
    )
    drawn = "".join(f"<td>{escape(text)}{bar}</td>" for text, bar in cells)
    return f'<tr><th scope="row">{heading}</th>{drawn}</tr>\n'


def _bar(parts: list[tuple[str, int]], whole: int) -> str:
    """Return a bar of parts of a whole, for the eye only."""
    at, drawn = 0.0, ""
    for kind, number in parts:
        width = 100 * number / whole if whole else 0
        drawn += f'<rect class="{kind}" x="{at:.2f}" width="{width:.2f}" height="10"/>'
        at += width
    return (
        '<svg class="coverage-bar" viewBox="0 0 100 10" preserveAspectRatio="none"'
        f' aria-hidden="true" focusable="false">{drawn}</svg>'
    )


def _heading(line: Line, address: Callable[[Label], str | None]) -> str:
    if line.label is None:
        return escape(_("not stated"))
    id_, title = map(escape, label_text(line.label))
    href = escape(address(line.label) or "#", quote=True)
    return f'<a href="{href}"><span class="coverage-id">{id_}</span> {title}</a>'


def _lead(line: Line, lead: Callable[[Label], nodes.Node]) -> nodes.Node:
    return lead(line.label) if line.label else nodes.Text(_("not stated"))


def _row(cells: list[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", c)) for c in cells))
