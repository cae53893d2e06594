"""Drawings of the overviews, in place of the placeholders.

Maps and bars are SVG, inline in HTML and files elsewhere; all else is docutils nodes, for
every builder.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.links import reference, uri
from needs_core.messages import Problem, warn
from needs_core.nodes import Content, paragraph, table, table_body
from needs_core.output_files import PageFiles
from needs_core.page_views import ViewNode
from needs_core.progress_text import distribution_text, gathered_text, state_text
from needs_core.reader import look, read_model
from needs_core.sphinx_internals import add_image, app_of
from needs_core.steps import Distribution, gathered_remarks
from needs_overview import layout, svg
from needs_overview.text import LevelText
from needs_overview.tree import states_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from needs_core.model import Label, Model
    from needs_overview.poster import PosterColumn, PosterEntry
    from needs_overview.sentence import Counted
    from needs_overview.tree import Branch, Forest, ProgressBar

_ = get_translation("needs_overview")

_SVG_TYPE = "image/svg+xml"

MOST_LEAVES = 60
"""Needs of the last level above which a map stops at the level before: what fills many
screens is no overview. The list below the map has them."""
_FEWEST_LEVELS = 2
"""A map has no fewer levels."""

_picture_files = PageFiles("needs_overview")


class MapNode(ViewNode):
    """The picture of a forest, inside its figure. ``view`` is the ``TreeView``."""


class BarsNode(ViewNode):
    """The picture of some bars, inside its figure. ``view`` is the ``BarsView``."""


class OutlineNode(ViewNode):
    """A forest as numbers and a list. ``view`` is the ``TreeView``.

    ``fold`` is whether it stands below a picture that shows the same.
    """


class BarsTableNode(ViewNode):
    """Bars as a table below their picture. ``view`` is the ``BarsView``."""


class PosterNode(ViewNode):
    """A poster: ``view`` (``PosterView``), ``title`` and the ``headings`` of its lists."""


class SentenceNode(ViewNode):
    """A sentence by a count: ``view`` (``CountView``), ``sentences`` (paragraphs).

    In their texts ``{count}``, ``{total}`` and ``{list}`` stand for what is counted.
    """


class CountNode(ViewNode, nodes.Inline):
    """A count within a text: ``view`` (``CountView``)."""


ALTERNATIVES = ("none", "one", "several")
"""The sentences for no need, for one and for more than one."""


class InlinePicture(nodes.General, nodes.Element):
    """A picture in HTML: ``bodies``, an SVG for each layout, and ``kind``, its class."""


class Fold(nodes.General, nodes.Element):
    """Content that HTML folds away below its ``summary``; other outputs show it."""


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The page that is written."""

    env: BuildEnvironment
    docname: str
    model: Model

    @property
    def html(self) -> bool:
        """Whether the builder writes HTML."""
        return app_of(self.env).builder.format == "html"

    def link(self, label: Label, text: str | None = None) -> nodes.Node:
        """Return a link to a need."""
        return reference(app_of(self.env).builder, self.docname, label, text)

    def address(self, label: Label) -> str | None:
        """Return the address of a need, seen from the page."""
        return uri(app_of(self.env).builder, self.docname, label)


class DrawOverviews(SphinxPostTransform):
    """Replace every placeholder of a page, before references are resolved at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        places = list(self.document.findall(ViewNode))  # once: looking through it costs
        if not places:
            return
        docname = self.env.current_document.docname
        page = OverviewPage(self.env, docname, read_model(self.config))
        for node_type, draw in _DRAWINGS.items():
            for place in (x for x in places if isinstance(x, node_type)):
                draw(look(app_of(self.env), place["view"]), place, page)


def _draw_map(forest: Forest, place: ViewNode, page: OverviewPage) -> None:
    view = place["view"]
    wording = LevelText.for_types(view.levels, page.model)
    _warn_if_empty(forest.branches, place, page, view.root or view.levels[0])
    alt, levels = wording.map_alt(forest), wording.levels
    if len(levels) > _FEWEST_LEVELS and forest.count(len(levels) - 1) > MOST_LEAVES:
        _append_to_caption(place, wording.left_out(forest))
        forest, levels = forest.without_last(), levels[:-1]
    wide = layout.wide_layout(forest, len(levels), wording.note)
    if page.html:
        tall = layout.tall_layout(forest, wording.note)
        bodies = (
            svg.map_svg(wide, levels, alt, page.address),
            svg.map_svg(tall, (), alt, page.address),
        )
        place.replace_self(InlinePicture(bodies=bodies, kind="needs-map"))
    else:
        sheets = layout.split_into_sheets(wide)
        parts = [svg.map_svg(sheet, levels, alt) for sheet in sheets]
        _replace_by_files(place, page, parts, alt)


def _append_to_caption(place: nodes.Element, text: str) -> None:
    """Add a text to the caption of the figure around a placeholder."""
    caption = place.parent.next_node(nodes.caption)
    if caption is not None:
        caption.append(nodes.Text(text))


def _draw_bars(bars: tuple[ProgressBar, ...], place: ViewNode, page: OverviewPage) -> None:
    tree = place["view"].tree
    wording = LevelText.for_types(tree.levels, page.model)
    _warn_if_empty(bars, place, page, tree.root or tree.levels[0])
    alt = wording.bars_alt(bars)
    draw = partial(svg.bars_svg, [(bar, wording.bar_text(bar)) for bar in bars], alt)
    if page.html:
        bodies = (draw(page.address),)
        place.replace_self(InlinePicture(bodies=bodies, kind="needs-bars"))
    else:
        _replace_by_files(place, page, [draw()], alt)


def _replace_by_files(
    place: nodes.Element, page: OverviewPage, pictures: Sequence[str], alt: str
) -> None:
    """Replace the figure of a placeholder by figures of picture files, one each.

    Where the builder takes no SVG, only the caption stays.
    """
    figure = place.parent
    if _SVG_TYPE not in app_of(page.env).builder.supported_image_types:
        caption = figure.next_node(nodes.caption)
        content = [] if caption is None else list(caption.children)
        strong = nodes.strong("", "", *content)
        figure.replace_self(nodes.paragraph("", "", strong, ids=figure["ids"]))
        return
    figures = [figure.deepcopy() for _picture in pictures]
    for number, (copy, picture) in enumerate(zip(figures, pictures, strict=True), 1):
        part = ""
        if len(pictures) > 1:
            part = _(" (part %d of %d)") % (number, len(pictures))
        caption = copy.next_node(nodes.caption)
        if part and caption is not None:
            caption.append(nodes.Text(part))
        if number > 1:
            copy["ids"] = []
        source = _write_file(page, picture)
        image = nodes.image(uri=source, alt=alt + part, candidates={_SVG_TYPE: source})
        copy[figure.index(place)] = image
    figure.replace_self(figures)


def _write_file(page: OverviewPage, picture: str) -> str:
    """Write a picture beside the doctrees; return its path from the sources on."""
    data = picture.encode()
    name = f"overview-{hashlib.blake2b(data, digest_size=8).hexdigest()}.svg"
    file = _picture_files.write(app_of(page.env), page.docname, name, data)
    source = Path(os.path.relpath(file, page.env.srcdir)).as_posix()
    add_image(page.env, page.docname, source)
    return source


def _draw_outline(forest: Forest, place: ViewNode, page: OverviewPage) -> None:
    view = place["view"]
    wording = LevelText.for_types(view.levels, page.model)
    drawn = _outline(forest, wording, page, rooted=view.root is not None)
    if place["fold"]:
        place.replace_self(_folded(drawn, _("The same as a list"), page))
    else:
        _warn_if_empty(forest.branches, place, page, view.root or view.levels[0])
        place.replace_self(drawn)


def _outline(
    forest: Forest, wording: LevelText, page: OverviewPage, *, rooted: bool
) -> list[nodes.Node]:
    """Return the numbers in a paragraph, and the needs in a list of lists.

    Of a forest with a single root, the root itself is not listed: it is what the page
    is about.
    """
    numbers = " ".join(wording.count_sentences(forest, first=1 if rooted else 0))
    drawn: list[nodes.Node] = [paragraph(numbers, classes=["needs-outline-numbers"])]
    tops, stray = forest.branches, forest.loose
    if rooted:
        tops = tuple(x for branch in forest.branches for x in branch.next_level)
        stray = tuple(x for branch in forest.branches for x in branch.deeper_levels)
    if tops:
        drawn.append(_branch_list(tops, wording, page, ["needs-outline"]))
    if stray:
        drawn.append(_stray(stray, wording, page))
    return drawn


def _branch_list(
    branches: Iterable[Branch], wording: LevelText, page: OverviewPage, classes: list[str]
) -> nodes.bullet_list:
    items = (_branch_item(branch, wording, page) for branch in branches)
    return nodes.bullet_list("", *items, bullet="-", classes=classes)


def _branch_item(branch: Branch, wording: LevelText, page: OverviewPage) -> nodes.list_item:
    line = paragraph(page.link(branch.label))
    if note := wording.note(branch):
        kind = "needs-outline-gap" if branch.gap else "needs-outline-note"
        line += [nodes.Text(" "), nodes.inline("", note, classes=[kind])]
    item = nodes.list_item("", line, classes=[f"needs-outline-{branch.level}"])
    if branch.next_level:
        item += _branch_list(branch.next_level, wording, page, [])
    if branch.deeper_levels:
        item += _stray(branch.deeper_levels, wording, page)
    return item


def _stray(
    branches: Sequence[Branch], wording: LevelText, page: OverviewPage
) -> nodes.Element:
    """Return what stands below nothing of the level before, under its own heading."""
    name = wording.levels[min(branch.level for branch in branches) - 1]
    text = _("Without %s:") % (name[:1].lower() + name[1:])
    heading = paragraph(nodes.strong("", text))
    listed = _branch_list(branches, wording, page, [])
    return nodes.container("", heading, listed, classes=["needs-outline-stray"])


def _draw_bars_table(
    bars: Sequence[ProgressBar], place: ViewNode, page: OverviewPage
) -> None:
    """Draw the figures of the bars: a row a need, a column a state."""
    wording = LevelText.for_types(place["view"].tree.levels, page.model)
    states = states_of(bars)
    head = (wording.levels[0], *map(wording.state_name, states), wording.many[1])
    rows: list[tuple[Content, ...]] = []
    for bar in bars:
        counts = dict(bar.parts)
        numbers = [counts.get(state, 0) for state in states]
        rows.append((page.link(bar.label), *map(str, (*numbers, bar.total))))
    widths = [40, *(20 for _name in head[1:])]
    classes = ["needs-bars-table", "colwidths-given"]
    drawn = table(table_body(head, rows, widths), classes)
    place.replace_self(_folded([drawn], _("The same as a table"), page))


def _folded(
    drawn: list[nodes.Node], summary: str, page: OverviewPage
) -> nodes.Node | list[nodes.Node]:
    return Fold("", *drawn, summary=str(summary)) if page.html else drawn


def _draw_poster(
    columns: Sequence[PosterColumn], place: ViewNode, page: OverviewPage
) -> None:
    """Draw a heading, then a container a column.

    The first list of a column is numbered, the others have bullets: goals are referred
    to by number.
    """
    _warn_if_empty(columns, place, page, place["view"].groups)
    drawn = [
        _poster_column(number, column, place["headings"], page)
        for number, column in enumerate(columns, start=1)
    ]
    heading = _heading(2, nodes.Text(place["title"]), classes=["needs-poster-title"])
    inner = nodes.container("", *drawn, classes=["needs-poster-columns", "side-by-side"])
    place.replace_self(nodes.container("", heading, inner, classes=["needs-poster"]))


def _poster_column(
    number: int, column: PosterColumn, headings: Sequence[str], page: OverviewPage
) -> nodes.container:
    sentence = f"”{column.sentence}”" if column.sentence else _("not stated")
    kinds = ["needs-poster-sentence"] + ([] if column.sentence else ["needs-unknown"])
    parts: list[nodes.Node] = [
        _heading(3, page.link(column.label, column.label.title)),
        paragraph(sentence, classes=kinds),
    ]
    for index, (name, entries) in enumerate(zip(headings, column.lists, strict=True)):
        numbered = index == 0
        parts += [
            _heading(4, nodes.Text(name)),
            *_poster_steps(entries, page),
            _poster_list(entries, page, numbered=numbered),
        ]
    classes = ["needs-poster-column", f"needs-poster-{number}"]
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
        line += nodes.inline("", f" · {step}", classes=["needs-poster-step"])
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


def _draw_sentence(counted: Counted, place: ViewNode, page: OverviewPage) -> None:
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


def _draw_count(counted: Counted, place: ViewNode, _page: OverviewPage) -> None:
    place.replace_self(nodes.Text(str(len(counted.labels))))


def _heading(level: int, content: nodes.Node, classes: Sequence[str] = ()) -> nodes.rubric:
    rubric = nodes.rubric("", "", content, classes=list(classes))
    rubric["heading-level"] = level
    return rubric


def _warn_if_empty(
    shown: Sequence[object], place: ViewNode, page: OverviewPage, of: str
) -> None:
    """Warn at the directive that there is nothing to show."""
    if not shown:
        fault = _("There is nothing to show for %s.") % of
        remedy = _("Add it, or correct its name or id.")
        at = (page.docname, place.line, place["directive"])
        warn(Problem(*at, fault, remedy, "needs_overview", "empty"))


_DRAWINGS: dict[type[ViewNode], Callable[[Any, ViewNode, OverviewPage], None]] = {
    MapNode: _draw_map,
    BarsNode: _draw_bars,
    OutlineNode: _draw_outline,
    BarsTableNode: _draw_bars_table,
    PosterNode: _draw_poster,
    SentenceNode: _draw_sentence,
    CountNode: _draw_count,
}


def _visit_picture(self: HTML5Translator, node: InlinePicture) -> None:
    # Inline, so that links work; the style sheet chooses the layout that fits.
    names = ("wide", "tall") if len(node["bodies"]) > 1 else ("only",)
    drawn = "".join(
        f'<div class="needs-picture-{name}">{body}</div>'
        for name, body in zip(names, node["bodies"], strict=True)
    )
    self.body.append(f'<div class="needs-picture {node["kind"]}">{drawn}</div>\n')
    raise nodes.SkipNode


def _visit_fold(self: HTML5Translator, node: Fold) -> None:
    summary = self.attval(node["summary"])
    self.body.append(f'<details class="needs-fold"><summary>{summary}</summary>\n')


def _depart_fold(self: HTML5Translator, _node: Fold) -> None:
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes and the transform that replaces the placeholders."""
    for node_type in _DRAWINGS:
        app.add_node(node_type)
    app.add_node(InlinePicture, html=(_visit_picture, None))
    app.add_node(Fold, html=(_visit_fold, _depart_fold))
    app.add_post_transform(DrawOverviews)
    _picture_files.setup(app)
