"""What all drawings of this extension share: the page, and the warning of nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.links import reference, uri
from needs_core.nodes import warn_at
from needs_core.sphinx_internals import app_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from needs_core.model import Label, Model
    from needs_core.page_views import ViewNode

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
