"""What lives as long as a build is not searched for garbage; another build lets it go."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from needs_core import performance

if TYPE_CHECKING:
    import pytest
    from docutils import nodes

    from tests.conftest import Project

_NOTE = """
import gc
from pathlib import Path

def setup(app):
    app.connect("config-inited", lambda app, _: note("begin"))
    app.connect("source-read", lambda app, page, _: page == "index" and note("read"))

def note(name):
    Path(__file__).with_name(name).write_text(str(gc.get_freeze_count()))
"""


def test_modules_and_environment_are_set_aside_until_another_build(plan: Project) -> None:
    conf = plan.conf / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + _NOTE, encoding="utf-8")
    for _ in range(2):
        (plan.source / "index.md").touch()
        plan.build()
        assert int((plan.conf / "begin").read_text()) == 0
        assert int((plan.conf / "read").read_text()) > 0


def test_what_was_read_is_set_aside_between_pages(
    plan: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each object is searched once, and no nodes of a page are kept till the end."""
    done: list[str] = []
    monkeypatch.setattr("gc.get_count", lambda: (10**6, 0, 0))
    monkeypatch.setattr(performance, "_PAGES_LEFT", 10**6)
    monkeypatch.setattr("gc.collect", lambda generation: done.append(f"{generation}"))
    monkeypatch.setattr("gc.freeze", lambda: done.append("freeze"))
    plan.build(jobs=1)
    pages = len(list(plan.source.rglob("*.md")))
    # Before the pages, between them, and when all are read.
    assert (done[0], done[-2:]) == ("freeze", ["0", "freeze"])
    between = done[1:-2]
    assert between == ["0", "freeze"] * (len(between) // 2)
    assert len(between) >= 2 * pages


def test_the_nodes_of_a_page_are_free_when_the_next_one_is_written(
    plan: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are set aside when all pages are read, so that no search would find them."""
    write = StandaloneHTMLBuilder.write_doc
    drawn: list[weakref.ref[nodes.Node]] = []
    left = []

    def write_doc(
        self: StandaloneHTMLBuilder, docname: str, doctree: nodes.document
    ) -> None:
        left.append(sum(node() is not None for node in drawn))
        drawn.extend(map(weakref.ref, doctree.findall()))
        write(self, docname, doctree)

    monkeypatch.setattr(StandaloneHTMLBuilder, "write_doc", write_doc)
    monkeypatch.setattr("gc.collect", lambda _generation=2: 0)
    gc.disable()
    try:
        plan.build(jobs=1)
    finally:
        gc.enable()
    assert len(left) > 5
    assert max(left) < len(drawn) / 20


def test_what_builds_before_left_in_the_process_is_let_go_of(
    plan: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workshop and a test run build hundreds of times in one process."""
    monkeypatch.setattr(performance, "_PAGES_LEFT", 0)
    apps = [weakref.ref(plan.build().app) for _ in range(4)]
    # Libraries hold on to the first one and to the last one.
    assert [app() for app in apps[1:-1]] == [None, None]
