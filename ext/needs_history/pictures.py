"""Pictures of the trend and the workload as SVG; the table below each says the same.

The library escapes nothing: every text passes through ``_text`` or ``_document``.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import svg
from sphinx.locale import get_translation

from needs_history.nodes import capitalized, half_year_name, moment_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needs_core.states import States
    from needs_history.core.counts import TrendPoint, Workload

_ = get_translation("needs_history")

_WIDTH, _LINE, _BAR = 360, 18, 22
"""The picture is as wide as a phone, so that its text is never drawn smaller there."""
_NARROW = 34
"""The narrowest piece of a bar that its number still fits in."""


def trend(points: Sequence[TrendPoint], states: States) -> str:
    """Return a bar for each moment, with a piece for each state; "" without anything."""
    most = max((sum(n for _name, n in x.states) for x in points), default=0)
    if not most:
        return ""
    elements: list[svg.Element] = []
    y, scale = 0, _scale(points)
    for at in points:
        elements.append(
            _text(0, y + 14, capitalized(moment_name(at.name)), "history-label")
        )
        x = 0.0
        for name, count in at.states:
            state = states.get(name or None)
            width = max(_NARROW * 1.0, count * scale)
            elements += _piece(x, y + _LINE, width, f"{state.symbol} {count}", state.tone)
            x += width
        y += _LINE + _BAR + 12
    return _document(elements, y, _("Bars: how many are in each state, as in the table"))


def workload(found: Workload) -> str:
    """Return two bars for each half-year: what begins, what ends; "" without anything."""
    most = max((max(len(x.start), len(x.end)) for x in found.loads), default=0)
    if not most:
        return ""
    unit = (_WIDTH - 110) / most
    elements: list[svg.Element] = []
    y = 0
    for load in found.loads:
        elements.append(
            _text(0, y + 14, capitalized(half_year_name(load.period)), "history-label")
        )
        y += _LINE
        crowded = load in found.crowded
        for name, count, kind in (
            (_("begin"), len(load.start), "crowded" if crowded else "start"),
            (_("end"), len(load.end), "end"),
        ):
            width = count * unit
            if count:
                elements.append(_rect(0, y, width, kind))
            mark = " ⚠" if kind == "crowded" else ""
            elements.append(_text(width + 5, y + 15, f"{count} {name}{mark}"))
            y += _BAR + 2
        y += 10
    return _document(elements, y, _("Bars: how many begin and end, as in the table"))


def _scale(points: Sequence[TrendPoint]) -> float:
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


def _document(elements: list[svg.Element], height: int, label: str) -> str:
    drawn = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, _WIDTH, height),
        elements=elements,
        extra={"role": "img", "aria-label": escape(label, quote=True)},
    )
    return drawn.as_str()
