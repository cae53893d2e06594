"""A card as plain docutils nodes, so that every builder shows the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_cards.card import CardField, CardLinks, CardMissing, NeedCard
from needs_core.editions import INTERNAL_WORDS, internal_words
from needs_core.generated_pages import value_nodes
from needs_core.headings import level_of
from needs_core.links import reference, uri
from needs_core.need_numbers import are_declared, has_switch, number_nodes
from needs_core.nodes import bullets, index_entry, paragraph
from needs_core.progress_text import confidence_text, step_line

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

    from needs_cards.card import CardLink, CardRow
    from needs_core.items import Label
    from needs_core.model import Model
    from needs_core.states import States

_ = get_translation("needs_cards")

LONGEST = 7
"""The most links that are shown without a fold: about what a phone shows at once."""


class CardSection(nodes.section):
    """A need that is a section of its page; drawn for HTML only."""


class FoldedList(nodes.General, nodes.Element):
    """Content behind a summary, ``node["summary"]``; drawn for HTML only."""


@dataclass(frozen=True, slots=True)
class CardPage:
    """The page on which cards are drawn, and by which builder."""

    builder: Builder
    docname: str
    states: States
    model: Model
    internal: frozenset[str] = frozenset()
    """The fields that the public edition leaves out, where this one is to say so."""

    @property
    def folds(self) -> bool:
        """Whether readers can unfold a list; those of e-books often cannot."""
        return self.builder.format == "html" and self.builder.name != "epub"

    @property
    def hides_ids(self) -> bool:
        """Whether ids are shown only by a switch."""
        return has_switch(self.builder) and are_declared(self.builder.config)

    def link(self, link: CardLink) -> list[nodes.Node]:
        """Return a link to an item, its status, and how sure the link is."""
        label, found = link.label, list[nodes.Node]()
        found.append(reference(self.builder, self.docname, label))
        if link.parts:
            parts = ", ".join(_("part %s") % part for part in link.parts)
            found.append(nodes.Text(f" ({parts})"))
        if label.status:
            found += [nodes.Text(" "), self.state(label)]
        if link.confidence:
            words = confidence_text(link.confidence)
            found += [nodes.Text(" "), nodes.inline("", words, classes=["need-confidence"])]
        if link.standing:
            found.append(nodes.Text(f" ({link.standing})"))
        return found

    def state(self, label: Label) -> nodes.Element:
        """Return a status in words, behind its symbol where the project declares one."""
        state = self.states.get(label.status)
        text = f"{state.symbol} {label.status}" if state.rank else str(label.status)
        return nodes.inline("", text, classes=["need-state", f"need-{state.tone}"])

    def value(self, name: str, text: str) -> list[nodes.Node]:
        """Return the value of a field for readers, as a link where it has a page."""
        return value_nodes(self.builder, self.docname, name, text)

    def links(self, found: CardLinks) -> list[nodes.Element]:
        """Return links as a paragraph or a list; a long list folds where it can."""
        lines = [paragraph(*self.link(link)) for link in found.links]
        lines += [
            paragraph(
                reference(self.builder, self.docname, label),
                nodes.inline(
                    "", _(" (the condition is not met)"), classes=["need-unknown"]
                ),
            )
            for label in found.unmet
        ]
        lines += [
            paragraph(_("%s: does not exist") % target, classes=["need-missing"])
            for target in found.missing
        ]
        if not lines:
            return [paragraph(_("none"), classes=["need-unknown"])]
        if len(lines) == 1:
            return [*lines]
        listed: nodes.Element = bullets(lines)
        if len(lines) > LONGEST and self.folds:
            listed = FoldedList("", listed, summary=_("Show all %d") % len(lines))
        return [listed]


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What the author of a need asks for beside its content."""

    layout: nodes.Element | None
    """The need as a layout of sphinx-needs draws it, which stands in place of ours."""
    collapsed: bool
    """Whether links and fields are to be folded."""
    edit_address: str | None = None
    """Where the need can be edited."""
    internal: bool = False
    """Whether the public edition leaves it out, and this one is to say so."""


def draw_card(
    card: NeedCard, node: nodes.Element, page: CardPage, asked: AskedFor
) -> nodes.Element:
    """Return what takes the place of the node of a need."""
    title = [
        nodes.inline("", "", *number_nodes(page.builder, card.label), classes=["need-id"]),
        nodes.inline("", card.label.title, classes=["need-title"]),
    ]
    # Nested needs follow the facts of the need itself.
    own = [child for child in node.children if not isinstance(child, type(node))]
    nested = [child for child in node.children if isinstance(child, type(node))]
    facts = _facts(card, page)
    if facts and asked.collapsed and page.folds:
        facts = [FoldedList("", *facts, summary=_("Show links and fields"))]
    kind = _kind(card, page)
    if asked.internal:
        words = nodes.inline("", internal_words(), classes=[INTERNAL_WORDS])
        kind += [nodes.Text(" · "), words]
    if asked.edit_address and page.folds:
        text = _("Edit %s") % card.label.id
        link = nodes.reference("", text, refuri=asked.edit_address, internal=False)
        kind += nodes.inline("", " · ", link, classes=["need-edit"])
    body = [kind, *own, *facts, *nested]
    if asked.layout is not None:
        body = [kind, asked.layout]
    classes = ["need-card", *node["classes"]]
    if isinstance(node.parent, nodes.section | nodes.document):
        heading: nodes.Element = nodes.title("", "", *title)
        entry = _index_entry(card, page)
        made = CardSection if page.builder.format == "html" else nodes.section
        return made("", heading, *entry, *body, ids=node["ids"], classes=classes)
    # A heading needs a section around it; inside a card, a tab or a list there is
    # none. There HTML gets a heading of the next level down, the others bold text.
    heading = nodes.rubric("", "", *title, *_permalink(card, page))
    if page.builder.format == "html":
        heading["heading-level"] = min(level_of(node), 5) + 1
    parts = [*_index_entry(card, page), heading, *body]
    return nodes.container("", *parts, ids=node["ids"], classes=classes)


def _index_entry(card: NeedCard, page: CardPage) -> list[nodes.Node]:
    """Return the entry of the need in the index of a book; a site has its search."""
    if page.builder.format == "html":
        return []
    return [index_entry(card.label)]


def _permalink(card: NeedCard, page: CardPage) -> list[nodes.Node]:
    """Return the link to itself that Sphinx gives only the headings of sections."""
    if not page.folds:
        return []
    here = card.label.docname == page.docname
    at = {"refid": card.label.id} if here else {"refuri": _address(card, page)}
    title = _("Link to this heading")
    return [nodes.reference("", "¶", classes=["headerlink"], reftitle=title, **at)]


def _address(card: NeedCard, page: CardPage) -> str:
    """Return where a need stands that is shown on another page (``needextract``)."""
    return str(uri(page.builder, page.docname, card.label))


def _kind(card: NeedCard, page: CardPage) -> nodes.paragraph:
    line = paragraph(card.kind, classes=["need-kind"])
    if card.label.status:
        line += [nodes.Text(" · "), page.state(card.label)]
    if card.step:
        line += nodes.Text(f" · {step_line(card.step, page.model)}")
    return line


def _facts(card: NeedCard, page: CardPage) -> list[nodes.Element]:
    items = [_row(row, page) for row in card.rows]
    classes = ["need-facts", "simple"]
    return [nodes.definition_list("", *items, classes=classes)] if items else []


def _row(row: CardRow, page: CardPage) -> nodes.definition_list_item:
    match row:
        case CardField(name, label, text):
            hidden = name in page.model.for_authors and page.hides_ids
            shown = _("%s (internal)") % label if name in page.internal else label
            return _definition(shown, [paragraph(*page.value(name, text))], hidden=hidden)
        case CardLinks(name):
            return _definition(name[:1].upper() + name[1:], page.links(row))
        case CardMissing():
            unknown = paragraph(_("not stated"), classes=["need-unknown"])
            return _definition(row.text, [unknown])


def _definition(
    term: str, content: list[nodes.Element], *, hidden: bool = False
) -> nodes.definition_list_item:
    classes = ["needs-item-id"] if hidden else []
    return nodes.definition_list_item(
        "",
        nodes.term("", term, classes=classes),
        nodes.definition("", *content, classes=classes),
    )


def _visit_section(self: HTML5Translator, node: CardSection) -> None:
    """Draw a card as the theme draws sections, and a box where it draws none."""
    before = len(self.body)
    self.visit_section(node)
    node["boxed"] = len(self.body) == before
    if node["boxed"]:  # sphinx-immaterial gives the id of a section to its heading
        box = nodes.container(classes=node["classes"])
        self.body.append(self.starttag(box, "section"))


def _depart_section(self: HTML5Translator, node: CardSection) -> None:
    if node["boxed"]:
        self.body.append("</section>\n")
    self.depart_section(node)


def _visit_folded(self: HTML5Translator, node: FoldedList) -> None:
    self.body.append('<details class="need-fold">')
    self.body.append(f"<summary>{self.encode(node['summary'])}</summary>")


def _depart_folded(self: HTML5Translator, _node: FoldedList) -> None:
    self.body.append("</details>")


def setup(app: Sphinx) -> None:
    """Register what only HTML draws in its own way."""
    app.add_node(CardSection, html=(_visit_section, _depart_section))
    app.add_node(FoldedList, html=(_visit_folded, _depart_folded))
