"""A page that was renamed is told of once, with every place that names it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Project

NAMING = """

[Mål](maal-b.md) og {doc}`maal-b`

:::{toctree}
:hidden:
maal-b
:::
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_renamed_page_is_told_once_with_every_place_that_names_it(
    plan: Project, jobs: int
) -> None:
    for page in ("daekning.md", "tabel.md"):
        plan.write(page, (plan.source / page).read_text("utf-8") + NAMING)
    assert "maal-b" not in plan.build().warnings
    (plan.source / "maal-b.md").rename(plan.source / "en-maal-b.md")
    (told,) = plan.build(jobs=jobs).warnings.splitlines()
    link, menu = (
        next(n for n, line in enumerate(text, 1) if line.startswith(start))
        for text in [(plan.source / "daekning.md").read_text("utf-8").split("\n")]
        for start in ("[Mål](", "maal-b")
    )
    start = (
        f"daekning.md:{link}: WARNING: maal-b: Siden findes ikke. Mente du ”en-maal-b”? "
    )
    assert told.startswith(start)
    assert f": daekning.md:{menu}, tabel.md:" in told
    assert plan.build(out="clean", jobs=jobs).warnings.splitlines() == [told]
    assert plan.build(jobs=jobs).warnings.splitlines() == [told]
    for page in ("daekning.md", "tabel.md"):
        plan.edit(page, ("maal-b", "en-maal-b"))
    assert plan.build(jobs=jobs).warnings == ""


def test_two_pages_that_windows_takes_for_one_are_told(
    plan: Project,
) -> None:
    plan.write("Maal.md", "---\norphan: true\n---\n\n# Andet\n")
    plan.write("maal.md", "---\norphan: true\n---\n\n# Tredje\n")
    if (plan.source / "Maal.md").samefile(plan.source / "maal.md"):
        pytest.skip("the two are one file here")
    first, again = (plan.build("dummy").warnings for _ in range(2))
    assert first == again
    (line,) = first.splitlines()
    assert line.startswith("maal.md:1: WARNING: maal: Navnet er det samme som ”Maal”")
    (plan.source / "Maal.md").unlink()
    assert plan.build("dummy").warnings == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file")
def test_a_page_that_windows_can_have_no_file_for_is_told_of(plan: Project) -> None:
    plan.write("hvad?.md", "---\norphan: true\n---\n\n# Hvad?\n")
    told = [x for x in plan.build().warnings.splitlines() if "hvad" in x]
    fault = "Windows giver ingen fil dette navn eller et navn med sådan et tegn."
    assert [x.startswith(f"hvad?.md:1: WARNING: hvad?: {fault}") for x in told] == [True]
