"""Milestones: below each need that has any, and all of a plan by their days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.core_settings import MilestoneFields
from needs_core.dates import long_date
from needs_core.links import reference
from needs_core.milestones import MilestonesView
from needs_core.nodes import NeedsDirective, bullets, paragraph, rubric, table, table_body
from needs_core.page_views import ViewNode
from needs_core.reader import look
from needs_core.settings import read
from needs_core.sphinx_internals import app_of
from needs_core.sphinx_needs_internals import NeedNode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from docutils import nodes
    from sphinx.application import Sphinx

    from needs_core.milestones import Milestone, NeedMilestones

_ = get_translation("needs_plan")


class NeedMilestonesNode(ViewNode):
    """Stands for the milestones of the need whose id its ``view`` has."""


class MilestonesNode(ViewNode):
    """Stands for the table of all milestones; ``view`` is the ``MilestonesView``."""


class PlanMilestones(NeedsDirective):
    """``plan-milestones``: the milestones of all needs, in the order of their days."""

    extension = "needs_plan"

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the table."""
        names = read(self.config, MilestoneFields)
        if not names.field:
            fault = _(
                "The project does not say where milestones are, and nothing is shown."
            )
            remedy = _("Name their field in needs_core_milestones.")
            self.warn(fault, remedy, "no_milestones")
            return []
        return self.placeholder(MilestonesNode(view=MilestonesView(names)))


class AddMilestones(SphinxTransform):
    """Put a placeholder below the text of every need, when a page is read."""

    default_priority = 849  # above what the history adds at 850

    def apply(self, **_kwargs: Any) -> None:
        """Add to the needs of this page."""
        names = read(self.config, MilestoneFields)
        for need in self.document.findall(NeedNode) if names.field else ():
            view = MilestonesView(names, need["refid"])
            need.append(NeedMilestonesNode(view=view))


class DrawMilestones(SphinxPostTransform):
    """Draw every placeholder, before the needs themselves are drawn at 5."""

    default_priority = 4

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        app = app_of(self.env)
        language = self.config.language
        link_to = partial(reference, app.builder, self.env.current_document.docname)
        for one in list(self.document.findall(NeedMilestonesNode)):
            found, day = look(app, one["view"])
            one.replace_self(list(_list(found, day, language)))
        for every in list(self.document.findall(MilestonesNode)):
            found, day = look(app, every["view"])
            every.replace_self(list(_table(found, day, language, link_to)))


def milestone_state(milestone: Milestone, day: date, language: str) -> str:
    """Return in words how far a milestone is, with a symbol."""
    if milestone.reached_on:
        return str(_("● reached on %s") % long_date(milestone.reached_on, language))
    if milestone.reached:
        return str(_("● reached"))
    return str(_("⚠ overdue") if milestone.is_overdue(day) else _("◇ to come"))


def _list(
    found: tuple[NeedMilestones, ...], day: date, language: str
) -> Iterator[nodes.Node]:
    for one in found:
        yield rubric(_("Milestones"), ["plan-milestones"])
        yield bullets(
            [
                paragraph(
                    f"{long_date(x.day, language)}: {x.text} – ",
                    milestone_state(x, day, language),
                )
            ]
            for x in one.milestones
        )


def _table(
    found: tuple[NeedMilestones, ...], day: date, language: str, link_to: Any
) -> Iterator[nodes.Node]:
    every = [(x, one.label) for one in found for x in one.milestones]
    if not every:
        yield paragraph(_("There are no milestones yet."))
        return
    every.sort(key=lambda pair: pair[0].day)
    head = (_("Day"), _("Milestone"), _("How far"), _("Part of"))
    rows = (
        (
            long_date(x.day, language),
            x.text,
            milestone_state(x, day, language),
            link_to(label),
        )
        for x, label in every
    )
    yield table(table_body(head, rows, (2, 4, 2, 4)), ["plan-milestones"])


def setup(app: Sphinx) -> None:
    """Register the directive, the placeholders and their drawings."""
    app.add_directive("plan-milestones", PlanMilestones)
    app.add_node(NeedMilestonesNode)
    app.add_node(MilestonesNode)
    app.add_transform(AddMilestones)
    app.add_post_transform(DrawMilestones)
