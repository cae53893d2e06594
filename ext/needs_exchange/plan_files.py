"""The files of the plan beside the pages of a site, and the directive with their links."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from needs_core.extras import missing_for
from needs_core.nodes import NeedsDirective, bullets, paragraph
from needs_core.output_files import OutputFile, OutputFiles, has_site_files
from needs_core.reader import read_items
from needs_core.settings import value
from needs_core.sphinx_internals import app_of
from needs_core.views import digest
from needs_exchange.config import stratml_settings
from needs_exchange.plan_sheets import (
    plan_contents,
    plan_sources,
    type_sheets,
    type_titles,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from needs_exchange.plan_sheets import PlanContents

_ = get_translation("needs_exchange")

_PLAN, _STRATML = "plan", "stratml"
"""The folders of the files, in the output."""
_WORKBOOK = "plan.xlsx"
_STRATEGIC_PLAN, _PERFORMANCE_PLAN, _PERFORMANCE_REPORT = (
    "strategic-plan.xml",
    "performance-plan.xml",
    "performance-report.xml",
)
_MADE_AS = "2"
"""Raised when the same needs are to give other files, so that old ones are replaced."""


def csv_name(type_: str) -> str:
    """Return the name of the CSV file of a type.

    >>> csv_name("målsætning")
    'plan-malsaetning.csv'
    """
    return f"plan-{nodes.make_id(type_)}.csv"


class plan_files(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes so)
    """Stands where the links will."""


class PlanFiles(NeedsDirective):
    """The links to the files of the plan; takes nothing."""

    extension: ClassVar[str] = "needs_exchange"

    def run(self) -> list[nodes.Node]:
        """Leave the place for them."""
        if not value(self.config, "needs_exchange_types") and not stratml_settings(
            self.config
        ):
            fault = _("The project does not say what is exported, and nothing is shown.")
            self.warn(fault, _("Name its types in needs_exchange_types."), "no_types")
            return []
        return self.placeholder(plan_files())


class LinkPlanFiles(SphinxPostTransform):
    """Put the links in, or say where they are, in builders without the files."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Replace every placeholder."""
        for place in list(self.document.findall(plan_files)):
            place.replace_self(self._drawn(app_of(self.env).builder))

    def _drawn(self, builder: Builder) -> list[nodes.Node]:
        groups = list(self._files())
        if not groups:
            return []
        if not has_site_files(builder):
            text = _("The plan can be downloaded from the website, as Excel and as CSV.")
            return [paragraph(text)]
        entries = []
        for group in groups:
            links = [self._link(builder, name, text) for name, text in group]
            parted = [x for link in links for x in (nodes.Text(" · "), link)]
            entries.append(parted[1:])
        return [bullets(entries, ["plan-files"])]

    def _files(self) -> Iterator[list[tuple[str, str]]]:
        """Yield every file by its path in the output and its name; a list for a line."""
        types, titles = value(self.config, "needs_exchange_types"), type_titles(self.config)
        if types:
            if not missing_for(_WORKBOOK):
                yield [(f"{_PLAN}/{_WORKBOOK}", _("The plan as Excel workbook"))]
            yield [
                (f"{_PLAN}/{csv_name(kind)}", _("%s as CSV") % titles[kind])
                for kind in types
            ]
        if stratml_settings(self.config):
            for name, text in (
                (_STRATEGIC_PLAN, _("The strategy in StratML, part 1: strategic plan")),
                (_PERFORMANCE_PLAN, _("In StratML, part 2: performance plan")),
                (_PERFORMANCE_REPORT, _("In StratML, part 2: performance report")),
            ):
                yield [(f"{_STRATML}/{name}", text)]

    def _link(self, builder: Builder, name: str, text: str) -> nodes.reference:
        page = builder.get_target_uri(self.env.current_document.docname)
        if builder.name == "singlehtml":
            page = f"{self.config.root_doc}.html"
        uri = relative_uri(page, name)
        return nodes.reference("", "", nodes.Text(text), internal=True, refuri=uri)


def _sheet_files(app: Sphinx) -> Iterator[OutputFile]:
    config, items = app.config, read_items(app)
    types = value(config, "needs_exchange_types")
    if not types:
        return
    title = str(config.html_title or config.project)
    sheets, titles = type_sheets(config, items, types), type_titles(config)
    sources = (title, sheets, titles, plan_sources(sheets, items))
    key = digest([_MADE_AS, config.language, *sources])
    plan = cache(lambda: plan_contents(title, sheets, items, titles))
    yield OutputFile(_WORKBOOK, key, lambda: _workbook(plan()))
    for number, sheet in enumerate(sheets):
        yield OutputFile(csv_name(sheet.type), key, partial(_csv, plan, number))


# What makes a file is imported by the builds that make one.


def _workbook(plan: PlanContents) -> bytes:
    from needs_exchange.sheets.xlsx_write import xlsx_bytes

    return xlsx_bytes(plan)


def _csv(plan: Callable[[], PlanContents], number: int) -> bytes:
    from needs_exchange.sheets.csv_format import sheet_csv

    return sheet_csv(plan().sheets[number])


def _stratml_files(app: Sphinx) -> Iterator[OutputFile]:
    settings = stratml_settings(app.config)
    if settings is None:
        return
    from needs_exchange.stratml import performance, strategic_plan, strategy_of

    strategy = strategy_of(read_items(app), *settings, app.config.html_baseurl)
    if not strategy.goals:
        return  # a plan without a goal is none
    key = digest([_MADE_AS, app.config.language, strategy])
    yield OutputFile(_STRATEGIC_PLAN, key, partial(strategic_plan, strategy))
    if any(goal.objectives for goal in strategy.goals):
        plan = partial(performance, strategy, report=False)
        yield OutputFile(_PERFORMANCE_PLAN, key, plan)
        report = partial(performance, strategy, report=True)
        yield OutputFile(_PERFORMANCE_REPORT, key, report)


def setup(app: Sphinx) -> None:
    """Add files, directive and links."""
    files = (
        ("needs_exchange", _PLAN, _sheet_files),
        ("needs_exchange", _STRATML, _stratml_files),
    )
    for extension, folder, make in files:
        OutputFiles(extension, folder, make).setup(app)
    app.add_node(plan_files)
    app.add_directive("plan-files", PlanFiles)
    app.add_post_transform(LinkPlanFiles)
