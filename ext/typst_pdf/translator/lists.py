"""Lists of every kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from typst_pdf import markers
from typst_pdf.translator.base import (
    DEEPEST,
    TranslatorBase,
    block_visitors,
    transparent_visitors,
)
from typst_pdf.typst_code import call, literal

if TYPE_CHECKING:
    from docutils.nodes import Element

_NUMBERING = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}


_LISTS = (nodes.bullet_list, nodes.enumerated_list)


class ListVisitors(TranslatorBase):
    """Items, terms, fields, options, productions."""

    def visit_bullet_list(self, node: Element) -> None:
        """Begin a list."""
        self.open()
        self.depth += 1
        self.anchors(node)

    def depart_bullet_list(self, node: Element) -> None:
        """Write its code; the items of the class ``paper-chips`` follow one another."""
        if "paper-chips" in node["classes"]:
            self.depth -= 1
            self._enclose(node, "chips")
            return
        self._put_list(node, "list")

    visit_enumerated_list = visit_bullet_list

    def depart_enumerated_list(self, node: Element) -> None:
        """Write its code, numbered as it was written."""
        sign = _NUMBERING.get(node.get("enumtype", "arabic"), "1")
        form = f"{node.get('prefix', '')}{sign}{node.get('suffix', '.')}"
        start = node.get("start")
        self._put_list(
            node,
            "enum",
            numbering=literal(form),
            start=str(start) if start is not None else None,
        )

    def _put_list(self, node: Element, name: str, **named: str | None) -> None:
        self.depth -= 1
        items = [one for one in node if isinstance(one, nodes.list_item)]
        tight = all(len(one) <= 1 for one in items)
        named["tight"] = "true" if tight else "false"
        if self.depth >= DEEPEST or not items:
            self.put_block(node, self.close())
            return
        self._enclose(node, name, **named)

    def _enclose(self, node: Element, name: str, **named: str | None) -> None:
        """Put the statements collected as the items of a list."""
        statements = self.close_list()
        for anchor in filter(markers.is_anchor, statements):
            self.put(anchor)
        items = [f"\n{item}" for item in statements if not markers.is_anchor(item)]
        self.put_block(node, call(name, *items, **named))

    def visit_list_item(self, node: Element) -> None:
        """Begin an item; a lone paragraph needs no space around it."""
        self.open()
        self.anchors(node)

    def depart_list_item(self, node: Element) -> None:
        """Write its code."""
        inner = self.close()
        if self.depth > DEEPEST:
            self.put(call("par", '"• "'))
            self.put(inner)
            return
        if "paper-chips" in node.parent["classes"]:
            self.put(inner)
            return
        kind = "enum" if isinstance(node.parent, nodes.enumerated_list) else "list"
        self.put(call(f"{kind}.item", inner))

    # Terms

    visit_definition_list = visit_bullet_list

    def depart_definition_list(self, node: Element) -> None:
        """Write its code."""
        self.depth -= 1
        tight = "simple" in node["classes"]
        self._enclose(node, "term-list", tight="true" if tight else None)

    def visit_definition_list_item(self, node: Element) -> None:
        """Put a term, or several, and what it means."""
        terms = [one for one in node if isinstance(one, nodes.term)]
        rest = [one for one in node if isinstance(one, nodes.definition)]
        kinds = [one for one in node if isinstance(one, nodes.classifier)]
        self.open()
        for number, term in enumerate(terms):
            if number:
                self.put(self.text(" / "))
            self.anchors(term)
            self.put(self.inside(term.children))
        for kind in kinds:
            self.put(call("classifier", self.inside(kind.children)))
        name = self.close()
        self.open()
        self.anchors(node)
        for one in rest:
            self.put(self.inside(one.children))
        # What does not begin in the line of its term stands below it, on its page.
        meaning = rest[0].children if rest else []
        below = len(meaning) > 1 or isinstance(next(iter(meaning), None), _LISTS)
        self.put(call("listed-term" if below else "terms.item", name, self.close()))
        raise nodes.SkipNode

    visit_field_list = visit_bullet_list

    def depart_field_list(self, node: Element) -> None:
        """Write its code."""
        self.depth -= 1
        self._enclose(node, "term-list", tight="true")

    def visit_field(self, node: Element) -> None:
        """Put a field."""
        name, value = (self.inside(one.children) for one in node.children[:2])
        self.put(call("terms.item", name, value))
        raise nodes.SkipNode

    visit_option_list = visit_bullet_list

    depart_option_list = depart_field_list

    def visit_option_list_item(self, node: Element) -> None:
        """Put an option and what it does."""
        group, described = node.children[:2]
        options = ", ".join(one.astext() for one in group.children)
        inner = self.inside(described.children)
        self.put(call("terms.item", call("code-text", self.text(options)), inner))
        raise nodes.SkipNode

    # Others

    def visit_hlist(self, node: Element) -> None:
        """Put the columns of a list beside each other."""
        self.anchors(node)
        columns = (self.inside([column]) for column in node.children)
        self.put_block(
            node, call("side-by-side", *(f"\n{x}" for x in columns), least="38mm")
        )
        raise nodes.SkipNode

    visit_hlistcol, depart_hlistcol = transparent_visitors()
    visit_productionlist, depart_productionlist = block_visitors("grammar")

    def visit_production(self, node: Element) -> None:
        """Begin a rule of a grammar."""
        self.open()
        self.anchors(node)

    def depart_production(self, node: Element) -> None:
        """Write its code."""
        self.put(call("line-of-verse", self.close()))
