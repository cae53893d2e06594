"""Which types, links and fields of a project are which parts of StratML."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.model import Model

_ = get_translation("needs_exchange")


@dataclass(frozen=True, slots=True)
class StratmlMapping:
    """The setting ``needs_exchange_stratml``; what is empty is left out."""

    name: str
    """What the strategy is called."""
    goals: str
    """The type that is a Goal of the strategic plan."""
    objectives: str
    """The type that is an Objective there, and a Goal of the performance plan."""
    objective_of: str
    """The link from an objective to its goal."""
    actions: str
    """The type that is an Objective of the performance plan."""
    action_for: str
    """The link from an action to its objectives; the first is the one it stands under."""
    organization: str = ""
    words: str = ""
    """The field that holds the exact words; without it, the title is all there is."""
    keywords: str = ""
    """A type that is told as other information of a goal."""
    keyword_of: str = ""
    owner: str = ""
    start: str = ""
    end: str = ""
    reports: str = ""
    """A type whose needs say what state an action was in, and when."""
    report_on: str = ""
    report_date: str = ""
    report_text: str = ""
    goals_are_vision: bool = False
    """Whether the goals together are the vision."""


_TYPES = ("goals", "objectives", "actions", "keywords", "reports")
_LINKS = ("objective_of", "action_for", "keyword_of", "report_on")
_FIELDS = ("words", "owner", "start", "end", "report_date", "report_text")
_NEEDED = ("name", "goals", "objectives", "objective_of", "actions", "action_for")


def stratml_mapping(config: Config) -> StratmlMapping | None:
    """Return the mapping; none where the project has none."""
    declared: Mapping[str, Any] = config.needs_exchange_stratml
    return StratmlMapping(**declared) if declared else None


def check(app: Sphinx, model: Model) -> None:
    """Refuse a mapping that names what the project does not have."""
    declared = app.config.needs_exchange_stratml
    if not declared:
        return
    known = {field.name for field in fields(StratmlMapping)}
    for key in set(declared) - known:
        _refuse(key, key, known)
    for key in _NEEDED:
        if not declared.get(key):
            text = _("needs_exchange_stratml in conf.py: ”%s” is missing.")
            raise ConfigError(text % key)
    named = (
        *((key, model.types) for key in _TYPES),
        *((key, model.links) for key in _LINKS),
        *((key, model.fields) for key in _FIELDS),
    )
    for key, names in named:
        if (value := declared.get(key)) and value not in names:
            _refuse(key, value, names)


def _refuse(key: str, value: str, names: Any) -> None:
    text = _(
        "needs_exchange_stratml in conf.py: ”%(value)s” in %(key)s is not known. Write one"
        " of: %(all)s."
    )
    names_ = {"value": value, "key": key, "all": ", ".join(sorted(names))}
    raise ConfigError(text % names_)
