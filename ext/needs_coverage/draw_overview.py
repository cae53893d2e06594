"""The overview of a matrix, as an HTML string or as docutils nodes, and its targets.

Targets are rows against several types, as docutils nodes alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.nodes import table_body
from needs_core.progress_text import distribution_text, share, state_text
from needs_coverage.draw_html import heading_html, linked
from needs_coverage.draw_nodes import Reference, count_text
from needs_coverage.targets import ANY
from needs_coverage.text import COVERED, MISS, group_text, label_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from needs_core.items import Label
    from needs_coverage.draw_html import Address
    from needs_coverage.summary import Overview, OverviewGroup, OverviewRow
    from needs_coverage.targets import LinkedNeed, TargetRow, Targets
    from needs_coverage.text import MatrixText

_ = get_translation("needs_coverage")


@dataclass(frozen=True, slots=True)
class OverviewHtml:
    """Draws an overview whose counts lead down to the matrix on the same page."""

    overview: Overview
    text: MatrixText
    address: Address
    matrix: str
    """The anchor of the matrix; empty where the page has none."""

    def body(self) -> str:
        """Return a table of the rows, a body for each group, and of counts by group."""
        head = (self.text.rows, _("Step"), self.text.columns)
        cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
        groups = "".join(map(self._group, self.overview.groups))
        return f"<thead><tr>{cells}</tr></thead>\n{groups}"

    def counts(self) -> str:
        """Return the table of counts between the groups of both sides; "" without."""
        overview, text = self.overview, self.text
        if not overview.is_grouped:
            return ""
        columns = "".join(
            f'<th scope="col">{self._name(label)}</th>' for label in overview.columns
        )
        total = escape(text.total)
        lines = "".join(map(self._line, overview.groups))
        sums = "".join(
            f"<td>{self._lead(count, {'span': label})}</td>"
            for label, count in zip(overview.columns, overview.totals, strict=True)
        )
        title = _("Links that count: %(rows)s down and %(columns)s across, by group")
        title = escape(title % {"rows": text.rows.lower(), "columns": text.columns.lower()})
        return (
            '<section class="needs-scroll" tabindex="0"'
            f' aria-label="{title}"><table class="coverage-counts">'
            f"<caption>{title}</caption>\n"
            f'<thead><tr><th scope="col">{escape(text.rows)}</th>{columns}'
            f'<th scope="col">{total}</th></tr></thead>\n<tbody>{lines}</tbody>\n'
            f'<tfoot><tr><th scope="row">{total}</th>{sums}'
            f"<td>{self._lead(overview.total, {})}</td></tr></tfoot></table></section>\n"
        )

    def _line(self, group: OverviewGroup) -> str:
        pairs = zip(self.overview.columns, group.counts, strict=True)
        cells = "".join(
            f"<td>{self._lead(count, {'group': group.label, 'span': label})}</td>"
            for label, count in pairs
        )
        total = self._lead(group.total, {"group": group.label})
        head = f'<th scope="row">{self._name(group.label)}</th>'
        return f"<tr>{head}{cells}<td>{total}</td></tr>\n"

    def _group(self, group: OverviewGroup) -> str:
        heading = ""
        if self.overview.is_rolled_up:
            count = self._lead(group.total, {"group": group.label})
            return (
                '<tbody><tr class="coverage-summed"><th scope="row">'
                f"{self._name(group.label)} ({len(group.rows)})</th>"
                f"<td>{escape(distribution_text(group.steps))}</td>"
                f"<td>{count}</td></tr></tbody>\n"
            )
        if group.label is not None:
            heading = (
                '<tr class="coverage-group"><th scope="rowgroup">'
                f'{self._name(group.label)}</th><td colspan="2"></td></tr>\n'
            )
        return f"<tbody>{heading}{''.join(map(self._row, group.rows))}</tbody>\n"

    def _row(self, row: OverviewRow) -> str:
        choice = {"find-rows": label_text(row.label)[0] or row.label.title}
        many, one = self.text.plurals[1] or self.text.columns, self.text.columns
        counted = (
            f"{row.count}\N{NO-BREAK SPACE}{(one if row.count == 1 else many).lower()}"
        )
        shown = self._lead_by(choice, counted) if row.count else _none(self.text)
        return (
            f'<tr><th scope="row">{self._name(row.label)}</th>'
            f"<td>{self._step(row)}</td><td>{shown}</td></tr>\n"
        )

    def _step(self, row: OverviewRow) -> str:
        if row.step is None or not self.text.model:
            return ""
        symbol, name, more = map(escape, self.text.step_parts(row.step))
        title = f' title="{escape(more, quote=True)}"' if more else ""
        return f"<span{title}>{symbol}\N{NO-BREAK SPACE}{name}</span>"

    def _lead(self, count: int, groups: Mapping[str, Label | None]) -> str:
        """Return a count that leads down to the matrix, with these groups chosen."""
        choice = {
            name: group_text(label) if label else "" for name, label in groups.items()
        }
        return self._lead_by(choice, str(count)) if count else _none(self.text)

    def _lead_by(self, choice: Mapping[str, str], shown: str) -> str:
        if not self.matrix:
            return escape(shown)
        matrix, chosen = escape(self.matrix, quote=True), escape(urlencode(choice))
        told = f'data-matrix="{matrix}" data-choice="{chosen}"'
        return f'<a class="coverage-lead" href="#{matrix}" {told}>{escape(shown)}</a>'

    def _name(self, label: Label | None) -> str:
        if label is None:
            return escape(_("not stated"))
        return linked(heading_html(label), self.address(label))


def _none(text: MatrixText) -> str:
    return (
        f'{MISS}\N{NO-BREAK SPACE}0<span class="needs-hidden"> {escape(text.none)}</span>'
    )


def overview_bodies(
    overview: Overview, text: MatrixText, reference: Reference
) -> Iterator[nodes.tgroup]:
    """Yield the table of the rows, and that of the counts between groups."""
    head = [nodes.Text(x) for x in (text.rows, str(_("Step")), text.columns)]
    rows = list(_node_rows(overview, text, reference))
    yield table_body(head, rows, _widths(rows))
    if not overview.is_grouped:
        return
    names = [_node_name(label, reference) for label in overview.columns]
    lines = [
        [_node_name(x.label, reference), *map(count_text, (*x.counts, x.total))]
        for x in overview.groups
    ]
    sums = map(count_text, (*overview.totals, overview.total))
    lines.append([nodes.strong("", text.total), *sums])
    yield table_body([nodes.Text(text.rows), *names, nodes.Text(text.total)], lines)


def _widths(rows: Sequence[Sequence[nodes.Node]]) -> list[int]:
    """Return the widths of the columns: title and step share by how much they say.

    A plan with long titles and short steps, and one with the opposite, each fill the page.
    """
    title, step = (
        sum(len(row[column].astext()) for row in rows if row[2].astext())
        for column in (0, 1)
    )
    both = 88
    share = round(both * title / ((title + step) or 1))
    first = min(max(share, both // 3), 2 * both // 3)
    return [first, both - first, 10]


def _node_rows(
    overview: Overview, text: MatrixText, reference: Reference
) -> Iterator[list[nodes.Node]]:
    for group in overview.groups:
        if overview.is_rolled_up:
            name = nodes.inline("", "", _node_name(group.label, reference))
            name += nodes.Text(f" ({len(group.rows)})")
            told = nodes.Text(distribution_text(group.steps))
            yield [name, told, count_text(group.total)]
            continue
        if group.label is not None:
            heading = nodes.strong("", "", reference(group.label))
            yield [heading, nodes.Text(""), nodes.Text("")]
        for row in group.rows:
            step = nodes.Text(text.step_of(row.step))
            yield [reference(row.label), step, count_text(row.count)]


def _node_name(label: Label | None, reference: Reference) -> nodes.Node:
    return reference(label) if label else nodes.Text(_("not stated"))


def targets_body(
    targets: Targets, texts: Sequence[MatrixText], reference: Reference
) -> nodes.tgroup:
    """Return the body: a column for each type, and whether a row has what is required."""
    names = [text.sides[1][0] for text in texts]
    met = _("With any") if targets.requirement == ANY else _("With each")
    head = [nodes.Text(texts[0].rows), *map(nodes.Text, names), nodes.Text(met)]
    rows: list[list[nodes.Node]] = []
    for group in targets.groups:
        if group.label is not None:
            heading = nodes.strong("", "", reference(group.label))
            rows.append([heading, *(nodes.Text("") for _name in head[1:])])
        rows += [_target_line(row, targets, texts, reference) for row in group.rows]
    total = len(targets.rows)
    foot: list[nodes.Node] = [nodes.strong("", texts[0].total)]
    # Where a project has steps there is no percentage without one.
    plain = not any(x.steps.declared or x.steps.of_others for x in texts)
    foot += [
        nodes.Text(share(count, total) if plain else _share(count, total))
        for count in (*targets.covered, targets.met)
    ]
    return table_body(head, [*rows, foot], [30, *(20 for _name in head[1:])])


def _share(count: int, total: int) -> str:
    return str(_("%(part)d of %(whole)d") % {"part": count, "whole": total})


def _target_line(
    row: TargetRow, targets: Targets, texts: Sequence[MatrixText], reference: Reference
) -> list[nodes.Node]:
    told = next((text.step_of(row.step) for text in texts if text.model), "")
    name = reference(row.label)
    head = nodes.inline("", "", name, nodes.Text(f" ({told})")) if told else name
    cells = [
        _linked(found, reference, stated=stated)
        for found, stated in zip(row.linked, targets.stated, strict=True)
    ]
    if row.is_met(targets.requirement):
        met = _("yes")
        return [head, *cells, nodes.Text(f"{COVERED} {met}")]
    pairs = zip(texts, row.covered, strict=True)
    missing = ", ".join(text.columns.lower() for text, covered in pairs if not covered)
    lacks = _("without %s") % missing
    return [head, *cells, nodes.Text(f"{MISS} {lacks}")]


def _linked(
    found: Sequence[LinkedNeed], reference: Reference, *, stated: bool
) -> nodes.Node:
    if not found:
        none = _("none")
        return nodes.Text(f"{MISS} {none}")
    return nodes.inline("", "", *_entries(found, reference, stated=stated))


def _entries(
    found: Sequence[LinkedNeed], reference: Reference, *, stated: bool
) -> Iterator[nodes.Node]:
    for number, one in enumerate(found):
        if number:
            yield nodes.Text(", ")
        yield reference(one.label, one.label.id)
        if stated:
            # An id and its state stay on one line.
            state = f" {state_text(one.state)}".replace(" ", "\N{NO-BREAK SPACE}")
            yield nodes.Text(state)
