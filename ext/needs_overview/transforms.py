"""Puts the drawings in place of the placeholders of the directives, in every builder.

All drawings share the page, the files of its pictures, and the warning of nothing.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.links import reference, uri
from needs_core.model_reader import read_model
from needs_core.nodes import warn_at
from needs_core.output_files import PageFiles
from needs_core.page_views import ViewNode
from needs_core.reader import look
from needs_core.sphinx_internals import add_image, app_of
from needs_overview.nodes import (
    PLACEHOLDERS,
    BarsNode,
    BarsTableNode,
    CountNode,
    MapNode,
    OutlineNode,
    PosterNode,
    ProfileNode,
    SentenceNode,
    StepNode,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from needs_core.items import Label
    from needs_core.model import Model

    Drawing = Callable[[Any, ViewNode, "OverviewPage"], None]

_ = get_translation("needs_overview")


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


def warn_if_empty(
    shown: Sequence[object], place: ViewNode, page: OverviewPage, of: str
) -> None:
    """Warn at the directive that there is nothing to show."""
    if not shown:
        fault = _("There is nothing to show for %s.") % of
        remedy = _("Add it, or correct its name or id.")
        kind = {"type_": "needs_overview", "subtype": "empty"}
        warn_at(page.env, place, place["directive"], fault, remedy, **kind)


_picture_files = PageFiles("needs_overview")


def write_file(page: OverviewPage, picture: str) -> str:
    """Write a picture beside the doctrees; return its path from the sources on."""
    data = picture.encode()
    name = f"overview-{hashlib.blake2b(data, digest_size=8).hexdigest()}.svg"
    file = _picture_files.write(app_of(page.env), page.docname, name, data)
    source = Path(os.path.relpath(file, page.env.srcdir)).as_posix()
    add_image(page.env, page.docname, source)
    return source


class DrawOverviews(SphinxPostTransform):
    """Replace every placeholder of a page, before references are resolved at 10."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        places = [x for x in self.document.findall(ViewNode) if isinstance(x, PLACEHOLDERS)]
        if not places:
            return

        docname = self.env.current_document.docname
        page = OverviewPage(self.env, docname, read_model(self.config))
        for node_type, draw in _drawings().items():
            for place in (x for x in places if isinstance(x, node_type)):
                draw(look(app_of(self.env), place["view"]), place, page)


def _drawings() -> dict[type[ViewNode], Drawing]:
    """Return what draws each placeholder; imported by builds that draw one."""
    from needs_overview.draw_maps import draw_bars, draw_bars_table, draw_map, draw_outline
    from needs_overview.draw_profile import (
        draw_count,
        draw_poster,
        draw_profile,
        draw_sentence,
        draw_step,
    )

    return {
        MapNode: draw_map,
        BarsNode: draw_bars,
        OutlineNode: draw_outline,
        BarsTableNode: draw_bars_table,
        PosterNode: draw_poster,
        ProfileNode: draw_profile,
        SentenceNode: draw_sentence,
        CountNode: draw_count,
        StepNode: draw_step,
    }


def setup(app: Sphinx) -> None:
    """Register the transform, and have files removed that no page refers to any more."""
    app.add_post_transform(DrawOverviews)
    _picture_files.setup(app)
