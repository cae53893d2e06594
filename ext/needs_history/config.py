"""The settings of the history, and what they say of a need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.core_settings import FollowUpFields, Roles
from needs_core.model_reader import read_steps
from needs_core.settings import (
    field_names,
    file_name,
    link_types,
    read,
    register,
    register_value,
    setting,
    text,
    value,
)
from needs_core.steps import Steps

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.items import Item
    from needs_core.states import States


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Which links are confirmed against which wording."""

    links: tuple[str, ...] = setting((), "The links that are to be confirmed.", link_types)
    wording: tuple[str, ...] = setting(
        (),
        "The fields whose change, beside the title's, makes a link suspect.",
        field_names,
    )
    file: str = setting(
        "confirmed.json", "The list of confirmed links.", file_name(".json")
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the history, with the roles and states they go with."""

    roles: Roles = Roles()  # noqa: RUF009 (frozen)
    follow_ups: FollowUpFields = FollowUpFields()  # noqa: RUF009
    confirmation: Confirmation = Confirmation()
    folder: str = "history"
    """The folder of the snapshots, beside ``conf.py``."""
    steps: Steps = Steps()  # noqa: RUF009

    @property
    def states(self) -> States:
        """The states of the project."""
        return self.steps.states

    def is_open(self, item: Item) -> bool:
        """Tell whether a need is still to be worked on: neither done nor given up."""
        return self.states.is_open(item.status)

    def is_followed_up(self, item: Item) -> bool:
        """Tell whether a need is one that follow-ups are due of: decided, and open."""
        state = self.states.get(item.status)
        return self.is_open(item) and self.steps.is_decided(state)

    def is_done(self, item: Item) -> bool:
        """Tell whether a need is stated to need nothing more."""
        return bool(self.states.all) and self.states.get(item.status).done


def setup(app: Sphinx) -> None:
    """Register the settings."""
    register(app, "needs_history_confirmation", Confirmation)
    folder = setting("history", "The folder of the snapshots, beside `conf.py`.", text)
    register_value(app, "needs_history_folder", folder)


def read_settings(config: Config) -> Settings:
    """Return the settings of the history; right from ``config-inited`` on."""
    return Settings(
        read(config, Roles),
        read(config, FollowUpFields),
        read(config, Confirmation),
        value(config, "needs_history_folder"),
        read_steps(config),
    )
