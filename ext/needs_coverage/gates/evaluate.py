"""Evaluation of gates: their cases, and which breaches are new, known or closed.

The known ones stand in a file, the baseline: they do not fail a build.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needs_core.items import natural_key
from needs_core.json_text import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from needs_core.messages import Problem
    from needs_coverage.gates.rules import Case, Gate, GateContext

FORMAT, VERSION = "needs-coverage-baseline", 1


@dataclass(frozen=True, slots=True)
class KnownGap:
    """A breach: the gate, the item or group, and the field or date of it."""

    gate: str
    id: str
    detail: str = ""


class BaselineError(ValueError):
    """The file cannot be used: ``reason`` is one of the three below."""

    BROKEN, FOREIGN, VERSION = "broken", "foreign", "version"

    def __init__(self, reason: str, found: object = "") -> None:
        super().__init__(reason, found)
        self.reason, self.found = reason, found


def parse_baseline(content: bytes | str) -> tuple[KnownGap, ...]:
    """Parse a baseline file.

    Raises ``JsonTextError``, or ``BaselineError`` where it is no baseline of this version.
    """
    loaded = parse_json(content)
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        raise BaselineError(BaselineError.FOREIGN)
    if loaded.get("version") != VERSION:
        raise BaselineError(BaselineError.VERSION, loaded.get("version"))
    entries = loaded.get("known")
    if not isinstance(entries, list):
        raise BaselineError(BaselineError.BROKEN, "known")
    return tuple(dict.fromkeys(_entry(n, x) for n, x in enumerate(entries, start=1)))


def baseline_text(gaps: Iterable[KnownGap]) -> str:
    """Return the text of a baseline file: a line a gap, in natural order.

    >>> parse_baseline(baseline_text([KnownGap("owner", "TI_1", "ansvarlig")]))
    (KnownGap(gate='owner', id='TI_1', detail='ansvarlig'),)
    """
    ordered = sorted(set(gaps), key=lambda x: (x.gate, natural_key(x.id), x.detail))
    entries = (json.dumps(_as_dict(gap), ensure_ascii=False) for gap in ordered)
    lines = ",\n".join(f"    {entry}" for entry in entries)
    known = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},\n  "known": {known}\n}}\n'


def _as_dict(gap: KnownGap) -> dict[str, str]:
    values = {"gate": gap.gate, "id": gap.id, "detail": gap.detail}
    return {key: value for key, value in values.items() if value or key != "detail"}


def _entry(number: int, value: object) -> KnownGap:
    if isinstance(value, dict) and {"gate", "id"} <= set(value) <= {"gate", "id", "detail"}:
        entry = KnownGap(**value)
        if all(isinstance(x, str) for x in (entry.gate, entry.id, entry.detail)):
            return entry
    raise BaselineError(BaselineError.BROKEN, f"known, {number}")


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
