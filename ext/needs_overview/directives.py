"""The directives: options read and checked into views of the needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation

from needs_core.model import plural_title
from needs_core.model_reader import read_model, read_steps
from needs_core.nodes import NeedsDirective
from needs_core.setting_checks import ATTRIBUTES
from needs_overview.nodes import (
    ALTERNATIVES,
    BarsNode,
    BarsTableNode,
    MapNode,
    OutlineNode,
    PosterNode,
    ProfileNode,
    SentenceNode,
)
from needs_overview.profile import CountView, PosterView, ProfileView
from needs_overview.tree import BarsView, TreeView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.util.typing import OptionSpec

    from needs_core.items import Conditions
    from needs_core.model import Model
    from needs_core.page_views import ViewNode

_ = get_translation("needs_overview")


class OverviewDirective(NeedsDirective):
    """A directive of this extension: options that name types, links or fields."""

    extension = "needs_overview"

    def has_names(self, option: str, known: Iterable[str], *, least: int = 1) -> bool:
        """Tell whether an option lists so many known names; warn where it does not."""
        names = self.option_names(option)
        if len(names) < least:
            fault = _("The option %s is missing or too short, and nothing is drawn.")
            remedy = _("Write a line :%(option)s: with at least %(least)d names.")
            remedy = remedy % {"option": option, "least": least}
            choice = _("Choose one of: %s.") % ", ".join(known)
            told = (fault % option, f"{remedy} {choice}", "missing_option")
            self.warn(*told, option=option)
            return False
        return self.all_known(names, known, option, "unknown_name")

    def where(self) -> Conditions | None:
        """Return the conditions; ``None`` after a warning."""
        known = (*ATTRIBUTES, *read_model(self.config).fields)
        return self.conditions("where", known)

    def headings(self, lists: tuple[str, ...], model: Model) -> list[str]:
        """Return what lists of needs are called: as written, else as their types are."""
        written = map(str.strip, self.option_text("headings").split(","))
        found = [name for name in written if name]
        if len(found) == len(lists):
            return found
        return [plural_title(model, name) for name in lists]

    def view_node(
        self, node_type: type[ViewNode], view: object, **attributes: Any
    ) -> ViewNode:
        """Return a placeholder that holds a view, with its place in the page."""
        node = node_type(view=view, directive=self.name, **attributes)
        self.set_source_info(node)
        return node


class LevelsDirective(OverviewDirective):
    """A directive over needs in levels."""

    option_spec: ClassVar[OptionSpec] = {
        "levels": directives.unchanged,
        "links": directives.unchanged,
        "below": directives.unchanged,
        "where": directives.unchanged,
    }

    def tree(self) -> TreeView | None:
        """Return the view of the options; ``None`` after a warning."""
        model = read_model(self.config)
        if not self.has_names("levels", model.types, least=2):
            return None
        if not self.has_names("links", model.links):
            return None
        levels, links = self.option_names("levels"), self.option_names("links")
        below = self.option_text("below") or None
        if (where := self.where()) is None:
            return None
        return TreeView(levels, links, read_steps(self.config), below, where)


class FigureDirective(LevelsDirective):
    """A figure that has its caption from the start, and its picture when it is drawn."""

    option_spec: ClassVar[OptionSpec] = {
        **LevelsDirective.option_spec,
        "caption": directives.unchanged,
        "name": directives.unchanged,
    }

    def figure(self, tree: TreeView, picture: ViewNode) -> list[nodes.Node]:
        """Return the figure, and messages about the markup of its caption."""
        model = read_model(self.config)
        default = " → ".join(model.types[name] for name in tree.levels)
        text, children, messages = self.caption(default)
        caption = nodes.caption(text, "", *children)
        figure = nodes.figure("", picture, caption)
        for node in (caption, figure):
            self.set_source_info(node)
        self.add_name(figure)
        return [figure, *messages]


class MapDirective(FigureDirective):
    """``needs-map``: a picture of how needs hang together, and the same as a list."""

    def run(self) -> list[nodes.Node]:
        """Return the figure, its picture pending, and the list below."""
        if (tree := self.tree()) is None:
            return []
        figure = self.figure(tree, self.view_node(MapNode, tree))
        return [*figure, self.view_node(OutlineNode, tree, fold=True)]


class BarsDirective(FigureDirective):
    """``needs-bars``: a bar for each need of the first level, and the same as a table."""

    def run(self) -> list[nodes.Node]:
        """Return the figure, its picture pending, and the table below."""
        if (tree := self.tree()) is None:
            return []
        view = BarsView(tree)
        figure = self.figure(tree, self.view_node(BarsNode, view))
        return [*figure, self.view_node(BarsTableNode, view)]


class OutlineDirective(LevelsDirective):
    """``needs-outline``: the numbers and the list without a picture."""

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the list."""
        if (tree := self.tree()) is None:
            return []
        return [self.view_node(OutlineNode, tree, fold=False)]


class ProfileDirective(LevelsDirective):
    """``needs-profile``: one need with its goals, what acts on them, and its lists.

    The content, if there is any, stands before the goals.
    """

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        **{k: v for k, v in LevelsDirective.option_spec.items() if k != "below"},
        "lists": directives.unchanged,
        "sentence": directives.unchanged,
        "headings": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder; the argument is the id of the need."""
        model = read_model(self.config)
        if (tree := self.tree()) is None:
            return []
        if self.option_text("lists") and not self.has_names("lists", model.types):
            return []
        if self.option_text("sentence") and not self.has_names("sentence", model.fields):
            return []
        sentence = next(iter(self.option_names("sentence")), None)
        lists = self.option_names("lists")
        tree = replace(tree, root=self.arguments[0])
        headings = self.headings(lists, model)
        view = ProfileView(tree, lists, sentence)
        node = self.view_node(ProfileNode, view, headings=headings)
        node += self.parse_content_to_nodes()
        return [node]


class SentenceDirective(OverviewDirective):
    """``needs-sentence``: a sentence by how many needs there are: none, one or several."""

    option_spec: ClassVar[OptionSpec] = {
        "type": directives.unchanged,
        "where": directives.unchanged,
        "stated": directives.unchanged,
        "steps": directives.unchanged,
        "none": directives.unchanged,
        "one": directives.unchanged,
        "several": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder with its sentences parsed, and messages about them."""
        model, steps = read_model(self.config), read_steps(self.config)
        stated = self.option_names("stated")
        names = [name.strip() for name in self.option_text("steps").split(",")]
        on_steps = tuple(filter(None, names))
        if not self.has_names("type", model.types) or (where := self.where()) is None:
            return []
        if not self.all_known(stated, model.fields, "stated", "unknown_name"):
            return []
        if not self.all_known(on_steps, steps.names, "steps", "unknown_name"):
            return []
        if not all(map(self.has_sentence, ALTERNATIVES)):
            return []
        type_ = self.option_names("type")[0]
        view = CountView(type_, where, stated, on_steps, steps)
        sentences, messages = {}, list[nodes.Node]()
        for option in ALTERNATIVES:
            parsed, wrong = self.parse_inline(self.option_text(option))
            # No children: only the one that is shown is a text of the page.
            sentences[option] = nodes.paragraph("", "", *parsed)
            messages += wrong
        return [self.view_node(SentenceNode, view, sentences=sentences), *messages]

    def has_sentence(self, option: str) -> bool:
        """Tell whether an alternative is written; warn where it is not."""
        if self.option_text(option):
            return True
        fault = _("The option %s is missing, and nothing is drawn.") % option
        remedy = _("Write a line :%s: with the sentence for so many.") % option
        self.warn(fault, remedy, "missing_option")
        return False


class PosterDirective(OverviewDirective):
    """``needs-poster``: a column a need, with its sentence and its lists."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "groups": directives.unchanged,
        "lists": directives.unchanged,
        "links": directives.unchanged,
        "sentence": directives.unchanged,
        "headings": directives.unchanged,
        "where": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the poster; the argument is its title."""
        model = read_model(self.config)
        asked = (("groups", model.types), ("lists", model.types), ("links", model.links))
        if not all(self.has_names(option, known) for option, known in asked):
            return []
        if self.option_text("sentence") and not self.has_names("sentence", model.fields):
            return []
        if (where := self.where()) is None:
            return []
        sentence = next(iter(self.option_names("sentence")), None)
        groups, lists = self.option_names("groups")[0], self.option_names("lists")
        view = PosterView(
            groups,
            lists,
            self.option_names("links"),
            sentence,
            read_steps(self.config),
            where,
        )
        headings = self.headings(lists, model)
        title = self.arguments[0]
        return [self.view_node(PosterNode, view, title=title, headings=headings)]
