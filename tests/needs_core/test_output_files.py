"""Files beside the pages: written when they change, removed when they go, never others'."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from needs_core.output_files import FileLedger, OutputFile, OutputFiles
from tests.conftest import Built, Project

if TYPE_CHECKING:
    from pathlib import Path

CONF = """
import json
from pathlib import Path

from needs_core.rebuild import obsolete_files
from needs_core.output_files import OutputFile, OutputFiles, OutputPage, PageFiles

HERE = Path(__file__).parent
made = []

def make(name, text):
    made.append(name)
    (HERE / "made").write_text("\\n".join(made))
    return text.encode()

def files(app):
    for name, text in json.loads((HERE / "files.json").read_text()).items():
        yield OutputFile(name, text, lambda n=name, t=text: make(n, t), "index")

def pages(app):
    for name in json.loads((HERE / "pages.json").read_text()):
        yield OutputPage(f"beside/{name}", name, lambda n=name: {"title": n, "body": n})

def links(env):
    return {"third": tuple(json.loads((HERE / "links.json").read_text()))}

def setup(app):
    obsolete_files.setup(app)
    more = {"pages": pages, "links": links}
    OutputFiles("test", "beside", files, **more).setup(app)
    OutputFiles("test", "hidden", files).setup(app)
    pictures = PageFiles("pictures")
    pictures.setup(app)
    app.connect("doctree-resolved", lambda app, tree, page: [
        pictures.write(app, page, f"{word}.svg", word.encode())
        for word in tree.astext().split() if word.startswith("pic")])
"""


@pytest.fixture
def site(tmp_path: Path) -> Project:
    """Return a project of three pages whose extension writes what ``files.json`` says."""
    source = tmp_path / "source"
    source.mkdir()
    made = Project(source, source, tmp_path)
    made.write("conf.py", CONF)
    made.write("index.rst", "Start\n=====\n\n.. toctree::\n\n   other\n\npic1 pic2\n")
    made.write("other.rst", "Other\n=====\n\npic2\n")
    made.write("third.rst", ":orphan:\n\nThird\n=====\n")
    tell(made)
    return made


def tell(site: Project, files: object = (), pages: object = (), links: object = ()) -> None:
    """Say which files, pages and links there are, and touch a page."""
    for name, said in {"files": dict(files), "pages": pages, "links": links}.items():  # type: ignore[call-overload]
        site.write(f"{name}.json", json.dumps(said))
    os.utime(site.source / "other.rst", ns=(10**18, site.source.stat().st_mtime_ns))


def beside(built: Built, folder: str = "beside") -> dict[str, str]:
    found = built.out / folder
    return {
        path.relative_to(found).as_posix(): path.read_text()
        for path in sorted(found.rglob("*"))
        if path.is_file()
    }


def made(site: Project) -> list[str]:
    """Return which files were made since this was last asked."""
    path = site.source / "made"
    names = path.read_text().split("\n") if path.exists() else []
    path.unlink(missing_ok=True)
    return names


def test_files_follow_what_they_are_made_from(site: Project) -> None:
    tell(site, {"a.csv": "1", "deep/b.csv": "2"})
    built = site.build()
    assert beside(built) == beside(built, "hidden") == {"a.csv": "1", "deep/b.csv": "2"}
    made(site)
    (built.out / "beside" / "mine.csv").write_text("mine")
    tell(site, {"a.csv": "3"})
    again = site.build()
    assert beside(again) == {"a.csv": "3", "mine.csv": "mine"}, "and no empty folder"
    assert not (built.out / "beside" / "deep").exists()
    assert beside(again, "hidden") == {"a.csv": "3"}
    assert made(site) == ["a.csv", "a.csv"]
    tell(site, {"a.csv": "3"})
    site.build()
    assert made(site) == [], "a file whose key is the same is not made again"
    tell(site)
    gone = site.build()
    assert beside(gone) == {"mine.csv": "mine"}
    assert not (gone.out / "hidden").exists(), "the folder goes with its last file"


def test_a_missing_file_comes_back_without_an_edit(site: Project) -> None:
    tell(site, {"a.csv": "1"}, ["part"])
    before = beside(site.build())
    assert set(before) == {"a.csv", "part.html"}
    (site.work / "out-html" / "beside" / "a.csv").unlink()
    (site.work / "out-html" / "hidden" / "a.csv").unlink()
    built = site.build()
    assert beside(built) == before
    assert beside(built, "hidden") == {"a.csv": "1"}


def test_a_file_that_cannot_be_written_is_told_and_made_next_time(site: Project) -> None:
    tell(site, {"a.csv": "1", "b.csv": "2"})
    locked = site.work / "out-html" / "beside" / "a.csv"
    locked.mkdir(parents=True)
    built = site.build()
    assert "beside/a.csv: The file cannot be written." in built.warnings
    assert "[test.file]" in built.warnings
    assert beside(built) == {"b.csv": "2"}
    locked.rmdir()
    assert beside(site.build()) == {"a.csv": "1", "b.csv": "2"}
    locked.unlink()
    locked.mkdir()
    tell(site, {"b.csv": "2"})
    assert "cannot be removed" in site.build().warnings
    locked.rmdir()
    assert site.build().warnings == ""


def test_a_build_that_is_interrupted_leaves_nothing_stale(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(site, {"a.csv": "1"})
    site.build()
    tell(site, {"a.csv": "2", "new.csv": "3"})
    with monkeypatch.context() as patched:
        patched.setattr(OutputFiles, "_drawn_links", _stop)  # after the last file
        with pytest.raises(KeyboardInterrupt):
            site.build()
    tell(site, {"a.csv": "1"})
    assert beside(site.build()) == {"a.csv": "1"}


def _stop(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_pages_without_a_source_are_written_when_they_change(site: Project) -> None:
    tell(site, (), ["one", "two"])
    built = site.build()
    assert set(beside(built)) == {"one.html", "two.html"}
    old = (built.out / "beside" / "one.html").stat().st_mtime_ns
    tell(site, (), ["one"])
    again = site.build()
    assert set(beside(again)) == {"one.html"}
    assert (again.out / "beside" / "one.html").stat().st_mtime_ns == old


def test_a_page_of_the_project_that_takes_a_name_stays(site: Project) -> None:
    tell(site, (), ["one"])
    site.build()
    (site.source / "beside").mkdir()
    site.write("beside/one.rst", ":orphan:\n\nMine\n====\n")
    tell(site)
    assert "Mine" in beside(site.build())["one.html"]


def test_a_page_is_written_when_the_names_it_links_to_change(site: Project) -> None:
    tell(site, {"a.csv": "1"}, (), ["a"])
    page = site.build().out / "third.html"
    old = page.stat().st_mtime_ns
    tell(site, {"a.csv": "1"}, (), ["a"])
    site.build()
    assert page.stat().st_mtime_ns == old
    tell(site, {"a.csv": "1"}, (), ["b"])
    site.build()
    assert page.stat().st_mtime_ns != old


def test_other_outputs_have_no_files(site: Project) -> None:
    tell(site, {"a.csv": "1"})
    assert not (site.build("text").out / "beside").exists()


def test_pictures_no_page_shows_any_more_are_removed(site: Project) -> None:
    folder = site.build(doctrees="trees").app.doctreedir / "pictures"
    (folder / "mine.svg").write_text("mine")
    assert {x.name for x in folder.glob("*.svg")} == {"pic1.svg", "pic2.svg", "mine.svg"}
    site.edit("index.rst", ("pic1 pic2", "pic3"))
    site.build(doctrees="trees")
    assert {x.name for x in folder.glob("*.svg")} == {"pic3.svg", "pic2.svg", "mine.svg"}


def test_a_ledger_names_no_file_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "ledger.json"
    path.parent.mkdir()
    path.write_text('{"../x.csv": "", "/x.csv": "", "C:x": "", "x.csv": "k"}')
    assert FileLedger(path.parent, path).load().files == {"x.csv": "k"}
    for broken in ("", "[]", '{"files": []}', '{"x.csv": '):
        path.write_text(broken)
        assert FileLedger(path.parent, path, with_links=True).load().files == {}
        ledger = FileLedger(path.parent, path).load()
        ledger.write(OutputFile("new.csv", "key", lambda: b"text"))
        assert ledger.is_current("new.csv", "key")
