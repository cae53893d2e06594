"""HTML that an author types in Markdown is text, and a dangerous address is no link.

MyST hands HTML on to HTML builders as it is: a ``<name>`` in angle brackets is then seen
by nobody, and a script runs. Other builders leave it out. Here it is shown as it was
typed, in every builder, and told. The directive ``raw`` is a choice and stays; so do
comments.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform

from needs_core.messages import Problem, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("needs_core")

_DANGEROUS = re.compile(r"[\s\x00-\x1f]*(javascript|vbscript|data)\s*:", re.IGNORECASE)
_COMMENT = re.compile(r"\s*(<!--.*?-->\s*)*", re.DOTALL)
_OF_MYST = re.compile(r"<br />\n|</?s>$|<input class=\"task-list-item-checkbox\"")
"""What MyST makes of line breaks, struck out text and lists of tasks."""
_SHOWN = 40
"""The longest piece of HTML a message repeats."""


def setup(app: Sphinx) -> None:
    """Add the transform."""
    app.add_transform(_TypedHtml)


class _TypedHtml(SphinxTransform):
    default_priority = 100

    def apply(self, **_kwargs: Any) -> None:
        page = self.env.doc2path(self.env.current_document.docname)
        if self.config.source_suffix.get(page.suffix) == "markdown":
            for raw in list(self.document.findall(nodes.raw)):
                if _is_typed(raw, page):
                    self._show(raw)
        for link in list(self.document.findall(nodes.reference)):
            if _DANGEROUS.match(link.get("refuri", "")):
                fault = _("The address could run a program, and is no link.")
                remedy = _("Write an address that begins with https:.")
                self._warn(link, link["refuri"], fault, remedy)
                link.replace_self(link.children)

    def _show(self, raw: nodes.raw) -> None:
        text = raw.astext()
        shown: nodes.Element | nodes.Text = nodes.Text(text.rstrip("\n"))
        if not isinstance(raw.parent, nodes.TextElement):
            shown = nodes.paragraph("", "", shown)
            shown.source, shown.line = raw.source, raw.line
        fault = _("HTML is shown as it is written.")
        remedy = _("Write it in Markdown, or with \\ before < when it is text.")
        self._warn(raw, text, fault, remedy)
        raw.replace_self(shown)

    def _warn(self, node: nodes.Element, text: str, fault: str, remedy: str) -> None:
        subject = " ".join(text.split())
        subject = subject if len(subject) <= _SHOWN else f"{subject[: _SHOWN - 1]}…"
        line = next((x.line for x in _around(node) if x.line), None)
        docname = self.env.current_document.docname
        warn(Problem(docname, line, subject, fault, remedy, "needs_core", "html"))


def _around(node: nodes.Element) -> list[nodes.Element]:
    found = [node]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found


def _is_typed(raw: nodes.raw, page: Path) -> bool:
    """Tell HTML typed in the text from that of the directive ``raw``, and from ours.

    Both have a place; that of the directive is the line of its fence.
    """
    text = raw.astext()
    if raw.get("format") != "html" or raw.line is None or _COMMENT.fullmatch(text):
        return False
    if isinstance(raw.parent, nodes.TextElement):
        return not _OF_MYST.match(text)
    file = Path(raw.source or page)  # of an included page, its own
    file = file if file.is_file() else page
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    first = text.strip().split("\n", 1)[0].strip()
    return 0 < raw.line <= len(lines) and first in lines[raw.line - 1]
