"""A plan with needs of every kind a card must cope with; built once for each output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOTS, Built, Project, copy_model, project

if TYPE_CHECKING:
    from collections.abc import Callable


def many(first: int, count: int, goal: str) -> str:
    return "\n\n".join(
        f":::{{tiltag}} Nummer {n}\n:id: TI_{n}\n:status: kandidat\n:under: PM_1\n"
        f":bidrager_til: {goal}\n:::"
        for n in range(first, first + count)
    )


KINDS = """# Slags

::::{note}
:::{tiltag} Indrammet
:id: TI_301
:status: kandidat
:under: PM_1
:::
::::

::::{tiltag} Ydre
:id: TI_302
:status: kandidat
:under: PM_1

Jeg er {ndf}`copy('title')`.

:::{tiltag} Indre
:id: TI_303
:status: kandidat
:under: PM_1

Og jeg er {ndf}`copy('title')`.
:::
::::

:::{tiltag} Skjult
:id: TI_304
:status: kandidat
:under: PM_1
:hide:

Skjult tekst.
:::

:::{tiltag} <script>alert(1)</script>
:id: TI_305
:status: kandidat
:under: PM_1
:bidrager_til: MS_1_2
:::

:::{tiltag} Tomme linjer
:id: TI_306
:status: kandidat
:under: PM_1
:frist:
:ansvarlig:
:::
"""


@pytest.fixture(scope="session")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the plan with more needs. Only read it."""
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("cards"))
    copy_model(made.source)
    made.write("tiltag-6.md", f"# Otte\n\n{many(201, 8, 'MS_1_4')}\n")
    made.write(
        "tiltag-7.md", f"# Syv med de to på andre sider\n\n{many(211, 5, 'MS_1_10')}"
    )
    made.write("tiltag-8.md", KINDS)
    return made


@pytest.fixture(scope="session")
def drawn(varied: Project) -> Callable[[str], Built]:
    """Return a function that builds the plan, once for each builder."""
    made: dict[str, Built] = {}

    def build(builder: str = "html") -> Built:
        if builder not in made:
            made[builder] = varied.build(builder)
        return made[builder]

    return build


@pytest.fixture
def site(drawn: Callable[[str], Built]) -> Built:
    """Return the HTML of the plan."""
    return drawn("html")
