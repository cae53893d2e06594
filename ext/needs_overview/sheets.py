"""A wide picture cut into sheets of paper, between the needs of the first level.

Plain geometry; knows no Sphinx.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from needs_overview.placing import HEADING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_overview.placing import Box, Placed

HIGHEST = 1.25
"""How high a sheet may be, as a multiple of how wide it is."""


def sheets(placed: Placed) -> list[Placed]:
    """Return the picture in as few parts as sheets can hold; a tree is never cut.

    A line from one part to another ends at the edge of both.
    """
    most = placed.width * HIGHEST
    packed: list[list[Box]] = []
    for tree in _trees(placed.boxes):
        if packed and _high(packed[-1] + tree) + HEADING <= most:
            packed[-1] += tree
        else:
            packed.append(tree)
    return [_sheet(placed, boxes) for boxes in packed] if len(packed) > 1 else [placed]


def _trees(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Yield the boxes below each need of the first level; one below none is alone."""
    for hue, tree in groupby(boxes, key=lambda box: box.hue):
        if hue:
            yield list(tree)
        else:
            yield from ([box] for box in tree)


def _high(boxes: Sequence[Box]) -> float:
    return max(box.y + box.height for box in boxes) - min(box.y for box in boxes)


def _sheet(placed: Placed, boxes: Sequence[Box]) -> Placed:
    up = min(box.y for box in boxes) - HEADING
    moved = {box.label.id: replace(box, y=box.y - up) for box in placed.boxes}
    here = {box.label.id for box in boxes}
    edges = tuple(
        replace(edge, above=moved[edge.above.label.id], below=moved[edge.below.label.id])
        for edge in placed.edges
        if {edge.above.label.id, edge.below.label.id} & here
    )
    shown = tuple(moved[box.label.id] for box in boxes)
    return replace(placed, height=_high(boxes) + HEADING + 1, boxes=shown, edges=edges)
