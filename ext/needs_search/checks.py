"""Settings and glossaries that cannot mean what they say, told where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import Problem, warn
from needs_core.reader import read_model

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ = get_translation("needs_search")


def check_settings(app: Sphinx) -> None:
    """Warn of facets and weights of what the project does not have."""
    config = app.config
    model = read_model(config)
    known = {"type", "status", *model.fields, *model.links}
    for name in config.needs_search_facets or ():
        if name not in known:
            fault = _("No field and no link is called “%s”.") % name
            remedy = _("Write one of these: %s.") % ", ".join(sorted(known))
            _tell("needs_search_facets", fault, remedy, "unknown_facet")
    for name in config.needs_search_weights:
        if name not in model.types:
            fault = _("There is no need type “%s”.") % name
            remedy = _("Write one of these: %s.") % ", ".join(sorted(model.types))
            _tell("needs_search_weights", fault, remedy, "unknown_type")


def warn_of_no_words(docname: str, line: int | None, term: str) -> None:
    """Warn of a line of everyday words that names none."""
    fault = _("The line “%s:” names no words.") % _("Everyday words")
    remedy = _("Write them with commas between, or take the line away.")
    warn(Problem(docname, line, term, fault, remedy, "needs_search", "no_words"))


def _tell(setting: str, fault: str, remedy: str, subtype: str) -> None:
    warn(Problem(None, None, setting, fault, remedy, "needs_search", subtype))
