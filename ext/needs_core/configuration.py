"""The settings of the ground floor itself: states, plurals, what is not listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.edit_links import edit_address
from needs_core.roles import Roles
from needs_core.settings import (
    field_or_link_names,
    flag,
    group,
    need_type,
    register,
    register_value,
    setting,
    table,
    text,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(frozen=True, slots=True)
class StateSettings:
    """A state of ``needs_core_states``, under its name."""

    symbol: str = setting(
        "", "A sign that stands for it, beside its name.", text, required=True
    )
    covers: bool = setting(
        True, "Whether a need in it counts as acting on what it is linked to.", flag
    )
    done: bool = setting(False, "Whether a need in it needs nothing more.", flag)
    plural: str = setting("", "What several needs in it are called; none: its name.", text)


def setup(app: Sphinx) -> None:
    """Declare the values."""
    for name, made in {
        "states": setting(
            (),
            "How far a need is: the values of `status`, in the order of progress.",
            table(text, group(StateSettings)),
        ),
        "plurals": setting(
            (),
            "What several needs of a type are called, where its title does not say it.",
            table(need_type, text),
        ),
        "unlisted": setting(
            (),
            "What a directive draws: it is in no list of a need's facts and links.",
            field_or_link_names,
        ),
        "edit_url": setting("", "Where a need is edited; none: no link.", edit_address),
    }.items():
        register_value(app, f"needs_core_{name}", made)
    commands = setting(
        (),
        "The project's own command lines, by those of the extensions, as"
        " `needs_history.new`.",
        table(text, text),
    )
    register_value(app, "needs_core_commands", commands, "")
    register(app, "needs_core_roles", Roles)
