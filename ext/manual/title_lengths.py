"""A drawing of one's own: how long the titles of needs are. The manual explains it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.nodes import NeedsDirective, bullets, paragraph
from needs_core.page_views import ViewNode
from needs_core.reader import look
from needs_core.sphinx_internals import app_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from needs_core.items import Items


@dataclass(frozen=True)
class TitleLengths:
    """The view: what is shown, as a pure function of the needs. No Sphinx here."""

    type: str

    def look(self, items: Items) -> tuple[tuple[str, int], ...]:
        """Return each title with its length, the longest first."""
        titles = [x.label.title for x in items.by_id.values() if x.type == self.type]
        return tuple(sorted(((x, len(x)) for x in titles), key=lambda x: (-x[1], x[0])))


class TitleLengthsNode(ViewNode):
    """The placeholder: its page is written again when the view looks different."""


class TitleLengthsDirective(NeedsDirective):
    """What an author writes: ``title-lengths`` and a need type."""

    extension = "title_lengths"
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave the placeholder."""
        return self.placeholder(TitleLengthsNode(view=TitleLengths(self.arguments[0])))


class DrawTitleLengths(SphinxPostTransform):
    """The drawing: plain nodes, so that every builder shows them."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Replace every placeholder of this page."""
        for place in list(self.document.findall(TitleLengthsNode)):
            found = look(app_of(self.env), place["view"])
            lines = [[paragraph(f"{title}: {length}")] for title, length in found]
            place.replace_self([bullets(lines)])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the three."""
    app.setup_extension("needs_core")
    app.add_directive("title-lengths", TitleLengthsDirective)
    app.add_node(TitleLengthsNode)
    app.add_post_transform(DrawTitleLengths)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
