"""What a build does not show is nowhere and counts nowhere: ``only``, ``:hide:``, dots."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from tests.conftest import Built, Project, copy_model

if TYPE_CHECKING:
    from pathlib import Path

CONF = """
project = "Plan"
language = "da"
extensions = ["myst_parser", "needs_coverage", "needs_search", "needs_history"]
extensions += ["needs_plan", "needs_exchange", "needs_overview"]
needs_exchange_types = ["tiltag"]
needs_core_roles = {"actions": "tiltag", "goals": "målsætning", "link": "bidrager_til"}
needs_core_roles |= {"owner": "ansvarlig", "end": "frist"}
html_copy_source = False
myst_enable_extensions = ["colon_fence"]
needs_from_toml = "ubproject.toml"
needs_build_json = True
needs_reproducible_json = True
"""
GATE = {
    "name": "g",
    "text": "Alle.",
    "kind": "covered",
    "rows": "målsætning",
    "columns": "tiltag",
    "link": "bidrager_til",
}
INDEX = """# Forside

```{toctree}
plan
andre
```

```{coverage-matrix}
:rows: målsætning
:columns: tiltag
:link: bidrager_til
```

```{plan-table}
```

```{plan-owners}
```

```{plan-files}
```

:::{pejlemærke} Først
:id: PM_1
:::

:::{målsætning} Mål
:id: MS_1_1
:under: PM_1
:::
"""
PLAN = """# Plan

Åben tekst.

::::::{only} intern

Fortrolig tekst.

:::::{tiltag} Hemmeligt tiltag
:id: TI_101
:under: PM_1
:bidrager_til: MS_1_1
:status: planlagt
:ansvarlig: Hemmelig enhed

Hemmelig begrundelse.

::::{tiltag} Hemmelig del
:id: TI_103
:under: PM_1
:status: planlagt
::::
:::::

:::{needextend} TI_102
:ansvarlig: Hemmelig ansvarlig
:::

```{coverage-matrix}
:rows: målsætning
:columns: tiltag
:link: bidrager_til
:name: hemmelig
```

::::::
"""
OTHERS = """# Andre

:::{tiltag} Åbent tiltag
:id: TI_102
:under: PM_1
:status: planlagt
:ansvarlig: Åben enhed
:::
"""


def make(folder: Path, **pages: str) -> Project:
    """Write a project with a part that is shown under the tag ``intern``."""
    source = folder / "source"
    source.mkdir()
    copy_model(source)
    (source / "conf.py").write_text(CONF, "utf-8")
    for name, text in {"index": INDEX, "plan": PLAN, "andre": OTHERS, **pages}.items():
        (source / f"{name}.md").write_text(text, "utf-8")
    return Project(source, source, folder)


def texts(built: Built) -> str:
    """Return everything a build wrote that is text, that of workbooks too."""
    found = []
    for name, data in built.files().items():
        found.append(data.decode("utf-8", "replace"))
        if name.endswith(".xlsx"):
            with ZipFile(BytesIO(data)) as book:
                found += [book.read(part).decode() for part in book.namelist()]
    return "\n".join(found)


def test_what_only_leaves_out_is_in_no_file(tmp_path: Path) -> None:
    built = make(tmp_path).build()
    assert built.warnings == ""
    found = texts(built)
    assert "Åbent tiltag" in found
    assert not re.search("[Hh]emmelig|[Ff]ortrolig|TI_101|TI_103", found)
    needs = json.loads(built.read("needs.json"))["versions"][""]["needs"]
    assert sorted(needs) == ["MS_1_1", "PM_1", "TI_102"]
    assert [name for name in built.files() if "hemmelig" in name.lower()] == []


def test_gates_do_not_count_what_is_not_shown(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert "MS_1_1" in made.build("coverage-report", needs_coverage_gates=[GATE]).read(
        "coverage.txt"
    )
    shown = made.build(
        "coverage-report", out="intern", tags=["intern"], needs_coverage_gates=[GATE]
    )
    assert "MS_1_1" not in shown.read("coverage.txt")


def files(built: Built) -> dict[str, bytes]:
    """Return what a build wrote, without the names sphinx-needs takes by lot."""
    return {
        name: re.sub(rb"SNCB-[0-9a-f]+", b"", data)
        for name, data in built.files().items()
        if name != ".buildinfo.bak"
    }


def test_the_same_whether_it_was_built_before(tmp_path: Path) -> None:
    made = make(tmp_path)
    without = files(made.build(out="clean", jobs=2))
    with_tag = made.build(out="with", tags=["intern"])
    assert "Fortrolig tekst" in texts(with_tag)
    for tags, expected in (([], without), (["intern"], files(with_tag)), ([], without)):
        built = files(made.build(out="one", tags=tags))
        assert {name for name in built if built[name] != expected.get(name)} == set()
        assert set(built) == set(expected)


@pytest.mark.parametrize("place", [":bidrager_til: MS_1_2\n:::", ":::\n\n{need}`MS_1_2`"])
def test_a_link_to_it_is_told(tmp_path: Path, place: str) -> None:
    goal = ":::{målsætning} Hemmeligt mål\n:id: MS_1_2\n:under: PM_1\n:::\n"
    goal = f"::::{{only}} intern\n{goal}::::\n"
    others = f"{OTHERS.removesuffix(':::' + chr(10))}{place}\n"
    built = make(tmp_path, plan=f"# Plan\n\n{goal}", andre=others).build()
    (line,) = built.warnings.splitlines()
    assert line.startswith("andre.md:")
    assert re.search("(ikke vises|vises ikke) i denne bygning", line)
    assert "Hemmeligt" not in texts(built)


def test_a_hidden_need_has_a_place_to_link_to(tmp_path: Path) -> None:
    plan = PLAN.replace("::::::{only} intern", "Før.").partition("```")[0]
    plan = plan.replace(":id: TI_101", ":id: TI_101\n:hide:")
    built = make(tmp_path, plan=plan).build()
    assert built.read("plan.html").count('id="TI_101"') == 1
    assert "Hemmeligt tiltag" not in built.read("plan.html")
    assert "Hemmeligt tiltag" in built.read("index.html")


def test_what_is_hidden_by_a_dot_is_no_page(tmp_path: Path) -> None:
    made = make(tmp_path)
    need = ":::{tiltag} Skjult\n:id: TI_109\n:under: PM_1\n:status: planlagt\n:::\n"
    for name in (".kladde/side.md", "under/.kladde/dybt/side.md", ".side.md"):
        path = made.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Skjult\n\n{need}", "utf-8")
    (made.source / "extra" / ".well-known").mkdir(parents=True)
    (made.source / "extra" / ".well-known" / "security.txt").write_text("Contact:", "utf-8")
    built = made.build(html_extra_path=["extra"])
    assert built.warnings == ""
    assert "Skjult" not in texts(built)
    assert (built.out / ".well-known" / "security.txt").is_file()
