"""Steps of coverage: how far a need is by what is linked with it, as the project declares.

A goal is not covered because something mentions it. A project names the steps between
nothing and done, and what each asks of the needs that act on the goal: their state, the
fields they state, a date that has not passed, a follow-up that is not too old. Beside the
step stands what it does not tell: how many of the acting needs are in each state, and what
keeps them from a step that their state would give. No Sphinx here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from needs_core.confidence import LinkConfidences
from needs_core.dates import HalfYear, has_passed, today
from needs_core.follow_ups import LastFollowUps
from needs_core.states import State, States

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from needs_core.core_settings import ConfidenceFields, FollowUpFields
    from needs_core.items import Item, Items


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
        """Key in ``design.TONES`` or ``UNFILLED``: what does not cover fills nothing."""
        if self.covers:
            return "done" if self.done else f"rank-{min(self.rank, 3)}"
        return "undecided" if self.states else "none"


UNCOVERED = Step("", "○", covers=False)
COVERED = Step("", "●", done=True, rank=1, states=("",))
"""The two steps of a project that declares none."""

MISSING, OVERDUE = "missing", "overdue"
NEVER_FOLLOWED_UP, FOLLOWED_UP_LONG_AGO = "never_followed_up", "followed_up_long_ago"
STILL_OPEN, ONLY_WEAK, UNSURE = "still_open", "only_weak", "unsure"
"""The kinds of remarks."""
WEAK, UNCONFIRMED = "weak", "unconfirmed"
"""What is not sure of a link."""
ABOUT_LINKS = frozenset({ONLY_WEAK, UNSURE})
"""The kinds that are about all links of a goal."""
_KINDS = (
    *(MISSING, OVERDUE, NEVER_FOLLOWED_UP, FOLLOWED_UP_LONG_AGO),
    *(STILL_OPEN, ONLY_WEAK, UNSURE),
)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark beside the step of a need, about the needs that act on it."""

    kind: str
    """``MISSING`` (does not state ``field``), ``OVERDUE`` (the day in ``field`` has
    passed), ``NEVER_FOLLOWED_UP``, ``FOLLOWED_UP_LONG_AGO``, ``STILL_OPEN`` (neither done
    nor decided, where the step is done), ``ONLY_WEAK`` (every link is weak) or ``UNSURE``
    (every link is weak, or nobody has confirmed it)."""
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
    """The step of one need, and the remarks beside it."""

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
    goals: str = ""
    """The need type that is acted on; ``roles`` of the project."""
    actions: str = ""
    """The need type that acts."""
    link: str = ""
    """The link between the two, from either end."""
    confidence: ConfidenceFields | None = None
    """Where needs say how sure their links are; ``None``: no link is weak."""
    of_others: bool = False
    """Whether the project has steps, and they are about other needs than these."""

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

    def tone(self, state: State) -> str:
        """Return the tone of a part of a bar: a step or a state.

        A state that no covering step asks for is undecided, and fills nothing.
        """
        if isinstance(state, Step) or not state.covers or self.is_decided(state):
            return state.tone
        return "undecided"

    def is_decided(self, state: State) -> bool:
        """Tell whether a need in a state is more than proposed, and not given up.

        A covering step asks for the state; without declared steps, every state that covers
        is such a one.
        """
        if not self.declared or not state.covers:
            return state.covers
        return any(state.name in step.states for step in self.all if step.covers)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the declared steps, from the lowest."""
        return tuple(step.name for step in self.all)

    def get(self, name: str) -> Step | None:
        """Return a declared step by its name."""
        return next((x for x in self.all if x.name == name), None)

    def of(
        self,
        linked: Iterable[Item],
        items: Items,
        doubts: Mapping[str, str] = MappingProxyType({}),
        day: date | None = None,
    ) -> StepOf:
        """Return the step of a need, given the needs that act on it.

        Args:
            linked: The needs that act on it, each once, in natural order.
            items: All needs, for the follow-ups.
            doubts: What is not sure of the link with each, by its id: ``WEAK``,
                ``UNCONFIRMED``; without what is sure.
            day: The day on which it is asked; ``None``: today.

        """
        members = tuple(linked)
        acting = tuple(x for x in members if self.states.get(x.status).covers)
        looked = _Look(self, items, day)
        step = looked.highest(acting)
        told = Distribution.of(self.states.get(x.status) for x in members)
        return StepOf(step, told, tuple(looked.remarks(acting, step, doubts)))

    def doubt(self, link: tuple[str, str, str], items: Items) -> str:
        """Return what is not sure of a link: ``WEAK``, ``UNCONFIRMED`` or "".

        Args:
            link: The source id, the link type and the target id.
            items: All needs.

        """
        if self.confidence:
            found = items.look(LinkConfidences(self.confidence)).get(link)
            if found and found.weak:
                return WEAK
        return UNCONFIRMED if link in items.unconfirmed else ""

    def none_declared(self) -> Steps:
        """Return the same for needs that the declared steps are not about."""
        return replace(self, all=(), of_others=self.declared)

    def lowest(self, below: Iterable[StepOf]) -> StepOf:
        """Return the step of a need that is covered by needs with steps of their own.

        It is as far as the least of them: covered only if what covers it is.
        """
        steps = [x.step for x in below]
        step = min(steps, key=lambda x: x.rank, default=self.order[0])
        return StepOf(step, Distribution.of(steps))


@dataclass(frozen=True, slots=True)
class GoalStep:
    """The step of one goal; a view."""

    steps: Steps
    id: str
    day: date | None = None
    """The day on which it is asked; ``None``: today."""

    def look(self, items: Items) -> StepOf | None:
        """Return its step; ``None`` for what is no goal, or no goal that holds."""
        goal = items.by_id.get(self.id)
        if goal is None or goal.type != self.steps.goals or items.is_retired(goal):
            return None
        return self._step(goal, items) if self.steps.declared else None

    def _step(self, goal: Item, items: Items) -> StepOf:
        link = self.steps.link
        incoming = items.incoming.get(goal.id, {}).get(link, ())
        ends = {x: (x, link, goal.id) for x in incoming}
        ends |= {x: (goal.id, link, x) for x in goal.links.get(link, ()) if x not in ends}
        found = (
            x
            for x in items.get(ends)
            if x.type == self.steps.actions and not items.is_retired(x)
        )
        acting = sorted(found, key=lambda x: items.places[x.id])
        told = {x: self.steps.doubt(end, items) for x, end in ends.items()}
        doubts = {x: doubt for x, doubt in told.items() if doubt}
        return self.steps.of(acting, items, doubts, self.day)


def day_of_step(id_: str, steps: Steps, items: Items) -> date | None:
    """Return the day that the step of a need depends on; ``None`` for what is no goal."""
    item = items.by_id.get(id_)
    is_goal = item is not None and item.type == steps.goals
    return items.day_of(GoalStep(steps, id_)) if is_goal else None


@dataclass(frozen=True, slots=True)
class GoalSteps:
    """The step of every goal of the project; a view."""

    steps: Steps
    day: date | None = None
    """The day on which it is asked; ``None``: today."""

    def look(self, items: Items) -> Mapping[str, StepOf]:
        """Return the step of each goal that holds; none in a project without steps."""
        goals = items.of_type(self.steps.goals) if self.steps.declared else ()
        steps = ((x.id, items.look(GoalStep(self.steps, x.id, self.day))) for x in goals)
        return {id_: step for id_, step in steps if step}


def gathered_remarks(found: Iterable[tuple[str, StepOf]]) -> tuple[Remark, ...]:
    """Return the remarks of several goals as those of all, each need once.

    Args:
        found: The id of each goal, with its step. ``ABOUT_LINKS`` count the goals.

    """
    ids: dict[tuple[str, str], dict[str, None]] = {}
    for goal, one in found:
        for remark in one.remarks:
            about = (goal,) if remark.kind in ABOUT_LINKS else remark.ids
            ids.setdefault((remark.kind, remark.field), {}).update(dict.fromkeys(about))
    return tuple(
        Remark(kind, tuple(ids[kind, field]), field)
        for kind, field in sorted(ids, key=lambda key: _KINDS.index(key[0]))
    )


class _Look:
    """Holds what every question to the acting needs asks for: the day and follow-ups."""

    def __init__(self, steps: Steps, items: Items, day: date | None) -> None:
        self._steps, self._day = steps, day
        names = steps.follow_ups
        self._last = items.look(LastFollowUps(names, day)) if names else {}

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
        self, acting: tuple[Item, ...], reached: Step, doubts: Mapping[str, str]
    ) -> Iterator[Remark]:
        """Yield what the step does not tell."""
        if not self._steps.declared:
            return
        opened = [x for x in acting if not self._steps.states.get(x.status).done]
        for field in self._fields(lambda step: step.stated):
            lacking = (x for x in opened if field in self._asked(x) and not x.value(field))
            yield from _remark(MISSING, lacking, field)
        for field in self._fields(lambda step: (step.in_time,)):
            late = (x for x in opened if self._has_passed(x, field))
            yield from _remark(OVERDUE, late, field)
        stale = [x for x in opened if self._is_stale(x)]
        never = (x for x in stale if x.id not in self._last)
        yield from _remark(NEVER_FOLLOWED_UP, never)
        long_ago = (x for x in stale if x.id in self._last)
        yield from _remark(FOLLOWED_UP_LONG_AGO, long_ago)
        if reached.done:
            yield from _remark(STILL_OPEN, opened)
        if acting and all(x.id in doubts for x in acting):
            weak = all(doubts[x.id] == WEAK for x in acting)
            yield from _remark(ONLY_WEAK if weak else UNSURE, acting)

    def _reaches(self, item: Item, step: Step) -> bool:
        """Tell whether one need is enough for a step; what is done needs nothing more."""
        if item.status not in step.states:
            return False
        return self._steps.states.get(item.status).done or not (
            any(not item.value(field) for field in step.stated)
            or self._has_passed(item, step.in_time)
            or not self._is_followed_up(item, step)
        )

    def _is_followed_up(self, item: Item, step: Step) -> bool:
        if not step.followed_up_within:
            return True
        if item.id not in self._last:
            return False
        earliest = HalfYear.containing(self._day or today())
        for _half in range(step.followed_up_within - 1):
            earliest = earliest.before()
        return self._last[item.id] >= earliest

    def _has_passed(self, item: Item, field: str) -> bool:
        return has_passed(item.value(field), self._day)

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
