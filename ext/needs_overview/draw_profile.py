"""Profiles, posters, and counts and steps within a text, as docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.model import plural_title
from needs_core.nodes import bullets, in_quotation_marks, index_entry, paragraph
from needs_core.progress_text import (
    distribution_text,
    gathered_text,
    state_text,
    step_parts,
)
from needs_core.steps import Distribution, gathered_remarks
from needs_overview.nodes import ALTERNATIVES
from needs_overview.text import LevelText
from needs_overview.transforms import warn_if_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_core.items import Label
    from needs_core.page_views import ViewNode
    from needs_core.steps import StepOf, Steps
    from needs_overview.profile import Counted, PosterColumn, PosterEntry, Profile
    from needs_overview.transforms import OverviewPage
    from needs_overview.tree import Branch

_ = get_translation("needs_overview")


def draw_profile(profile: Profile | None, place: ViewNode, page: OverviewPage) -> None:
    """Draw a profile; the section it stands in has the colour of its need."""
    warn_if_empty([profile] if profile else [], place, page, place["view"].tree.root)
    if profile is None:
        place.replace_self([])
        return
    section = place.parent
    while section is not None and not isinstance(section, nodes.section):
        section = section.parent
    if section is not None:
        section["classes"].append(f"hue-{profile.number}")
    drawing = _Drawing(
        page, place, LevelText.for_types(place["view"].tree.levels, page.model)
    )
    drawn = drawing.draw(profile, place["headings"], list(place.children))
    place.replace_self(nodes.container("", *drawn, classes=["needs-profile"]))


class _Drawing:
    """Draws on one page, where every need has its id once."""

    def __init__(self, page: OverviewPage, place: ViewNode, wording: LevelText) -> None:
        self._page, self._wording = page, wording
        depth, around = 1, place.parent
        while around is not None:
            depth, around = depth + isinstance(around, nodes.section), around.parent
        self._level = {"heading-level": min(depth, 6)}
        document = place.document
        found = document.findall(nodes.Element) if document is not None else ()
        self._ids = {name for node in found for name in node["ids"]}

    def draw(
        self, profile: Profile, headings: list[str], content: list[nodes.Node]
    ) -> Iterator[nodes.Node]:
        """Yield sentence, step, content, the lists below their headings, and goals."""
        root = profile.branch
        yield from self._entry(root.label, at := nodes.target())
        if at["ids"]:
            yield at
        if profile.sentence:
            quoted = in_quotation_marks(nodes.Text(profile.sentence))
            yield paragraph(*quoted, classes=["paper-lead", "needs-profile-sentence"])
        if root.step:
            yield self._step(root.step)
        yield from content
        for name, labels in zip(headings, profile.lists, strict=True):
            yield self._heading(name)
            if labels:
                yield bullets(
                    map(self._chip, labels), ["paper-chips", "needs-profile-chips"]
                )
            else:
                yield paragraph(_("none"), classes=["needs-unknown"])
        # A spread: what it is about, and on the page after that its goals.
        before = profile.sentence or content or profile.lists
        classes = ["paper-page"] if before else []
        yield nodes.container("", *self._goals(root), classes=classes)

    def _goals(self, root: Branch) -> Iterator[nodes.Node]:
        yield self._heading(self._wording.many[1])
        for branch in root.next_level:
            yield self._goal(branch)
        if not root.next_level:
            yield paragraph(_("none"), classes=["needs-unknown"])
        if root.deeper_levels:
            name = self._wording.levels[1]
            text = _("Without %s:") % (name[:1].lower() + name[1:])
            yield paragraph(nodes.strong("", text))
            yield self._actions(root.deeper_levels)

    def _heading(self, text: str) -> nodes.rubric:
        return nodes.rubric("", text, classes=["needs-profile-heading"], **self._level)

    def _step(self, found: StepOf) -> nodes.paragraph:
        """Return the step, and beside it what it does not tell."""
        step, *others = step_parts(found, self._page.model)
        line = paragraph(nodes.inline("", step, classes=["needs-step", "paper-badge"]))
        line["classes"].append("needs-profile-step")
        if others:
            line += nodes.Text(f" {' · '.join(others)}")
        return line

    def _goal(self, branch: Branch) -> nodes.container:
        body = nodes.container(classes=["needs-profile-body"])
        body += [*self._entry(branch.label, body)]
        body += paragraph(
            nodes.strong("", "", self._link(branch.label, branch.label.title)),
            classes=["needs-profile-title"],
        )
        if branch.step:
            body += self._step(branch.step)
        elif note := self._wording.note(branch):
            body += paragraph(note, classes=["needs-profile-step"])
        if branch.next_level:
            body += self._actions(branch.next_level)
        label = branch.label
        shown = label.id if label.number is None else label.number
        number = paragraph(shown, classes=["needs-profile-number"])
        classes = ["paper-part", "needs-profile-goal"]
        return nodes.container("", number, body, classes=classes)

    def _actions(self, branches: tuple[Branch, ...]) -> nodes.bullet_list:
        listed = nodes.bullet_list("", bullet="-", classes=["needs-profile-actions"])
        for branch in branches:
            item = nodes.list_item()
            entry = self._entry(branch.label, item)
            line = paragraph(self._link(branch.label, branch.label.name))
            if branch.told_state:
                words = f" · {state_text(branch.told_state)}"
                line += nodes.inline("", words, classes=["needs-profile-state"])
            item += [*entry, line]
            listed += item
        return listed

    def _chip(self, label: Label) -> list[nodes.Node]:
        at = nodes.target()
        return [
            *self._entry(label, at),
            *([at] if at["ids"] else []),
            self._link(label, label.title),
        ]

    def _link(self, label: Label, text: str) -> nodes.Node:
        # On paper this is where links to it lead.
        return self._page.link(label, text) if self._page.html else nodes.Text(text)

    def _entry(self, label: Label, at: nodes.Element) -> Iterator[nodes.Node]:
        """Yield an entry of the index, where the need stands for the first time."""
        if self._page.html or label.id in self._ids:
            return
        self._ids.add(label.id)
        at["ids"].append(label.id)
        yield index_entry(label)


def draw_poster(
    columns: Sequence[PosterColumn], place: ViewNode, page: OverviewPage
) -> None:
    """Draw a heading, then a container a column.

    The first list of a column is numbered, the others have bullets: goals are referred
    to by number.
    """
    warn_if_empty(columns, place, page, place["view"].groups)
    drawn = [
        _poster_column(number, column, place, page)
        for number, column in enumerate(columns, start=1)
    ]
    heading = _heading(2, nodes.Text(place["title"]), classes=["needs-poster-title"])
    inner = nodes.container("", *drawn, classes=["needs-poster-columns", "side-by-side"])
    place.replace_self(nodes.container("", heading, inner, classes=["needs-poster"]))


def _poster_column(
    number: int, column: PosterColumn, place: ViewNode, page: OverviewPage
) -> nodes.container:
    parts: list[nodes.Node] = [_heading(3, page.link(column.label, column.label.title))]
    if place["view"].sentence:
        sentence = _("“%s”") % column.sentence if column.sentence else _("not stated")
        kinds = ["needs-poster-sentence"] + ([] if column.sentence else ["needs-unknown"])
        parts.append(paragraph(sentence, classes=kinds))
    lists = zip(place["headings"], column.lists, strict=True)
    for index, (name, entries) in enumerate(lists):
        numbered = index == 0
        parts += [
            _heading(4, nodes.Text(name)),
            *_poster_steps(entries, page),
            _poster_list(entries, page, numbered=numbered),
        ]
    classes = [
        "needs-poster-column",
        f"needs-poster-{number}",
        "paper-panel",
        f"hue-{number}",
    ]
    return nodes.container("", *parts, classes=classes)


def _poster_list(
    entries: Sequence[PosterEntry], page: OverviewPage, *, numbered: bool
) -> nodes.Element:
    if not entries:
        return paragraph(_("none"), classes=["needs-unknown"])
    items = [nodes.list_item("", _poster_entry(x, page)) for x in entries]
    if numbered:
        style = {"enumtype": "arabic", "prefix": "", "suffix": "."}
        return nodes.enumerated_list("", *items, **style)
    return nodes.bullet_list("", *items, bullet="-")


def _poster_entry(entry: PosterEntry, page: OverviewPage) -> nodes.paragraph:
    """Return a need as a line; the step of a goal is set apart from its words."""
    line = paragraph(page.link(entry.label, entry.label.title))
    if entry.step:
        step = state_text(entry.step.step)
        # Symbol and word stay together.
        step = step.replace(" ", "\N{NO-BREAK SPACE}")
        line += [
            nodes.Text(" "),
            nodes.inline("", step, classes=["needs-poster-step", "paper-badge"]),
        ]
    return line


def _poster_steps(
    entries: Sequence[PosterEntry], page: OverviewPage
) -> list[nodes.paragraph]:
    """Return how far the goals of a list are; nothing for other needs.

    It stands apart from them: their words are those of the strategy, and no others.
    """
    found = [(x.label.id, x.step) for x in entries if x.step]
    if not found:
        return []
    words = distribution_text(Distribution.of(step.step for _id, step in found))
    remarks = gathered_text(gathered_remarks(found), page.model)
    text = f"{words} · {remarks}" if remarks else words
    return [paragraph(text, classes=["needs-poster-step"])]


def _heading(level: int, content: nodes.Node, classes: Sequence[str] = ()) -> nodes.rubric:
    rubric = nodes.rubric("", "", content, classes=list(classes))
    rubric["heading-level"] = level
    return rubric


def draw_sentence(counted: Counted, place: ViewNode, page: OverviewPage) -> None:
    """Draw the sentence for the number counted, with its placeholders filled."""
    chosen = place["sentences"][ALTERNATIVES[min(len(counted.labels), 2)]].deepcopy()
    for text in list(chosen.findall(nodes.Text)):
        text.parent.replace(text, _filled(str(text), counted, page))
    place.replace_self(chosen)


def _filled(text: str, counted: Counted, page: OverviewPage) -> list[nodes.Node]:
    """Return a text with what its placeholders stand for."""
    text = text.replace("{count}", str(len(counted.labels)))
    text = text.replace("{total}", str(counted.total))
    drawn: list[nodes.Node] = []
    for number, part in enumerate(text.split("{list}")):
        for place, label in enumerate(counted.labels if number else ()):
            drawn += [nodes.Text(", ")] if place else []
            drawn.append(page.link(label, label.id))
        drawn.append(nodes.Text(part))
    return drawn


def draw_count(counted: Counted, place: ViewNode, _page: OverviewPage) -> None:
    """Draw the number alone."""
    place.replace_self(nodes.Text(str(len(counted.labels))))


def draw_step(found: StepOf | None, place: ViewNode, page: OverviewPage) -> None:
    """Draw the step with its symbol; of what goals stand below, how many of them cover."""
    view = place["view"]
    warn_if_empty([found] if found else [], place, page, view.id)
    if found is None:
        place.replace_self([])
        return
    classes = ["needs-step", "paper-badge"]
    classes += ["needs-step-covers"] * found.step.covers
    drawn: list[nodes.Node] = [nodes.inline("", state_text(found.step), classes=classes)]
    if any(state in view.steps.all for state, _count in found.distribution.counts):
        text = _covering_goals(found, view.steps, page)
        drawn += [nodes.Text(" "), nodes.inline("", text, classes=["needs-step-goals"])]
    place.replace_self(drawn)


def _covering_goals(found: StepOf, steps: Steps, page: OverviewPage) -> str:
    goals, total = page.model.types[steps.goals], found.distribution.total
    name = goals if total == 1 else plural_title(page.model, steps.goals)
    words = {
        "step": steps.first_covering.name,
        "part": found.distribution.covering,
        "whole": total,
        "name": name[:1].lower() + name[1:],
    }
    return _("At least %(step)s: %(part)d of %(whole)d %(name)s") % words
