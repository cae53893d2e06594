"""Evaluation of gates: their cases, and which breaches are new, known or closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_coverage.gates.baseline import KnownGap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.messages import Problem
    from needs_coverage.gates.rules import Case, Gate, GateContext


@dataclass(frozen=True, slots=True)
class Verdict:
    """The cases of one gate."""

    gate: Gate
    cases: tuple[Case, ...]
    """Everything that was checked, in natural order."""
    listed: frozenset[KnownGap] = frozenset()
    """The gaps of this gate that the baseline lists."""

    @property
    def new(self) -> tuple[Case, ...]:
        """The breaches that are not listed."""
        return tuple(x for x in self.cases if not x.holds and not self.is_known(x))

    @property
    def known(self) -> tuple[Case, ...]:
        """The breaches that the baseline lists."""
        return tuple(x for x in self.cases if not x.holds and self.is_known(x))

    @property
    def fails(self) -> bool:
        """Whether the build fails on this gate."""
        return self.gate.fails and bool(self.new)

    def is_known(self, case: Case) -> bool:
        """Tell whether the baseline lists a case."""
        return gap_of(self.gate, case) in self.listed


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The verdicts on all gates, in the order of the configuration."""

    context: GateContext
    verdicts: tuple[Verdict, ...]
    closed: tuple[KnownGap, ...]
    """Gaps of the baseline that are no longer breaches, in its order."""
    bad: tuple[Problem, ...] = ()
    """What cannot be used: gates of the configuration, the baseline file."""

    @property
    def fails(self) -> bool:
        """Whether the build fails: on a gate, or because one cannot be checked."""
        return any(verdict.fails for verdict in self.verdicts) or bool(self.bad)

    @property
    def gaps(self) -> tuple[KnownGap, ...]:
        """Every breach that a build fails on, or would but for the baseline."""
        return tuple(
            gap_of(verdict.gate, case)
            for verdict in self.verdicts
            if verdict.gate.fails
            for case in verdict.cases
            if not case.holds
        )


def evaluate(
    gates: Iterable[Gate],
    context: GateContext,
    known: Iterable[KnownGap] = (),
    bad: Iterable[Problem] = (),
) -> Evaluation:
    """Check every gate."""
    listed = tuple(known)
    verdicts = tuple(
        Verdict(
            gate,
            tuple(gate.cases(context)),
            frozenset(entry for entry in listed if entry.gate == gate.name),
        )
        for gate in gates
    )
    breaches = {gap_of(v.gate, x) for v in verdicts for x in v.cases if not x.holds}
    closed = tuple(entry for entry in listed if entry not in breaches)
    return Evaluation(context, verdicts, closed, tuple(bad))


def gap_of(gate: Gate, case: Case) -> KnownGap:
    """Return a breach as a baseline lists it."""
    return KnownGap(gate.name, case.id, case.detail)
