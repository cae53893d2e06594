"""What the browser answers questions from: states, fields and links of every need.

A small script of its own, ``answers.js``, beside the index: it names entries by their
numbers there. ``engine/answers.js`` reads a question and answers from it. Knows no Sphinx.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from needs_core.model import plural_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from needs_core.items import Item, Items
    from needs_core.model import Model
    from needs_core.states import State, States
    from needs_search.entries import SearchEntry

_LONGEST = 80
"""A value of more letters is read where it stands."""

_UNASKED = frozenset({"status"})
"""Fields that are told as something else."""


@dataclass(frozen=True, slots=True)
class AnswerSources:
    """The needs, and what the project says of them."""

    items: Items
    model: Model
    states: States
    steps: Mapping[str, State] = field(default_factory=dict)
    """The id of each goal to its step."""
    all_steps: tuple[State, ...] = ()
    """Every step that the project declares."""
    unlisted: frozenset[str] = frozenset()
    """Fields and links that a block of their own shows."""
    read: Callable[[str, str], str] = lambda _field, value: value
    """A field and its value to the text readers see."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """``owner``, ``start`` and ``end`` to the field that has it."""
    follow_ups: tuple[str, Sequence[tuple[str, str]]] = ("", ())
    """The type of follow-ups, and the id and the day of each that has a day."""


def answer_data(
    entries: Sequence[SearchEntry], sources: AnswerSources
) -> dict[str, object]:
    """Return what questions are answered from, for the script.

    Needs that do not hold any more are left out, as coverage leaves them out.
    """
    model, items = sources.model, sources.items
    numbers = {e.id: n for n, e in enumerate(entries) if e.kind == "need"}
    held = [x for x in items if x.id in numbers and not items.is_retired(x)]
    fields = {
        name: number
        for number, name in enumerate(
            name
            for name in model.fields
            if name not in _UNASKED | sources.unlisted | model.for_authors
            and any(_has_field(type_, name, sources) for type_ in items.by_type)
        )
    }
    links = {
        name: number
        for number, name in enumerate(
            name for name in model.links if any(item.links.get(name) for item in held)
        )
    }
    needs: dict[int, list[object]] = {}
    for item in held:
        needs[numbers[item.id]] = [
            item.type,
            item.status or "",
            {
                n: _value(item, name, sources)
                for name, n in fields.items()
                if item.values(name)
            },
            {
                n: [numbers[to] for to in item.links[name] if to in numbers]
                for name, n in links.items()
                if item.links.get(name)
            },
            *([sources.steps[item.id].name] if item.id in sources.steps else []),
        ]
    follow_up, days = sources.follow_ups
    states = (*sources.states.all, *sources.all_steps)
    return {
        "types": {
            name: [title, plural_title(model, name)] for name, title in model.types.items()
        },
        "fields": [[name, model.fields[name]] for name in fields],
        "own": {
            name: [n for field_, n in fields.items() if _has_field(name, field_, sources)]
            for name in model.types
        },
        "links": [
            [model.links[name].outgoing, model.links[name].incoming, *_ends(model, name)]
            for name in links
        ],
        "roles": {role: fields[x] for role, x in sources.roles.items() if x in fields},
        "followUps": [
            follow_up,
            [[numbers[id_], day] for id_, day in days if id_ in numbers],
        ],
        "idle": [numbers[x.id] for x in held if not sources.states.get(x.status).covers],
        "states": list(dict.fromkeys(x.name for x in states if x.name)),
        "plurals": {x.name: x.plural for x in states if x.plural},
        "needs": needs,
    }


def _value(item: Item, name: str, sources: AnswerSources) -> list[str] | int:
    """Return the values readers see, or 1 for what is too long for a sentence."""
    values = [sources.read(name, v) for v in item.values(name)]
    return 1 if len(", ".join(values)) > _LONGEST else values


def _has_field(type_: str, name: str, sources: AnswerSources) -> bool:
    """Tell whether needs of a type may have a field: it declares it, or one has it."""
    declared = name in sources.model.own_fields.get(type_, ())
    return declared or any(x.values(name) for x in sources.items.of_type(type_))


def _ends(model: Model, name: str) -> tuple[list[str], list[str]]:
    link = model.links[name]
    return sorted(link.sources), sorted(link.targets)
