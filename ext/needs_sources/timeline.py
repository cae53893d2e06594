"""A timeline: needs by a date, and their picture as SVG. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from needs_core.dates import DateSpan, read_span
from needs_core.items import ALL, Conditions

if TYPE_CHECKING:
    from needs_core.items import Items, Label


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """A need with a date."""

    number: int
    label: Label
    span: DateSpan
    facts: tuple[str, ...]
    """The values of the fields asked for, empty where there is none."""


@dataclass(frozen=True, slots=True)
class TimelineEvents:
    """The events in order of time, and what has no date."""

    events: tuple[TimelineEvent, ...]
    undated: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Needs of some types that meet conditions, by one date field."""

    types: tuple[str, ...]
    date: str
    fields: tuple[str, ...] = ()
    where: Conditions = ALL

    def look(self, items: Items) -> TimelineEvents:
        """Return the events, the earliest first; of two at once, the shorter one."""
        members = (item for name in self.types for item in items.every(name))
        chosen = self.where.select(members)
        spans = {item.id: read_span(item.value(self.date) or "") for item in chosen}
        dated = [(span, item) for item in chosen if (span := spans[item.id])]
        dated.sort(key=lambda x: (x[0].start, x[0].end, items.places[x[1].id]))
        facts = {x.id: tuple(x.value(f) or "" for f in self.fields) for x in chosen}
        return TimelineEvents(
            tuple(
                TimelineEvent(number, item.label, span, facts[item.id])
                for number, (span, item) in enumerate(dated, start=1)
            ),
            tuple(item.label for item in chosen if not spans[item.id]),
        )


_WIDTH, _EDGE, _LANE, _RADIUS = 720, 24, 34, 13
"""In user units of the SVG, which is scaled to the page."""

_FEW_YEARS = 2
"""Up to so many years the axis has a mark for each quarter."""


def svg(events: tuple[TimelineEvent, ...], title: str) -> str:
    """Return numbered points and bars on an axis; ``title`` is the text alternative."""
    first = date(min(x.span.start for x in events).year, 1, 1)
    last = date(max(x.span.end for x in events).year + 1, 1, 1)
    days = (last - first).days

    def x(day: date) -> float:
        return round(_EDGE + (_WIDTH - 2 * _EDGE) * (day - first).days / days, 1)

    lanes = _lanes([(x(event.span.start), x(event.span.end)) for event in events])
    axis = _LANE * (max(lanes) + 1) + 12
    size = {"viewBox": f"0 0 {_WIDTH} {axis + 30}", "class": "timeline-picture"}
    root = ET.Element("svg", {**size, "role": "img", "aria-label": title})
    _line(root, "timeline-axis", (_EDGE, axis), (_WIDTH - _EDGE, axis))
    for day, text in _marks(first, last):
        _line(root, "timeline-axis", (x(day), axis), (x(day), axis + (8 if text else 4)))
        _text(root, "timeline-year", (x(day), axis + 24), text)
    for event, lane in zip(events, lanes, strict=True):
        left, right = x(event.span.start), x(event.span.end)
        height = axis - 18 - lane * _LANE
        _line(root, "timeline-stem", (left, axis), (left, height))
        if right - left > _RADIUS:
            _line(root, "timeline-bar", (left, height), (right, height))
        at = {"cx": str(left), "cy": str(height), "r": str(_RADIUS)}
        ET.SubElement(root, "circle", {**at, "class": "timeline-point"})
        _text(root, "timeline-number", (left, height + 5), str(event.number))
    return ET.tostring(root, encoding="unicode")


def _lanes(ends: list[tuple[float, float]]) -> list[int]:
    """Return a lane for each, from the axis up, so that nothing overlaps."""
    free: list[float] = []
    chosen = []
    for left, right in ends:
        until = max(right, left) + 2 * _RADIUS + 4
        lane = next((n for n, end in enumerate(free) if end <= left), len(free))
        free[lane : lane + 1] = [until]
        chosen.append(lane)
    return chosen


def _marks(first: date, last: date) -> list[tuple[date, str]]:
    """Return the marks of the axis: every year by name, and quarters when they are few."""
    few = last.year - first.year <= _FEW_YEARS
    marks = [(date(year, 1, 1), str(year)) for year in range(first.year, last.year + 1)]
    if few:
        quarters = [(y, m) for y in range(first.year, last.year) for m in (4, 7, 10)]
        marks += [(date(year, month, 1), "") for year, month in quarters]
    return sorted(marks)


def _line(
    root: ET.Element, kind: str, start: tuple[float, float], end: tuple[float, float]
) -> None:
    numbers = zip(("x1", "y1", "x2", "y2"), (*start, *end), strict=True)
    ET.SubElement(root, "line", {"class": kind, **{k: str(v) for k, v in numbers}})


def _text(root: ET.Element, kind: str, at: tuple[float, float], text: str) -> None:
    if text:
        values = {"class": kind, "x": str(at[0]), "y": str(at[1]), "text-anchor": "middle"}
        ET.SubElement(root, "text", values).text = text
