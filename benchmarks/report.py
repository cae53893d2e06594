"""What was measured, as tables in Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from measure import Cost
    from micro import Core
    from run import Run

    Rounds = Sequence[Sequence[Run]]

_STEPS = {
    "full": "everything",
    "nothing": "nothing changed",
    "text": "the text of an action",
    "link": "a link of an action",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit, and how to read from a round what it limits."""

    size: str
    text: str
    limit: float
    read: Callable[[Mapping[str, Run]], float | None]


def _cpu(step: str, variant: str, over: str, of: str) -> Callable[..., float | None]:
    def read(runs: Mapping[str, Run]) -> float | None:
        if variant not in runs or of not in runs:
            return None
        first: Cost = getattr(runs[variant], step)
        second: Cost = getattr(runs[of], over)
        return first.cpu / second.cpu

    return read


def _weight(part: str) -> Callable[..., float | None]:
    def read(runs: Mapping[str, Run]) -> float | None:
        weight = runs["ours"].weight if "ours" in runs else None
        return None if weight is None else float(getattr(weight, part))

    return read


def _memory(runs: Mapping[str, Run]) -> float | None:
    if not {"ours", "needs"} <= runs.keys():
        return None
    return runs["ours"].full.memory / runs["needs"].full.memory


GOALS = (
    Goal("medium", "full build, × needs", 1.03, _cpu("full", "ours", "full", "needs")),
    Goal("medium", "all, full build, × plain", 1.15, _cpu("full", "all", "full", "plain")),
    Goal(
        "medium", "all, edit of a text, × plain", 1.5, _cpu("text", "all", "text", "plain")
    ),
    Goal("medium", "edit of a text, × needs", 1.4, _cpu("text", "ours", "text", "needs")),
    Goal(
        "large", "edit of a text, × full build", 0.08, _cpu("text", "ours", "full", "ours")
    ),
    Goal("medium", "matrix page, KB", 200, _weight("kb")),
    Goal("medium", "matrix page, KB gzip", 40, _weight("gzip_kb")),
    Goal("medium", "matrix page, elements", 5000, _weight("elements")),
    Goal("large", "matrix page, KB gzip", 150, _weight("gzip_kb")),
    Goal("medium", "peak memory, × needs", 1.1, _memory),
    Goal("large", "peak memory, × needs", 1.1, _memory),
)
"""The limits of the benchmarks, all of ``ours``."""


def cost_table(rounds: Rounds) -> str:
    """Return what each build cost: medians, and medians of the ratios in a round."""
    head = (
        "changed",
        "variant",
        "CPU s",
        "× plain",
        "× needs",
        "wall s",
        "peak MB",
        "pages",
    )
    lines = []
    for step, name in _STEPS.items():
        for variant in _variants(rounds):
            costs = [getattr(runs[variant], step) for runs in _by_variant(rounds)]
            lines.append(
                (
                    name,
                    variant,
                    f"{median(c.cpu for c in costs):.2f}",
                    _ratio(rounds, _cpu(step, variant, step, "plain")),
                    _ratio(rounds, _cpu(step, variant, step, "needs")),
                    f"{median(c.wall for c in costs):.2f}",
                    f"{median(c.memory for c in costs):.0f}",
                    f"{median(c.pages for c in costs):.0f}",
                )
            )
    return table(head, lines)


def weight_table(rounds: Rounds) -> str:
    """Return what the matrix pages weigh, and whether they follow an edit."""
    head = ("matrix page", "KB", "KB gzip", "elements", "after the edit of a link")
    runs = _by_variant(rounds)[0]
    return table(
        head,
        [
            (
                variant,
                f"{one.weight.kb:,.0f}",
                f"{one.weight.gzip_kb:,.0f}",
                f"{one.weight.elements:,}",
                "right" if one.right else "stale",
            )
            for variant in _variants(rounds)
            if (one := runs[variant]).weight is not None
        ],
    )


def goal_table(size: str, rounds: Rounds) -> str:
    """Return the limits that hold for this size, and how far we are."""
    lines = []
    for goal in GOALS:
        found = [goal.read(runs) for runs in _by_variant(rounds)]
        measured = [value for value in found if value is not None]
        if goal.size == size and measured:
            value = median(measured)
            met = "yes" if value <= goal.limit else "no"
            lines.append((goal.text, f"{goal.limit:,g}", f"{value:,.2f}", met))
    return table(("goal for ours", "at most", "measured", "met"), lines)


def core_table(core: Mapping[str, Core]) -> str:
    """Return the time of the pure core, a link: level when it is linear in the links."""
    head = (
        "size",
        "links",
        "cells",
        "items ms",
        "look ms",
        "µs/link",
        "draw ms",
        "µs/link",
    )
    lines = [
        (
            name,
            f"{one.links:,}",
            f"{one.cells:,}",
            f"{one.items * 1e3:.1f}",
            f"{one.look * 1e3:.1f}",
            f"{one.look * 1e6 / one.links:.1f}",
            f"{one.draw * 1e3:.1f}",
            f"{one.draw * 1e6 / one.links:.1f}",
            f"{one.drawn_kb:,.0f}",
        )
        for name, one in core.items()
    ]
    return table((*head, "KB"), lines)


def _ratio(rounds: Rounds, read: Callable[..., float | None]) -> str:
    found = [read(runs) for runs in _by_variant(rounds)]
    measured = [value for value in found if value is not None]
    return f"{median(measured):.2f}" if measured else "–"


def _variants(rounds: Rounds) -> list[str]:
    return [run.variant for run in rounds[0]]


def _by_variant(rounds: Rounds) -> list[dict[str, Run]]:
    return [{run.variant: run for run in runs} for runs in rounds]


def table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown; nothing without lines."""
    rows = [list(head), *(list(line) for line in lines)]
    if len(rows) == 1:
        return ""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    drawn = [
        f"| {' | '.join(cell.ljust(w) for cell, w in zip(row, widths, strict=True))} |"
        for row in rows
    ]
    rule = f"| {' | '.join('-' * width for width in widths)} |"
    return "\n".join([drawn[0], rule, *drawn[1:], ""])
