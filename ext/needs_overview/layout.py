"""Geometry of the pictures: breaking of texts, places of boxes, sheets. No Sphinx.

Two layouts of the same forest: ``wide`` has a column a level, for a screen or a sheet;
``tall`` is a picture a tree, each one column with the levels set in, which stand below
each other on a phone and side by side where there is room. All lengths are in user units
of the SVG, in which a text is ``SIZE`` high.

The font of the reader is unknown when a picture is drawn. The widths of
texts are those of a wide common font (DejaVu Sans, which is Verdana's width), so that
other fonts leave room rather than overflow.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from needs_core.items import Label
    from needs_overview.tree import Branch, Forest

    Note = Callable[[Branch, tuple[Label, ...]], str]
    """Returns the text beside the id of a branch, given what else it stands below."""

SIZE, SMALL, LINE_HEIGHT, PAD, EDGE = 14, 13, 18, 10, 6
_GAP = 10
CHANNEL = 48
HEADING = 30
_COLUMNS_WIDTH = 960
_STACK_WIDTH, _INSET = 336, 14
SPACED = 1.2
"""How much wider letters and words are with the text spacing of WCAG 1.4.12."""
_BOLD = 1.08
"""How much wider bold letters are."""


@dataclass(frozen=True, slots=True)
class NeedBox:
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


@dataclass(frozen=True, slots=True)
class MapEdge:
    """A line from a need to one that stands below it."""

    above: NeedBox
    below: NeedBox
    kind: str
    """``near``, ``far`` where it skips a level, or ``weak`` where the link is."""


@dataclass(frozen=True, slots=True)
class MapLayout:
    """A whole picture."""

    width: float
    height: float
    boxes: tuple[NeedBox, ...]
    edges: tuple[MapEdge, ...]
    columns: tuple[float, ...] = ()
    """Where the heading of each level stands; none: the levels are set in."""


@dataclass(frozen=True, slots=True)
class Twig:
    """A branch with what is drawn below it: a need below two has one place."""

    branch: Branch
    hue: int
    """The number of the first need it stands below, from 1; 0 for one below none."""
    twigs: tuple[Twig, ...]
    others: tuple[Label, ...]
    """What it stands below beside the need it is drawn below."""


def wide_layout(
    forest: Forest, levels: int, note: Note, spaced: float = SPACED
) -> MapLayout:
    """Place a column a level; a need in the middle of what stands below it."""
    room = _COLUMNS_WIDTH - CHANNEL * (levels - 1)
    shares = [1.0 if level else 0.62 for level in range(levels)]
    widths = [room * share / sum(shares) for share in shares]
    columns = [sum(widths[:n]) + CHANNEL * n for n in range(levels)]

    measured: dict[str, NeedBox] = {}  # at the top; every text is broken once
    heights: dict[str, float] = {}  # with all that stands below

    def below_height(twig: Twig) -> float:
        parts = [heights[below.branch.label.id] for below in twig.twigs]
        return sum(parts) + _GAP * (len(parts) - 1) if parts else 0.0

    def measure(twig: Twig) -> None:
        for below in twig.twigs:
            measure(below)
        need_id, level = twig.branch.label.id, twig.branch.level
        text = note(twig.branch, ())
        measured[need_id] = _box(
            twig, text, columns[level], 0, widths[level], spaced=spaced
        )
        heights[need_id] = max(below_height(twig), measured[need_id].height)

    def place(twig: Twig, top: float) -> Iterator[NeedBox]:
        own, high = measured[twig.branch.label.id], heights[twig.branch.label.id]
        yield replace(own, y=top + (high - own.height) / 2)
        down = top + (high - below_height(twig)) / 2
        for below in twig.twigs:
            yield from place(below, down)
            down += heights[below.branch.label.id] + _GAP

    boxes, top = list[NeedBox](), float(HEADING)
    for twig in twigs(forest):
        measure(twig)
        boxes.extend(place(twig, top))
        top += heights[twig.branch.label.id] + 2 * _GAP
    edges = tuple(_edges(forest, boxes))
    return MapLayout(_COLUMNS_WIDTH, top - _GAP, tuple(boxes), edges, tuple(columns))


def tall_layouts(forest: Forest, note: Note) -> list[MapLayout]:
    """Return a picture for each need of the first level, and one of what is below none."""
    trees = groupby(twigs(forest), key=lambda twig: twig.hue)
    return [_tall_layout(tree, note) for _hue, tree in trees]


def _tall_layout(tree: Iterable[Twig], note: Note) -> MapLayout:
    """Place one below the other, what stands below a need set in."""
    boxes, edges, top = list[NeedBox](), list[MapEdge](), 0.0

    def place(twig: Twig, above: NeedBox | None) -> None:
        nonlocal top
        x, text = float(_INSET * twig.branch.level), note(twig.branch, twig.others)
        box = _box(twig, text, x, top, _STACK_WIDTH - x)
        boxes.append(box)
        if above is not None:
            skips = twig.branch.level - 1 > round(above.x / _INSET)
            kind = "far" if skips else "near"
            kind = "weak" if above.label in twig.branch.weak else kind
            edges.append(MapEdge(above, box, kind))
        top += box.height + _GAP
        for below in twig.twigs:
            place(below, box)

    for twig in tree:
        place(twig, None)
        top += _GAP
    return MapLayout(_STACK_WIDTH, top - 2 * _GAP, tuple(boxes), tuple(edges))


def twigs(forest: Forest) -> list[Twig]:
    """Give every need its one place: below the first that its author links it with."""
    owner = {
        branch.label.id: next((x.id for x in branch.above if x.id in forest.once), None)
        for branch in forest.once.values()
    }

    def twig(branch: Branch, hue: int, above: str | None) -> Twig:
        own = (x for x in branch.branches if owner[x.label.id] == branch.label.id)
        others = tuple(label for label in branch.above if label.id != above)
        below = tuple(twig(x, hue, branch.label.id) for x in own)
        return Twig(branch, hue, below, others)

    tops = [twig(x, hue, None) for hue, x in enumerate(forest.branches, start=1)]
    return [*tops, *(twig(x, 0, None) for x in forest.loose)]


def _box(  # noqa: PLR0913 (a text and its place)
    twig: Twig, note: str, x: float, y: float, width: float, *, spaced: float = SPACED
) -> NeedBox:
    """Return the box of a twig, as high as its text asks for."""
    branch, room = twig.branch, width - 2 * PAD - EDGE
    label = branch.label
    number = label.id if label.number is None else label.number
    heads = wrap(f"{number} {note}".strip(), room, SMALL, spaced * _BOLD)
    lines = wrap(branch.label.title, room, SIZE, spaced)
    height = 2 * PAD + LINE_HEIGHT * (len(heads) + len(lines))
    return NeedBox(
        branch.label, twig.hue, x, y, width, height, heads, lines, branch.uncovered
    )


def _edges(forest: Forest, boxes: list[NeedBox]) -> Iterator[MapEdge]:
    """Yield a line for all that a need stands below."""
    drawn = {box.label.id: box for box in boxes}
    for branch in forest.once.values():
        for label in branch.above:
            if label.id in drawn:
                skips = branch.level - forest.once[label.id].level > 1
                kind = "far" if skips else "near"
                kind = "weak" if label in branch.weak else kind
                yield MapEdge(drawn[label.id], drawn[branch.label.id], kind)


HIGHEST = 1.25
"""The height of a sheet at most, as a multiple of its width."""


def split_into_sheets(layout: MapLayout) -> list[MapLayout]:
    """Return the picture in as few parts as sheets can hold; a tree is never cut.

    A line from one part to another ends at the edge of both.
    """
    most = layout.width * HIGHEST
    packed: list[list[NeedBox]] = []
    for tree in _trees(layout.boxes):
        if packed and _high(packed[-1] + tree) + HEADING <= most:
            packed[-1] += tree
        else:
            packed.append(tree)
    return [_sheet(layout, boxes) for boxes in packed] if len(packed) > 1 else [layout]


def _trees(boxes: Sequence[NeedBox]) -> Iterator[list[NeedBox]]:
    """Yield the boxes below each need of the first level; one below none is alone."""
    for hue, tree in groupby(boxes, key=lambda box: box.hue):
        if hue:
            yield list(tree)
        else:
            yield from ([box] for box in tree)


def _high(boxes: Sequence[NeedBox]) -> float:
    return max(box.y + box.height for box in boxes) - min(box.y for box in boxes)


def _sheet(layout: MapLayout, boxes: Sequence[NeedBox]) -> MapLayout:
    up = min(box.y for box in boxes) - HEADING
    moved = {box.label.id: replace(box, y=box.y - up) for box in layout.boxes}
    here = {box.label.id for box in boxes}
    edges = tuple(
        replace(edge, above=moved[edge.above.label.id], below=moved[edge.below.label.id])
        for edge in layout.edges
        if {edge.above.label.id, edge.below.label.id} & here
    )
    shown = tuple(moved[box.label.id] for box in boxes)
    return replace(layout, height=_high(boxes) + HEADING + 1, boxes=shown, edges=edges)


_NARROW, _SLIM, _PLAIN, _WIDE, _BROAD = 0.34, 0.46, 0.63, 0.76, 1.0
"""Widths of letters, as multiples of the font size."""
_WIDTHS = {
    **dict.fromkeys("iljI.,:;'’|!", _NARROW),
    **dict.fromkeys('frt()[]-–/ "”“', _SLIM),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZÅØ", _WIDE),
    **dict.fromkeys("mwMWæÆ%@—", _BROAD),
}


def text_width(text: str, size: float) -> float:
    """Return how wide a text is at most, in the unit of its size.

    >>> text_width("il", 10) < text_width("mm", 10)
    True
    """
    return size * sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "FW":
        return _BROAD + 0.1
    return _WIDTHS.get(letter, _PLAIN if letter.islower() else _WIDE)


def wrap(text: str, room: float, size: float, spaced: float = SPACED) -> tuple[str, ...]:
    """Return the lines of a text that are no wider than the room, also with more spacing.

    In a file nobody spaces a text: there ``spaced`` is 1. A word that is too wide is
    broken; a text is never lost. At least one line.

    >>> wrap("aaa bbb", 30, 10)
    ('aaa', 'bbb')
    """
    lines, line = [], ""
    for word in re.split("[ \t\r\n]+", text.strip()):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size) * spaced <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while text_width(line, size) > room and len(line) > 1:
            fits = _fitting(line, room, size)
            lines.append(line[:fits])
            line = line[fits:]
    return (*lines, line) if line or not lines else tuple(lines)


def _fitting(word: str, room: float, size: float) -> int:
    """Return how many letters fit; at least one."""
    widths = accumulate(size * _letter(letter) for letter in word)
    return max(1, sum(so_far <= room for so_far in widths))
