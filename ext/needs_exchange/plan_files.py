"""The directive ``plan-files``: the links to the files of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from needs_exchange.project import titles_of
from needs_exchange.sheets import writing as sheets
from needs_exchange.sheets.writing import has_files
from needs_exchange.stratml import writing as stratml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_ = get_translation("needs_exchange")


class plan_files(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes so)
    """Stands where the links will."""


class PlanFiles(SphinxDirective):
    """The links to the files of the plan; takes nothing."""

    def run(self) -> list[nodes.Node]:
        """Leave the place for them."""
        return [plan_files()]


class LinkPlanFiles(SphinxPostTransform):
    """Put the links in, or say where they are, in builders without the files."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Replace every placeholder."""
        for place in list(self.document.findall(plan_files)):
            place.replace_self(list(self._shown(self.env._app.builder)))

    def _shown(self, builder: Builder) -> Iterator[nodes.Node]:
        files = list(self._files())
        if files and not has_files(builder):
            text = _("The plan can be downloaded from the website, as Excel and as CSV.")
            yield nodes.paragraph("", text)
        elif files:
            links = [self._link(builder, name, text) for name, text in files]
            yield nodes.bullet_list("", *links, classes=["plan-files"])

    def _files(self) -> Iterator[tuple[str, str]]:
        """Yield every file, by its place in the output, and what readers call it."""
        types, titles = self.config.needs_exchange_types, titles_of(self.config)
        if types:
            yield f"{sheets.FOLDER}/{sheets.WORKBOOK}", _("The plan as Excel workbook")
        for kind in types:
            name = f"{sheets.FOLDER}/{sheets.csv_name(kind)}"
            yield name, _("%s as CSV") % titles[kind]
        if self.config.needs_exchange_stratml:
            for name, text in (
                (stratml.PLAN, _("The strategy in StratML, part 1: strategic plan")),
                (stratml.PERFORMANCE, _("In StratML, part 2: performance plan")),
                (stratml.REPORT, _("In StratML, part 2: performance report")),
            ):
                yield f"{stratml.FOLDER}/{name}", text

    def _link(self, builder: Builder, name: str, text: str) -> nodes.list_item:
        page = builder.get_target_uri(self.env.current_document.docname)
        if builder.name == "singlehtml":
            page = f"{self.config.root_doc}.html"
        link = nodes.reference(
            "", "", nodes.Text(text), internal=True, refuri=relative_uri(page, name)
        )
        return nodes.list_item("", nodes.paragraph("", "", link))


def setup(app: Sphinx) -> None:
    """Add directive and links."""
    app.add_node(plan_files)
    app.add_directive("plan-files", PlanFiles)
    app.add_post_transform(LinkPlanFiles)
