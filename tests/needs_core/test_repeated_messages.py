"""What is wrong in an included file is told of that file, in every build alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stress import same

if TYPE_CHECKING:
    from tests.conftest import Project

PART = """Et afsnit.

{ukendtrolle}`x`

:::{ukendt}
:::

{ref}`ingen-steder`

{download}`Hent <mangler.xlsx>`

```json
{ingen json
```

:::{tiltag} Navn
:id: TI_101
:status: planlagt # husk
:under: PM_1
:::
"""
PAGE = """# {name}

```{{include}} parts/del.{ending}
{options}```
"""


@pytest.fixture
def including(plan: Project) -> Project:
    (plan.source / "parts").mkdir()
    plan.write("parts/del.md", PART)
    plan.edit("conf.py", ("language = ", "exclude_patterns = ['parts']\nlanguage = "))
    return plan


@pytest.mark.parametrize("ending", ["md", "txt"])
@pytest.mark.parametrize("jobs", [1, 4])
def test_messages_name_the_included_file_and_stay_as_they_are(
    including: Project, ending: str, jobs: int
) -> None:
    plan = including
    (plan.source / "parts/del.md").rename(plan.source / f"parts/del.{ending}")

    def page(name: str, *options: str) -> None:
        text = "".join(f":{x}\n" for x in options)
        plan.write(f"{name}.md", PAGE.format(name=name, ending=ending, options=text))

    def told() -> set[str]:
        built, clean = plan.build(jobs=jobs), plan.build(out="clean")
        assert not same(built, clean)
        return {x for x in clean.warnings.splitlines() if f"del.{ending}" in x}

    for name in "pqrstu":
        plan.write(f"{name}.md", f"# {name}\n")
    plan.build(jobs=jobs)
    page("q", "start-line: 2", "end-line: 4")
    few = told()
    assert len(few) == 1
    page("p", "end-line: 13")
    page("r", "end-line: 13")
    many = told()
    assert {f"{x}" for x in many} > few
    assert len(many) >= 5, many
    assert told() == many
    (plan.source / "p.md").unlink()
    assert told() == many
    plan.write("r.md", "# r\n")
    assert told() == few
    page("r")
    plan.write("parts/andet.md", "x")
    all_ = told()
    assert len(all_) > len(many)
    assert not any("index.md" in x or "r.md" in x for x in all_)
