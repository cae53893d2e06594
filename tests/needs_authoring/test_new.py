"""A new need gets its id, its page and its place; what is written reads as it was sent."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from needs_authoring import new
from needs_authoring.edit import MARKDOWN, NeedDraft, PageEdits, edit_page
from needs_authoring.new import AuthoringError, NewNeed, new_need
from needs_authoring.project import AuthoringProject, project_of
from needs_core.atomic_write import ChangedMeanwhileError, folder_lock, write_files
from needs_core.reader import read_items
from tests.conftest import ROOTS, Project, copy_model, project

if TYPE_CHECKING:
    from pathlib import Path

VALUES = {"status": "planlagt", "under": "PM_1"}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = project(ROOTS / "plan", tmp_path_factory.mktemp("plan"))
    copy_model(made.source)
    with (made.source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('extensions.append("needs_authoring")\n')
    return made


@pytest.fixture(scope="module")
def authoring(copied: Project) -> AuthoringProject:
    return project_of(copied.build("dummy").app)


def made(authoring: AuthoringProject, title: str = "Ny", **values: str) -> NewNeed:
    return new_need(authoring, "tiltag", title, {**VALUES, **values})


def text(need: NewNeed) -> str:
    return need.write.after.decode()


def refused(authoring: AuthoringProject, title: str = "Ny", **values: str) -> str:
    with pytest.raises(AuthoringError) as error:
        made(authoring, title, **values)
    return error.value.kind


def test_it_stands_below_the_last_sibling_with_the_next_id(
    authoring: AuthoringProject,
) -> None:
    need = made(authoring, frist="2027-01-01")
    siblings = [x for x in authoring.own.values() if x.links.get("under") == ("PM_1",)]
    last = max(x.id for x in siblings if x.type == "tiltag")
    assert int(need.id.removeprefix("TI_")) == int(last.removeprefix("TI_")) + 1
    assert need.path == authoring.paths[authoring.items.by_id[last].docname or ""]
    assert not need.new_page
    lines = text(need).splitlines()
    assert lines[need.line - 1] == ":::{tiltag} Ny"
    assert lines[need.line : need.line + 5] == [
        f":id: {need.id}",
        ":status: planlagt",
        ":frist: 2027-01-01",
        ":under: PM_1",
        ":::",
    ]
    assert need.path.read_bytes() == need.write.before, "nothing is written yet"


def test_a_number_that_was_used_is_not_used_again(authoring: AuthoringProject) -> None:
    first = made(authoring).id
    again = new_need(authoring, "tiltag", "Ny", VALUES, used_ids=[first])
    assert again.id > first


def test_a_new_page_has_a_heading(authoring: AuthoringProject) -> None:
    need = new_need(authoring, "tiltag", "Ny", VALUES, page="ny-plan/2027-1")
    assert need.new_page
    assert need.write.before is None
    assert text(need).startswith("# Tiltag 2027-1\n\n:::{tiltag} Ny\n:id: ")
    assert need.line == 3
    rst = replace(authoring, suffixes={".rst": "restructuredtext"}, paths={})
    need = new_need(rst, "tiltag", "Ny", VALUES, page="andre-tiltag.rst", text="En.")
    assert text(need).startswith("Tiltag andre tiltag\n====")
    assert "\n.. tiltag:: Ny\n   :id: " in text(need)
    assert text(need).endswith("\n\n   En.\n")


@pytest.mark.parametrize(
    ("page", "kind"),
    [("../ude", new.OUTSIDE), ("plan.pdf/x.txt", None), ("conf.py", new.NOT_A_PAGE)],
)
def test_a_page_is_a_page_of_the_project(
    authoring: AuthoringProject, page: str, kind: str | None
) -> None:
    if kind is None:
        need = new_need(authoring, "tiltag", "Ny", VALUES, page=page)
        assert need.path.name == "x.txt.md"
        return
    with pytest.raises(AuthoringError) as error:
        new_need(authoring, "tiltag", "Ny", VALUES, page=page)
    assert error.value.kind == kind


def test_a_type_without_needs_asks_for_a_page(authoring: AuthoringProject) -> None:
    values = {"halvaar": "2027-1", "forum": "OMU", "dato": "2027-05-01"}
    values["foelger_op"] = "TI_101"
    with pytest.raises(AuthoringError, match="opfølgning") as error:
        new_need(authoring, "opfølgning", "Ny", values)
    assert error.value.kind == new.NO_PAGE
    assert new_need(authoring, "opfølgning", "Ny", values, page="op").id == "OP_001"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"status": "måske"}, "not_listed"),
        ({"status": ""}, "missing"),
        ({"frist": "snart"}, "not_a_date"),
        ({"under": ""}, "missing"),
        ({"under": "PM_1, PM_2"}, "too_many"),
        ({"under": "MS_1_1"}, "wrong_type"),
        ({"bidrager_til": "MS_99"}, "unknown_id"),
        ({"bidrager_til": 'MS_1_1[status=="nej"]'}, "unknown_id"),
        ({"ansvarlig": '[[echo("x")]]'}, "program"),
        ({"ansvarlig": "<<x:y>>"}, "program"),
        ({"title": "x"}, "unknown_field"),
        ({"ansvarlg": "x"}, "unknown_field"),
    ],
)
def test_every_value_is_judged(
    authoring: AuthoringProject, values: dict[str, str], kind: str
) -> None:
    with pytest.raises(AuthoringError) as error:
        new_need(authoring, "tiltag", "Ny", {**VALUES, **values})
    assert error.value.kind == kind


def test_titles_and_texts_are_no_programs(authoring: AuthoringProject) -> None:
    assert refused(authoring, "") == "missing"
    assert refused(authoring, 'Prøve [[echo("hej")]]') == "program"
    with pytest.raises(AuthoringError) as error:
        new_need(authoring, "tiltag", "Ny", VALUES, text="Se {ndf}`echo('x')`.")
    assert error.value.kind == "program"


ODD = ["Leder # 2", "# x", '"Vi gør det" siger OMU', "> 50 pct. er nået", "| x", "'Sådan'",
       "a: b", "- x", "[x] y", "{x} y", "*x*", "&a", "!x", "%x", "@x", "C:\\sti", "5<x>7",
       "a;b", "$&", "x:", "? x", "--- x", "~", "null", "=1+1",
       "&amp;", "``` x"]  # fmt: skip


def test_the_build_reads_what_was_sent(
    authoring: AuthoringProject, copied: Project, tmp_path: Path
) -> None:
    """Titles, values and texts that YAML, MyST or sphinx-needs could take otherwise."""
    page = authoring.page("tiltag-1")
    drafts = [
        NeedDraft(
            "tiltag", f"TI_{500 + n}", odd, {**VALUES, "ansvarlig": odd}, f"Tekst.\n{odd}"
        )
        for n, odd in enumerate(ODD)
    ]
    edits = PageEdits(added=tuple(("TI_101", draft) for draft in drafts))
    raw = edit_page(page, edits, (), authoring.syntax)
    work = Project(tmp_path / "source", tmp_path / "source", tmp_path)
    shutil.copytree(copied.source, work.source)
    (work.source / "tiltag-1.md").write_bytes(raw)
    items = read_items(work.build("dummy").app)
    for draft in drafts:
        item = items.by_id[draft.id]
        assert (item.title, item.value("ansvarlig")) == (draft.title, draft.title)
        assert item.links["under"] == ("PM_1",)
        assert len([x for x in items if x.docname == "tiltag-1"]) == 1 + len(drafts)


def test_a_text_cannot_leave_its_block(authoring: AuthoringProject) -> None:
    sent = ":::\n:id: Z\n```{note}\nTekst\n\n- punkt\n  mere"
    need = new_need(authoring, "tiltag", "Ny", VALUES, text=sent)
    assert "\n\n\\:::\n\\:id: Z\n\\```{note}\nTekst\n\n- punkt\n  mere\n:::\n" in text(need)


def test_what_two_make_at_once_is_written_once(
    authoring: AuthoringProject, copied: Project, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    shutil.copytree(copied.source, source)
    paths = {name: source / path.name for name, path in authoring.paths.items()}
    here = replace(authoring, source=source, folder=source, paths=paths)
    one, two = made(here, "En"), made(here, "To")
    assert one.id == two.id
    with folder_lock(source) as lock:
        write_files(lock, [one.write])
        with pytest.raises(ChangedMeanwhileError):
            write_files(lock, [two.write])
    assert here.page_at(one.path).kind == MARKDOWN
    assert "To" not in one.path.read_text("utf-8")


def test_the_project_names_the_page_of_a_type(authoring: AuthoringProject) -> None:
    def made_on(template: str, **values: str) -> str:
        project = replace(authoring, pages={"tiltag": template})
        need = new_need(project, "tiltag", "Ny", {**VALUES, **values})
        return need.path.relative_to(authoring.source).as_posix()

    assert made_on("plan/{under}") == "plan/PM_1.md"
    assert made_on("tiltag-2") == "tiltag-2.md"
    for template, kind in (
        ("plan/{frist}", new.BAD_TEMPLATE),
        ("plan/{", new.BAD_TEMPLATE),
        ("{ansvarlig}", new.OUTSIDE),
    ):
        with pytest.raises(AuthoringError) as error:
            made_on(template, ansvarlig="../ude")
        assert error.value.kind == kind
