"""Tables and lists of sphinx-needs that name a type or a column that there is not.

sphinx-needs shows nothing for them, or an empty column, and says nothing: told only where
its messages are rewritten, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.core_settings import ORIGINAL, wording
from needs_core.messages import Problem, warn
from needs_core.reader import column_names, read_model
from needs_core.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_ = get_translation("needs_core")


def check_tables(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of types and columns that there are not (``doctree-read``)."""
    if wording(app.config) == ORIGINAL:
        return
    model, docname = read_model(app.config), app.env.current_document.docname
    types = [*model.types.values(), *model.types]
    for node in doctree.findall(nodes.Element):
        if not type(node).__module__.startswith("sphinx_needs.directives."):
            continue
        name, wrong = type(node).__name__.lower(), list[tuple[str, str, str, list[str]]]()
        fault = _("There is no type “%s”.")
        asked = node.get("types") or ()
        wrong += [("types", fault, x, types) for x in asked if x not in types]
        if name == "needtable":
            fault, columns = _("There is no field “%s” for a column."), column_names(app)
            known = {x.upper() for x in columns}
            lost = [x.lower() for x in _columns(node) if x not in known]
            wrong += [("columns", fault, x, columns) for x in lost]
        for option, fault, word, names in wrong:
            remedy = _("Correct the name, or remove it.") + did_you_mean(word, names)
            at = (docname, node.get("lineno") or node.line, name)
            told = (fault % word, remedy, "needs_core", "need_table")
            warn(Problem(*at, *told, field=option))


def _columns(node: nodes.Element) -> Iterator[str]:
    for column, _title in node.get("columns") or ():
        if column:
            yield column
