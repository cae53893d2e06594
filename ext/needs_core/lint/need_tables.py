"""Tables and lists of sphinx-needs that name what there is not.

For an unknown type or status sphinx-needs shows nothing; a column is empty, a style is
none, and what is sorted by nothing is not sorted; and it says nothing. So it is told only
where its messages are rewritten, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.core_settings import ORIGINAL, wording
from needs_core.messages import Problem, no_value, warn
from needs_core.reader import column_names, read_model, read_states
from needs_core.rebuild.included_files import other_source
from needs_core.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_ = get_translation("needs_core")


_STYLES = ["table", "datatables"]


def check_tables(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of names that there are not (``doctree-read``)."""
    if wording(app.config) == ORIGINAL:
        return
    docname = app.env.current_document.docname
    for node in doctree.findall(nodes.Element):
        if not type(node).__module__.startswith("sphinx_needs.directives."):
            continue
        # A flow is a node of the program that draws it.
        name = re.sub("^(needflow).*", r"\1", type(node).__name__.lower())
        at = (docname, node.get("lineno") or node.line, name)
        file = other_source(app.env, node.source)
        for option, fault, remedy in _faults(app, node, name):
            told = (fault, remedy, "needs_core", "need_table")
            warn(Problem(*at, *told, file=file, field=option))


def _faults(app: Sphinx, node: nodes.Element, name: str) -> Iterator[tuple[str, str, str]]:
    for option, fault, word, names in _wrong(app, node, name):
        remedy = _("Correct the name, or remove it.") + did_you_mean(word, names)
        yield option, fault, remedy
    if node.get("sort_by") == "":
        yield ("sort_by", *no_value("sort_by"))


def _wrong(
    app: Sphinx, node: nodes.Element, name: str
) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield option, fault, the name that is wrong, and those there are."""
    model = read_model(app.config)
    types = [*model.types.values(), *model.types]
    for word in node.get("types") or ():
        if word not in types:
            yield "types", _("There is no type “%s”.") % word, word, types
    if "status" in model.allowed:
        states = [*model.allowed["status"], *read_states(app.config).names]
        for word in node.get("status") or ():
            if word not in states:
                yield "status", _("There is no status “%s”.") % word, word, states
    if name == "needtable":
        columns = column_names(app)
        known = {x.upper() for x in columns}
        for word in (x.lower() for x in _columns(node) if x not in known):
            fault = _("There is no field “%s” for a column.") % word
            yield "columns", fault, word, columns
        style = str(node.get("style") or "").lower()
        if style not in ("", *_STYLES):
            fault = _("There is no style “%(word)s”, only %(known)s.")
            fault %= {"word": style, "known": ", ".join(_STYLES)}
            yield "style", fault, style, _STYLES


def _columns(node: nodes.Element) -> Iterator[str]:
    for column, _title in node.get("columns") or ():
        if column:
            yield column
