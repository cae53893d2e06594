"""Random edits: after each, the incremental build is what a clean one would be.

``make test`` tries a few; ``make stress`` several hundred, from other seeds.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import Counter
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
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
    kept: tuple[dict[Path, bytes], dict[str, list[dict[str, str]]], str] = ({}, {}, "id")

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


PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    '<rect width="{}" height="9"/></svg>'
)
MATRIX = """:::{coverage-matrix}
:rows: tiltag
:columns: målsætning
:link: bidrager_til
:name: endnu-en
:::"""
SIDE = """# Side {name}

({label})=
## {heading}

{body}
"""
MISTAKES = ("{ukendtrolle}`x`", ":::{ukendt}\n:::", "{ref}`ingen`", "```json\n{nej\n```")
"""What may stand in a file that pages include, each the whole of it or its first line."""
CONF = {
    "html_title": ("'Plan'", "'En anden plan'"),
    "html_copy_source": ("True", "False"),
    "html_use_index": ("True", "False"),
    "html_theme": ("'alabaster'", "'basic'"),
    "html_extra_path": ("[]", "['extra']"),
    "html_css_files": ("[]", "['site.css']"),
    "needs_build_json_per_id": ("False", "True"),
    "numfig": ("True", "False"),
    "extensions": (
        "[*extensions]",
        "[*extensions, 'needs_overview', 'sphinx_design']",
        "[*extensions, 'public_site']",
    ),
    "html_context": ("{}", "{'a': 1}"),
}
TOML = {
    'outgoing = "bidrager til"': 'outgoing = "støtter"',
    'incoming = "får bidrag fra"': 'incoming = "støttes af"',
}


class Maintainer(Author):
    """An author who also edits everything beside the needs, and makes mistakes."""

    def edit(self) -> str:
        """Change one thing and return what."""
        if self.random.random() < 0.35:
            return super().edit()
        choices: list[Callable[[], str]] = [
            *(self.conf, self.toml, self.style, self.static, self.extra, self.template),
            *(self.picture, self.included, self.json, self.side, self.side, self.side),
            *(self.drop_side, self.rename_side, self.older, self.commit, self.checkout),
            *(self.moved, self.redirect),
            *(self.double, self.undo_double, self.menu),
        ]
        return self.random.choice(choices)()

    def prepare(self) -> None:
        """Write what the project has beside its pages."""
        source = self.plan.source
        for folder in ("static", "extra", "parts", "a", "b", "tpl"):
            (source / folder).mkdir(exist_ok=True)
        conf = (source / "conf.py").read_text("utf-8")
        conf += "\nimport json\nfrom pathlib import Path\n"
        conf += "more = json.loads((Path(__file__).parent / 'more.json').read_text())\n"
        conf += "globals().update({k: eval(v) for k, v in more.items()})\n"
        conf += "html_static_path = ['static']\ntemplates_path = ['tpl']\n"
        conf += "exclude_patterns = ['parts']\n"
        self.plan.write("conf.py", conf)
        self.plan.write("more.json", "{}")
        self.plan.write("static/site.css", "p { color: red }\n")
        self.plan.write("parts/del.md", "En del.\n")
        for folder in "ab":
            self.plan.write(f"{folder}/pic.svg", PICTURE.format(1))
        self._side()
        self.commit()

    # Settings and files beside the pages

    def conf(self) -> str:
        """Give a setting another value."""
        path = self.plan.source / "more.json"
        more = json.loads(path.read_text("utf-8"))
        name = self.random.choice(sorted(CONF))
        more[name] = self.random.choice(CONF[name])
        self.plan.write("more.json", json.dumps(more, sort_keys=True))
        return f"{name} = {more[name]}"

    def redirect(self) -> str:
        """Lead from an old page to another, or to none that there is, or no longer."""
        moved = self.random.choice(
            [
                {},
                {"side-z": "tabel"},
                {"gammel": "side-a"},
                {"gammel": "side-c#maerke-c", "mappe/ny": "index"},
                {"index": "tabel", "gammel": "ingen"},
            ]
        )
        return self._say_moved(moved)

    def moved(self) -> str:
        """Rename a page, and lead from its old name to the new one."""
        done = self.rename_side()
        if not done.startswith("rename"):
            return done
        old, new = (name.removesuffix(".md") for name in done.split()[1::2])
        return f"{done}, {self._say_moved({old: new})}"

    def _say_moved(self, moved: dict[str, str]) -> str:
        path = self.plan.source / "more.json"
        more = json.loads(path.read_text("utf-8"))
        more["extensions"] = "[*extensions, 'public_site']"
        more["public_site_moved"] = repr(moved)
        self.plan.write("more.json", json.dumps(more, sort_keys=True))
        return f"moved {moved}"

    def toml(self) -> str:
        """Change a word of the model, or back."""
        text = (self.plan.source / "ubproject.toml").read_text("utf-8")
        old, new = self.random.choice([*TOML.items()])
        text = text.replace(old, new) if old in text else text.replace(new, old)
        self.plan.write("ubproject.toml", text)
        return f"model: {old}"

    def style(self) -> str:
        """Change the style sheet alone."""
        self.plan.write("static/site.css", f"p {{ top: {self.random.random()}px }}\n")
        return "style sheet"

    def static(self) -> str:
        """Add or remove a static file."""
        return self._toggle(f"static/{self.random.choice('xy')}.js", "// script\n")

    def extra(self) -> str:
        """Add or remove a file that is copied as it is."""
        return self._toggle(f"extra/{self.random.choice('xy')}.json", "{}\n")

    def template(self) -> str:
        """Add, change or remove a template of the project."""
        text = '{%- extends "!layout.html" %}{% block footer %}NUMBER{% endblock %}\n'
        text = text.replace("NUMBER", str(self.random.randint(1, 9)))
        return self._toggle("tpl/layout.html", text)

    def picture(self) -> str:
        """Change, add or remove one of the pictures of one name."""
        text = PICTURE.format(self.random.randint(1, 9))
        return self._toggle(f"{self.random.choice('ab')}/pic.svg", text)

    def included(self) -> str:
        """Change, add or remove a file that pages include."""
        mistake = self.random.choice(("", *MISTAKES))
        return self._toggle("parts/del.md", f"En del: {self._words(3)}.\n\n{mistake}\n")

    def json(self) -> str:
        """Change the needs of another project."""
        return self._toggle("extra/needs.json", f'{{"a": {self.random.randint(1, 9)}}}\n')

    # Pages

    def side(self) -> str:
        """Write a page that refers to whatever there may be, or not."""
        return f"write {self._side()}"

    def _side(self) -> str:
        name = f"side-{self.random.choice('acz')}"
        parts = [
            "![Et billede](a/pic.svg)",
            "![Et billede](b/pic.svg)",
            "```{include} parts/del.md\n```",
            "```{include} parts/del.md\n:end-line: 1\n```",
            "[Den anden](side-c.md) og {doc}`side-z`",
            "{ref}`maerke-a` og [](#maerke-c)",
            "[En fil](parts/del.md) og {download}`Hent <parts/del.md>`",
            "{need}`TI_301` og {need}`NEJ_1`",
            ":::{ukendt}\n:::",
            "[Ingen](ingen.md)",
            "{term}`Ord`",
            ":::{glossary}\nOrd\n  Forklaring.\n:::",
            MATRIX,
            "Se {numref}`endnu-en`.",
            "## \n",
            self._words(5),
        ]
        body = "\n\n".join(self.random.sample(parts, self.random.randint(1, 6)))
        heading, label = self._words(2), f"maerke-{name[-1]}"
        text = SIDE.format(name=name, heading=heading, label=label, body=body)
        self.plan.write(f"{name}.md", text)
        return name

    def drop_side(self) -> str:
        """Delete a page that others may name."""
        pages = sorted(self.plan.source.glob("side-*.md"))
        if not pages:
            return "nothing"
        gone = self.random.choice(pages)
        gone.unlink()
        return f"delete {gone.name}"

    def rename_side(self) -> str:
        """Rename a page, perhaps to the name of another, which is older or newer."""
        pages = sorted(self.plan.source.glob("side-*.md"))
        if not pages:
            return "nothing"
        old = self.random.choice(pages)
        new = old.with_name(f"side-{self.random.choice('acz')}.md")
        old.replace(new)
        return f"rename {old.name} to {new.name}"

    def older(self) -> str:
        """Write a page and make it look old, as a copy that keeps its time does."""
        name = self._side()
        at = 10**18 + self.random.randint(1, 10**9)
        os.utime(self.plan.source / f"{name}.md", ns=(at, at))
        return f"write {name}, and make it old"

    def menu(self) -> str:
        """Have the menu name the pages, all or one that may not be there."""
        text = (self.plan.source / "index.md").read_text("utf-8").split("side")[0]
        wanted = self.random.choice(
            ["side*\n```\n", "side-a\nside-z\n```\n", "tabel\n```\n"]
        )
        text = text.removesuffix("```\n").rstrip() + "\n"
        if "side" in wanted:
            self.plan.write("index.md", text + wanted)
        return "menu"

    def double(self) -> str:
        """Use an id of another page once more."""
        found = [x for blocks in self.pages.values() for x in blocks]
        if not found:
            return "nothing"
        block = {**self.random.choice(found), "title": "Dobbelt"}
        name = f"dobbelt-{self.random.choice('a')}" if self.random.random() < 0.5 else "zz"
        self.plan.write(f"{name}.md", f"# Dobbelt\n{BLOCK.format(**block)}")
        return f"{block['id']} on {name} as well"

    def undo_double(self) -> str:
        """Remove a page with an id of another."""
        for name in ("dobbelt-a.md", "zz.md"):
            (self.plan.source / name).unlink(missing_ok=True)
        return "no double ids"

    # Branches

    def commit(self) -> str:
        """Keep the project as it is now."""
        files = {
            path.relative_to(self.plan.source): path.read_bytes()
            for path in self.plan.source.rglob("*")
            if path.is_file()
        }
        self.kept = (files, deepcopy(self.pages), self.sort)
        return "commit"

    def checkout(self) -> str:
        """Go back to what was kept, as git does: what differs is written now."""
        files, pages, self.sort = self.kept
        self.pages = deepcopy(pages)
        source = self.plan.source
        for path in [path for path in source.rglob("*") if path.is_file()]:
            if path.relative_to(source) not in files:
                path.unlink()
        for name, content in files.items():
            path = source / name
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
        return "checkout"

    def _toggle(self, name: str, text: str) -> str:
        path = self.plan.source / name
        if path.exists() and self.random.random() < 0.5:
            path.unlink()
            return f"remove {name}"
        self.plan.write(name, text)
        return f"write {name}"


def same(after: Built, clean: Built) -> list[str]:
    """Return the files and the messages in which two builds differ."""
    left, made = after.files(), clean.files()
    wrong = [name for name in {*left, *made} if left.get(name) != made.get(name)]
    told = Counter(after.warnings.splitlines())
    expected = Counter(clean.warnings.splitlines())
    wrong += [f"- {line}" for line in expected - told]
    wrong += [f"+ {line}" for line in told - expected]
    return sorted(wrong)


def killed(build: Callable[[], object], operation: int) -> bool:
    """Build in a process that is killed at a file operation; tell if it was.

    The file it would write next is left half written.
    """
    process = os.fork()
    if not process:
        try:
            os.setsid()
            _die_at(operation)
            build()
        finally:
            os._exit(0)
    _process, status = os.waitpid(process, 0)
    return os.WIFSIGNALED(status)


def _die_at(operation: int) -> None:
    left = operation
    changing = {"os.remove", "os.rename", "os.mkdir", "os.rmdir"}

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        writes = event == "open" and bool((arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR))
        if not writes and event not in changing:
            return
        left -= 1
        if left == 0:
            if writes and isinstance(arguments[0], (str, bytes, os.PathLike)):
                with suppress(OSError):
                    path = os.fsdecode(arguments[0])
                    os.truncate(path, Path(path).stat().st_size // 2)
            os.killpg(0, signal.SIGKILL)

    sys.addaudithook(count)


JOBS = (1, 4)
"""Each edit is built by so many processes, in outputs of their own."""


def try_edits(plan: Project, seed: int, edits: int) -> None:
    """Edit at random, build serially and in parallel, and compare, again and again."""
    author = Author(plan, Random(seed))
    # Every second time matrices are large, and gaps lead to the lines they stand in.
    large = {"needs_coverage_cells": 12, "needs_core_edit_url": "https://x/{path}#{line}"}
    settings: dict[str, Any] = large if seed % 2 else {}
    _compare(plan, author, edits, seed, {"html": JOBS}, **settings)


def try_everything(plan: Project, seed: int, edits: int, builder: str) -> None:
    """The same with every kind of edit, with mistakes, and with builds that are killed."""
    author = Maintainer(plan, Random(seed))
    author.prepare()
    _compare(plan, author, edits, seed, {builder: JOBS}, kill=True)


def _compare(  # noqa: PLR0913 (what is built, and how)
    plan: Project,
    author: Author,
    edits: int,
    seed: int,
    builders: dict[str, tuple[int, ...]],
    *,
    kill: bool = False,
    **settings: Any,
) -> None:
    done, mine = list[str](), b"by hand"
    for builder, many in builders.items():
        for jobs in many:
            built = plan.build(builder, out=f"jobs-{jobs}", jobs=jobs, **settings)
            (built.out / "mine.html").write_bytes(mine)
    for number in range(edits):
        done.append(author.edit())
        for builder, many in builders.items():
            clean = plan.build(builder, out=f"clean-{number}", **settings)
            (clean.out / "mine.html").write_bytes(mine)
            for jobs in many:
                build = partial(
                    plan.build, builder, out=f"jobs-{jobs}", jobs=jobs, **settings
                )
                while kill and author.random.random() < 0.4:
                    at = int(10 ** author.random.uniform(0, 2.5))
                    if killed(build, at):
                        done.append(f"killed at {at}")
                wrong = same(build(), clean)
                assert not wrong, (wrong, seed, jobs, done)
            shutil.rmtree(clean.out)
