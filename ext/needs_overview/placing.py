"""Where each need stands in a picture of a forest. Plain geometry; knows no Sphinx.

Two layouts of the same: ``wide`` has a column a level, for a screen or a sheet; ``tall``
is one column with the levels set in, for a phone. All lengths are in the units of the
picture, in which a text is ``SIZE`` high.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_overview.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from needs_core.model import Label
    from needs_overview.tree import Branch, Forest

    Note = Callable[[Branch, tuple[Label, ...]], str]
    """What is said of a branch beside its id, and what else it stands below."""

SIZE, SMALL, LINE, PAD, EDGE = 14, 12, 18, 10, 6
_GAP = 10
CHANNEL = 48
HEADING = 30
_WIDE = 960
_TALL, _INSET = 300, 14


@dataclass(frozen=True, slots=True)
class Box:
    """A need in the picture: a frame with its id and note above its title."""

    label: Label
    hue: int
    """The number of the first need it stands below, from 1; 0 for one below none."""
    x: float
    y: float
    width: float
    height: float
    heads: tuple[str, ...]
    """The lines of id and note."""
    lines: tuple[str, ...]
    """The lines of the title."""
    gap: bool

    @property
    def middle(self) -> float:
        """The height of its middle line."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from a need to one that stands below it."""

    above: Box
    below: Box
    kind: str
    """``near``, or ``far`` where it skips a level."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A whole picture."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    columns: tuple[float, ...] = ()
    """Where the heading of each level stands; none: the levels are set in."""


@dataclass(frozen=True, slots=True)
class _Twig:
    """A branch with what is drawn below it: a need below two has one place."""

    branch: Branch
    hue: int
    twigs: tuple[_Twig, ...]
    others: tuple[Label, ...]
    """What it stands below beside the need it is drawn below."""


def wide(forest: Forest, levels: int, note: Note) -> Placed:
    """Place a column a level; a need in the middle of what stands below it."""
    room = _WIDE - CHANNEL * (levels - 1)
    shares = [1.0 if level else 0.62 for level in range(levels)]
    widths = [room * share / sum(shares) for share in shares]
    columns = [sum(widths[:n]) + CHANNEL * n for n in range(levels)]

    heights: dict[str, float] = {}  # of what has been measured, so that it is once

    def box(twig: _Twig, y: float) -> Box:
        level = twig.branch.level
        return _box(twig, note(twig.branch, ()), columns[level], y, widths[level])

    def inner(twig: _Twig) -> float:
        parts = [whole(below) for below in twig.twigs]
        return sum(parts) + _GAP * (len(parts) - 1) if parts else 0.0

    def whole(twig: _Twig) -> float:
        id_ = twig.branch.label.id
        if id_ not in heights:
            heights[id_] = max(inner(twig), box(twig, 0).height)
        return heights[id_]

    def place(twig: _Twig, top: float) -> Iterator[Box]:
        high, own = whole(twig), box(twig, 0)
        yield box(twig, top + (high - own.height) / 2)
        down = top + (high - inner(twig)) / 2
        for below in twig.twigs:
            yield from place(below, down)
            down += whole(below) + _GAP

    boxes, top = list[Box](), float(HEADING)
    for twig in _twigs(forest):
        boxes.extend(place(twig, top))
        top += whole(twig) + 2 * _GAP
    edges = tuple(_edges(forest, boxes))
    return Placed(_WIDE, top - _GAP, tuple(boxes), edges, tuple(columns))


def tall(forest: Forest, note: Note) -> Placed:
    """Place one below the other, what stands below a need set in."""
    boxes, edges, top = list[Box](), list[Edge](), 0.0

    def place(twig: _Twig, above: Box | None) -> None:
        nonlocal top
        x, said = float(_INSET * twig.branch.level), note(twig.branch, twig.others)
        box = _box(twig, said, x, top, _TALL - x)
        boxes.append(box)
        if above is not None:
            skips = twig.branch.level - 1 > round(above.x / _INSET)
            edges.append(Edge(above, box, "far" if skips else "near"))
        top += box.height + _GAP
        for below in twig.twigs:
            place(below, box)

    for twig in _twigs(forest):
        place(twig, None)
        top += _GAP
    return Placed(_TALL, max(top - 2 * _GAP, 0.0), tuple(boxes), tuple(edges))


def _twigs(forest: Forest) -> list[_Twig]:
    """Give every need its one place: below the first that its author links it with."""
    owner = {
        branch.label.id: next((x.id for x in branch.above if x.id in forest.once), None)
        for branch in forest.once.values()
    }

    def twig(branch: Branch, hue: int, above: str | None) -> _Twig:
        own = (x for x in branch.branches if owner[x.label.id] == branch.label.id)
        others = tuple(label for label in branch.above if label.id != above)
        below = tuple(twig(x, hue, branch.label.id) for x in own)
        return _Twig(branch, hue, below, others)

    tops = [twig(x, hue, None) for hue, x in enumerate(forest.branches, start=1)]
    return [*tops, *(twig(x, 0, None) for x in forest.loose)]


def _box(twig: _Twig, note: str, x: float, y: float, width: float) -> Box:
    """Return the box of a twig, as high as its text asks for."""
    branch, room = twig.branch, width - 2 * PAD - EDGE
    heads = wrap(f"{branch.label.id} {note}".strip(), room, SMALL)
    lines = wrap(branch.label.title, room, SIZE)
    height = 2 * PAD + LINE * (len(heads) + len(lines))
    return Box(branch.label, twig.hue, x, y, width, height, heads, lines, branch.gap)


def _edges(forest: Forest, boxes: list[Box]) -> Iterator[Edge]:
    """Yield a line for all that a need stands below."""
    drawn = {box.label.id: box for box in boxes}
    for branch in forest.once.values():
        for label in branch.above:
            if label.id in drawn:
                skips = branch.level - forest.once[label.id].level > 1
                kind = "far" if skips else "near"
                yield Edge(drawn[label.id], drawn[branch.label.id], kind)
