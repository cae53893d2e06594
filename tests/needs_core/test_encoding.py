"""A page that cannot be read is told and left out; the build goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Project

SAID = (
    "tiltag-3.md:10: WARNING: tiltag-3.md: Siden er ikke gemt som UTF-8 og læses ikke."
    " Gem den igen med tegnsættet UTF-8. [needs_core.encoding]"
)


def spoil(plan: Project) -> None:
    page = plan.source / "tiltag-3.md"
    text = page.read_text("utf-8").replace("Tekst", "Æblet")
    plan.write("tiltag-3.md", text)
    page.write_bytes(text.encode("latin-1"))


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_new_page_in_another_encoding_is_left_out(plan: Project, jobs: int) -> None:
    spoil(plan)
    built = plan.build(jobs=jobs)
    assert SAID in built.warnings.splitlines()
    assert "TI_103" not in built.read("daekning.html")


def test_a_page_that_was_read_before_stays(plan: Project) -> None:
    plan.build()
    spoil(plan)
    built = plan.build()
    assert built.warnings.splitlines() == [SAID]
    assert "TI_103" in built.read("daekning.html")
