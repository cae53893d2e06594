"""Which places of a document can be linked to, and by what name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterator


class Targets:
    """Numbers for all ids of a tree; several ids of one place have one number."""

    def __init__(self, tree: nodes.document, start: str) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._anywhere: dict[str, int] = {}
        self._count = 0
        self.footnotes: dict[tuple[str, str], nodes.Element] = {}
        for node, docname in _walk(tree, start):
            self._add(node, docname)

    def _add(self, node: nodes.Element, docname: str) -> None:
        names = list(node["ids"])
        if isinstance(node, addnodes.index):
            names += [entry[2] for entry in node["entries"]]
        if isinstance(node, (addnodes.start_of_file, nodes.document)):
            names.append("")
            # A link to a page leads to its heading.
            heads = (one for one in node.children if isinstance(one, nodes.section))
            names += next((one["ids"] for one in heads), [])
        if isinstance(node, nodes.footnote):
            self.footnotes |= {(docname, name): node for name in node["ids"]}
        known = [self._numbers.get((docname, name)) for name in names]
        fresh = next((number for number in known if number is not None), None)
        if fresh is None and names:
            fresh, self._count = self._count, self._count + 1
        for name in names:
            assert fresh is not None  # noqa: S101 (there is a name, so there is a number)
            self._numbers.setdefault((docname, name), fresh)
            self._anywhere.setdefault(name, fresh)

    def number(self, docname: str, name: str) -> int | None:
        """Return the number of a place, or ``None`` when the document has none such."""
        return self._numbers.get((docname, name))

    def numbers(self, docname: str, names: list[str]) -> list[int]:
        """Return the different numbers of a node's ids."""
        found = (self._numbers.get((docname, name)) for name in names)
        return list(dict.fromkeys(number for number in found if number is not None))

    def find(self, uri: str, docname: str) -> int | None:
        """Return the number that an address of ours leads to, as ``%page#id``."""
        page, _hash, name = uri.removeprefix("%").partition("#")
        page = page if uri.startswith("%") else docname
        exact = self._numbers.get((page, name))
        return exact if exact is not None or not name else self._anywhere.get(name)


def _walk(tree: nodes.Element, docname: str) -> Iterator[tuple[nodes.Element, str]]:
    """Yield every element with its page, without recursion: trees can be deep."""
    stack: list[tuple[nodes.Element, str]] = [(tree, docname)]
    while stack:
        node, page = stack.pop()
        if isinstance(node, addnodes.start_of_file):
            page = node["docname"]
        yield node, page
        children = [child for child in node.children if isinstance(child, nodes.Element)]
        stack.extend((child, page) for child in reversed(children))
