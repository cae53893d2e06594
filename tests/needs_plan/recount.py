"""Steps, distributions and shares of a plan, found again from needs.json by other code.

Written from the words by which the steps are explained to readers, without the extensions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Need = Mapping[str, Any]


FURTHEST = ("gennemført", "i gang", "planlagt", "kandidat", "opgivet")
PLURALS = {
    "gennemført": "gennemførte",
    "planlagt": "planlagte",
    "kandidat": "kandidater",
    "opgivet": "opgivne",
    "besluttet": "besluttede",
    "foreslået": "foreslåede",
}
STEPS = {"gennemført": "●", "i gang": "◑", "besluttet": "◔", "foreslået": "◇", "intet": "○"}
"""Name and symbol of each step, the furthest first."""
DECIDED = ("gennemført", "i gang", "besluttet")
WARNING = "⚠\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Goal:
    """How far one goal is."""

    id: str
    group: str
    linked: tuple[str, ...]
    """The initiatives that point at it, the abandoned ones too."""
    acting: tuple[str, ...]
    step: str
    states: Counter[str]
    remarks: Mapping[str, frozenset[str]]
    """What is told beside the step, and of which initiatives."""
    doubt: str
    """What is said of its links where none is sure; else empty."""

    @property
    def words(self) -> str:
        """Step, distribution and remarks, as every output has them."""
        told = [f"{STEPS[self.step]} {self.step}"]
        if self.linked:
            told.append(counted(self.states, FURTHEST))
        remarks = [f"{len(ids)} {what}" for what, ids in self.remarks.items() if ids]
        if remarks or self.doubt:
            told.append(WARNING + ", ".join(filter(None, [*remarks, self.doubt])))
        return " · ".join(told)


@dataclass(frozen=True)
class Plan:
    """The goals and initiatives of a plan, as they stand on a day."""

    needs: Mapping[str, Need]
    today: date
    confirmed: frozenset[tuple[str, str]] = frozenset()
    """Initiative and goal of each link that somebody has confirmed."""

    @property
    def actions(self) -> dict[str, Need]:
        """Every initiative."""
        return {x: need for x, need in self.needs.items() if need["type"] == "tiltag"}

    def goals(self) -> list[Goal]:
        """Return every goal."""
        ids = [x for x, need in self.needs.items() if need["type"] == "målsætning"]
        return [self._goal(x) for x in ids]

    def _goal(self, id_: str) -> Goal:
        actions = self.actions
        linked = tuple(x for x, need in actions.items() if id_ in need["bidrager_til"])
        acting = tuple(x for x in linked if actions[x]["status"] != "opgivet")
        step = self._step([actions[x] for x in acting])
        return Goal(
            id_,
            self.needs[id_]["under"][0],
            linked,
            acting,
            step,
            Counter(actions[x]["status"] for x in linked),
            self._remarks({x: actions[x] for x in acting}, step),
            self._doubt(id_, acting),
        )

    def _step(self, acting: list[Need]) -> str:
        states = {x["status"] for x in acting}
        if "gennemført" in states and not states & {"i gang", "planlagt"}:
            return "gennemført"
        running = [x for x in acting if x["status"] == "i gang" and x["ansvarlig"]]
        if any(not self._is_late(x) and self._is_followed_up(x) for x in running):
            return "i gang"
        decided = [x for x in acting if x["status"] in {"planlagt", "i gang"}]
        if "gennemført" in states or any(x["ansvarlig"] and x["frist"] for x in decided):
            return "besluttet"
        return "foreslået" if acting else "intet"

    def _remarks(self, acting: Mapping[str, Need], step: str) -> dict[str, frozenset[str]]:
        still = {x: need for x, need in acting.items() if need["status"] != "gennemført"}
        decided = {x: need for x, need in still.items() if need["status"] != "kandidat"}
        running = {x: need for x, need in still.items() if need["status"] == "i gang"}
        stale = {x for x, need in running.items() if not self._is_followed_up(need)}
        never = {x for x in stale if not self._halves(x)}
        return {
            "uden ansvarlig": frozenset(
                x for x, need in decided.items() if not need["ansvarlig"]
            ),
            "uden frist": frozenset(x for x, need in decided.items() if not need["frist"]),
            "over fristen": frozenset(
                x for x, need in still.items() if self._is_late(need)
            ),
            "aldrig fulgt op": frozenset(never),
            "ikke fulgt op for nylig": frozenset(stale - never),
            "ikke gennemført": frozenset(still if step == "gennemført" else ()),
        }

    def _doubt(self, goal: str, acting: tuple[str, ...]) -> str:
        """Return that no link is sure: each is weak, or nobody has confirmed it."""
        weak = [self._is_weak(x, goal) for x in acting]
        sure = [(x, goal) in self.confirmed for x in acting]
        if not acting or any(a and not b for a, b in zip(sure, weak, strict=True)):
            return ""
        return f"kun {'svage' if all(weak) else 'usikre'} koblinger"

    def _is_weak(self, id_: str, goal: str) -> bool:
        """Tell whether a link is weak: by what is said of it alone, else of them all."""
        need = self.needs[id_]
        own = re.search(rf"{goal}: *(\w+)", need.get("koblinger") or "")
        return (own[1] if own else need["sikkerhed"]) in {"lav", "ingen"}

    def _is_late(self, need: Need) -> bool:
        return bool(need["frist"]) and date.fromisoformat(need["frist"]) < self.today

    def _halves(self, id_: str) -> list[str]:
        return [
            x["halvaar"]
            for x in self.needs.values()
            if x["type"] == "opfølgning"
            and id_ in x["foelger_op"]
            and date.fromisoformat(x["dato"]) <= self.today
        ]

    def _is_followed_up(self, need: Need) -> bool:
        """Tell whether it was followed up in this half-year or the one before."""
        year, second = self.today.year, self.today.month > 6
        before = f"{year}-1" if second else f"{year - 1}-2"
        return max(self._halves(need["id"]), default="") >= before


def counted(found: Counter[str], order: Iterable[str]) -> str:
    """Return counts in words, as "1 gennemført, 2 kandidater"."""
    return ", ".join(
        f"{found[x]} {x if found[x] == 1 else PLURALS.get(x, x)}" for x in order if found[x]
    )


def share(goals: list[Goal]) -> str:
    """Return how many goals are decided, with the percentage rounded down."""
    count = sum(goal.step in DECIDED for goal in goals)
    percentage = f"{100 * count // len(goals)}\N{NO-BREAK SPACE}%"
    return f"indst besluttet: {count} af {len(goals)} ({percentage})"


def gathered(goals: list[Goal]) -> str:
    """Return the remarks of several goals, each initiative once."""
    found: dict[str, set[str]] = {}
    for goal in goals:
        for what, ids in goal.remarks.items():
            found.setdefault(what, set()).update(ids)
    words = [f"{len(ids)} {what}" for what, ids in found.items() if ids]
    doubts = Counter(goal.doubt for goal in goals if goal.doubt)
    words += [f"{count} med {doubt}" for doubt, count in sorted(doubts.items())]
    return WARNING + ", ".join(words) if words else ""
