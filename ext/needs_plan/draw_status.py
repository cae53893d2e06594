"""The status of a plan as docutils nodes: the same on the page, on paper and in Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.dates import display_value, long_date
from needs_core.model import plural_title
from needs_core.nodes import bullets, paragraph, rubric, table, table_body
from needs_core.progress_text import covering_share, state_text
from needs_plan.owners import OPEN
from needs_plan.status import MOST_LISTED
from needs_plan.text import standing_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from needs_core.model import Label
    from needs_core.states import State
    from needs_core.steps import Distribution, Steps
    from needs_plan.status import PlanStatus, StatusView, Waiting
    from needs_plan.text import PlanText

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
