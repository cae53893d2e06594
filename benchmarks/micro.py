"""Times the pure core alone: what a matrix is, and its table as one string."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from content import ACTION, GOAL, LINKS, content
from needs_core.items import Item, Items, Label
from needs_core.model import LinkType, Model
from needs_coverage.draw_html import matrix_body
from needs_coverage.spec import Axis, MatrixSpec
from needs_coverage.text import MatrixText

if TYPE_CHECKING:
    from collections.abc import Callable

    from content import Content, Size

T = TypeVar("T")

LINK = LINKS[ACTION]
SPEC = MatrixSpec(Axis(GOAL), Axis(ACTION), (LINK,))
MODEL = Model(
    types={GOAL: "Målsætning", ACTION: "Tiltag"},
    fields={},
    links={LINK: LinkType(LINK, "bidrager til", "understøttes af")},
)


@dataclass(frozen=True, slots=True)
class Core:
    """One size; CPU seconds, the best of the repeats."""

    links: int
    cells: int
    items: float
    """Ordering all items and turning all links: ``Items.of``, ``incoming``."""
    look: float
    """``MatrixSpec.look``."""
    draw: float
    """``draw_html.matrix_body``."""
    drawn_kb: float


def time_core(size: Size, repeats: int) -> Core:
    """Time the core at one size."""
    made = content(size)
    raw = items(made)
    spent_items, all_ = _best(repeats, lambda: _ready(raw))
    spent_look, matrix = _best(repeats, lambda: SPEC.look(all_))
    text = MatrixText.from_spec(SPEC, MODEL)
    spent_draw, drawn = _best(repeats, lambda: matrix_body(matrix, text, _address))
    return Core(
        links=len(made.hits),
        cells=size.goals * size.actions,
        items=spent_items,
        look=spent_look,
        draw=spent_draw,
        drawn_kb=len(drawn.encode()) / 1000,
    )


def items(made: Content) -> list[Item]:
    """Return the content as needs_core would read it."""
    return [
        Item(
            id=entry.id,
            type=entry.kind,
            title=entry.title,
            docname=page,
            line=1,
            first_line=entry.text,
            fields={name: (text,) for name, text in entry.facts},
            links={LINKS[entry.kind]: entry.links} if entry.links else {},
        )
        for page, entries in made.pages.items()
        for entry in entries
    ]


def _ready(raw: list[Item]) -> Items:
    ready = Items.sort(raw)
    assert ready.incoming  # noqa: S101 (computed when first asked for)
    return ready


def _address(label: Label) -> str:
    return f"{label.docname}.html#{label.id}"


def _best(repeats: int, work: Callable[[], T]) -> tuple[float, T]:
    spent = []
    for _ in range(repeats):
        start = time.process_time()
        result = work()
        spent.append(time.process_time() - start)
    return min(spent), result
