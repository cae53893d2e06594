"""Builds the same invented words in several ways and says what each costs.

Every build is a fresh process. A round builds every variant once, one after the other,
so that a busy hour of the machine is shared by all; ratios are taken within a round.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from content import SIZES, Content, content, link_edit, text_edit
from generate import MATRIX_PAGE, VARIANTS, write
from measure import BuildError, Cost, Weight, apart, build, stand_together, weigh
from micro import time_core
from report import core_table, cost_table, goal_table, weight_table

RESULTS = Path(__file__).parent.parent / "_build" / "bench"
OURS = ("ours", "cards", "all")


@dataclass(frozen=True, slots=True)
class Run:
    """One variant in one round: the four builds, and what they left behind."""

    variant: str
    full: Cost
    nothing: Cost
    text: Cost
    link: Cost
    weight: Weight | None
    """The matrix page, for those that have one."""
    right: bool | None
    """Whether the matrix page shows the changed link."""


def run(variant: str, made: Content, folder: Path, jobs: str) -> Run:
    """Build a variant from nothing, again, after an edit of text and of a link."""
    source, out = folder / "source", folder / "out"
    page = out / f"{MATRIX_PAGE}.html"
    write(made, variant, source)
    full = build(source, out, jobs)
    nothing = build(source, out, jobs)
    weight = apart(weigh, page) if page.exists() else None
    write(text_edit(made), variant, source)
    text = build(source, out, jobs)
    relinked, action, left, gap = link_edit(text_edit(made))
    write(relinked, variant, source)
    link = build(source, out, jobs)
    right = None
    if weight is not None:
        # A large matrix is an overview, and its cells stand on the pages of its parts.
        pages = [page, *sorted(out.glob("coverage/*_*.html"))]
        now = any(apart(stand_together, page, gap, action) for page in pages)
        before = any(apart(stand_together, page, left, action) for page in pages)
        right = now and not before
    if variant in OURS and not right:
        message = (
            f"{variant}: {action} now points at {gap}, and {page.name} does not show it"
        )
        raise BuildError(message)
    return Run(variant, full, nothing, text, link, weight, right)


def rounds(size: str, chosen: argparse.Namespace) -> list[list[Run]]:
    """Return the runs of one size, round by round, every second one backwards."""
    made = content(SIZES[size])
    done = []
    for number in range(chosen.rounds):
        order = chosen.variants[:: -1 if number % 2 else 1]
        runs = []
        for variant in order:
            with tempfile.TemporaryDirectory() as folder:
                runs.append(run(variant, made, Path(folder), chosen.jobs))
            print(f"  {size}, round {number + 1}: {variant}", flush=True)
        done.append(runs)
    return done


def warm_up(variants: list[str]) -> None:
    """Build each variant once, unmeasured: imports are compiled, files are cached."""
    for variant in variants:
        with tempfile.TemporaryDirectory() as folder:
            write(content(SIZES["small"]), variant, Path(folder) / "source")
            build(Path(folder) / "source", Path(folder) / "out", "1")


def save(size: str, found: list[list[Run]]) -> None:
    """Keep every number, for those who want to compare two states of the code."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    told = {
        "size": size,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "rounds": [[asdict(one) for one in runs] for runs in found],
    }
    path = RESULTS / f"{size}.json"
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def arguments() -> argparse.Namespace:
    """Read what is to be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    sizes, variants = ["small", "medium"], list(VARIANTS)
    parser.add_argument("--size", nargs="+", choices=SIZES, default=sizes)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=variants)
    parser.add_argument("--jobs", default="1", help="as sphinx-build -j (1)")
    parser.add_argument("--micro", action="store_true", help="only the pure core")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    chosen = arguments()
    if not chosen.micro:
        warm_up(chosen.variants)
        for size in sorted(chosen.size, key=list(SIZES).index):
            found = rounds(size, chosen)
            save(size, found)
            print(f"\n## {size}, {chosen.rounds} rounds, -j {chosen.jobs}\n")
            for table in (cost_table, weight_table):
                print(table(found))
            print(goal_table(size, found))
    # Last, for the sake of the memory that is measured above.
    core = {name: time_core(size, repeats=3) for name, size in SIZES.items()}
    print(f"\n## The pure core\n\n{core_table(core)}")


if __name__ == "__main__":
    main()
