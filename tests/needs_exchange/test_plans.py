"""Plans that are built apart: linked to, pinned, rolled up; one of them broken."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from needs_exchange.plans import fetching
from needs_exchange.plans.pinned import LOCK, UnreadablePlanError, needs_in
from tests.conftest import REPO, Project, copy_model

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Built

ROLLUP = """# Centre

:::{plan-rollup}
:rows: målsætning
:columns: tiltag
:link: bidrager_til
:caption: Målsætninger og centre
:::
"""
OURS = """
extensions.append("needs_exchange")
needs_exchange_plans = {
    name: {"name": f"Center {name}", "file": f"planer/{name}.json",
           "source": f"../{name}.json", "url": f"https://{name}.example/"}
    for name in ("nord", "syd")
}
"""
THEIRS = """
extensions.append("needs_exchange")
needs_exchange_plans = {"kommunen": {
    "name": "Kommunen", "file": "planer/kommunen.json", "source": "../kommunen.json",
    "url": "https://kommune.example", "types": ["pejlemærke", "målsætning"],
}}
"""


def project(work: Path, name: str, conf: str, pages: dict[str, str] | None) -> Project:
    """Make a project of its own, in a folder of its own."""
    folder = work / name
    shutil.copytree(REPO / "tests" / "roots" / "plan", folder)
    copy_model(folder)
    with (folder / "conf.py").open("a", encoding="utf-8") as file:
        file.write(conf)
    if pages is not None:
        for page in folder.glob("*.md"):
            page.unlink()
        for page_name, text in pages.items():
            (folder / page_name).write_text(text, encoding="utf-8")
    return Project(folder, folder, work / f"{name}-work")


def tiltag(number: int, target: str, status: str = "i gang") -> str:
    return (
        f":::{{tiltag}} Lokalt {number}\n:id: TI_{number}\n:status: {status}\n"
        f":under: PM_1\n:bidrager_til: {target}\n:::\n\n"
    )


def publish(built: Built, path: Path) -> None:
    shutil.copy(built.out / "needs.json", path)


@pytest.fixture
def ours(tmp_path: Path) -> Project:
    made = project(tmp_path, "kommune", OURS, None)
    (made.source / "centre.md").write_text(ROLLUP, encoding="utf-8")
    index = made.source / "index.md"
    index.write_text(index.read_text("utf-8").replace("tabel", "tabel\ncentre"), "utf-8")
    return made


def centre(ours: Project, name: str, text: str) -> Project:
    """Make a centre, and fetch our plan for it."""
    work = ours.source.parent
    made = project(work, name, THEIRS, {"index.md": f"# Plan\n\n{text}"})
    if not (work / "kommunen.json").exists():
        publish(ours.build(), work / "kommunen.json")
    assert fetching.main([str(made.source)]) == 0
    return made


def both(ours: Project) -> None:
    """Build two centres and fetch their plans."""
    work = ours.source.parent
    for name, text in (
        ("nord", tiltag(101, "MS_1_1") + tiltag(102, "MS_1_3")),
        ("syd", tiltag(101, "MS_1_3") + tiltag(109, "MS_1_1", "opgivet")),
    ):
        made = centre(ours, name, text).build()
        assert made.warnings == ""
        publish(made, work / f"{name}.json")
    assert fetching.main([str(ours.source)]) == 0


def test_three_plans_built_apart_meet_in_one_table(ours: Project) -> None:
    both(ours)
    built = ours.build()
    assert built.warnings == ""
    page = built.read("centre.html")
    assert "Center nord" in page
    assert 'href="https://nord.example/index.html#TI_102"' in page
    assert "Kun lokalt" in page
    assert "Fælles og lokalt" in page
    assert "TI_109" not in page, "what was given up does not count"
    assert "TI_101 Lokalt" not in built.read("daekning.html"), "our matrix is ours"
    for builder in ("text", "latex", "singlehtml", "dirhtml", "man"):
        assert not ours.build(builder).warnings
    told = ours.build("epub").warnings  # of the book's own data, which it lacks
    assert "needs_exchange" not in told


def test_a_centre_sees_our_goals_and_links_to_them(ours: Project) -> None:
    made = centre(ours, "nord", tiltag(101, "MS_1_1")).build()
    assert made.warnings == ""
    assert 'href="https://kommune.example/maal-a.html#MS_1_1"' in made.read("index.html")
    needs = needs_in((made.out / "needs.json").read_bytes())[1]
    assert set(needs) == {"TI_101"}, "what is ours is not published as theirs"


def test_a_goal_that_is_gone_is_told_in_the_centres_build(ours: Project) -> None:
    work = ours.source.parent
    made = centre(ours, "nord", tiltag(101, "MS_1_2"))
    assert made.build().warnings == ""
    page = ours.source / "maal-a.md"
    text = page.read_text("utf-8")
    start = text.index(":::{målsætning} Mål nummer 2")
    page.write_text(text[:start] + text[text.index(":::", start + 3) + 4 :], "utf-8")
    for path in ours.source.glob("tiltag*.md"):
        path.unlink()
    publish(ours.build(fresh=True), work / "kommunen.json")
    assert fetching.main([str(made.source)]) == 0
    said = made.build(fresh=True).warnings
    assert said.count("WARNING") == 1
    assert "index.md:3: WARNING: TI_101: ”MS_1_2” (Mål nummer 2) i bidrager_til" in said
    assert "er udgået af planen fra Kommunen" in said
    pin = json.loads((made.source / LOCK).read_text("utf-8"))["plans"]["kommunen"]
    assert pin["gone"]["MS_1_2"] == "Mål nummer 2"


def test_a_broken_plan_breaks_nothing_but_is_told(ours: Project) -> None:
    both(ours)
    work = ours.source.parent
    broken = centre(ours, "oest", tiltag(101, "MS_9_9")).build()
    publish(broken, work / "syd.json")
    assert fetching.main([str(ours.source)]) == 0
    built = ours.build()
    assert built.warnings.count("WARNING") == 1
    assert "TI_101: I planen fra Center syd peger den på ”MS_9_9”" in built.warnings
    assert "MS_9_9" in built.read("centre.html")
    assert "Kun lokalt" in built.read("centre.html"), "the others are as they were"


def test_a_file_that_is_not_the_pinned_one_is_not_read(ours: Project) -> None:
    both(ours)
    assert ours.build().warnings == ""
    path = ours.source / "planer" / "nord.json"
    path.write_bytes(path.read_bytes() + b" ")
    built = ours.build()
    assert (
        "planer/nord.json: Planen fra Center nord er ikke den, der er låst"
        in built.warnings
    )
    assert "ikke oplyst" in built.read("centre.html"), "not known is not none"
    path.unlink()
    assert "mangler" in ours.build().warnings
    (ours.source / LOCK).write_text("{")
    assert "Låsefilen kan ikke læses" in ours.build().warnings


def test_a_page_follows_its_plans(ours: Project) -> None:
    both(ours)
    before = ours.build().read("centre.html")
    work = ours.source.parent
    publish(centre(ours, "vest", tiltag(104, "MS_1_2")).build(), work / "nord.json")
    assert fetching.main([str(ours.source)]) == 0
    after = ours.build(jobs=2)
    assert after.read("centre.html") != before
    assert after.read("centre.html") == ours.build(out="clean").read("centre.html")


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", b'{"current_version": "1", "versions": {}}', b"\xff",
     b"[" * 100_000, b'{"current_version":"1","versions":{"1":{"needs":{"a":1}}}}'],
)  # fmt: skip
def test_what_is_no_plan_is_refused_and_the_old_one_stays(
    ours: Project, raw: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UnreadablePlanError):
        needs_in(raw)
    both(ours)
    old = (ours.source / "planer" / "nord.json").read_bytes()
    (ours.source.parent / "nord.json").write_bytes(raw)
    assert fetching.main([str(ours.source)]) == 1
    assert "Den gamle bliver stående" in capsys.readouterr().out
    assert (ours.source / "planer" / "nord.json").read_bytes() == old
    assert ours.build().warnings == ""


def test_the_directive_says_what_it_lacks(ours: Project) -> None:
    both(ours)
    (ours.source / "centre.md").write_text(ROLLUP.replace("bidrager_til", "nej"), "utf-8")
    said = ours.build().warnings
    assert (
        "centre.md:3: WARNING: plan-rollup: ”nej” i link kendes ikke. Skriv en af" in said
    )


@pytest.mark.parametrize("name", ["center-nord", "center-syd", "eksempelkommune"])
def test_the_examples_build_without_a_warning(name: str, tmp_path: Path) -> None:
    folder = REPO / "examples" / name
    assert Project(folder / "docs", folder, tmp_path).build(nitpicky=True).warnings == ""
