"""Maps and bars: SVG, inline in HTML and files elsewhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.sphinx_internals import app_of
from needs_overview import layout, svg
from needs_overview.nodes import InlinePicture
from needs_overview.overview_page import warn_if_empty
from needs_overview.picture_files import write_file
from needs_overview.text import LevelText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needs_core.page_views import ViewNode
    from needs_overview.overview_page import OverviewPage
    from needs_overview.tree import Forest, ProgressBar

_ = get_translation("needs_overview")

_SVG_TYPE = "image/svg+xml"

MOST_LEAVES = 60
"""Needs of the last level above which a map stops at the level before: what fills many
screens is no overview. The list below the map has them."""
_FEWEST_LEVELS = 2
"""A map has no fewer levels."""


def draw_map(forest: Forest, place: ViewNode, page: OverviewPage) -> None:
    """Draw a forest, as far down as there is room for."""
    view = place["view"]
    wording = LevelText.for_types(view.levels, page.model)
    warn_if_empty(forest.branches, place, page, view.root or view.levels[0])
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


def draw_bars(bars: tuple[ProgressBar, ...], place: ViewNode, page: OverviewPage) -> None:
    """Draw a bar for each need."""
    tree = place["view"].tree
    wording = LevelText.for_types(tree.levels, page.model)
    warn_if_empty(bars, place, page, tree.root or tree.levels[0])
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
        source = write_file(page, picture)
        image = nodes.image(uri=source, alt=alt + part, candidates={_SVG_TYPE: source})
        copy[figure.index(place)] = image
    figure.replace_self(figures)
