"""Maps and bars: drawn in HTML, files elsewhere; the same in lists and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.html_tables import HtmlNode
from needs_core.nodes import folded, paragraph, table, table_body
from needs_core.sphinx_internals import app_of
from needs_overview import layout, svg
from needs_overview.draw_glance import draw_glance
from needs_overview.text import LevelText
from needs_overview.transforms import warn_if_empty, write_file
from needs_overview.tree import states_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from needs_core.nodes import Content
    from needs_core.page_views import ViewNode
    from needs_overview.transforms import OverviewPage
    from needs_overview.tree import Branch, Forest, ProgressBar

_ = get_translation("needs_overview")

_SVG_TYPE = "image/svg+xml"
FEW = 12
"""Needs of one level up to which a tree is seen at once, and nothing stands before it."""
MOST = 60
"""Needs of one level above which no tree is drawn: what fills many screens is no overview.
The list below the map has them."""
_FEWEST_LEVELS = 2
"""A map has no fewer levels."""


def draw_map(forest: Forest, place: ViewNode, page: OverviewPage) -> None:
    """Draw a forest: on a page its first two levels at a glance, and the tree below.

    A tree that is seen at once stands alone, and so does the overview where the tree
    would be too large, or has nothing more to show.
    """
    view = place["view"]
    wording = LevelText.for_types(view.levels, page.model)
    warn_if_empty(forest.branches, place, page, view.root or view.levels[0])
    if not page.html:
        _draw_on_paper(forest, wording, place, page)
        return
    levels = range(len(wording.levels))
    largest = max(map(forest.count, levels[1:]))
    whole = largest <= (MOST if len(levels) > _FEWEST_LEVELS else FEW)
    drawn = nodes.container(classes=["needs-map"])
    if largest > FEW:
        rows = forest.count(1) <= MOST
        shown = 2 if rows else 1
        if not whole and shown < len(levels):
            _append_to_caption(place, wording.left_out(forest, shown))
        drawn += draw_glance(forest, wording, page, rows=rows, alone=not whole)
    if whole:
        drawn += _tree(forest, wording, page)
    place.replace_self(drawn)


def _tree(forest: Forest, wording: LevelText, page: OverviewPage) -> HtmlNode:
    """Return the whole forest as a picture, in two layouts."""
    alt = wording.map_alt(forest)
    wide = layout.wide_layout(forest, len(wording.levels), wording.note)
    tall = layout.tall_layouts(forest, wording.note)
    # Inline, so that links work; the style sheet chooses the layout that fits.
    layouts = {
        "wide": [svg.map_svg(wide, wording.levels, alt, page.address)],
        "tall": [svg.map_svg(one, (), alt, page.address) for one in tall],
    }
    drawn = "".join(
        f'<div class="needs-picture-{name}">{"".join(bodies)}</div>'
        for name, bodies in layouts.items()
    )
    return HtmlNode(html=f'<div class="needs-picture">{drawn}</div>\n')


def _draw_on_paper(
    forest: Forest, wording: LevelText, place: ViewNode, page: OverviewPage
) -> None:
    """Draw a forest as far down as there is room for, in as many files as sheets."""
    alt, levels = wording.map_alt(forest), wording.levels
    last = len(levels) - 1
    if len(levels) > _FEWEST_LEVELS and forest.count(last) > MOST:
        _append_to_caption(place, wording.left_out(forest, last))
        forest, levels = forest.without_last(), levels[:-1]
    wide = layout.wide_layout(forest, len(levels), wording.note, spaced=1)
    sheets = layout.split_into_sheets(wide)
    _replace_by_files(place, page, [svg.map_svg(x, levels, alt) for x in sheets], alt)


def _append_to_caption(place: nodes.Element, text: str) -> None:
    """Add a text to the caption of the figure around a placeholder."""
    caption = place.parent.next_node(nodes.caption)
    if caption is not None:
        caption.append(nodes.Text(text))


def draw_bars(bars: tuple[ProgressBar, ...], place: ViewNode, page: OverviewPage) -> None:
    """Draw a bar for each need, with the words that say the same."""
    tree = place["view"].tree
    wording = LevelText.for_types(tree.levels, page.model)
    warn_if_empty(bars, place, page, tree.root or tree.levels[0])
    if page.html:
        drawn = (_bar(bar, wording, page) for bar in bars)
        place.replace_self(nodes.container("", *drawn, classes=["needs-bars"]))
        return
    texts = [(bar, wording.bar_text(bar)) for bar in bars]
    alt = wording.bars_alt(bars)
    _replace_by_files(place, page, [svg.bars_svg(texts, alt)], alt)


def _bar(bar: ProgressBar, wording: LevelText, page: OverviewPage) -> nodes.container:
    title = paragraph(page.link(bar.label, bar.label.title), classes=["needs-bar-title"])
    words = paragraph(wording.bar_text(bar), classes=["needs-bar-words"])
    parts = (title, HtmlNode(html=svg.bar_svg(bar)), words)
    return nodes.container("", *parts, classes=["needs-bar"])


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
        source = write_file(page, picture)
        image = nodes.image(uri=source, alt=alt + part, candidates={_SVG_TYPE: source})
        copy[figure.index(place)] = image
    figure.replace_self(figures)


def draw_outline(forest: Forest, place: ViewNode, page: OverviewPage) -> None:
    """Draw a forest as a list, folded away below a picture of the same."""
    view = place["view"]
    wording = LevelText.for_types(view.levels, page.model)
    drawn = _outline(forest, wording, page, rooted=view.root is not None)
    if place["fold"]:
        place.replace_self(folded(drawn, _("The same as a list"), html=page.html))
    else:
        warn_if_empty(forest.branches, place, page, view.root or view.levels[0])
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


def draw_bars_table(
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
    place.replace_self(folded([drawn], _("The same as a table"), html=page.html))
