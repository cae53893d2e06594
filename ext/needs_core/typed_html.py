"""HTML that an author types in Markdown is text, and a dangerous address is no link.

MyST hands HTML on to HTML builders as it is: a ``<name>`` in angle brackets is then seen
by nobody, and a script runs. Other builders leave it out. Here it is shown as it was
typed, in every builder, and told. The directive ``raw`` is a choice and stays; so do
comments.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform

from needs_core.included_files import other_source
from needs_core.messages import Problem, printable, warn
from needs_core.reader import read_items
from needs_core.safe_addresses import is_dangerous

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_ = get_translation("needs_core")

_COMMENT = re.compile(r"\s*(<!--(?!-?>)(?:(?!--!?>).)*-->\s*)*", re.DOTALL)
"""Nothing but comments, as browsers read them: they end one at the first mark."""
_RAW = re.compile(r"\{raw\}|\braw::")
_OF_MYST = re.compile(
    r"<br />\n|</?s>|"
    r'<input class="task-list-item-checkbox" (checked="checked" )?'
    r'disabled="disabled" type="checkbox">'
)
"""What MyST makes of line breaks, struck out text and lists of tasks."""
_BEGIN, _END = re.compile(r"<([a-zA-Z][\w-]*)"), re.compile(r"</([a-zA-Z][\w-]*)\s*>")
_SHOWN = 40
"""The longest piece of HTML a message repeats."""


def setup(app: Sphinx) -> None:
    """Add the transform, and what looks at the addresses sphinx-needs makes."""
    app.add_transform(_TypedHtml)
    # sphinx-needs has read its own settings, at 600.
    app.connect("config-inited", _leave_out_plans, priority=660)
    # After sphinx-needs has drawn its needs, at 500.
    app.connect("doctree-resolved", _unlink_fields, priority=900)


class _TypedHtml(SphinxTransform):
    default_priority = 100

    def apply(self, **_kwargs: Any) -> None:
        page = self.env.doc2path(self.env.current_document.docname)
        if self.config.source_suffix.get(page.suffix) == "markdown":
            opened: set[str] = set()  # what ends an element is told with its beginning
            for raw in list(self.document.findall(nodes.raw)):
                if _is_typed(raw, page):
                    end = _END.fullmatch(raw.astext().strip())
                    self._show(raw, told=bool(end and end[1].lower() in opened))
                    opened |= {x.lower() for x in _BEGIN.findall(raw.astext())}
        for link, address in _dangerous(self.document):
            _warn(self.env, link, address, *_no_link())
            link.replace_self(link.children)
        for menu in self.document.findall(addnodes.toctree):
            for entry in [x for x in menu["entries"] if is_dangerous(x[1] or "")]:
                menu["entries"].remove(entry)
                _warn(self.env, menu, entry[1], *_no_link())

    def _show(self, raw: nodes.raw, *, told: bool) -> None:
        text = raw.astext()
        shown: nodes.Element | nodes.Text = nodes.Text(text.rstrip("\n"))
        if not isinstance(raw.parent, nodes.TextElement):
            shown = nodes.paragraph("", "", shown)
            shown.source, shown.line = raw.source, raw.line
        fault = _("HTML is shown as it is written.")
        remedy = _("Write it in Markdown, or with \\ before < when it is text.")
        if not told:
            _warn(self.env, raw, text, fault, remedy)
        raw.replace_self(shown)


def _unlink_fields(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Look at the links sphinx-needs makes of the values of fields."""
    if not app.config.needs_string_links:
        return
    items = read_items(app)
    for link, address in _dangerous(document):
        ids = [str(id_) for around in _around(link) for id_ in around["ids"]]
        if item := next((items.by_id[id_] for id_ in ids if id_ in items.by_id), None):
            fault, remedy = _no_link()
            fault = f"{_shortened(address)}: {fault}"
            warn(Problem.at(item, fault, remedy, type_="needs_core", subtype="html"))
        else:
            line = next((x.line for x in _around(link) if x.line), None)
            told = (_shortened(address), *_no_link(), "needs_core", "html")
            warn(Problem(docname, line, *told))
        link.replace_self(link.children)


def _dangerous(document: nodes.document) -> list[tuple[nodes.reference, str]]:
    """Return each link that may not be one, with its address."""
    # A file to be downloaded has its address under another name at first.
    found = (
        (link, link.get("refuri") or link.get("reftarget") or "")
        for link in document.findall(nodes.reference)
    )
    return [(link, address) for link, address in found if is_dangerous(address)]


def _leave_out_plans(app: Sphinx, config: Config) -> None:
    """Leave out the needs of others that are at an address no link may lead to."""
    kept = []
    for plan in config.needs_external_needs:
        address = str(plan.get("base_url"))
        if is_dangerous(address):
            fault, remedy = _no_link()
            file = str(Path(app.confdir) / "conf.py")
            subject = f"needs_external_needs, {_shortened(address)}"
            warn(Problem(None, None, subject, fault, remedy, "needs_core", "html", file))
        else:
            kept.append(plan)
    if len(kept) < len(config.needs_external_needs):
        config.needs_external_needs = kept


def _no_link() -> tuple[str, str]:
    fault = _("The address could run a program, and is no link.")
    return fault, _("Write an address that begins with https:.")


def _warn(
    env: BuildEnvironment, node: nodes.Element, text: str, fault: str, remedy: str
) -> None:
    docname = env.current_document.docname
    placed = next((x for x in _around(node) if x.line), node)
    told = (_shortened(text), fault, remedy, "needs_core", "html")
    warn(Problem(docname, placed.line, *told, file=other_source(env, placed.source)))


def _shortened(text: str) -> str:
    """Return a text as a message repeats it: on one line, and not long."""
    plain = " ".join(printable(text, " ").split())
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"


def _around(node: nodes.Element) -> list[nodes.Element]:
    found = [node]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found


def _is_typed(raw: nodes.raw, page: Path) -> bool:
    """Tell HTML typed in the text from that of the directive ``raw``, and from ours.

    Both have a place; that of the directive is the line of its fence.
    """
    text, inline = raw.astext(), isinstance(raw.parent, nodes.TextElement)
    if raw.get("format") != "html" or _COMMENT.fullmatch(text):
        return False
    if inline and _OF_MYST.fullmatch(text):
        return False
    if raw.line is None and not inline:
        return False
    if inline and raw.line is not None:
        return True
    file = Path(raw.source or page)  # of an included page, its own
    file = file if file.is_file() else page
    content = file.read_text(encoding="utf-8", errors="replace")
    lines = content.split("\n")
    if raw.line and raw.line <= len(lines) and _RAW.search(lines[raw.line - 1]):
        return False
    # Letters are composed and control characters left out before a page is read.
    return _plain(text.strip().split("\n", 1)[0]) in _plain(content)


def _plain(text: str) -> str:
    """Return the visible ASCII of a text, which stays the same however a page is read."""
    return "".join(x for x in unicodedata.normalize("NFD", text) if "!" <= x <= "~")
