"""The directive ``plan-status``, its drawing, and its document beside the site."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.core_settings import Roles
from needs_core.extras import missing_for
from needs_core.links import absolute_reference, reference
from needs_core.nodes import NeedsDirective, download_line, paragraph
from needs_core.output_addresses import file_from_page
from needs_core.output_files import OutputFile, has_site_files
from needs_core.page_views import ViewNode, shown_views
from needs_core.progress_text import computed_text
from needs_core.reader import look, read_model, read_steps
from needs_core.settings import read
from needs_core.sphinx_internals import app_of
from needs_core.views import digest
from needs_plan.directives import due_days_spec
from needs_plan.draw_status import StatusPage
from needs_plan.status import StatusView
from needs_plan.text import PlanText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import OptionSpec

    from needs_core.model import Label

_ = get_translation("needs_plan")

FOLDER = "status"
"""The folder of the documents, in the folder of the output."""


class PlanStatusNode(ViewNode):
    """Stands for the status; ``view`` is the ``StatusView``."""


class PlanStatusDirective(NeedsDirective):
    """``plan-status``: how far the plan is, on one page, for those who decide."""

    extension = "needs_plan"
    option_spec: ClassVar[OptionSpec] = {"by": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the status."""
        roles, by = read(self.config, Roles), self.option_text("by")
        if not roles.actions:
            fault = _("The project does not say what acts on what, and nothing is shown.")
            remedy = _("Name the types in needs_core_roles.")
            self.warn(fault, remedy, "no_type")
            return []
        links = read_model(self.config).links
        if by and not self.all_known([by], links, "by", "unknown_name"):
            return []
        view = StatusView(roles.goals, due_days_spec(self.config), by)
        return self.placeholder(PlanStatusNode(view=view))


class DrawStatus(SphinxPostTransform):
    """Draw the status, before references are resolved at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        app, docname = app_of(self.env), self.env.current_document.docname
        link_to = partial(reference, app.builder, docname)
        for place in list(self.document.findall(PlanStatusNode)):
            view = place["view"]
            drawn = [*_page(app.config, view, link_to).draw(look(app, view))]
            file = f"{FOLDER}/{document_name(docname)}"
            if has_site_files(app.builder) and not missing_for(file):
                address = file_from_page(app.builder, docname, file)
                lead, title = _("Take the page along:"), self.env.titles[docname].astext()
                line = download_line(lead, {_("Word"): address}, title, ["plan-files"])
                drawn.append(line)
            place.replace_self(drawn)


def document_name(docname: str) -> str:
    """Return the name of the document of a page.

    >>> document_name("meetings/status")
    'meetings-status.docx'
    """
    return f"{docname.replace('/', '-')}.docx"


def output_files(app: Sphinx) -> Iterator[OutputFile]:
    """Yield the document of every page with a status."""
    config, link_to = app.config, partial(absolute_reference, app.builder)
    for docname, view in shown_views(app):
        if isinstance(view, StatusView):
            title = app.env.titles[docname].astext()
            found = look(app, view)
            said = paragraph(computed_text(found.day, config.language))
            drawn = [said, *_page(config, view, link_to).draw(found)]
            around = (title, config.project, config.language, config.author)
            key = digest([around, [node.pformat() for node in drawn]])
            make = partial(_document, title, drawn, config)
            yield OutputFile(document_name(docname), key, make, docname)


def _page(
    config: Config, view: StatusView, link_to: Callable[[Label], nodes.Node]
) -> StatusPage:
    text = PlanText(read_model(config), view.days.type, config.language)
    return StatusPage(view, text, link_to, read_steps(config))


def _document(title: str, drawn: Sequence[nodes.Node], config: Config) -> bytes:
    from needs_core.word_document import WordDocument  # its library is slow to import

    document = WordDocument(f"{config.project}: {title}", config.language, config.author)
    document.add(drawn)
    return document.data()


def setup(app: Sphinx) -> None:
    """Register the directive, its placeholder and its drawing."""
    app.add_directive("plan-status", PlanStatusDirective)
    app.add_node(PlanStatusNode)
    app.add_post_transform(DrawStatus)
