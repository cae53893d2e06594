"""The directives of lineage, the notice in each retired need, and their drawing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_core.core_settings import LineageFields, Roles
from needs_core.lineage import LineageView
from needs_core.links import reference
from needs_core.model_reader import read_model
from needs_core.nodes import NeedsDirective, paragraph, warn_at
from needs_core.page_views import ViewNode
from needs_core.reader import look, read_items
from needs_core.setting_checks import ATTRIBUTES
from needs_core.settings import read
from needs_core.sphinx_internals import app_of
from needs_core.sphinx_needs_internals import NeedNode
from needs_core.suggestions import did_you_mean
from needs_lineage import draw
from needs_lineage.config import read_names
from needs_lineage.consequence import ConsequenceView
from needs_lineage.successions import SuccessionView

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

    from needs_core.items import Conditions

_ = get_translation("needs_lineage")


class SuccessionNode(ViewNode):
    """The body of a table, whose parent has the caption; ``view``: ``SuccessionView``."""


class ConsequenceNode(ViewNode):
    """Stands for what is touched; ``view`` is the ``ConsequenceView``."""


class LineageTable(NeedsDirective):
    """``lineage-table``: what has become of each need from one period to another."""

    extension: ClassVar[str] = "needs_lineage"
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(
        ("type", "old", "new", "caption", "name"), directives.unchanged
    )

    def run(self) -> list[nodes.Node]:
        """Return the table, its body pending."""
        model = read_model(self.config)
        type_ = self.option_text("type") or read(self.config, Roles).goals
        if not self.all_known([type_], model.types, "type", "unknown_name"):
            return []
        old, new = self._conditions("old"), self._conditions("new")
        if old is None or new is None:
            return []
        view = SuccessionView(type_, read(self.config, LineageFields), old, new)
        caption = f"{_('Before')} × {_('After')}"
        return self.captioned_table(SuccessionNode(view=view), caption, ["lineage-table"])

    def _conditions(self, option: str) -> Conditions | None:
        """Return the conditions of an option; ``None`` after a warning."""
        if not self.option_text(option):
            fault = _("The option %s is missing, and nothing is shown.") % option
            self.warn(fault, _("Write :%s: period = 2024-2028.") % option, "bad_option")
            return None
        known = (*ATTRIBUTES, *read_model(self.config).fields)
        return self.conditions(option, known, "bad_option", "bad_option")


class LineageConsequence(NeedsDirective):
    """``lineage-consequence``: what is touched if a need is reworded or retired."""

    extension: ClassVar[str] = "needs_lineage"
    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return the placeholder; the argument is the id."""
        view = ConsequenceView(self.arguments[0].strip(), read_names(self.config))
        return self.placeholder(ConsequenceNode(view=view))


class NoticeNode(ViewNode):
    """Stands for the notice in a need; ``view`` is its ``LineageView``."""


class AddNotices(SphinxTransform):
    """Put a placeholder above the text of every need, when a page is read.

    So the page keeps it as one of its views, and is written again when it changes.
    """

    default_priority = 850

    def apply(self, **_kwargs: Any) -> None:
        """Add to the needs of this page."""
        names = read(self.config, LineageFields)
        if not names.field:
            return
        for need in self.document.findall(NeedNode):
            need.insert(0, NoticeNode(view=LineageView(need["refid"], names)))


class DrawLineage(SphinxPostTransform):
    """Draw every placeholder, once the needs are resolved.

    Before the needs themselves are drawn, at 5: what stands in a need is drawn with it.
    """

    default_priority = 4

    def run(self, **_kwargs: Any) -> None:
        """Draw the placeholders of this page."""
        ours = (NoticeNode, SuccessionNode, ConsequenceNode)
        places = [x for x in self.document.findall(ViewNode) if isinstance(x, ours)]
        if not places:
            return
        self._app, self._docname = app_of(self.env), self.env.current_document.docname
        page = draw.LineagePage(
            partial(reference, self._app.builder, self._docname),
            self._page_link,
            read_model(self.config),
            self.config.language,
        )
        for place in places:
            found = look(self._app, place["view"])
            if isinstance(place, NoticeNode):
                told = found and found.retired
                place.replace_self([draw.notice(found, page)] if told else [])
            elif isinstance(place, ConsequenceNode):
                self._draw_consequence(place, found, page)
            else:
                self._draw_table(place, found, page)

    def _draw_table(self, place: nodes.Element, found: Any, page: draw.LineagePage) -> None:
        table = place.parent
        if not found.rows:
            type_ = place["view"].type
            fault = _("There is nothing to show for %s: no item, or none asked for.")
            remedy = _("Add one, or correct old and new.")
            self._warn(place, "lineage-table", fault % type_, remedy, "empty")
        at = table.parent.index(table) + 1
        table.parent.insert(at, draw.succession_below(found))
        place.replace_self(draw.succession_body(found, page))

    def _draw_consequence(
        self, place: nodes.Element, found: Any, page: draw.LineagePage
    ) -> None:
        if found is not None:
            place.replace_self(list(draw.consequence(found, page)))
            return
        id_, known = place["view"].id, read_items(self._app).by_id
        fault = _("There is no item with the id “%s”.") % id_ + did_you_mean(id_, known)
        remedy = _("Write the id of an item that is there.")
        self._warn(place, "lineage-consequence", fault, remedy, "unknown_id")
        place.replace_self(paragraph(fault))

    def _warn(
        self, place: nodes.Element, subject: str, fault: str, remedy: str, subtype: str
    ) -> None:
        kind = {"type_": "needs_lineage", "subtype": subtype}
        warn_at(self.env, place, subject, fault, remedy, **kind)

    def _page_link(self, docname: str) -> nodes.Node:
        title = self.env.titles.get(docname)
        text = nodes.Text(title.astext() if title else docname)
        if self._app.builder.format != "html":
            return paragraph(text)
        address = self._app.builder.get_relative_uri(self._docname, docname)
        inner = nodes.inline("", "", text)
        return paragraph(nodes.reference("", "", inner, internal=True, refuri=address))


def setup(app: Sphinx) -> None:
    """Register the directives, the placeholders and both transforms."""
    for node in (SuccessionNode, ConsequenceNode, NoticeNode):
        app.add_node(node)
    app.add_directive("lineage-table", LineageTable)
    app.add_directive("lineage-consequence", LineageConsequence)
    app.add_transform(AddNotices)
    app.add_post_transform(DrawLineage)
