"""Indicators: from where, to where and by when, and how far they are.

How a project writes them (``needs_plan_indicators``), what is computed of them, and the
directive ``plan-indicators``: a row for each, with a small picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.dates import display_number, display_value, today
from needs_core.html_tables import HtmlNode
from needs_core.links import reference
from needs_core.messages import Problem, warn
from needs_core.model_reader import read_model
from needs_core.nodes import NeedsDirective, paragraph, table, table_body
from needs_core.page_views import ViewNode
from needs_core.progress_text import WARNING
from needs_core.reader import look
from needs_core.settings import field_name, need_type, read, register, setting, texts
from needs_core.sphinx_internals import app_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

    from needs_core.items import Item, Items, Label
    from needs_core.model import Model
    from needs_core.nodes import Content


@dataclass(frozen=True, slots=True)
class IndicatorFields:
    """How an indicator is written."""

    type: str = setting("", "The type of an indicator.", need_type, required=True)
    value: str = setting("", "The field with its value.", field_name, required=True)
    baseline: str = setting("", "The field with the value it began at.", field_name)
    target: str = setting("", "The field with the value it is to reach.", field_name)
    year: str = setting("", "The field with the year of the target.", field_name)
    unit: str = setting("", "The field with the unit.", field_name)
    measured: str = setting("", "The field with the day of the value.", field_name)
    direction: str = setting("", "The field with the good direction.", field_name)
    rising: tuple[str, ...] = setting((), "Its values by which more is better.", texts)
    falling: tuple[str, ...] = setting((), "Its values by which less is better.", texts)


_NUMBER = re.compile(r"[-−]?[0-9]+(?:[.,][0-9]+)?", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


class Course(Enum):
    """Where a value is between its baseline and its target."""

    REACHED = 1
    ON_THE_WAY = 2
    UNMOVED = 3
    AWAY = 4
    """Farther from the target than the baseline is."""
    UNKNOWN = 5
    """Not all of it is stated as numbers."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; texts as they are written, "" where nothing is."""

    label: Label
    baseline: str
    value: str
    measured: str
    target: str
    year: str
    unit: str
    course: Course
    late: bool
    """Whether the year of the target has passed without its being reached."""
    faults: tuple[tuple[str, str], ...]
    """The fields that hold no number, each with what it says."""

    @property
    def progress(self) -> tuple[float, float] | None:
        """How far value and target are from the baseline, each -1 to 1; unknown: none.

        The farther of the two is 1 or -1.
        """
        numbers = [read_number(x) for x in (self.baseline, self.value, self.target)]
        if None in numbers:
            return None
        start, now, end = (Decimal(0) if x is None else x for x in numbers)
        most = max(abs(now - start), abs(end - start))
        if not most:
            return 0.0, 0.0
        return float((now - start) / most), float((end - start) / most)


@dataclass(frozen=True, slots=True)
class IndicatorsView:
    """All indicators of a project; a view."""

    names: IndicatorFields

    def look(self, items: Items) -> tuple[Indicator, ...]:
        """Return the indicators that hold, in natural order."""
        return tuple(self._read(x) for x in items.of_type(self.names.type))

    def _read(self, item: Item) -> Indicator:
        names = self.names

        def said(name: str) -> str:
            return (item.value(name) or "").strip() if name else ""

        baseline, value, target = map(said, (names.baseline, names.value, names.target))
        year = said(names.year)
        course = self._course(baseline, value, target, said(names.direction))
        late = bool(_YEAR.fullmatch(year)) and int(year) < today().year
        open_ = course not in {Course.REACHED, Course.UNKNOWN}
        return Indicator(
            *(item.label, baseline, value, said(names.measured), target, year),
            said(names.unit),
            course,
            late and open_,
            tuple(
                (name, text)
                for name in (names.baseline, names.value, names.target)
                if (text := said(name)) and read_number(text) is None
            ),
        )

    def _course(self, baseline: str, value: str, target: str, direction: str) -> Course:
        start, now, end = map(read_number, (baseline, value, target))
        if now is None or end is None:
            return Course.UNKNOWN
        up = self._is_up(start, end, direction)
        if up is None:
            return Course.UNKNOWN
        if now >= end if up else now <= end:
            return Course.REACHED
        if start is None:
            return Course.UNKNOWN
        if now == start:
            return Course.UNMOVED
        return Course.ON_THE_WAY if (now > start) == up else Course.AWAY

    def _is_up(self, start: Decimal | None, end: Decimal, direction: str) -> bool | None:
        """Tell whether more is better; ``None``: neither stated nor told by the target."""
        if direction in self.names.rising:
            return True
        if direction in self.names.falling:
            return False
        return None if start is None or start == end else end > start


def read_number(text: str) -> Decimal | None:
    """Return a number with a comma or a point before its decimals; else ``None``.

    >>> read_number("12,5"), read_number("-3"), read_number("ca. 4"), read_number("1.234,5")
    (Decimal('12.5'), Decimal('-3'), None, None)
    """
    found = "".join(text.split())
    if not _NUMBER.fullmatch(found):
        return None
    return Decimal(found.replace(",", ".").replace("−", "-"))


_ = get_translation("needs_plan")

_SIZE, _MIDDLE = 120, 12
"""The width of a picture, and the height of its line."""


class IndicatorsNode(ViewNode):
    """Stands for the table; ``view`` is the ``IndicatorsView``."""


class PlanIndicators(NeedsDirective):
    """``plan-indicators``: baseline, value, target and how far, for each indicator."""

    extension = "needs_plan"

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the table."""
        names = read(self.config, IndicatorFields)
        if not names.type:
            fault = _(
                "The project does not say how indicators are written, and nothing is shown."
            )
            remedy = _("Name type and field of the value in needs_plan_indicators.")
            self.warn(fault, remedy, "no_indicators")
            return []
        return self.placeholder(IndicatorsNode(view=IndicatorsView(names)))


class DrawIndicators(SphinxPostTransform):
    """Draw every placeholder, before references are resolved at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        app, docname = app_of(self.env), self.env.current_document.docname
        for place in list(self.document.findall(IndicatorsNode)):
            found = look(app, place["view"])
            for one in found:
                _warn_of_numbers(one, docname, read_model(self.config))
            link_to = partial(reference, app.builder, docname)
            html = app.builder.format == "html"
            language = self.config.language
            place.replace_self([*draw(found, link_to, language, html=html)])


def _warn_of_numbers(one: Indicator, docname: str, model: Model) -> None:
    for name, text in one.faults:
        fault = _("“%(text)s” in %(field)s is no number, and cannot be compared.")
        remedy = _("Write a number alone, as 412 or 12,5; the unit has a field of its own.")
        names = {"text": text, "field": model.fields.get(name, name)}
        at = (one.label.docname or docname, None, one.label.id)
        warn(Problem(*at, fault % names, remedy, "needs_plan", "number"))


def draw(
    found: tuple[Indicator, ...],
    link_to: Callable[[Label], nodes.Node],
    language: str,
    *,
    html: bool,
) -> Iterator[nodes.Node]:
    """Yield the table of all indicators, with pictures where they can be drawn."""
    if not found:
        yield paragraph(_("There are no indicators yet."))
        return
    head: list[Content] = [
        *(str(_("Indicator")), str(_("On the way?"))),
        *(str(_("Baseline")), str(_("Now")), str(_("Target"))),
    ]
    rows = [[*_cells(one, link_to, language, html=html)] for one in found]
    widths = (34, 22, 14, 16, 14)
    yield table(table_body(head, rows, widths), ["plan-indicators", "colwidths-given"])


def course_text(one: Indicator) -> str:
    """Return in words where an indicator is, with a symbol."""
    said = {
        Course.REACHED: _("● reached"),
        Course.ON_THE_WAY: _("◑ on the way"),
        Course.UNMOVED: _("○ not moved"),
        Course.AWAY: _("✕ moved the wrong way"),
        Course.UNKNOWN: _("not stated"),
    }[one.course]
    late = f" · {WARNING} {_('the year has passed')}" if one.late else ""
    return f"{said}{late}"


def _cells(
    one: Indicator, link_to: Callable[[Label], nodes.Node], language: str, *, html: bool
) -> Iterator[Content]:
    unknown = str(_("not stated"))
    unit = _("Unit: %s") % (one.unit or unknown)
    yield [paragraph(link_to(one.label)), paragraph(unit)]
    words = paragraph(course_text(one))
    drawn = picture(one) if html else ""
    yield [words, HtmlNode(html=drawn)] if drawn else [words]
    texts = (one.baseline, one.value, one.target)
    baseline, now, target = (display_number(x, language) for x in texts)
    yield baseline or unknown
    measured = display_value(one.measured, language) if one.measured else ""
    yield f"{now} ({measured})" if now and measured else now or unknown
    yield f"{target} ({one.year})" if target and one.year else target or unknown


def picture(one: Indicator) -> str:
    """Return a line from the baseline (a dash) over the value (a dot) to the target.

    It is hidden from those who hear the page: the row says the same in numbers.
    """
    if one.progress is None or one.course is Course.UNKNOWN:
        return ""
    import svg  # slow to import

    now, end = one.progress
    low, room = min(0.0, now, end), _SIZE - 16

    def at(place: float) -> float:
        spread = max(0.0, now, end) - low or 1
        return round(8 + room * (place - low) / spread, 1)

    def line(x1: float, x2: float, y1: float, y2: float, kind: str) -> svg.Element:
        return svg.Line(x1=x1, x2=x2, y1=y1, y2=y2, class_=[f"plan-{kind}"])

    middle = _MIDDLE
    drawn = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, _SIZE, 2 * middle),
        width=_SIZE,
        height=2 * middle,
        class_=["plan-picture"],
        elements=[
            line(at(0), at(end), middle, middle, "way"),
            line(at(0), at(now), middle, middle, "moved"),
            line(at(0), at(0), middle - 6, middle + 6, "from"),
            svg.Rect(
                x=at(end) - 5, y=middle - 5, width=10, height=10, class_=["plan-goal"]
            ),
            svg.Circle(cx=at(now), cy=middle, r=4, class_=["plan-now"]),
        ],
        extra={"aria-hidden": "true", "focusable": "false"},
    )
    return f"{drawn.as_str()}\n"


def setup(app: Sphinx) -> None:
    """Register the setting, the directive, its placeholder and its drawing."""
    register(app, "needs_plan_indicators", IndicatorFields)
    app.add_directive("plan-indicators", PlanIndicators)
    app.add_node(IndicatorsNode)
    app.add_post_transform(DrawIndicators)
