"""The placeholders that stand in a page until the needs are known, and marked words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.page_views import ViewNode

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_ = get_translation("needs_history")


class need_history(ViewNode):
    """What is told of a need below its text; ``view`` is ``OfNeed``."""


class history_place(ViewNode):
    """Stands for what a directive shows. ``part`` names which part of it."""


class history_body(ViewNode):
    """The body of a table that has had its caption since the page was read."""


class gone_words(nodes.inline):
    """Words that are there no more; HTML only."""


class new_words(nodes.inline):
    """Words that were not there before; HTML only."""


class history_picture(nodes.General, nodes.Element):
    """A picture as SVG, in ``svg``; HTML only. A table below it says the same."""


def _open(tag: str, said: str) -> str:
    return f'<{tag}><span class="history-hidden">[{said}: </span>'


def _visit_gone(self: HTML5Translator, _node: gone_words) -> None:
    self.body.append(_open("del", _("gone")))


def _depart_gone(self: HTML5Translator, _node: gone_words) -> None:
    self.body.append('<span class="history-hidden">] </span></del>')


def _visit_new(self: HTML5Translator, _node: new_words) -> None:
    self.body.append(_open("ins", _("new")))


def _depart_new(self: HTML5Translator, _node: new_words) -> None:
    self.body.append('<span class="history-hidden">] </span></ins>')


def _visit_picture(self: HTML5Translator, node: history_picture) -> None:
    self.body.append(f'<div class="history-picture">{node["svg"]}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    for node in (need_history, history_place, history_body):
        app.add_node(node)
    app.add_node(gone_words, html=(_visit_gone, _depart_gone))
    app.add_node(new_words, html=(_visit_new, _depart_new))
    app.add_node(history_picture, html=(_visit_picture, None))
