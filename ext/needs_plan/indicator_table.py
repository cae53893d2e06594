"""The directive ``plan-indicators``: a row for each indicator, with a small picture."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.dates import display_number, display_value
from needs_core.html_tables import HtmlNode
from needs_core.links import reference
from needs_core.messages import Problem, warn
from needs_core.nodes import NeedsDirective, paragraph, table, table_body
from needs_core.page_views import ViewNode
from needs_core.progress_text import WARNING
from needs_core.reader import look, read_model
from needs_core.settings import read, register
from needs_core.sphinx_internals import app_of
from needs_plan.indicator_settings import IndicatorFields
from needs_plan.indicators import Course, IndicatorsView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

    from needs_core.model import Label, Model
    from needs_core.nodes import Content
    from needs_plan.indicators import Indicator

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
