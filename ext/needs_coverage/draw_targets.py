"""Rows against several types as docutils nodes, for every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.nodes import table_body
from needs_core.progress_text import share, state_text
from needs_coverage.targets import ANY
from needs_coverage.text import COVERED, MISS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_coverage.draw_nodes import Reference
    from needs_coverage.targets import LinkedNeed, TargetRow, Targets
    from needs_coverage.text import MatrixText

_ = get_translation("needs_coverage")


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
        rows += [_line(row, targets, texts, reference) for row in group.rows]
    total = len(targets.rows)
    foot: list[nodes.Node] = [nodes.strong("", texts[0].total)]
    # Where a project has steps there is no percentage without one.
    plain = not any(x.steps.declared or x.steps.of_others for x in texts)
    foot += [
        nodes.Text(share(count, total) if plain else _part(count, total))
        for count in (*targets.covered, targets.met)
    ]
    return table_body(head, [*rows, foot], [30, *(20 for _name in head[1:])])


def _part(count: int, total: int) -> str:
    return str(_("%(part)d of %(whole)d") % {"part": count, "whole": total})


def _line(
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
