"""What a message says to do takes it away: a table of mistakes, and each mended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Built, Project, copy_model

if TYPE_CHECKING:
    from pathlib import Path

TABLE = {
    "equals": (":frist=2027-03-31", ":frist: 2027-03-31"),
    "tab": (":frist:\t2027-03-31", ":frist: 2027-03-31"),
    "marks": ("**frist:** 2027-03-31", ":frist: 2027-03-31"),
    "quotes": (':ansvarlig: "Team', ":ansvarlig: Team"),
    "dots": (":frist: 31.12.2027", ":frist: 2027-12-31"),
    "placeholder": (":ansvarlig: TBD", ""),
    "commented-id": (":bidrager_til: #MS_1_1", ":bidrager_til: MS_1_1"),
    "commented-status": (":prioritet: høj # husk", ":prioritet: høj"),
    "comment": (":ansvarlig: Team # husk", ':ansvarlig: "Team # husk"'),
    "brackets": (":bidrager_til: [MS_1_1, MS_1_2]", ":bidrager_til: MS_1_1, MS_1_2"),
    "and": (":bidrager_til: MS_1_1 og MS_1_2", ":bidrager_til: MS_1_1, MS_1_2"),
    "small-letters": (":bidrager_til: ms_1_1", ":bidrager_til: MS_1_1"),
    "allowed-value": (":prioritet: meget høj", ":prioritet: høj"),
    "field-of-other": (":dato: 2027-01-01", ""),
    "two": (":frist: 2027-03-31 :ansvarlig: Team", ":frist: 2027-03-31\n:ansvarlig: Team"),
    "target-twice": (":bidrager_til: MS_1_1, MS_1_1", ":bidrager_til: MS_1_1"),
    "quoted-words": (':ansvarlig: "A" og "B"', ':ansvarlig: \'"A" og "B"\''),
    "merge": ("<<<<<<< a\n:frist: 2027-03-31\n=======\n>>>>>>> b", ":frist: 2027-03-31"),
}
"""A line among the fields of a need, and the line that the message asks for."""
CONF = """
project = "Rettelser"
language = "da"
extensions = ["myst_parser", "needs_core"]
myst_enable_extensions = ["colon_fence"]
needs_from_toml = "ubproject.toml"
"""
INDEX = """# Side

:::{pejlemærke} Først
:id: PM_1
:::

:::{målsætning} Et
:id: MS_1_1
:under: PM_1
:::

:::{målsætning} To
:id: MS_1_2
:under: PM_1
:::

:::{toctree}
:glob:
m-*
:::
"""
PAGE = """# Side

:::{{tiltag}} Navn
:id: TI_1{:02}
:status: kandidat
:under: PM_1
{}

Tekst.
:::
"""


def write(folder: Path, column: int) -> Built:
    """Build a page for each line of the table, as it is (0) or mended (1)."""
    source = folder / "source"
    source.mkdir()
    copy_model(source)
    (source / "conf.py").write_text(CONF, "utf-8")
    (source / "index.md").write_text(INDEX, "utf-8")
    for number, (name, lines) in enumerate(TABLE.items()):
        page = PAGE.format(number, lines[column]).replace("\n\n\n", "\n\n")
        (source / f"m-{name}.md").write_text(page, "utf-8")
    return Project(source, source, folder).build("dummy", nitpicky=True)


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("mistakes"), 0).warnings


@pytest.mark.parametrize("name", TABLE)
def test_a_mistake_has_one_message_at_its_line(name: str, messages: str) -> None:
    assert re.findall(rf"^m-{name}\.md:([0-9]+): ", messages, re.MULTILINE) == ["7"]


def test_nothing_else_is_told(messages: str) -> None:
    assert len(messages.splitlines()) == len(TABLE)


def test_a_mended_page_has_no_message(tmp_path: Path) -> None:
    assert write(tmp_path, 1).warnings == ""
