"""The maintainers are asked once what the accessibility statement must say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from public_site.accessibility.__main__ import ask_all, main
from public_site.accessibility.statement import (
    QUESTIONS,
    answers_text,
    asked,
    open_questions,
    parse_answers,
)
from tests.conftest import Built, Project
from tests.public_site.conftest import CONF

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "svar.json"


def answer(*lines: str, **answers: str) -> tuple[dict[str, str], list[str]]:
    """Answer with some lines and then leave; return the answers and what was told."""
    told, given = list[str](), iter(lines)

    def read(_prompt: str) -> str:
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    return ask_all(answers, read, told.append), told


def test_only_what_is_open_is_asked_and_choices_are_numbers() -> None:
    found, told = answer("4", "2", "A map", "1, 3", "", "1", "We", authority="The town")
    assert found == {
        "authority": "The town",
        "compliance": "partial",
        "content": "A map",
        "reasons": "noncompliance, scope",
        "method": "self",
        "evaluation": "We",
    }
    assert told.count("Write the number of the answer.") == 1
    assert not any("Which authority" in line for line in told)
    keys = [x.key for x in open_questions(found)]
    assert keys == [
        "alternatives",
        "prepared",
        "reviewed",
        "phone",
        "contact",
        "complaints",
    ]


def test_what_is_accessible_asks_for_no_exceptions() -> None:
    assert "content" not in [x.key for x in asked({"compliance": "full"})]
    found, told = answer(
        "The town", "1", "1", "We", "31. 12. 2026", "tomorrow", "2027-01-02"
    )
    assert (found["prepared"], found["reviewed"]) == ("2026-12-31", "2027-01-02")
    assert not any("Which content" in line for line in told)
    assert any("That is no day." in line for line in told)


def test_the_command_writes_once_and_goes_on_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines: Iterator[str]

    def typed(_prompt: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", typed)
    file = tmp_path / FILE
    lines = iter(["Kommunen", "1"])
    assert main([str(file), "--language", "da"]) == 0
    assert "Mangler svar: 7. Læg ikke webstedet ud før da." in capsys.readouterr().out
    lines = iter(["2", "Et firma", "1.2.2027", "2.2.2027", "12 34 56 78", "a@b.dk", "Her"])
    assert main([str(file), "--language", "da"]) == 0
    assert "Alle spørgsmål har svar." in capsys.readouterr().out
    answers = parse_answers(file.read_bytes())
    assert list(answers) == [x.key for x in asked(answers)]
    before = file.read_bytes()
    lines = iter([])
    assert main([str(file), "--language", "da"]) == 0
    assert file.read_bytes() == before
    for wrong in ("{", "[]", before.decode().replace('"full"', '"all"')):
        file.write_text(wrong, "utf-8")
        assert main([str(file), "--language", "da"]) == 1
        assert f"{file}: Filen kan ikke læses" in capsys.readouterr().err
        assert file.read_text("utf-8") == wrong


@pytest.fixture
def made(tmp_path: Path) -> Project:
    """Return a project with a page of the answers."""
    source = tmp_path / "source"
    source.mkdir()
    project = Project(source, source, tmp_path)
    project.write("conf.py", f'{CONF}\npublic_site_accessibility = "{FILE}"\n')
    project.write("index.md", "# Start\n\n:::{site-accessibility}\n:::\n")
    return project


def rows(built: Built) -> dict[str, str]:
    """Return what the page says, by question."""
    page = BeautifulSoup(built.read("index.html"), "html.parser")
    cells = (row.select("td, th") for row in page.select("tbody tr"))
    return {one.get_text(strip=True): two.get_text(strip=True) for one, two in cells}


def test_the_page_says_what_is_missing_and_follows_the_file(made: Project) -> None:
    first = made.build()
    assert set(rows(first).values()) == {"ikke oplyst"}
    assert f"Svar, der mangler: {len(QUESTIONS)}. Læg ikke" in first.read("index.html")
    every = {x.key: "<b>x" for x in QUESTIONS if not x.choices}
    every |= {"compliance": "full", "method": "self", "prepared": "2027-02-01"}
    made.write(FILE, answers_text(every))
    done = made.build()
    assert "Svar, der mangler" not in done.read("index.html")
    assert "<b>x" not in done.read("index.html")
    shown = rows(done)
    far = shown["I hvilket omfang overholder webstedet standarden EN 301 549?"]
    assert far == "Webstedet overholder standarden fuldt ud."
    assert shown["Hvornår er erklæringen udarbejdet?"] == "1. februar 2027"
    assert "Hvorfor er det ikke tilgængeligt?" not in shown
    made.write(FILE, json.dumps({"format": "other"}))
    broken = made.build()
    assert f"{FILE}:1: WARNING: {FILE}: Filen med svarene kan ikke læses" in broken.warnings
    assert set(rows(broken).values()) == {"ikke oplyst"}
