"""The guide for maintainers shows what really happens."""

from __future__ import annotations

import re

from tests.conftest import REPO, Project

GUIDE = REPO / "docs" / "vejledning" / "tilfoej-et-tiltag.md"
TEXT = GUIDE.read_text("utf-8")
BLOCK = re.search(r"````markdown\n(:::\{tiltag\}.*?)````", TEXT, re.DOTALL)
MESSAGES = re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL)
PLAN = "udviklingsplan.md"


def add(pages: Project, block: str) -> str:
    """Add a block to the plan as the guide says, and return what the build says."""
    text = (pages.source / PLAN).read_text("utf-8")
    pages.write(PLAN, f"{text.rstrip()}\n\n{block}")
    return pages.build().warnings


def block() -> str:
    assert BLOCK is not None
    return BLOCK[1]


def test_the_block_of_the_guide_works_as_it_stands(pages: Project) -> None:
    assert add(pages, block()) == ""


def test_a_new_tiltag_reaches_the_matrix(pages: Project) -> None:
    add(pages, block())
    page = pages.build("html", only="daekning.md").read("daekning.html")
    assert "TI_107" in page
    assert "Her står tiltagets navn" in page


def test_the_messages_of_the_guide_are_those_an_author_meets(pages: Project) -> None:
    mistakes = {
        "allerede brugt": ("TI_107", "TI_101"),
        "findes ikke": ("MS_1_1, MS_1_3", "MS_9_9"),
        "ikke en dato": ("2027-03-31", "31/12/2027"),
        "slutter aldrig": ("\n:::\n", "\n"),  # the last: it takes in what follows
    }
    shown, blocks = list[str](), list[str]()
    for number, (words, (right, wrong)) in enumerate(mistakes.items(), start=107):
        (message,) = (x for x in MESSAGES if words in " ".join(x.split()))
        text = " ".join(message.split()).partition(": ")[2].partition(": ")[2]
        shown.append(text.replace("TI_107", f"TI_{number}"))
        wrong_block = block().replace(right, wrong)
        assert wrong_block != block()
        blocks.append(wrong_block.replace("TI_107", f"TI_{number}"))
    assert len(shown) == len(MESSAGES)
    line = r"udviklingsplan:\d+"  # that of another need, which moves
    told = re.sub(line, "", " ".join(add(pages, "\n".join(blocks)).split()))
    assert [x for x in shown if re.sub(line, "", x) not in told] == []
