"""A profile as docutils nodes: a sentence, goals with what acts on them, and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.nodes import bullets, in_quotation_marks, index_entry, paragraph
from needs_core.progress_text import state_text, step_parts
from needs_overview.overview_page import warn_if_empty
from needs_overview.text import LevelText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from needs_core.model import Label
    from needs_core.page_views import ViewNode
    from needs_core.steps import StepOf
    from needs_overview.overview_page import OverviewPage
    from needs_overview.profile import Profile
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
