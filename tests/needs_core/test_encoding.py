"""A page in another encoding is told and read as it was meant, in every build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Project

SAID = (
    "tiltag-3.md:{line}: WARNING: tiltag-3.md: Siden er ikke gemt som UTF-8, og bogstaver"
    " kan blive læst forkert. Gem den igen med tegnsættet UTF-8. [needs_core.encoding]"
)


def spoil(plan: Project, encoding: str) -> None:
    page = plan.source / "tiltag-3.md"
    text = page.read_text("utf-8").replace("Tekst", "Æblet – “ord”")
    page.write_bytes(text.encode(encoding))


@pytest.mark.parametrize(
    ("jobs", "encoding", "line"),
    [(4, "cp1252", 10), (1, "utf-16", 1)],
)
def test_a_page_in_another_encoding_is_read_as_it_was_meant(
    plan: Project, jobs: int, encoding: str, line: int
) -> None:
    plan.build(jobs=jobs)
    spoil(plan, encoding)
    built = plan.build(jobs=jobs)
    assert built.warnings.splitlines() == [SAID.format(line=line)]
    assert "Æblet – “ord”" in built.read("tiltag-3.html")
    assert "TI_103" in built.read("daekning.html")
