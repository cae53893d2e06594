"""Which types, links and fields of a project are which parts of StratML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.messages import warn
from needs_core.roles import Roles
from needs_core.settings import (
    field_name,
    flag,
    link_type,
    need_type,
    problem,
    read,
    setting,
    text,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_ = get_translation("needs_exchange")


@dataclass(frozen=True, slots=True)
class StratmlMapping:
    """What of the project is what in StratML, beside what `needs_core_roles` says."""

    name: str = setting("", "What the strategy is called.", text, required=True)
    organization: str = setting("", "Whose strategy it is.", text)
    goals: str = setting("", "The type that is a Goal of Part 1.", need_type, required=True)
    goals_are_vision: bool = setting(
        False, "Whether the goals together are the Vision, of which there can be one.", flag
    )
    objective_of: str = setting(
        "", "The link from an objective to its goal.", link_type, required=True
    )
    words: str = setting(
        "", "The field with the exact words, for Description; none: the title.", field_name
    )
    keywords: str = setting(
        "", "A type told as OtherInformation of a goal: StratML has no keywords.", need_type
    )
    keyword_of: str = setting("", "The link from a keyword to its goal.", link_type)
    reports: str = setting(
        "", "A type that follows up on actions: an ActualResult each.", need_type
    )
    report_on: str = setting("", "The link from a report to its action.", link_type)
    report_date: str = setting("", "The field with the day of a report.", field_name)
    report_text: str = setting("", "The field with the text of a report.", field_name)


def stratml_settings(config: Config) -> tuple[StratmlMapping, Roles] | None:
    """Return the mapping, and what acts on what; ``None``: there are no StratML files."""
    mapping, roles = read(config, StratmlMapping), read(config, Roles)
    return (mapping, roles) if mapping.name and roles.actions and roles.link else None


def check_roles(_app: Sphinx, config: Config) -> None:
    """Warn of a mapping without what acts on what (``config-inited``, after 650)."""
    if read(config, StratmlMapping).name and stratml_settings(config) is None:
        fault = _("It is not said what acts on what: there are no StratML files.")
        remedy = _("Write needs_core_roles with actions, goals and link.")
        warn(problem(config, "needs_exchange_stratml", (), fault, remedy))
