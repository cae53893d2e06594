"""The directive ``plan-status``: its drawing, and its document beside the site.

The drawing is the same on the page, on paper and in Word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.core_settings import Roles
from needs_core.dates import display_value, long_date
from needs_core.extras import missing_for
from needs_core.links import absolute_reference, reference
from needs_core.model import plural_title
from needs_core.model_reader import read_model, read_steps
from needs_core.nodes import (
    NeedsDirective,
    bullets,
    download_line,
    paragraph,
    rubric,
    table,
    table_body,
)
from needs_core.output_addresses import file_from_page
from needs_core.output_files import OutputFile, has_site_files
from needs_core.page_views import ViewNode, shown_views
from needs_core.progress_text import computed_text, covering_share, state_text
from needs_core.reader import look
from needs_core.settings import read
from needs_core.sphinx_internals import app_of
from needs_core.views import digest
from needs_plan.directives import due_days_spec
from needs_plan.owners import OPEN
from needs_plan.status import MOST_LISTED, StatusView
from needs_plan.text import PlanText, standing_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import OptionSpec

    from needs_core.items import Label
    from needs_core.states import State
    from needs_core.steps import Distribution, Steps
    from needs_plan.status import PlanStatus, Waiting

_ = get_translation("needs_plan")


@dataclass(frozen=True, slots=True)
class StatusPage:
    """The words and links that a status is drawn with."""

    view: StatusView
    text: PlanText
    link_to: Callable[[Label], nodes.Node]
    steps: Steps

    def draw(self, found: PlanStatus) -> Iterator[nodes.Node]:
        """Yield the page from its beginning to its end."""
        yield from self._goals(found)
        yield from self._actions(found)
        yield from self._waiting(_("Overdue"), found.overdue)
        yield from self._waiting(_("Awaiting a decision"), found.undecided)
        yield _heading(_("Next follow-up"))
        coming = found.next_follow_up
        if coming:
            forum = f" · {coming.text}" if coming.text else ""
            day = long_date(coming.day, self.text.language)
            yield paragraph(f"{day}{forum} · ", self.link_to(coming.label))
        else:
            yield paragraph(_("not stated"))

    def _goals(self, found: PlanStatus) -> Iterator[nodes.Node]:
        goals = plural_title(self.text.model, self.view.goals)
        yield _heading(goals)
        every = found.every
        if not every.total:
            yield paragraph(str(found.goal_count) if found.goal_count else _("none"))
            return
        share = covering_share(every.covering, every.total, self.steps)
        yield paragraph(nodes.strong("", f"{goals}, {share}"))
        shown = self.steps.order
        link = self.text.model.links.get(self.view.by)
        within = link.outgoing[:1].upper() + link.outgoing[1:] if link else goals
        head = [within, *map(state_text, shown), str(_("All"))]
        rows = [[self._group(x.label), *_counts(x.goals, shown)] for x in found.groups]
        rows.append([str(_("All")), *_counts(every, shown)])
        widths = [30, *(12 for _state in head[1:])]
        classes = ["plan-status", "colwidths-given"]
        yield table(table_body(head, rows, widths), classes)

    def _group(self, label: Label | None) -> nodes.Node | str:
        return self.link_to(label) if label else str(_("not stated"))

    def _actions(self, found: PlanStatus) -> Iterator[nodes.Node]:
        kind = plural_title(self.text.model, self.view.days.type)
        yield _heading(kind)
        counts = dict(found.counts)
        head = [str(_("Open")), *map(standing_text, OPEN)]
        row = [str(found.open), *(str(counts[x]) for x in OPEN)]
        classes = ["plan-status", "colwidths-given"]
        yield table(table_body(head, [row], [1] * len(head)), classes)

    def _waiting(self, heading: str, found: Sequence[Waiting]) -> Iterator[nodes.Node]:
        yield _heading(f"{heading} ({len(found)})")
        if not found:
            yield paragraph(_("none"))
            return
        yield bullets([self._line(x)] for x in found[:MOST_LISTED])
        if len(found) > MOST_LISTED:
            yield paragraph(_("And %d more.") % (len(found) - MOST_LISTED))

    def _line(self, one: Waiting) -> nodes.paragraph:
        model = self.text.model
        rules = self.view.days.rules
        unknown = str(_("not stated"))
        facts = []
        if rules.end:
            end = display_value(one.end, self.text.language) if one.end else unknown
            facts.append(f"{model.fields.get(rules.end, rules.end)}: {end}")
        if rules.owner:
            owner = "; ".join(one.owners) or unknown
            facts.append(f"{model.fields.get(rules.owner, rules.owner)}: {owner}")
        said = f" – {'. '.join(facts)}" if facts else ""
        return paragraph(self.link_to(one.label), said)


def _counts(goals: Distribution, shown: Sequence[State]) -> list[str]:
    """Return how many are on each step, and how many there are."""
    counts = {state.name: count for state, count in goals.counts}
    return [*(str(counts.get(x.name, 0)) for x in shown), str(goals.total)]


def _heading(text: str) -> nodes.rubric:
    """Return a heading of the page, which those who hear the page can go to."""
    made = rubric(text)
    made["heading-level"] = 2
    return made


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
