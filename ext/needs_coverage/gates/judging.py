"""Every gate held against the needs and the gaps that are known. No Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_coverage.gates.baseline import Known

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from needs_core.model import Items
    from needs_coverage.gates.rules import Case, Gate


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one gate."""

    gate: Gate
    cases: tuple[Case, ...]
    """Everything that was judged, in natural order."""
    listed: frozenset[Known] = frozenset()
    """The gaps of this gate that the baseline lists."""

    @property
    def new(self) -> tuple[Case, ...]:
        """The breaches nobody has listed."""
        return tuple(x for x in self.cases if not x.holds and not self.is_known(x))

    @property
    def known(self) -> tuple[Case, ...]:
        """The breaches the baseline lists."""
        return tuple(x for x in self.cases if not x.holds and self.is_known(x))

    @property
    def fails(self) -> bool:
        """Whether the build fails on this gate."""
        return self.gate.fails and bool(self.new)

    def is_known(self, case: Case) -> bool:
        """Tell whether the baseline lists a case."""
        return gap(self.gate, case) in self.listed


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of all gates, in the order of the configuration."""

    verdicts: tuple[Verdict, ...]
    closed: tuple[Known, ...]
    """What the baseline lists and is no longer so, in the baseline's order."""
    today: date

    @property
    def fails(self) -> bool:
        """Whether the build fails."""
        return any(verdict.fails for verdict in self.verdicts)

    @property
    def gaps(self) -> tuple[Known, ...]:
        """Every breach that a build fails on, or would but for the baseline."""
        return tuple(
            gap(verdict.gate, case)
            for verdict in self.verdicts
            if verdict.gate.fails
            for case in verdict.cases
            if not case.holds
        )


def judge(
    gates: Iterable[Gate], items: Items, known: Iterable[Known], today: date
) -> Judgement:
    """Hold every gate against the needs."""
    listed = tuple(known)
    verdicts = tuple(
        Verdict(
            gate,
            tuple(gate.rule.cases(items, today)),
            frozenset(entry for entry in listed if entry.gate == gate.name),
        )
        for gate in gates
    )
    breaches = {gap(v.gate, case) for v in verdicts for case in v.cases if not case.holds}
    closed = tuple(entry for entry in listed if entry not in breaches)
    return Judgement(verdicts, closed, today)


def gap(gate: Gate, case: Case) -> Known:
    """Return what a breach is called in a baseline."""
    return Known(gate.name, case.id, case.detail)
