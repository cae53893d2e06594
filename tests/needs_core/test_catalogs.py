"""Every text a reader sees goes through a catalogue, and the Danish one is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tools.catalogs import catalogs, compiled, read, texts

from tests.conftest import REPO

if TYPE_CHECKING:
    from pathlib import Path

OURS = [path for path in catalogs() if path.is_relative_to(REPO / "ext")]


def name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", OURS, ids=name)
def test_the_catalogue_holds_every_text_and_no_other(path: Path) -> None:
    wanted = {message.id for message in texts(path.parents[3]) if message.id}
    translated = {m.id for m in read(path) if m.id and m.string and not m.fuzzy}
    assert translated == wanted


@pytest.mark.parametrize("path", catalogs(), ids=name)
def test_the_compiled_catalogue_is_that_of_the_text(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compiled(read(path))


@pytest.mark.parametrize("path", OURS, ids=name)
def test_placeholders_survive_translation(path: Path) -> None:
    wrong = [m.id for m in read(path) if m.id and any(m.check())]
    assert wrong == []


def test_there_is_a_catalogue_for_each_extension() -> None:
    extensions = {p.name for p in (REPO / "ext").iterdir() if (p / "__init__.py").exists()}
    assert {path.stem for path in OURS} == extensions


@pytest.mark.parametrize("path", OURS, ids=name)
def test_no_text_names_a_command_of_this_project(path: Path) -> None:
    texts = [str(part) for m in read(path) for part in (m.string or "",)]
    assert [text for text in texts if "make " in text] == []
