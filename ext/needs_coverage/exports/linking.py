"""The links to its files under each matrix, where there are files."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform

from needs_coverage.exports.addresses import has_files, seen_from_page
from needs_coverage.exports.collecting import names_on_pages
from needs_coverage.nodes import matrix_body

_ = get_translation("needs_coverage")

KINDS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
"""The endings of the files, and what readers call them."""


class LinkFiles(SphinxPostTransform):
    """Put a paragraph below each matrix, while its placeholder still stands."""

    default_priority = 4

    def run(self, **_kwargs: Any) -> None:
        """Add the links, in the builders whose output has the files."""
        # One that another page shows again has its files there, where it was written.
        bodies = [x for x in self.document.findall(matrix_body) if "place" in x]
        if not bodies or not has_files(self.env._app.builder):
            return
        names = names_on_pages(self.env)
        for body in bodies:
            docname, number = body["place"]
            title = body.parent.next_node(nodes.title)
            caption = "" if title is None else title.astext()
            below = self._links(names[docname][number], caption)
            body.parent.parent.insert(body.parent.parent.index(body.parent) + 1, below)

    def _links(self, name: str, caption: str) -> nodes.paragraph:
        builder, docname = self.env._app.builder, self.env.current_document.docname
        line = nodes.paragraph(classes=["coverage-files"])
        line += nodes.Text(_("Download the matrix:") + " ")
        for number, (ending, kind) in enumerate(KINDS.items()):
            address = seen_from_page(builder, docname, f"{name}.{ending}")
            # Which matrix it is of, for those who hear the links without the page.
            of = nodes.inline("", f": {caption}", classes=["coverage-hidden"])
            shown = nodes.inline("", "", nodes.Text(kind), of)
            line += nodes.Text(", " if number else "")
            line += nodes.reference("", "", shown, internal=True, refuri=address)
        return line
