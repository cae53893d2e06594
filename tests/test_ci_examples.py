"""The descriptions for code hosts name commands and files that are there."""

from __future__ import annotations

import re

import pytest
import yaml
from commands.project import COMMANDS

from tests.conftest import REPO

HOSTS = ("github", "gitlab")
PUBLISHED = {"_build/udgiv/site", "_build/udgiv/vidensbasen.zip"}
GATES = {"_build/check/gates.sarif", "_build/check/gates.junit.xml"}


@pytest.mark.parametrize("host", HOSTS)
def test_a_description_builds_checks_and_publishes_with_the_commands_of_the_project(
    host: str,
) -> None:
    text = (REPO / "examples" / "ci" / f"{host}.yml").read_text("utf-8")
    assert yaml.safe_load(text)
    targets = set(re.findall(r"\bmake ([a-z]+)", text))
    assert targets == {"check", "udgiv", "test", "klar"}
    assert targets <= COMMANDS.keys()
    named = {x.rstrip("/") for x in re.findall(r"_build/[\w./-]+", text)}
    assert named == PUBLISHED | GATES
    report = (REPO / "ext/needs_coverage/builders.py").read_text("utf-8")
    assert "gates.junit.xml" in report
    assert "gates.sarif" in report


@pytest.mark.parametrize("host", HOSTS)
def test_a_description_holds_no_secret_and_writes_no_more_than_it_must(host: str) -> None:
    text = (REPO / "examples" / "ci" / f"{host}.yml").read_text("utf-8")
    assert not re.search(
        r"secrets\.|token:|password", text.replace("id-token:", ""), re.IGNORECASE
    )
    if host == "github":
        assert yaml.safe_load(text)["permissions"] == {"contents": "read"}


def test_what_differs_between_machines_runs_on_all_three_without_make() -> None:
    jobs = yaml.safe_load((REPO / "examples" / "ci" / "github.yml").read_text("utf-8"))[
        "jobs"
    ]
    job = jobs["maskiner"]
    systems = {x.partition("-")[0] for x in job["strategy"]["matrix"]["os"]}
    assert systems == {"windows", "macos", "ubuntu"}
    assert "maskiner" in jobs["laeg-ud"]["needs"]
    lines = "\n".join(step.get("run", "") for step in job["steps"])
    assert "make " not in lines
    named = set(re.findall(r"(?:commands|start\.cmd) ([a-z]+)", lines))
    assert {"html", "check", "udgiv", "pakke", "klar"} <= named <= COMMANDS.keys()
    tests = re.findall(r"tests/[\w/.]+", lines)
    assert tests
    assert all((REPO / path).exists() for path in tests)
