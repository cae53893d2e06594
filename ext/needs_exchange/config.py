"""The settings of ``needs_exchange``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx.locale import get_translation

from needs_core.core_settings import FollowUpFields, Roles
from needs_core.messages import warn
from needs_core.settings import (
    field_name,
    file_name,
    flag,
    group,
    link_type,
    need_type,
    need_types,
    problem,
    read,
    register,
    register_value,
    safe_address,
    setting,
    table,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.settings import Rebuild

_ = get_translation("needs_exchange")

DEFAULT_LOCK = "plans.lock.json"


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """A plan of `needs_exchange_plans`, under its key."""

    name: str = setting("", "What readers call it.", text, required=True)
    file: str = setting(
        "",
        "Our copy of its `needs.json`, from `conf.py` on; keep it with the project.",
        text,
        required=True,
    )
    source: str = setting(
        "",
        "Where it is fetched from: a file, from `conf.py` on, or an https address.",
        text,
        required=True,
    )
    url: str = setting("", "Its site, for links.", safe_address, required=True)
    types: tuple[str, ...] = setting(
        (),
        "The types whose needs can be linked to, as external needs of sphinx-needs;"
        " what their required links lead to as well. None: it is rolled up.",
        need_types,
    )
    dirhtml: bool = setting(
        False, "Whether its site is built with `dirhtml`, a folder for each page.", flag
    )

    def page(self, docname: str) -> str:
        """Return the address of a page, from the top of its site on.

        >>> [OtherPlan(dirhtml=x).page("a/index") for x in (False, True)]
        ['a/index.html', 'a/']
        """
        address = quote(docname)
        if not self.dirhtml:
            return address and f"{address}.html"
        if address == "index" or address.endswith("/index"):
            return address.removesuffix("index")
        return f"{address}/"

    def address(self, docname: str, id_: str) -> str:
        """Return where a need stands on the site."""
        return f"{self.url.rstrip('/')}/{self.page(docname)}#{quote(id_)}"


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


_VALUES: Mapping[str, tuple[Any, Rebuild]] = {
    "types": (
        setting(
            (),
            "The types of need that are exported, a sheet each; none: no files.",
            need_types,
        ),
        "env",
    ),
    "siblings": (
        setting(
            "",
            "A link: the id of a new need counts on from those with the same target;"
            " without it, from all of its type.",
            link_type,
        ),
        "",
    ),
    "file": (setting("", "The file, for the builder `plan-import`.", text), ""),
    "write": (setting(False, "Whether that builder writes the pages.", flag), ""),
    "log": (
        setting(
            "",
            "The file, beside `conf.py`, in which an import notes each field it writes;"
            " none: it does not.",
            file_name(".csv"),
        ),
        "",
    ),
    "plans": (
        setting(
            (), "The plans of others, each under a key.", table(text, group(OtherPlan))
        ),
        "env",
    ),
    "lock": (
        setting(
            DEFAULT_LOCK,
            "The lock file of the plans of others, beside `conf.py`.",
            file_name(".json"),
        ),
        "env",
    ),
}
"""Name to what it holds, and what is built anew when it changes."""


def setup(app: Sphinx) -> None:
    """Declare the settings."""
    for name, (made, rebuild) in _VALUES.items():
        register_value(app, f"needs_exchange_{name}", made, rebuild)
    register(app, "needs_exchange_stratml", StratmlMapping, "")
    app.connect("config-inited", _check_roles, priority=660)


def stratml_settings(
    config: Config,
) -> tuple[StratmlMapping, Roles, FollowUpFields] | None:
    """Return the mapping, what acts on what, and how a follow-up is written.

    ``None``: there are no StratML files.
    """
    mapping, roles = read(config, StratmlMapping), read(config, Roles)
    if not (mapping.name and roles.actions and roles.link):
        return None
    return mapping, roles, read(config, FollowUpFields)


def _check_roles(_app: Sphinx, config: Config) -> None:
    """Warn of a mapping without what acts on what (``config-inited``, after 650)."""
    if read(config, StratmlMapping).name and stratml_settings(config) is None:
        fault = _("It is not said what acts on what: there are no StratML files.")
        remedy = _("Write needs_core_roles with actions, goals and link.")
        warn(problem(config, "needs_exchange_stratml", (), fault, remedy))
