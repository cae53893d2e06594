"""What is done from a terminal: new needs, snapshots, confirming."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from needs_core.model import Item
from needs_history.core.scaffold import Wanted, block, inserted, next_id
from tests.needs_history.conftest import A_DAY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Project


def run(example: Project, *arguments: str, code: int = 0) -> str:
    """Run a command as make does, without a terminal, and return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "needs_history", "--work", "build", *arguments],
        cwd=example.conf,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "SOURCE_DATE_EPOCH": A_DAY, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return (done.stdout + done.stderr).strip()


def git(folder: Path, *arguments: str) -> str:
    names = ["-c", "user.name=Prøve", "-c", "user.email=proeve@example.org"]
    done = subprocess.run(
        ["git", "-C", str(folder), *names, *arguments],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_a_new_need_stands_below_its_kin_and_nothing_else_moves(example: Project) -> None:
    plan = example.source / "handleplan.md"
    old = plan.read_text("utf-8")
    values = "status=besluttet; stoetter=MAAL_6, MAAL_1; slut=2027-06-30"
    said = run(example, "new", "indsats", "--title", "Ungeråd", "--set", values)
    assert said.startswith("docs/handleplan.md:")
    assert "IND_10 er skrevet" in said
    new = plan.read_text("utf-8")
    assert new.startswith(old)
    at = int(said.split(":")[1])
    assert new.splitlines()[at - 1] == ":::{indsats} Ungeråd"
    assert "MAAL_6" not in example.build("coverage-report").read("coverage.txt")
    assert example.build().warnings == ""


def test_a_follow_up_makes_the_page_of_its_half_year(example: Project) -> None:
    values = "halvaar=2027-1; forum=OMU; dato=2027-05-01; vedroerer=IND_02; status=i gang"
    said = run(example, "new", "opfølgning", "--title", "Ny", "--set", values)
    assert "OPF_012 er skrevet. Siden er ny" in said
    page = (example.source / "opfoelgning" / "2027-1.md").read_text("utf-8")
    assert page.startswith("# Opfølgning 2027-1\n\n:::{opfølgning} Ny\n:id: OPF_012\n")
    values = values.replace("IND_02", "IND_03")
    assert "OPF_013" in run(example, "new", "opfølgning", "--title", "To", "--set", values)
    again = (example.source / "opfoelgning" / "2027-1.md").read_text("utf-8")
    assert again.startswith(page)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new"], "Skriv en type"),
        (["new", "indsat"], "Mente du ”indsats”?"),
        (["new", "indsats"], "Mangler: TITEL, status."),
        (["new", "indsats", "--title", "x", "--set", "status=måske"], "Vælg en af: idé"),
        (["new", "indsats", "--title", "x", "--set", "ejr=A"], "Mente du ”ejer”?"),
        (["new", "indsats", "--title", "x", "--set", "ejer"], "kan ikke læses"),
        (
            ["new", "indsats", "--title", "x", "--set", "status=idé; slut=snart"],
            "”snart” i slut er ikke en dato",
        ),
        (
            ["new", "indsats", "--title", "x", "--set", "status=idé; stoetter=MAAL_99"],
            "”MAAL_99” i stoetter er ikke et id",
        ),
        (
            ["new", "mål", "--title", "x", "--set", "hoerer_til=VI_1, VI_2"],
            "hoerer_til kan højst pege på 1.",
        ),
        (
            [
                *("new", "indsats", "--title", "x", "--set", "status=idé"),
                *("--page", "../../ude"),
            ],
            "ligger uden for siderne",
        ),
        (["status"], "er ikke et halvår"),
        (["status", "2026-5"], "er ikke et halvår"),
        (["confirm", "IND_99"], "begynder eller ender ved ”IND_99”"),
        (["hvad"], "Kommandoen kan ikke læses"),
        (["--conf", "ingen", "status", "2026-1"], "Der er ingen conf.py"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    example: Project, arguments: list[str], said: str
) -> None:
    before = {x: x.read_bytes() for x in example.conf.rglob("*.md")}
    assert said in run(example, *arguments, code=1)
    assert {x: x.read_bytes() for x in example.conf.rglob("*.md")} == before


def test_a_snapshot_is_never_written_over_unasked(example: Project) -> None:
    path = example.conf / "historik" / "2026-2.json"
    assert "er skrevet" in run(example, "status", "2026-2")
    first = path.read_bytes()
    assert "siger det samme" in run(example, "status", "2026-2")
    example.edit("maal.md", ("én indgang", "en eneste indgang"))
    assert "ERSTAT=ja" in run(example, "status", "2026-2", code=1)
    assert path.read_bytes() == first
    run(example, "status", "2026-2", "--replace", "ja")
    assert b"en eneste indgang" in path.read_bytes()


def test_a_wording_is_confirmed_and_suspect_again(example: Project) -> None:
    said = run(example, "confirm")
    assert "fordi ordlyden er ændret: 2" in said
    assert "– Breve fra kommunen er til at læse" in said
    run(example, "confirm", "IND_03")
    said = run(example, "confirm")
    assert "fordi ordlyden er ændret: 1" in said
    assert "Bekræftet: 9" in run(example, "confirm", "--all", "ja")
    once = (example.conf / "bekraeftet.json").read_bytes()
    run(example, "confirm", "--all", "ja")
    assert (example.conf / "bekraeftet.json").read_bytes() == once
    example.edit("maal.md", ("Flere borgere er med", "Alle borgere er med"))
    assert "fordi ordlyden er ændret: 2" in run(example, "confirm")


def test_a_broken_list_is_not_written_over(example: Project) -> None:
    path = example.conf / "bekraeftet.json"
    path.write_text("ødelagt", encoding="utf-8")
    assert "kan ikke læses" in run(example, "confirm", "--all", "ja", code=1)
    assert path.read_text("utf-8") == "ødelagt"


def test_a_history_replayed_from_git_is_the_one_taken_as_it_went(example: Project) -> None:
    """Snapshots of commits are those taken at the time, commit and day apart."""
    top = example.conf.parent.parent
    shutil.rmtree(example.conf / "historik")
    (top / ".gitignore").write_text("build/\n", encoding="utf-8")
    git(top, "init", "-q")
    taken = {}
    edits = [
        ("maal.md", ("én indgang", "en eneste indgang")),
        ("handleplan.md", (":status: idé", ":status: besluttet")),
        ("handleplan.md", ("Kø-tavle", "Tavle")),
    ]
    commits = {}
    for number, (page, change) in enumerate(edits):
        name = f"{2030 + number}-1"
        example.edit(page, change)
        git(top, "add", "-A")
        git(top, "commit", "-q", "-m", name)
        commits[name] = git(top, "rev-parse", "HEAD")
        run(example, "status", name)
        path = example.conf / "historik" / f"{name}.json"
        taken[name] = json.loads(path.read_text("utf-8"))
        path.unlink()
    for name in random.Random(3).sample(sorted(commits), len(commits)):
        run(example, "status", name, "--commit", commits[name])
        path = example.conf / "historik" / f"{name}.json"
        replayed = json.loads(path.read_text("utf-8"))
        assert replayed.pop("commit") == commits[name]
        replayed.pop("taken")
        expected = {k: v for k, v in taken[name].items() if k not in {"commit", "taken"}}
        assert replayed == expected
        once = path.read_bytes()
        path.unlink()
        run(example, "status", name, "--commit", commits[name])
        assert path.read_bytes() == once
    assert git(top, "worktree", "list").count("\n") == 0
    said = run(example, "status", "2029-1", "--commit=--output=x", code=1)
    assert "Der er ingen commit" in said


def test_ids_follow_their_row_and_are_never_used_again() -> None:
    def item(id_: str, parent: str) -> Item:
        return Item(id_, "tiltag", "", links={"under": (parent,)})

    items = [item("TI_101", "PM_1"), item("TI_102", "PM_1"), item("TI_207", "PM_2")]
    pattern = "^TI_[0-9]{3}$"

    def free(parent: str, *gone: str) -> str | None:
        taken = [x.id for x in items] + list(gone)
        return next_id("TI_", pattern, items, taken, [parent])

    assert free("PM_1") == "TI_103"
    assert free("PM_1", "TI_103", "TI_105") == "TI_106"
    assert free("PM_2") == "TI_208"
    assert free("PM_4") == "TI_401"
    assert next_id("OP_", "^OP_[0-9]{3}$", [], []) == "OP_001"
    assert next_id("OP_", "^X$", [], []) is None


def test_a_block_holds_what_it_is_given_and_no_more() -> None:
    made = block(
        "A_1", Wanted("x", "En\ntitel", {"a": "b\nc", "d": ""}, ":::\n:id: Z\ntekst")
    )
    assert made == ":::{x} En titel\n:id: A_1\n:a: b c\n\n\\:::\n\\:id: Z\ntekst\n:::\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_page_keeps_every_line_it_had(ends: str) -> None:
    page = ends.join(["# A", "", ":::{x} En", ":id: A_1", ":::", "Mere", ""])
    found = inserted(page, ":::{x} To\n:::\n", 3)
    assert found is not None
    kept = [x for x in found.splitlines() if x]
    assert kept == ["# A", ":::{x} En", ":id: A_1", ":::", ":::{x} To", ":::", "Mere"]
    assert found.count(ends) == len(found.splitlines())
    assert inserted(page.replace(":::" + ends + "Mere", "Mere"), "x\n", 3) is None
