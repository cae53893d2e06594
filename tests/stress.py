"""Random edits: after each, the incremental build is what a clean one would be.

``make test`` tries a few; ``make stress`` several hundred, from other seeds.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built, Project

BLOCK = """
:::{{tiltag}} {title}
:id: {id}
:status: {status}
:under: PM_{star}
:bidrager_til: {links}

{text}
:::
"""
STATUSES = ("kandidat", "planlagt", "i gang", "gennemført", "opgivet")
GOALS = ("MS_1_1", "MS_1_2", "MS_1_3", "MS_1_4", "MS_1_10")
WORDS = ["plan", "støtte", "borger", "mål", "vej", "hjælp", "øje", "ærlig", "åben", "tid"]
SORTS = ("id", "title", "hits")


@dataclass
class Author:
    """Somebody who writes tiltag on pages of their own, and cannot make up their mind."""

    plan: Project
    random: Random
    pages: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    next_id: int = 300
    sort: str = "id"

    def edit(self) -> str:
        """Change one thing and return what."""
        choices: list[Callable[[], str]] = [self.add, self.add, self.matrix, self.goal]
        if any(self.pages.values()):
            choices += [self.reword, self.retitle, self.restate, self.relink]
            choices += [self.move, self.delete, self.rename]
        done = self.random.choice(choices)()
        self.save()
        return done

    def add(self) -> str:
        """Write a new tiltag on a page, old or new."""
        name = f"tiltag-{self.random.choice('abcxyz')}"
        self.next_id += 1
        block = {
            "id": f"TI_{self.next_id}",
            "title": self._words(3),
            "status": self.random.choice(STATUSES),
            "star": self.random.choice("12"),
            "links": self._links(),
            "text": self._words(8),
        }
        self.pages.setdefault(name, []).append(block)
        return f"add {block['id']} to {name}"

    def reword(self) -> str:
        """Change the text of one."""
        return self._change("text", self._words(8))

    def retitle(self) -> str:
        """Change the title of one."""
        return self._change("title", self._words(3))

    def restate(self) -> str:
        """Change the status of one."""
        return self._change("status", self.random.choice(STATUSES))

    def relink(self) -> str:
        """Change what one contributes to."""
        return self._change("links", self._links())

    def move(self) -> str:
        """Move one to another page."""
        page, block = self._pick()
        self.pages[page].remove(block)
        to = f"tiltag-{self.random.choice('abcxyz')}"
        self.pages.setdefault(to, []).append(block)
        return f"move {block['id']} from {page} to {to}"

    def delete(self) -> str:
        """Remove one, and now and then its page."""
        page, block = self._pick()
        self.pages[page].remove(block)
        return f"delete {block['id']} from {page}"

    def rename(self) -> str:
        """Give a page another name."""
        page, _ = self._pick()
        to = f"tiltag-{self.random.choice('mnopq')}"
        if to in self.pages:
            return "nothing"
        self.pages[to] = self.pages.pop(page)
        (self.plan.source / f"{page}.md").unlink()
        return f"rename {page} to {to}"

    def matrix(self) -> str:
        """Change how the matrix is sorted."""
        old, self.sort = self.sort, self.random.choice(SORTS)
        text = (self.plan.source / "daekning.md").read_text("utf-8")
        line = f":sort: {old}\n"
        text = text.replace(line, "") if line in text else text
        option = ":caption: Mål og *tiltag*\n"
        text = text.replace(option, f"{option}:sort: {self.sort}\n")
        self.plan.write("daekning.md", text)
        return f"sort by {self.sort}"

    def goal(self) -> str:
        """Reword a goal, which other pages show by its title."""
        path = self.plan.source / "maal-b.md"
        lines = path.read_text("utf-8").split("\n")
        at = next(n for n, line in enumerate(lines) if line.startswith(":::{målsætning}"))
        lines[at] = f":::{{målsætning}} {self._words(4)}"
        self.plan.write("maal-b.md", "\n".join(lines))
        return "retitle a goal"

    def save(self) -> None:
        """Write every page that differs from what stands on the disk."""
        for name, blocks in list(self.pages.items()):
            path = self.plan.source / f"{name}.md"
            if not blocks and self.random.random() < 0.5:
                del self.pages[name]
                path.unlink(missing_ok=True)
                continue
            body = "".join(BLOCK.format(**block) for block in blocks)
            text = f"# Side {name}\n{body}"
            if not path.exists() or path.read_text("utf-8") != text:
                self.plan.write(path.name, text)

    def _pick(self) -> tuple[str, dict[str, str]]:
        page = self.random.choice([name for name, blocks in self.pages.items() if blocks])
        return page, self.random.choice(self.pages[page])

    def _change(self, name: str, value: str) -> str:
        _, block = self._pick()
        block[name] = value
        return f"{name} of {block['id']}: {value}"

    def _words(self, number: int) -> str:
        return " ".join(self.random.choices(WORDS, k=number))

    def _links(self) -> str:
        return ", ".join(self.random.sample(GOALS, self.random.randint(1, 3)))


def same(after: Built, clean: Built) -> list[str]:
    """Return the files of a clean build that differ; Sphinx' search index excepted."""
    left, made = after.files(), clean.files()
    return [n for n in made if left.get(n) != made[n] and n != "searchindex.js"]


JOBS = (1, 4)
"""Each edit is built by so many processes, in outputs of their own."""


def try_edits(plan: Project, seed: int, edits: int) -> None:
    """Edit at random, build serially and in parallel, and compare, again and again."""
    author = Author(plan, Random(seed))
    # Every second time matrices are large, and gaps lead to the lines they stand in.
    large = {"needs_coverage_cells": 12, "needs_core_edit_url": "https://x/{path}#{line}"}
    settings: dict[str, Any] = large if seed % 2 else {}
    for jobs in JOBS:
        plan.build(out=f"jobs-{jobs}", jobs=jobs, **settings)
    done = []
    for number in range(edits):
        done.append(author.edit())
        clean = plan.build(out=f"clean-{number}", **settings)
        for jobs in JOBS:
            after = plan.build(out=f"jobs-{jobs}", jobs=jobs, **settings)
            assert after.warnings == "", (seed, jobs, done)
            assert same(after, clean) == [], (seed, jobs, done)
        shutil.rmtree(clean.out)
