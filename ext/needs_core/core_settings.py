"""The settings of ``needs_core`` itself: states, roles, plurals, the project's commands.

Read ``Roles`` with ``read(config, Roles)`` from ``config-inited`` (650) on, and a command
line with ``command_line``. ``reader`` reads states, plurals and what is not listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.edit_links import edit_address
from needs_core.settings import (
    field_name,
    field_or_link_names,
    flag,
    group,
    link_type,
    need_type,
    register,
    register_value,
    setting,
    table,
    text,
    texts,
    value,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.model import Item


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


@dataclass(frozen=True, slots=True)
class Roles:
    """What acts on what in a plan, by whom and until when."""

    actions: str = setting(
        "", "The type that acts: initiatives, measures.", need_type, required=True
    )
    goals: str = setting("", "The type that is acted on.", need_type, required=True)
    link: str = setting("", "The link between the two, from either end.", link_type)
    owner: str = setting("", "The field with who is responsible.", field_name)
    start: str = setting("", "The field with the day work begins.", field_name)
    end: str = setting("", "The field with the day it is to be done.", field_name)
    priority: str = setting("", "The field with the priority.", field_name)
    high: tuple[str, ...] = setting((), "The values of it that count as high.", texts)

    def is_priority(self, item: Item) -> bool:
        """Tell whether a need is stated to be of high priority.

        >>> from needs_core.model import Item
        >>> item = Item("T_1", "act", "", fields={"rank": ("high",)})
        >>> Roles(priority="rank", high=("high",)).is_priority(item)
        True
        """
        return bool(set(item.values(self.priority)) & set(self.high))


def command_line(config: Config, name: str, default: str) -> str:
    """Return the command line that messages name for a command or an option of it.

    A project that wraps the commands of the extensions, as a Makefile does, says so once:
    ``needs_core_commands = {"needs_history.new": "make ny"}``.

    Args:
        config: The configuration of the project.
        name: ``<extension>.<command>``, or ``<extension>.<command>.<option>``.
        default: The extension's own command line, as ``python -m needs_history new``.

    """
    commands: dict[str, str] = dict(value(config, "needs_core_commands"))
    return commands.get(name, default)


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
