"""Docutils nodes for every builder: paragraphs, lists, tables, word diffs.

Also the base class of directives over needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from needs_core.included_files import other_source
from needs_core.items import ALL, ConditionError, Conditions
from needs_core.messages import Problem, no_value, warn
from needs_core.suggestions import did_you_mean
from needs_core.word_diff import Change, DiffPiece

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from needs_core.items import Label

    LinkTo = Callable[[Label], nodes.Node]
    """Makes the link to a need on the page being written."""

_ = get_translation("needs_core")

Content = str | nodes.Node | Sequence[nodes.Node]
"""A text, one node (inline or block), or several nodes."""


def in_quotation_marks(*content: nodes.Node) -> list[nodes.Node]:
    """Return content within the quotation marks of the project's language."""
    opening, closing = str(_("“%s”")).split("%s")
    return [nodes.Text(opening), *content, nodes.Text(closing)]


def paragraph(*content: nodes.Node | str, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Return a paragraph of texts and inline nodes."""
    children = [nodes.Text(part) if isinstance(part, str) else part for part in content]
    return nodes.paragraph("", "", *children, classes=list(classes))


def index_entry(label: Label) -> addnodes.index:
    """Return an entry of the index that leads to a need, by title and number or id."""
    before = label.id if label.number is None else label.number
    # A semicolon would divide it into entry and sub-entry.
    words = label.title.replace(";", ",") + (f" ({before})" if before else "")
    return addnodes.index(entries=[("single", words, label.id, "", None)])


def bullets(entries: Iterable[Content], classes: Sequence[str] = ()) -> nodes.bullet_list:
    """Return a bullet list with an item for each entry."""
    items = (nodes.list_item("", *_blocks(entry)) for entry in entries)
    return nodes.bullet_list("", *items, classes=list(classes), bullet="-")


def rubric(text: str, classes: Sequence[str] = ()) -> nodes.rubric:
    """Return a heading that no table of contents lists."""
    return nodes.rubric("", text, classes=list(classes))


def row(cells: Iterable[Content]) -> nodes.row:
    """Return a table row with an entry for each cell."""
    return nodes.row("", *(nodes.entry("", *_blocks(cell)) for cell in cells))


def table_body(
    head: Sequence[Content],
    rows: Iterable[Sequence[Content] | nodes.row],
    widths: Sequence[int] = (),
) -> nodes.tgroup:
    """Return a ``tgroup`` with a header row and row headers in the first column.

    ``widths`` are relative; by default the first column is twice as wide as the others.
    """
    sizes = list(widths) or [2, *(1 for _ in head[1:])]
    columns = [nodes.colspec(colwidth=size) for size in sizes]
    columns[0]["stub"] = 1
    body = (cells if isinstance(cells, nodes.row) else row(cells) for cells in rows)
    return nodes.tgroup(
        "",
        *columns,
        nodes.thead("", row(head)),
        nodes.tbody("", *body),
        cols=len(head),
    )


def table(
    body: nodes.tgroup, classes: Sequence[str] = (), caption: str = ""
) -> nodes.table:
    """Return a table around a body of ``table_body``."""
    title = [nodes.title("", caption)] if caption else []
    return nodes.table("", *title, body, classes=list(classes))


def _blocks(content: Content) -> list[nodes.Node]:
    """Return block nodes: texts and inline nodes in a paragraph, blocks as they are."""
    if isinstance(content, str):
        return [nodes.paragraph("", content)]
    parts = [content] if isinstance(content, nodes.Node) else list(content)
    # A reference is a body element, too, so blocks are told by what is not inline.
    if parts and not any(isinstance(part, nodes.Inline | nodes.Text) for part in parts):
        return parts
    return [nodes.paragraph("", "", *parts)]


def download_line(
    lead: str, files: Mapping[str, str], caption: str, classes: Sequence[str] = ()
) -> nodes.paragraph:
    """Return links to files: ``files`` has the address of each format by its name.

    Each link names the caption, for those who hear the links without the page.
    """
    line = nodes.paragraph(classes=list(classes))
    line += nodes.Text(f"{lead} ")
    for number, (title, address) in enumerate(files.items()):
        hidden = nodes.inline("", f": {caption}", classes=["needs-hidden"])
        shown = nodes.inline("", "", nodes.Text(title), hidden)
        line += nodes.Text(", " if number else "")
        line += nodes.reference("", "", shown, internal=True, refuri=address)
    return line


class DiffWords(nodes.inline):
    """Words that only one of two texts has, for HTML: ``tag`` is ``del`` or ``ins``.

    ``label`` is what is read aloud before them, out of sight; empty: nothing.
    """


def diff_node(piece: DiffPiece, *, html: bool) -> nodes.Node:
    """Return a piece of a word diff as a node; outside HTML it is marked by words."""
    if piece.change is Change.SAME:
        return nodes.Text(piece.text)
    deleted = piece.change is Change.DELETED
    tag, label = ("del", _("gone")) if deleted else ("ins", _("new"))
    if html:
        return DiffWords("", piece.text, tag=tag, label=label, classes=["needs-diff"])
    return nodes.Text(f"[{label}: {piece.text}]")


def _visit_diff_words(self: HTML5Translator, node: DiffWords) -> None:
    classes = f' class="{" ".join(node["classes"])}"' if node["classes"] else ""
    self.body.append(f"<{node['tag']}{classes}>")
    if node["label"]:
        self.body.append(f'<span class="needs-hidden">[{node["label"]}: </span>')


def _depart_diff_words(self: HTML5Translator, node: DiffWords) -> None:
    end = '<span class="needs-hidden">] </span>' if node["label"] else ""
    self.body.append(f"{end}</{node['tag']}>")


class Fold(nodes.General, nodes.Element):
    """Content that HTML folds away below its ``summary``; on paper it is unfolded."""


def folded(
    drawn: list[nodes.Node], summary: str, *, html: bool
) -> nodes.Node | list[nodes.Node]:
    """Return content folded away in HTML; other outputs show it."""
    return Fold("", *drawn, summary=str(summary)) if html else drawn


def _visit_fold(self: HTML5Translator, node: Fold) -> None:
    summary = self.attval(node["summary"])
    self.body.append(f'<details class="needs-fold"><summary>{summary}</summary>\n')


def _depart_fold(self: HTML5Translator, _node: Fold) -> None:
    self.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes of word diffs and of what is folded away."""
    app.add_node(DiffWords, html=(_visit_diff_words, _depart_diff_words))
    app.add_node(Fold, html=(_visit_fold, _depart_fold))


def warn_at(  # noqa: PLR0913 (what a problem is)
    env: BuildEnvironment,
    node: nodes.Element,
    subject: str,
    fault: str,
    remedy: str,
    *,
    type_: str,
    subtype: str,
    option: str = "",
) -> None:
    """Warn at a node of the page being written, or of a file it includes."""
    source, line = get_source_line(node)
    at = (env.current_document.docname, line, subject, fault, remedy, type_, subtype)
    warn(Problem(*at, file=other_source(env, source), field=option))


class NeedsDirective(SphinxDirective):
    """A directive over needs: reads lists of names and warns of unknown ones."""

    extension: ClassVar[str]
    """The extension the directive belongs to: the type of its warnings."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Warn of options without a value, once, whatever the directive makes of it."""
        super().__init__(*arguments, **named)
        self._empty: frozenset[str] = frozenset()
        empty = [name for name, text in self.options.items() if text == ""]
        for name in empty:
            fault, remedy = no_value(name)
            self.warn(fault, remedy, "empty_option", option=name)
        self._empty = frozenset(empty)

    def option_text(self, option: str) -> str:
        """Return the text of an option without white space around it; "" if not given."""
        return str(self.options.get(option) or "").strip()

    def option_names(self, option: str) -> tuple[str, ...]:
        """Return the names an option lists, separated by commas or white space."""
        words = self.option_text(option).replace(",", " ").split()
        return tuple(dict.fromkeys(words))

    def all_known(
        self, names: Iterable[str], known: Iterable[str], option: str, subtype: str
    ) -> bool:
        """Tell whether all names are known; warn of the first that is not."""
        known = list(dict.fromkeys(known))
        for name in names:
            if name not in known:
                fault = _("“%(name)s” in %(option)s is not known, and nothing is shown.")
                fault = fault % {"name": name, "option": option} + did_you_mean(name, known)
                remedy = _("Choose one of: %s.") % ", ".join(known)
                self.warn(fault, remedy, subtype, option=option)
                return False
        return True

    def conditions(
        self,
        option: str,
        fields: Iterable[str],
        subtype: str = "bad_condition",
        unknown: str = "unknown_name",
    ) -> Conditions | None:
        """Return the conditions of an option, all needs without it; ``None``: warned.

        Args:
            option: The name of the option.
            fields: The fields that the conditions may name.
            subtype: The type of the warning of a condition that cannot be read.
            unknown: The type of the warning of a field that is not known.

        """
        text = self.option_text(option)
        try:
            found = Conditions.parse(text) if text else ALL
        except ConditionError as error:
            fault = _("“%(part)s” in %(option)s cannot be read, and nothing is shown.")
            fault %= {"part": error, "option": option}
            remedy = _("Write field = value, or field = value, value.")
            self.warn(fault, remedy, subtype, option=option)
            return None
        return found if self.all_known(found.fields, fields, option, unknown) else None

    def caption(
        self, default: str
    ) -> tuple[str, list[nodes.Node], list[nodes.system_message]]:
        """Return the caption, its nodes, and what is wrong with its markup.

        ``default`` is text, whatever it looks like: it names types, as a rule.
        """
        written = self.option_text("caption")
        if not written:
            return default, [nodes.Text(default)], []
        return written, *self.parse_inline(written)

    def captioned_table(
        self, body: nodes.Element, default: str, classes: Sequence[str]
    ) -> list[nodes.Node]:
        """Return a table with its caption, and what is wrong with the caption's markup.

        Its body is drawn later: ``numref``, ``:name:`` and the gettext builder look at
        the page before the needs are known.
        """
        text, children, messages = self.caption(default)
        title = nodes.title(text, "", *children)
        table = nodes.table("", title, body, classes=list(classes))
        for node in (title, body, table):
            self.set_source_info(node)
        self.add_name(table)
        return [table, *messages]

    def warn(
        self,
        fault: str,
        remedy: str,
        subtype: str,
        line: int | None = None,
        *,
        option: str = "",
    ) -> None:
        """Warn at the directive, its option, or a line of its content; whole sentences."""
        if option in self._empty:
            return
        docname, (source, own_line) = (
            self.env.current_document.docname,
            self.get_source_info(),
        )
        at = (docname, line or own_line, self.name)
        told = (fault, remedy, self.extension, subtype)
        file = other_source(self.env, source)
        warn(Problem(*at, *told, file=file, field=option))

    def placeholder(self, node: nodes.Element) -> list[nodes.Node]:
        """Return a placeholder node with its place in the page."""
        self.set_source_info(node)
        return [node]
