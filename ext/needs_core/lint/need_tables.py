"""Tables, lists and drawings of sphinx-needs that name what there is not.

For an unknown type or status sphinx-needs shows nothing; a column is empty, a style is
none, a drawing has no beginning, what is sorted by nothing is not sorted, and without
PlantUML or Matplotlib a reader is told so in English; and it says nothing. So it is told
only where its messages are rewritten, too.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.core_settings import ORIGINAL, wording
from needs_core.included_files import other_source
from needs_core.messages import Problem, no_value, warn
from needs_core.model_reader import column_names, read_model, read_states
from needs_core.nodes import warn_at
from needs_core.reader import read_items
from needs_core.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_ = get_translation("needs_core")


_STYLES = ["table", "datatables"]


_DRAWN_BY = {
    "sphinxcontrib-plantuml": ("NeedflowPlantuml", "Needgantt", "Needsequence", "Needuml"),
    "sphinx-needs[plotting]": ("Needbar", "Needpie"),
}
"""What is to be installed, and the nodes that it draws."""


def setup(app: Sphinx) -> None:
    """Connect the checks."""
    app.connect("doctree-read", check_tables)
    app.connect("doctree-resolved", check_beginnings, priority=100)  # before it is drawn


def check_beginnings(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Warn of drawings that begin with a need that there is not (``doctree-resolved``)."""
    if wording(app.config) == ORIGINAL:
        return
    for node in _views(doctree):
        id_ = node.get("root_id")
        known = read_items(app).by_id if id_ else {}
        if id_ and id_ not in known:
            fault = _("There is no item with this id.") + did_you_mean(id_, known)
            kind = {"type_": "needs_core", "subtype": "need_table", "option": "root_id"}
            remedy = _("Correct the id, or write the item.")
            warn_at(app.env, node, id_, fault, remedy, **kind)


def _views(doctree: nodes.document) -> Iterator[nodes.Element]:
    for node in doctree.findall(nodes.Element):
        if type(node).__module__.startswith("sphinx_needs.directives."):
            yield node


def check_tables(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of names that there are not (``doctree-read``)."""
    if wording(app.config) == ORIGINAL:
        return
    docname = app.env.current_document.docname
    for node in [*_views(doctree)]:
        # A flow is a node of the program that draws it.
        name = re.sub("^(needflow).*", r"\1", type(node).__name__.lower())
        at = (docname, node.get("lineno") or node.line, name)
        file = other_source(app.env, node.source)
        for option, fault, remedy in _faults(app, node, name):
            told = (fault, remedy, "needs_core", "need_table")
            warn(Problem(*at, *told, file=file, field=option))
        if missing := _not_installed(app, type(node).__name__):
            fault = _("What draws the picture is not installed, and it is left out.")
            remedy = _("Install %s, or remove the block.") % missing
            told = (fault, remedy, "needs_core", "need_table")
            warn(Problem(*at, *told, file=file))
            node.parent.remove(node)


def _not_installed(app: Sphinx, drawing: str) -> str:
    """Return what is to be installed for a drawing; empty: nothing more."""
    for package, drawings in _DRAWN_BY.items():
        if drawing in drawings:
            is_plantuml = package == "sphinxcontrib-plantuml"
            is_there = (
                "sphinxcontrib.plantuml" in app.extensions
                if is_plantuml
                else find_spec("matplotlib") is not None
            )
            return "" if is_there else package
    return ""


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
