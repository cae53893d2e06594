"""A strategy and its performance as plain values, ready to be written as XML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A state an action was in; the day is empty when it is the one of now."""

    state: str
    day: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A need that does something for an objective."""

    id: str
    state_id: str
    """The id of its indicator."""
    name: str
    words: str
    owner: str
    start: str
    end: str
    others: tuple[str, ...]
    """The other objectives it works for."""
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """A need that belongs to a goal, with the actions that stand under it."""

    id: str
    name: str
    words: str
    number: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """A need that the strategy is divided by."""

    id: str
    name: str
    words: str
    number: str
    keywords: tuple[str, ...]
    objectives: tuple[Objective, ...]


@dataclass(frozen=True, slots=True)
class Strategy:
    """All of it."""

    name: str
    organization: str
    source: str
    vision: str
    goals: tuple[Goal, ...]
    left_out: tuple[tuple[str, str], ...]
    """Needs that have no place in the format: id and title."""
