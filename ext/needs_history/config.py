"""shim config"""

from __future__ import annotations
from dataclasses import dataclass, field
from typing import Any, Mapping
from needs_core.model import Item
from needs_core.reader import read_states
from needs_core.roles import Roles
from needs_core.states import States


@dataclass(frozen=True, slots=True)
class FollowUpFields:
    type: str = ""
    link: str = ""
    period: str = ""
    forum: str = ""
    date: str = ""
    decision: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Confirmation:
    links: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    file: str = "confirmed.json"


@dataclass(frozen=True, slots=True)
class Settings:
    roles: Roles = Roles()
    follow_ups: FollowUpFields = FollowUpFields()
    confirmation: Confirmation = Confirmation()
    folder: str = "history"
    pages: Mapping[str, str] = field(default_factory=dict)
    states: States = field(default_factory=States)

    def is_open(self, item: Item) -> bool:
        state = self.states.get(item.status)
        return not self.states.all or (state.covers and not state.done)

    def is_done(self, item: Item) -> bool:
        return bool(self.states.all) and self.states.get(item.status).done

    def is_priority(self, item: Item) -> bool:
        return bool(set(item.values(self.roles.priority)) & set(self.roles.high))


def read_roles(config: Any) -> Roles:
    r = dict(config.needs_core_roles)
    if "high" in r:
        r["high"] = tuple(r["high"])
    return Roles(**r)


def read_settings(config: Any) -> Settings:
    c = dict(config.needs_history_confirmation)
    for k in ("links", "wording"):
        if k in c:
            c[k] = tuple(c[k])
    return Settings(
        read_roles(config),
        FollowUpFields(**config.needs_history_follow_ups),
        Confirmation(**c),
        config.needs_history_folder,
        config.needs_history_pages,
        read_states(config),
    )


def setup(app: Any) -> None:
    for n in (
        "needs_core_roles",
        "needs_history_follow_ups",
        "needs_history_confirmation",
        "needs_history_pages",
    ):
        app.add_config_value(n, {}, "env")
    app.add_config_value("needs_history_folder", "history", "env")
