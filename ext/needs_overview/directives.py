"""``needs-map``, ``-bars``, ``-outline`` and ``-poster``: what authors write."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from needs_core.messages import Problem, warn
from needs_core.reader import read_model, read_states
from needs_overview.bars import BarsSpec
from needs_overview.nodes import (
    overview_bars,
    overview_map,
    overview_outline,
    overview_poster,
    overview_table,
)
from needs_overview.poster import PosterSpec
from needs_overview.tree import TreeSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.util.typing import OptionSpec

_ = get_translation("needs_overview")


class _Asking(SphinxDirective):
    """What all four share: names of the model, and messages for what it lacks."""

    def words(self, option: str) -> tuple[str, ...]:
        """Return the words of an option, between commas or spaces; each once."""
        text = str(self.options.get(option) or "")
        return tuple(dict.fromkeys(text.replace(",", " ").split()))

    def known(self, option: str, names: Mapping[str, object], *, least: int = 1) -> bool:
        """Tell whether an option names so many things of the model, and only such."""
        found = self.words(option)
        if len(found) < least:
            fault = _("The option %s is missing or too short, and nothing is drawn.")
            remedy = _("Write a line :%(option)s: with at least %(least)d names.")
            remedy = remedy % {"option": option, "least": least}
            choice = _("Choose one of: %s.") % ", ".join(names)
            self.warn(fault % option, f"{remedy} {choice}", "missing_option")
            return False
        for word in found:
            if word not in names:
                fault = _("“%(word)s” in %(option)s is not known, and nothing is drawn.")
                fault = fault % {"word": word, "option": option} + _near(word, names)
                remedy = _("Choose one of: %s.") % ", ".join(names)
                self.warn(fault, remedy, "unknown_name")
                return False
        return True

    def warn(self, fault: str, remedy: str, subtype: str) -> None:
        """Tell a mistake at the line of the directive."""
        docname, line = self.env.current_document.docname, self.get_source_info()[1]
        warn(Problem(docname, line, self.name, fault, remedy, "needs_overview", subtype))


class _Levels(_Asking):
    """What is drawn of needs in levels."""

    option_spec: ClassVar[OptionSpec] = {
        "levels": directives.unchanged,
        "links": directives.unchanged,
        "below": directives.unchanged,
    }

    def tree(self) -> TreeSpec | None:
        """Return what is asked for, or ``None`` after having told what is wrong."""
        model = read_model(self.config)
        if not self.known("levels", model.types, least=2):
            return None
        if not self.known("links", model.links):
            return None
        below = str(self.options.get("below") or "").strip() or None
        states = read_states(self.config)
        return TreeSpec(self.words("levels"), self.words("links"), states, below)


class _Picture(_Levels):
    """A figure that has its caption from the start, and its picture when it is drawn."""

    option_spec: ClassVar[OptionSpec] = {
        **_Levels.option_spec,
        "caption": directives.unchanged,
        "name": directives.unchanged,
    }

    def figure(self, tree: TreeSpec, picture: nodes.Element) -> list[nodes.Node]:
        """Return the figure, and what is wrong with the markup of its caption."""
        model = read_model(self.config)
        caption = str(self.options.get("caption") or "").strip()
        children: list[nodes.Node] = []
        messages: list[nodes.system_message] = []
        if caption:
            children, messages = self.parse_inline(caption)
        else:  # the names of types are text, whatever they look like
            caption = " → ".join(model.types[name] for name in tree.levels)
            children = [nodes.Text(caption)]
        said = nodes.caption(caption, "", *children)
        figure = nodes.figure("", picture, said)
        for node in (picture, said, figure):
            self.set_source_info(node)
        self.add_name(figure)
        return [figure, *messages]


class NeedsMap(_Picture):
    """A picture of how needs hang together, and the same as a list."""

    def run(self) -> list[nodes.Node]:
        """Return the figure, its picture pending, and the list below."""
        if (tree := self.tree()) is None:
            return []
        listed = overview_outline(view=tree, fold=True)
        return [*self.figure(tree, overview_map(view=tree)), listed]


class NeedsBars(_Picture):
    """A bar for each need of the first level, and the same as a table."""

    def run(self) -> list[nodes.Node]:
        """Return the figure, its picture pending, and the table below."""
        if (tree := self.tree()) is None:
            return []
        view = BarsSpec(tree)
        return [*self.figure(tree, overview_bars(view=view)), overview_table(view=view)]


class NeedsOutline(_Levels):
    """The numbers and the list without a picture."""

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the list."""
        if (tree := self.tree()) is None:
            return []
        listed = overview_outline(view=tree, fold=False)
        self.set_source_info(listed)
        return [listed]


class NeedsPoster(_Asking):
    """A poster of one page: a column a need, with its sentence and its lists."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "groups": directives.unchanged,
        "lists": directives.unchanged,
        "links": directives.unchanged,
        "sentence": directives.unchanged,
        "headings": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the placeholder of the poster; the argument is its title."""
        model = read_model(self.config)
        asked = (("groups", model.types), ("lists", model.types), ("links", model.links))
        if not all(self.known(option, names) for option, names in asked):
            return []
        if self.options.get("sentence") and not self.known("sentence", model.fields):
            return []
        sentence = next(iter(self.words("sentence")), None)
        groups, lists = self.words("groups")[0], self.words("lists")
        view = PosterSpec(groups, lists, self.words("links"), sentence)
        names = [name.strip() for name in str(self.options.get("headings", "")).split(",")]
        headings = names if len(names) == len(lists) else [model.types[x] for x in lists]
        poster = overview_poster(view=view, title=self.arguments[0], headings=headings)
        self.set_source_info(poster)
        return [poster]


def _near(word: str, names: Iterable[str]) -> str:
    """Return " Did you mean …?" for the nearest of the names, or nothing."""
    found = get_close_matches(word.casefold(), list(names), n=1, cutoff=0.6)
    return _(" Did you mean “%s”?") % found[0] if found else ""
