"""The commands: new needs, snapshots, confirming."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.needs_history.conftest import copied, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Project


def git(folder: Path, *arguments: str) -> str:
    names = ["-c", "user.name=Prøve", "-c", "user.email=proeve@example.org"]
    done = subprocess.run(
        ["git", "-C", str(folder), *names, *arguments],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a copy of the example in which nothing is to be written."""
    return copied(tmp_path_factory.mktemp("commands"))


def test_a_new_need_stands_below_its_kin_and_nothing_else_moves(example: Project) -> None:
    plan = example.source / "handleplan.md"
    old = plan.read_text("utf-8")
    values = "status=Besluttet; stoetter=MAAL_6 MAAL_1; slut=2027-06-30"
    said = run(example, "new", "indsats", "--title", "Ungeråd", "--set", values)
    assert said.startswith("docs/handleplan.md:")
    assert "IND_12 er skrevet. Se det med make html." in said
    new = plan.read_text("utf-8")
    at = int(said.split(":")[1])
    lines = new.splitlines()
    assert [*lines[: at - 1], *lines[at + 6 :]] == old.splitlines()
    assert lines[at - 1 : at + 5] == [
        ":::{indsats} Ungeråd",
        ":id: IND_12",
        ":status: besluttet",
        ":slut: 2027-06-30",
        ":stoetter: MAAL_6, MAAL_1",
        ":::",
    ]
    report = example.build("coverage-report")
    goal = "MAAL_6  Unge er med til at udvikle de tilbud, de bruger"
    assert f"{goal}  (◇ foreslået · 1 besluttet" in report.read("coverage.txt")
    assert report.warnings == ""


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
        (["new"], "Skriv en type: TYPE=…."),
        (["new", "indsat"], "Mente du ”indsats”?"),
        (["new", "indsats"], "Mangler: TITEL, status. Skriv TITEL="),
        (["new", "indsats", "--title", "x", "--set", "status=måske"], "Skriv en af: idé"),
        (["new", "indsats", "--title", "x", "--set", "ejr=A"], "Mente du ”ejer”?"),
        (["new", "indsats", "--title", "x", "--set", "ejer"], "kan ikke læses"),
        (["new", "indsats", "--title", "x", "--set", "ejer=A; ejer=B"], "kan ikke læses"),
        (
            ["new", "indsats", "--title", "x", "--set", "status=idé; slut=snart"],
            "slut: ”snart” er ikke en dato",
        ),
        (
            ["new", "indsats", "--title", "x", "--set", "status=idé; stoetter=MAAL_99"],
            "stoetter: ”MAAL_99” findes ikke",
        ),
        (
            ["new", "mål", "--title", "x", "--set", "hoerer_til=VI_1, VI_2"],
            "hoerer_til: Der er for mange.",
        ),
        (
            [
                *("new", "indsats", "--title", "x", "--set", "status=idé"),
                *("--page", "../../ude"),
            ],
            "ligger uden for siderne",
        ),
        (
            ["new", "indsats", "--title", '[[echo("x")]]', "--set", "status=idé"],
            "som ville blive kørt som en kommando",
        ),
        (
            [
                *("new", "indsats", "--title", "x"),
                *("--set", 'status=idé; ejer=[[echo("x")]]'),
            ],
            "som ville blive kørt som en kommando",
        ),
        (["status"], "er ikke et halvår. Skriv NAVN=2026-1 eller NAVN=2026-2."),
        (["status", "2026-5"], "er ikke et halvår"),
        (["confirm", "IND_99"], "begynder eller ender ved ”IND_99”"),
        (["hvad"], "Kommandoen kan ikke læses"),
        (["--conf", "ingen", "status", "2026-1"], "Der er ingen conf.py"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    shared: Project, arguments: list[str], said: str
) -> None:
    before = {x: x.read_bytes() for x in shared.conf.rglob("*.md")}
    assert said in run(shared, *arguments, code=1)
    assert {x: x.read_bytes() for x in shared.conf.rglob("*.md")} == before


AWKWARD = {
    "Begge ord": '"Vi gør det" siger OMU',
    "Over": "> 50 pct. er nået",
    "Enkelt": "'Sådan' er vedtaget",
    "Streg": "| x",
    "Leder # 1": "Leder # 2",
    "Havelåge": "# x",
    "Semikolon": "Vent; og se",
    "Kolon: ja": "ja: nej",
}
"""Titles and owners that YAML reads as something else, and a semicolon."""


def test_a_value_is_read_back_as_it_was_given_and_no_id_is_given_twice(
    example: Project,
) -> None:
    for title, owner in AWKWARD.items():
        values = f"status=idé; ejer={owner}"
        said = run(example, "new", "indsats", "--title", title, "--set", values)
        assert "er skrevet" in said
    run(example, "status", "2026-2")
    text = (example.conf / "historik" / "2026-2.json").read_text("utf-8")
    needs = [x for x in json.loads(text)["needs"] if x["type"] == "indsats"]
    found = {x["title"]: x["fields"]["ejer"] for x in needs if x["title"] in AWKWARD}
    assert found == {title: [owner] for title, owner in AWKWARD.items()}


def test_a_snapshot_is_never_written_over_unasked(example: Project) -> None:
    path = example.conf / "historik" / "2026-2.json"
    assert "er skrevet" in run(example, "status", "2026-2")
    first = path.read_bytes()
    assert "siger det samme" in run(example, "status", "2026-2")
    example.edit("maal.md", ("én indgang", "en eneste indgang"))
    assert "ERSTAT=ja" in run(example, "status", "2026-2", code=1)
    run(example, "status", "2026-2", "--replace", "nej", code=1)
    said = run(example, "status", "2026-2", "--replace", "måske", code=1)
    assert "”måske” er hverken ja eller nej." in said
    assert path.read_bytes() == first
    run(example, "status", "2026-2", "--replace", "ja")
    assert b"en eneste indgang" in path.read_bytes()


def test_the_builder_writes_what_the_command_writes(example: Project) -> None:
    run(example, "status", "2026-2")
    written = (example.conf / "historik" / "2026-2.json").read_text("utf-8")
    (example.conf / "historik" / "2026-2.json").unlink()
    assert example.build("history-snapshot").read("snapshot.json") == written


def test_a_wording_is_confirmed_and_suspect_again(example: Project) -> None:
    said = run(example, "confirm")
    assert "fordi ordlyden er ændret: 2" in said
    assert "– Breve fra kommunen er til at læse" in said
    assert said.endswith("Bekræft med make bekraeft ID=… eller ALLE=ja.")
    run(example, "confirm", "IND_03")
    said = run(example, "confirm")
    assert "fordi ordlyden er ændret: 1" in said
    assert "Bekræftet: 10" in run(example, "confirm", "--all", "ja")
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


def repository(example: Project) -> Path:
    """Make a repository around the example, without snapshots, and return its folder."""
    top = example.conf.parent.parent
    shutil.rmtree(example.conf / "historik")
    (top / ".gitignore").write_text("build/\n", encoding="utf-8")
    git(top, "init", "-q")
    return top


def commit(top: Path, message: str) -> str:
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", message)
    return git(top, "rev-parse", "HEAD")


def test_a_history_replayed_from_git_is_the_one_taken_as_it_went(example: Project) -> None:
    """Snapshots of commits are those taken at the time, commit and day apart."""
    top = repository(example)
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
        commits[name] = commit(top, name)
        run(example, "status", name)
        path = example.conf / "historik" / f"{name}.json"
        taken[name] = json.loads(path.read_text("utf-8"))
        path.unlink()
    shutil.rmtree(example.conf / "build")
    # The project of today is not read for the snapshot of a commit.
    example.write("handleplan.md", "# Nu\n\n:::{indsats} Uden id\n:status: ukendt\n:::\n")
    for name in random.Random(3).sample(sorted(commits), len(commits)):
        said = run(example, "status", name, "--commit", commits[name])
        path = example.conf / "historik" / f"{name}.json"
        shown = path.relative_to(example.conf)
        assert said == f"{shown} er skrevet. Send den med, når du afleverer dine ændringer."
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


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("fatal: not a git repository (or any parent)", "Mappen er ikke under git"),
        ("fatal: detected dubious ownership in repository", "safe.directory"),
        ("fatal: a thing\nand more", "git kunne ikke gøre det og siger: ”a thing”"),
    ],
)
def test_what_git_says_is_told_in_danish(
    shared: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    program = tmp_path / "git"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' '{said}' >&2\nexit 128\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    last = run(shared, "status", "2030-1", "--commit", "HEAD", code=1).splitlines()[-1]
    assert told in last
    assert "fatal" not in last


def test_what_a_killed_run_left_is_removed_by_the_next(example: Project) -> None:
    top = repository(example)
    commit(top, "først")
    tree = example.conf / "build" / "history-commit"
    git(top, "worktree", "add", "--detach", "--lock", str(tree), "HEAD")
    assert git(top, "worktree", "list").count("\n") == 1
    run(example, "status", "snart", code=1)
    assert not tree.exists()
    assert git(top, "worktree", "list").count("\n") == 0


@pytest.mark.parametrize("folder", [True, False])
def test_a_killed_run_is_followed_by_one_that_succeeds(
    example: Project, *, folder: bool
) -> None:
    """Whether the folder of the work tree is there still, or only git knows of it."""
    top = repository(example)
    commit(top, "først")
    tree = example.conf / "build" / "history-commit"
    git(top, "worktree", "add", "--detach", "--lock", str(tree), "HEAD")
    if not folder:
        shutil.rmtree(tree)
    assert "er skrevet" in run(example, "status", "2030-1", "--commit", "HEAD")
    assert git(top, "worktree", "list").count("\n") == 0


def test_a_run_that_is_told_to_end_leaves_no_work_tree(example: Project) -> None:
    top = repository(example)
    commit(top, "først")
    tree = example.conf / "build" / "history-commit"
    command = [sys.executable, "-m", "needs_history", "--work", "build", "status", "2030-1"]
    process = subprocess.Popen([*command, "--commit", "HEAD"], cwd=example.conf)
    end = time.monotonic() + 60
    while not (tree / "docs").exists() and not (tree / ".git").exists():
        assert time.monotonic() < end
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 128 + signal.SIGTERM
    assert not tree.exists()
    assert git(top, "worktree", "list").count("\n") == 0
    assert not (example.conf / "historik").exists()


def test_it_is_a_command(example: Project) -> None:
    command = [sys.executable, "-m", "needs_history", "--conf", "ingen", "confirm"]
    done = subprocess.run(
        command,
        cwd=example.conf,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""},
    )
    assert done.returncode == 1
    assert done.stderr.startswith("There is no conf.py in ")


COLOURED = {"CI", "COLORTERM", "FORCE_COLOR"}
"""With these Sphinx colours what no terminal shows, too."""


def test_what_is_told_is_kept_in_a_file_without_colours(example: Project) -> None:
    example.edit("handleplan.md", (":ejer: ", ":ejre: "))
    done = subprocess.run(
        [sys.executable, "-m", "needs_history", "--work", "build", "settle"],
        cwd=example.conf,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if name not in COLOURED},
    )
    assert "handleplan.md" in done.stderr
    assert "\x1b" not in done.stderr + done.stdout


def test_what_a_follow_up_decided_is_written_in_what_it_is_about(example: Project) -> None:
    assert "hver sin status: 0" in run(example, "settle")
    example.edit(
        "opfoelgning/2026-2.md",
        (":vedroerer: IND_05, IND_08\n", ":vedroerer: IND_05, IND_08, IND_02\n"),
        (" IND_05: i gang; ", " IND_05: afsluttet, Det er nået.; IND_02: stoppet; "),
    )
    before = (example.source / "handleplan.md").read_bytes()
    said = run(example, "settle")
    assert "hver sin status: 2" in said
    assert "IND_05: i gang → afsluttet (OPF_011) Ét telefonnummer" in said
    assert said.endswith("med make afstem ID=… eller ALLE=ja.")
    assert "IND_01" in run(example, "settle", "IND_01", code=1)
    assert (example.source / "handleplan.md").read_bytes() == before
    built = example.build()
    assert "Opfølgningen OPF_011 siger ”stoppet”, og her står ”i gang”" in built.read(
        "opfoelgning/halvaarspakke.html"
    )
    assert "[needs_coverage.opfoelgning-enig]" not in built.warnings  # it only reports
    report = example.build("coverage-report").read("coverage.txt")
    assert "IND_02: Dens status er ”i gang”, og opfølgningen OPF_011 siger" in report
    assert "Skrevet: 1" in run(example, "settle", "IND_05")
    assert "Skrevet: 1" in run(example, "settle", "--all", "ja")
    after = (example.source / "handleplan.md").read_text("utf-8")
    old = before.decode()
    changed = [
        (x, y) for x, y in zip(old.split("\n"), after.split("\n"), strict=True) if x != y
    ]
    assert changed == [
        (":status: i gang", ":status: stoppet"),
        (":status: i gang", ":status: afsluttet"),
    ]
    assert "hver sin status: 0" in run(example, "settle")
    # A state that no need may have is refused, and nothing is written.
    example.edit("opfoelgning/2026-2.md", ("IND_02: stoppet", "IND_02: færdig"))
    assert "OPF_011: ”færdig” kan ikke stå her." in run(example, "settle", "IND_02", code=1)
    assert (example.source / "handleplan.md").read_text("utf-8") == after
