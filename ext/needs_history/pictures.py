"""Counts over time as SVG for a site. The table below each says the same in words.

The library escapes nothing: every text passes through ``_text`` or ``_document``.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import svg
from sphinx.locale import get_translation

from needs_history.pens import half_year, moment, upper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needs_history.core.counting import Pace, Point
    from needs_history.pens import Pen

_ = get_translation("needs_history")

_WIDTH, _LINE, _BAR = 360, 18, 22
"""The picture is as wide as a phone, so that its text is never drawn smaller there."""
_NARROW = 34
"""The narrowest piece of a bar that its number still fits in."""


def trend(points: Sequence[Point], pen: Pen) -> str:
    """Return a bar a moment, a piece a state, each with its symbol and number."""
    most = max((sum(n for _name, n in x.states) for x in points), default=0)
    if not most:
        return ""
    elements: list[svg.Element] = []
    y = 0
    for at in points:
        elements.append(_text(0, y + 14, upper(moment(at.name)), "history-label"))
        x = 0.0
        for name, count in at.states:
            state = pen.states.get(name or None)
            width = max(_NARROW * 1.0, count * _scale(points))
            elements += _piece(x, y + _LINE, width, f"{state.symbol} {count}", state.tone)
            x += width
        y += _LINE + _BAR + 12
    return _document(elements, y, _("Bars: how many are in each state, as in the table"))


def pace(found: Pace, pen: Pen) -> str:
    """Return two bars a half-year: what begins and what ends."""
    del pen
    most = max((max(len(x.start), len(x.end)) for x in found.loads), default=0)
    if not most:
        return ""
    unit = (_WIDTH - 110) / most
    elements: list[svg.Element] = []
    y = 0
    for load in found.loads:
        elements.append(_text(0, y + 14, upper(half_year(load.period)), "history-label"))
        y += _LINE
        crowded = load in found.crowded
        for said, count, kind in (
            (_("begin"), len(load.start), "crowded" if crowded else "start"),
            (_("end"), len(load.end), "end"),
        ):
            width = count * unit
            if count:
                elements.append(_rect(0, y, width, kind))
            mark = " ⚠" if kind == "crowded" else ""
            elements.append(_text(width + 5, y + 15, f"{count} {said}{mark}"))
            y += _BAR + 2
        y += 10
    return _document(elements, y, _("Bars: how many begin and end, as in the table"))


def _scale(points: Sequence[Point]) -> float:
    """Return the width of one item, so that the longest bar fits."""
    unit = min(
        (_WIDTH - _NARROW * len(x.states)) / (sum(n for _, n in x.states) or 1)
        for x in points
    )
    return max(unit, 0.5)


def _piece(
    x: float, y: float, width: float, text: str, tone: str
) -> tuple[svg.Element, svg.Element]:
    return _rect(x, y, width, tone), _text(x + 4, y + 15, text, "history-count")


def _rect(x: float, y: float, width: float, kind: str) -> svg.Element:
    return svg.Rect(
        x=round(x, 1),
        y=y,
        width=round(width, 1),
        height=_BAR,
        class_=["history-bar", f"history-{kind}"],
    )


def _text(x: float, y: float, text: str, kind: str = "history-count") -> svg.Element:
    return svg.Text(x=round(x, 1), y=y, text=escape(text), class_=[kind])


def _document(elements: list[svg.Element], height: int, name: str) -> str:
    drawn = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, _WIDTH, height),
        elements=elements,
        extra={"role": "img", "aria-label": escape(name, quote=True)},
    )
    return drawn.as_str()
