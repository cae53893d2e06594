"""Steps of coverage: how far a need is by what is linked with it, as the project declares.

A goal is not covered because something mentions it. A project names the steps between
nothing and done, and what each asks of the needs that act on the goal: their state, the
fields they state, a date that has not passed, a follow-up that is not too old. Beside the
step stands what it does not tell: how many of the acting needs are in each state, and what
keeps them from a step that their state would give. No Sphinx here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.dates import HalfYear, read_day, today
from needs_core.follow_ups import LastFollowUps
from needs_core.states import State, States

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import date

    from needs_core.core_settings import FollowUpFields
    from needs_core.model import Item, Items


@dataclass(frozen=True, slots=True)
class Step(State):
    """How far a need is: a state that follows from what is linked with it.

    ``covers`` is whether a need on it counts as covered, ``rank`` its place from 1.
    """

    meaning: str = ""
    """What is asked, in the words of the project."""
    states: tuple[str, ...] = ()
    """A linked need in one of these reaches it; none: it is reached without any."""
    stated: tuple[str, ...] = ()
    """The fields which that need has to state."""
    in_time: str = ""
    """The field with the day that must not have passed."""
    followed_up_within: int = 0
    """In how many half-years, with that of today, it must have been followed up; 0: it
    need not have been."""
    none_in: tuple[str, ...] = ()
    """The states that none of the linked needs may be in."""

    @property
    def tone(self) -> str:
        """Key in ``design.TONES``; a step that does not cover fills nothing."""
        if self.covers:
            return "done" if self.done else f"rank-{min(self.rank, 3)}"
        return "open" if self.states else "gap"


UNCOVERED = Step("", "○", covers=False)
COVERED = Step("", "●", done=True, rank=1, states=("",))
"""The two steps of a project that declares none."""

MISSING, OVERDUE = "missing", "overdue"
NEVER_FOLLOWED_UP, FOLLOWED_UP_LONG_AGO = "never_followed_up", "followed_up_long_ago"
STILL_OPEN, ONLY_WEAK = "still_open", "only_weak"
"""The kinds of remarks."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the step of a need does not tell of the needs that act on it."""

    kind: str
    """``MISSING`` (does not state ``field``), ``OVERDUE`` (the day in ``field`` has
    passed), ``NEVER_FOLLOWED_UP``, ``FOLLOWED_UP_LONG_AGO``, ``STILL_OPEN`` (neither done
    nor decided, where the step is done) or ``ONLY_WEAK`` (every link is weak)."""
    ids: tuple[str, ...]
    """The linked needs it is about, in natural order."""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many needs are in each state or on each step, the furthest first."""

    counts: tuple[tuple[State, int], ...] = ()

    @classmethod
    def of(cls, states: Iterable[State]) -> Distribution:
        """Count states; what does not cover comes last."""
        found = Counter(states)
        order = sorted(found, key=lambda x: (-x.covers, -x.rank, x.name))
        return cls(tuple((state, found[state]) for state in order))

    @property
    def total(self) -> int:
        """How many needs there are."""
        return sum(count for _state, count in self.counts)

    @property
    def covering(self) -> int:
        """How many of them are in a state, or on a step, that covers."""
        return sum(count for state, count in self.counts if state.covers)


@dataclass(frozen=True, slots=True)
class StepOf:
    """The step of one need, and what is told beside it."""

    step: Step
    distribution: Distribution = Distribution()
    """The states of the needs that are linked with it, the abandoned included."""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a project, in order, and how they are found."""

    all: tuple[Step, ...] = ()
    """The first asks nothing. None: a need is covered, or it is not."""
    states: States = States()  # noqa: RUF009 (frozen)
    follow_ups: FollowUpFields | None = None

    @property
    def declared(self) -> bool:
        """Whether the project has steps of its own."""
        return bool(self.all)

    @property
    def order(self) -> tuple[Step, ...]:
        """The steps from the lowest, declared or not."""
        return self.all or (UNCOVERED, COVERED)

    @property
    def first_covering(self) -> Step:
        """The lowest step that covers; the last where none does."""
        return next((x for x in self.order if x.covers), self.order[-1])

    def get(self, name: str) -> Step | None:
        """Return a declared step by its name."""
        return next((x for x in self.all if x.name == name), None)

    def of(
        self, linked: Iterable[Item], items: Items, weak: Collection[str] = ()
    ) -> StepOf:
        """Return the step of a need, given the needs that act on it.

        Args:
            linked: The needs that act on it, each once, in natural order.
            items: All needs, for the follow-ups.
            weak: The ids of those whose link with it is weak or not confirmed.

        """
        members = tuple(linked)
        acting = tuple(x for x in members if self.states.get(x.status).covers)
        looked = _Look(self, items)
        step = looked.highest(acting)
        told = Distribution.of(self.states.get(x.status) for x in members)
        return StepOf(step, told, tuple(looked.remarks(acting, step, weak)))

    def lowest(self, below: Iterable[StepOf]) -> StepOf:
        """Return the step of a need that is covered by needs with steps of their own.

        It is as far as the least of them: covered only if what covers it is.
        """
        steps = [x.step for x in below]
        step = min(steps, key=lambda x: x.rank, default=self.order[0])
        return StepOf(step, Distribution.of(steps))


@dataclass(frozen=True, slots=True)
class GoalSteps:
    """The step of every need of a type, by the needs of another that act on it; a view."""

    steps: Steps
    goals: str
    """The need type that is acted on."""
    actions: str
    """The need type that acts."""
    links: tuple[str, ...]
    """The link types between the two, from either end."""

    def look(self, items: Items) -> Mapping[str, StepOf]:
        """Return the step of each need of the type, by its id."""
        return {
            goal.id: self.steps.of(self._acting(goal, items), items)
            for goal in items.of_type(self.goals)
        }

    def _acting(self, goal: Item, items: Items) -> tuple[Item, ...]:
        incoming = items.incoming.get(goal.id, {})
        ids = {
            id_
            for link in self.links
            for id_ in (*incoming.get(link, ()), *goal.links.get(link, ()))
        }
        found = (x for x in items.get(ids) if x.type == self.actions)
        return tuple(sorted(found, key=lambda x: items.places[x.id]))


class _Look:
    """Holds what every question to the acting needs asks for: the day and follow-ups."""

    def __init__(self, steps: Steps, items: Items) -> None:
        self._steps, self._today = steps, today()
        self._half = HalfYear.containing(self._today)
        names = steps.follow_ups
        self._last = items.look(LastFollowUps(names)) if names else {}

    def highest(self, acting: tuple[Item, ...]) -> Step:
        """Return the highest step that the acting needs reach."""
        if not self._steps.declared:
            return COVERED if acting else UNCOVERED
        found, statuses = self._steps.all[0], {x.status for x in acting}
        for step in self._steps.all[1:]:
            barred = statuses.intersection(step.none_in)
            if not barred and any(self._reaches(x, step) for x in acting):
                found = step
        return found

    def remarks(
        self, acting: tuple[Item, ...], reached: Step, weak: Collection[str]
    ) -> Iterator[Remark]:
        """Yield what the step does not tell."""
        if not self._steps.declared:
            return
        opened = [x for x in acting if not self._steps.states.get(x.status).done]
        for field in self._fields(lambda step: step.stated):
            lacking = (x for x in opened if field in self._asked(x) and not x.value(field))
            yield from _remark(MISSING, lacking, field)
        for field in self._fields(lambda step: (step.in_time,)):
            late = (x for x in opened if _has_passed(x, field, self._today))
            yield from _remark(OVERDUE, late, field)
        stale = [x for x in opened if self._is_stale(x)]
        never = (x for x in stale if x.id not in self._last)
        yield from _remark(NEVER_FOLLOWED_UP, never)
        long_ago = (x for x in stale if x.id in self._last)
        yield from _remark(FOLLOWED_UP_LONG_AGO, long_ago)
        if reached.done:
            yield from _remark(STILL_OPEN, opened)
        if acting and all(x.id in weak for x in acting):
            yield from _remark(ONLY_WEAK, acting)

    def _reaches(self, item: Item, step: Step) -> bool:
        """Tell whether one need is enough for a step; what is done needs nothing more."""
        if item.status not in step.states:
            return False
        return self._steps.states.get(item.status).done or not (
            any(not item.value(field) for field in step.stated)
            or _has_passed(item, step.in_time, self._today)
            or not self._is_followed_up(item, step)
        )

    def _is_followed_up(self, item: Item, step: Step) -> bool:
        if not step.followed_up_within:
            return True
        earliest = self._half
        for _half in range(step.followed_up_within - 1):
            earliest = earliest.before()
        return item.id in self._last and self._last[item.id] >= earliest

    def _is_stale(self, item: Item) -> bool:
        steps = (x for x in self._steps.all if item.status in x.states)
        return any(not self._is_followed_up(item, step) for step in steps)

    def _asked(self, item: Item) -> set[str]:
        """Return the fields that some step asks of a need in its state."""
        steps = (x for x in self._steps.all if item.status in x.states)
        return {field for step in steps for field in step.stated}

    def _fields(self, of: Callable[[Step], tuple[str, ...]]) -> dict[str, None]:
        return dict.fromkeys(x for step in self._steps.all for x in of(step) if x)


def _remark(kind: str, found: Iterable[Item], field: str = "") -> Iterator[Remark]:
    if ids := tuple(x.id for x in found):
        yield Remark(kind, ids, field)


def _has_passed(item: Item, field: str, day: date) -> bool:
    end = read_day(item.value(field)) if field else None
    return end is not None and end < day
