"""Plans that are built apart: linked to, pinned, rolled up; one of them broken."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from needs_exchange.plans import fetch
from needs_exchange.plans.needs_file import UnreadablePlanError, needs_in
from tests.conftest import REPO, Project, copy_model
from tests.needs_exchange.conftest import files_in, put_back

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Built

LOCK = "planer.lock.json"
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
needs_exchange_lock = "planer.lock.json"
needs_exchange_plans = {
    name: {"name": f"Center {name}", "file": f"planer/{name}.json",
           "source": f"../{name}.json", "url": f"https://{name}.example/",
           "dirhtml": name == "syd"}
    for name in ("nord", "syd")
}
"""
THEIRS = """
extensions.append("needs_exchange")
needs_exchange_lock = "planer.lock.json"
needs_exchange_plans = {"kommunen": {
    "name": "Kommunen", "file": "planer/kommunen.json", "source": "../kommunen.json",
    "url": "https://kommune.example", "dirhtml": True,
    "types": ["pejlemærke", "målsætning"],
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


@dataclass
class Plans:
    """Our project and two centres, built apart; what a test changes is put back."""

    ours: Project
    nord: Project
    syd: Project

    @property
    def work(self) -> Path:
        """The folder of all projects, where each publishes its plan."""
        return self.ours.source.parent

    def publish(self, project: Project, name: str, *, fresh: bool = False) -> None:
        """Build a project and lay its plan where the others fetch it."""
        built = build(project, fresh=fresh)
        shutil.copy(built.out / "needs.json", self.work / f"{name}.json")


def build(project: Project, builder: str = "html", **more: Any) -> Built:
    """Build with the doctrees that all builds of a project share."""
    return project.build(builder, doctrees="doctrees", **more)


@pytest.fixture(scope="module")
def _plans(tmp_path_factory: pytest.TempPathFactory) -> Plans:
    work = tmp_path_factory.mktemp("plans")
    ours = project(work, "kommune", OURS, None)
    (ours.source / "centre.md").write_text(ROLLUP, encoding="utf-8")
    index = ours.source / "index.md"
    index.write_text(index.read_text("utf-8").replace("tabel", "tabel\ncentre"), "utf-8")
    texts = {
        "nord": tiltag(101, "MS_1_1") + tiltag(102, "MS_1_3"),
        "syd": tiltag(101, "MS_1_3") + tiltag(109, "MS_1_1", "opgivet"),
    }
    nord, syd = (
        project(work, name, THEIRS, {"index.md": f"# Plan\n\n{text}"})
        for name, text in texts.items()
    )
    plans = Plans(ours, nord, syd)
    plans.publish(ours, "kommunen")
    for centre, name in ((nord, "nord"), (syd, "syd")):
        assert fetch.main([str(centre.source)]) == 0
        plans.publish(centre, name)
    assert fetch.main([str(ours.source)]) == 0
    return plans


@pytest.fixture
def plans(_plans: Plans) -> Iterator[Plans]:
    """Return plans that have met; sources and published plans are put back."""
    folders = [x.source for x in (_plans.ours, _plans.nord, _plans.syd)]
    before = [files_in(folder) for folder in folders]
    published = {path: path.read_bytes() for path in _plans.work.glob("*.json")}
    yield _plans
    for folder, files in zip(folders, before, strict=True):
        put_back(folder, files)
    for path, content in published.items():
        path.write_bytes(content)


def write(centre: Project, text: str) -> None:
    """Give a centre other tiltag."""
    centre.write("index.md", f"# Plan\n\n{text}")


def test_three_plans_built_apart_meet_in_one_table(plans: Plans) -> None:
    built = build(plans.ours)
    assert built.warnings == ""
    page = built.read("centre.html")
    assert "Center nord" in page
    assert 'href="https://nord.example/index.html#TI_102"' in page
    assert 'href="https://syd.example/#TI_101"' in page, "that site has folders for pages"
    assert "Kun lokalt" in page
    assert "Fælles og lokalt" in page
    assert "TI_109" not in page, "what was given up does not count"
    assert "TI_101 Lokalt" not in built.read("daekning.html"), "our matrix is ours"


def test_every_builder_draws_the_table(plans: Plans) -> None:
    for builder in ("text", "latex", "singlehtml", "dirhtml", "man"):
        assert not build(plans.ours, builder).warnings
    told = build(plans.ours, "epub").warnings  # of the book's own data, which it lacks
    assert "needs_exchange" not in told


def test_a_centre_sees_our_goals_and_links_to_them(plans: Plans) -> None:
    made = build(plans.nord)
    assert made.warnings == ""
    assert 'href="https://kommune.example/maal-a/#MS_1_1"' in made.read("index.html")
    needs = needs_in((made.out / "needs.json").read_bytes())[1]
    assert set(needs) == {"TI_101", "TI_102"}, "what is ours is not published as theirs"


def test_a_goal_that_is_gone_is_told_in_the_centres_build(plans: Plans) -> None:
    write(plans.nord, tiltag(101, "MS_1_2"))
    assert build(plans.nord).warnings == ""
    page = plans.ours.source / "maal-a.md"
    text = page.read_text("utf-8")
    start = text.index(":::{målsætning} Mål nummer 2")
    page.write_text(text[:start] + text[text.index(":::", start + 3) + 4 :], "utf-8")
    for path in plans.ours.source.glob("tiltag*.md"):
        path.unlink()
    plans.publish(plans.ours, "kommunen")
    assert fetch.main([str(plans.nord.source)]) == 0
    said = build(plans.nord, fresh=True).warnings
    assert said.count("WARNING") == 1
    assert "index.md:3: WARNING: TI_101: ”MS_1_2” (Mål nummer 2) i bidrager_til" in said
    assert "er udgået af planen fra Kommunen" in said
    pin = json.loads((plans.nord.source / LOCK).read_text("utf-8"))["plans"]["kommunen"]
    assert pin["gone"]["MS_1_2"] == "Mål nummer 2"


def test_a_broken_plan_breaks_nothing_but_is_told(plans: Plans) -> None:
    write(plans.syd, tiltag(101, "MS_9_9"))
    plans.publish(plans.syd, "syd")
    assert fetch.main([str(plans.ours.source)]) == 0
    built = build(plans.ours)
    assert built.warnings.count("WARNING") == 1
    assert "TI_101: I planen fra Center syd peger den på ”MS_9_9”" in built.warnings
    assert "MS_9_9" in built.read("centre.html")
    assert "Kun lokalt" in built.read("centre.html"), "the others are as they were"


def test_a_file_that_is_not_the_pinned_one_is_not_read(plans: Plans) -> None:
    ours = plans.ours
    assert build(ours).warnings == ""
    path = ours.source / "planer" / "nord.json"
    path.write_bytes(path.read_bytes() + b" ")
    built = build(ours)
    assert (
        "planer/nord.json: Planen fra Center nord er ikke den, der er låst"
        in built.warnings
    )
    assert "ikke oplyst" in built.read("centre.html"), "not known is not none"
    path.unlink()
    assert "mangler" in build(ours).warnings
    (ours.source / LOCK).write_text("{")
    fault = "planer.lock.json:1: WARNING: planer.lock.json: Linjen, eller den over den, kan"
    assert fault in build(ours).warnings


def test_the_command_to_fetch_is_that_of_the_project(plans: Plans) -> None:
    (plans.ours.source / "planer" / "nord.json").unlink()
    said = build(plans.ours).warnings
    assert "Kør python -m needs_exchange.plans.fetch " in said
    named: dict[str, Any] = {"needs_core_commands": {"needs_exchange.fetch": "make hent"}}
    assert "Kør make hent, se" in build(plans.ours, **named).warnings


def test_a_page_follows_its_plans(plans: Plans) -> None:
    before = build(plans.ours).read("centre.html")
    write(plans.nord, tiltag(104, "MS_1_2"))
    plans.publish(plans.nord, "nord")
    assert fetch.main([str(plans.ours.source)]) == 0
    after = build(plans.ours, jobs=2)
    assert after.read("centre.html") != before
    clean = plans.ours.build(out="clean")
    assert after.read("centre.html") == clean.read("centre.html")


BROKEN = [b"", b"[]", b"{}", b'{"current_version": "1", "versions": {}}', b"\xff",
          b"[" * 100_000, b'{"current_version":"1","versions":{"1":{"needs":{"a":1}}}}',
         ]  # fmt: skip


def test_what_is_no_plan_is_refused_and_the_old_one_stays(
    plans: Plans, capsys: pytest.CaptureFixture[str]
) -> None:
    old = (plans.ours.source / "planer" / "nord.json").read_bytes()
    for raw in BROKEN:
        with pytest.raises(UnreadablePlanError):
            needs_in(raw)
        (plans.work / "nord.json").write_bytes(raw)
        assert fetch.main([str(plans.ours.source)]) == 1
        assert "Intet er skrevet" in capsys.readouterr().out
        assert (plans.ours.source / "planer" / "nord.json").read_bytes() == old
    assert build(plans.ours).warnings == ""


def test_the_directive_says_what_it_lacks(plans: Plans) -> None:
    plans.ours.write("centre.md", ROLLUP.replace("bidrager_til", "nej"))
    said = build(plans.ours).warnings
    assert (
        "centre.md:6: WARNING: plan-rollup: ”nej” i link kendes ikke. Skriv en af" in said
    )


@pytest.mark.parametrize("name", ["center-nord", "center-syd", "eksempelkommune"])
def test_the_examples_build_without_a_warning(
    name: str, examples: dict[str, Built]
) -> None:
    assert examples[name].warnings == ""
