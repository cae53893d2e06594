"""The placeholder nodes, and the names, words and links that they are drawn with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.dates import HalfYear, display_number, display_value
from needs_core.model import plural_title
from needs_core.nodes import bullets, diff_node, paragraph, table, table_body
from needs_core.page_views import ViewNode
from needs_core.period_text import half_year_text
from needs_core.word_diff import word_diff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx.application import Sphinx

    from needs_core.items import Label
    from needs_core.model import Model
    from needs_core.nodes import Content, LinkTo
    from needs_core.states import States
    from needs_core.steps import Steps

_ = get_translation("needs_history")

TABLE = ["history-table", "colwidths-auto"]
"""The classes of every table of this extension."""


class need_history(ViewNode):
    """Stands below the text of a need; ``view`` is a ``NeedHistoryView``."""


class history_view(ViewNode):
    """Stands for what a directive shows; ``part`` names which part of it."""


class history_table_body(ViewNode):
    """The body of a table whose caption is known when the page is read."""


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    for node in (need_history, history_view, history_table_body):
        app.add_node(node)


@dataclass(frozen=True)
class HistoryContext:
    """The model, the language and the links of one page."""

    link_to: LinkTo
    owner_to: Callable[[str], list[nodes.Node]]
    """Shows who is responsible, each as a link where they have a page."""
    owner_field: str
    """The field that says it; empty: none does."""
    model: Model
    steps: Steps
    html: bool
    """Whether pictures and marked words can be drawn."""
    language: str

    @property
    def states(self) -> States:
        """The states of the project."""
        return self.steps.states

    def state(self, status: str | None) -> str:
        """Return a state with its symbol."""
        state = self.states.get(status)
        return f"{state.symbol} {status or _('not stated')}"

    def owner(self, name: str | None) -> list[nodes.Node]:
        """Return who is responsible."""
        return self.owner_to(name) if name else [nodes.Text(_("not stated"))]

    def date(self, text: str | None) -> str:
        """Return a date in words of the language; any other text unchanged."""
        return display_value(text, self.language) if text else _("not stated")

    def field_value(self, name: str, text: str | None) -> str:
        """Return the value of a field: a number as the language writes it."""
        numbers = text and name in self.model.numbers
        return display_number(text or "", self.language) if numbers else self.date(text)

    def type_title(self, type_: str) -> str:
        """Return the title of a type."""
        return self.model.types.get(type_, type_)

    def type_name(self, type_: str, count: int = 0) -> str:
        """Return what so many needs of a type are called."""
        return self.type_title(type_) if count == 1 else plural_title(self.model, type_)

    def field_title(self, name: str) -> str:
        """Return the title of a field or of a link."""
        link = self.model.links.get(name)
        return capitalized(link.outgoing if link else self.model.fields.get(name, name))

    def diff(self, old: str, new: str) -> list[nodes.Node]:
        """Return two texts as one, with the words marked that differ."""
        return [diff_node(piece, html=self.html) for piece in word_diff(old, new)]

    def list_of(self, labels: Iterable[Label]) -> nodes.bullet_list:
        """Return a list of links to needs."""
        return bullets([paragraph(self.link_to(label))] for label in labels)


def half_year_name(period: HalfYear | None) -> str:
    """Return a half-year in words."""
    return half_year_text(period) if period else _("half-year not stated")


def moment_name(name: str) -> str:
    """Return the name of a snapshot in words; "" is today."""
    period = HalfYear.parse(name)
    return half_year_name(period) if period else _("today")


def capitalized(text: str) -> str:
    """Return a text with a capital first; the rest of it unchanged."""
    return text[:1].upper() + text[1:]


def note(text: str) -> nodes.paragraph:
    """Return a sentence that says that there is nothing to show."""
    return paragraph(text, classes=["history-none"])


def plain_table(
    head: Sequence[Content], rows: Iterable[Sequence[Content]], widths: Sequence[int] = ()
) -> nodes.table:
    """Return a table without a caption, its columns as wide as they need to be."""
    return table(table_body(head, rows, widths), TABLE)
