"""The first two levels of a map at a glance, in HTML: a box a need, a row for each below.

Its texts are those of the page, so they wrap, grow and are spaced as a reader wants, and
its links are reached by keys. On a narrow screen the rows with their titles fill more than
a screen: there the titles are left to the tree below, or a strip of the first level stands
before the boxes.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby, starmap
from typing import TYPE_CHECKING

from docutils import nodes

from needs_core.nodes import bullets, paragraph
from needs_core.steps import ABOUT_LINKS
from needs_overview.layout import twigs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from needs_core.steps import Remark
    from needs_overview.layout import Twig
    from needs_overview.text import LevelText
    from needs_overview.transforms import OverviewPage
    from needs_overview.tree import Branch, Forest


def draw_glance(
    forest: Forest, wording: LevelText, page: OverviewPage, *, rows: bool, alone: bool
) -> nodes.container:
    """Return the overview: ``rows`` of the second level, too, ``alone`` without a tree."""
    return _Glance(forest, wording, page, rows=rows).draw(alone=alone)


class _Glance:
    """The overview of one map."""

    def __init__(
        self, forest: Forest, wording: LevelText, page: OverviewPage, *, rows: bool
    ) -> None:
        self._wording, self._page, self._rows = wording, page, rows
        grouped = groupby(twigs(forest), key=lambda twig: twig.hue)
        self._groups = [(hue, list(found)) for hue, found in grouped]
        self._goals = [x for x in forest.once.values() if x.level == 1 and _acted_on(x)]
        self._shared = _shared(self._goals) if rows else ()

    def draw(self, *, alone: bool) -> nodes.container:
        parts: list[nodes.Node] = []
        for remark in self._shared:
            text = self._wording.shared_remark(remark, 1, len(self._goals))
            parts.append(paragraph(text, classes=["needs-glance-shared"]))
        if alone and self._rows:
            heads = [self._head(found[0]) for hue, found in self._groups if hue]
            parts.append(bullets(heads, classes=["needs-glance-strip"]))
        boxes = (self._box(hue, found) for hue, found in self._groups)
        kinds = ["needs-glance-boxes"] if alone else ["needs-glance-boxes", "before-tree"]
        parts.append(nodes.container("", *boxes, classes=kinds))
        return nodes.container("", *parts, classes=["needs-glance"])

    def _box(self, hue: int, found: Sequence[Twig]) -> nodes.container:
        """Return a need of the first level with its rows; hue 0: what is below none."""
        parts: list[nodes.Node] = [self._head(found[0])] if hue else []
        below = list(self._below(hue, found))
        if not hue and (astray := self._astray(found)):
            parts.append(paragraph(astray, classes=["needs-glance-note"]))
        if self._rows and below:
            rows = bullets(map(self._line, below), classes=["needs-glance-rows"])
            parts.append(rows)
        kinds = ["needs-glance-box"] if hue else ["needs-glance-box", "needs-glance-loose"]
        return nodes.container("", *parts, classes=kinds)

    def _below(self, hue: int, found: Sequence[Twig]) -> Iterator[Twig]:
        """Yield what has a row: the second level, below a need or below none."""
        own = found[0].twigs if hue else found
        return (x for x in own if x.branch.level == 1)

    def _astray(self, found: Sequence[Twig]) -> str:
        """Return how many of some needs have nothing of the level before them."""
        counted = sorted(Counter(x.branch.level for x in found).items())
        return ", ".join(starmap(self._wording.without_above, counted))

    def _head(self, twig: Twig) -> nodes.paragraph:
        line = self._line(twig)
        line["classes"] = ["needs-glance-head"]
        if astray := self._astray([x for x in twig.twigs if x.branch.level > 1]):
            line += nodes.inline("", f" · {astray}", classes=["needs-glance-note"])
        return line

    def _line(self, twig: Twig) -> nodes.paragraph:
        """Return a need as a line: number and title, its step, and the rest."""
        link = self._page.link(twig.branch.label)
        for shown in link.findall(nodes.inline):
            *number, title = shown.children
            if number:
                first = nodes.inline("", "", *number, classes=["needs-glance-number"])
                rest = nodes.inline("", "", title, classes=["needs-glance-title"])
                shown.children = []
                shown += [first, rest]
            break
        return paragraph(link, " ", *self._words(twig))

    def _words(self, twig: Twig) -> list[nodes.Node]:
        """Return the step as a badge, and the rest beside it."""
        step, *rest = self._parts(twig) or [""]
        drawn: list[nodes.Node] = []
        if step:
            covers = [] if twig.branch.uncovered else ["needs-step-covers"]
            drawn.append(nodes.inline("", _together(step), classes=["needs-step", *covers]))
        if rest:
            # A number stays with what it counts.
            text = re.sub(r"(\d) ", "\\1\N{NO-BREAK SPACE}", " · ".join(rest))
            drawn += [
                nodes.Text(" "),
                nodes.inline("", text, classes=["needs-glance-note"]),
            ]
        return drawn

    def _parts(self, twig: Twig) -> list[str]:
        branch = twig.branch
        if branch.step:
            own = (x for x in branch.step.remarks if x.kind not in self._told_once)
            branch = replace(branch, step=replace(branch.step, remarks=tuple(own)))
        parts = self._wording.note_parts(branch, twig.others)
        if not branch.step and not branch.last and not branch.gap:
            parts.append(self._wording.below_count(branch))
        return parts

    @property
    def _told_once(self) -> frozenset[str]:
        return frozenset(remark.kind for remark in self._shared)


def _acted_on(branch: Branch) -> bool:
    return branch.step is not None and branch.step.distribution.total > 0


def _shared(goals: Sequence[Branch]) -> tuple[Remark, ...]:
    """Return the remarks about links that hold for every goal: these are told once."""
    steps = [x.step for x in goals if x.step]
    if len(steps) < 2:  # noqa: PLR2004 (one alone shares nothing)
        return ()
    common = set.intersection(*({y.kind for y in x.remarks} for x in steps)) & ABOUT_LINKS
    return tuple(x for x in steps[0].remarks if x.kind in common)


def _together(text: str) -> str:
    """Return a text that stays on one line: symbol and word are read together."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
