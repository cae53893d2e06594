"""What somebody else's project gets of the extensions: its own words, fields and files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from tests.conftest import Built, Project

if TYPE_CHECKING:
    from pathlib import Path

CONF = r"""
project = "Foreign"
language = "en"
extensions = ["needs_coverage", "needs_cards", "needs_sources", "needs_search"]
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R"},
    {"directive": "test", "title": "Test case", "prefix": "T"},
    {"directive": "story", "title": "Story", "prefix": "S"},
]
needs_links = {"verifies": {"outgoing": "verifies", "incoming": "is verified by"}}
needs_fields = {
    "level": {"description": "Priority level, 1-5 where 1 is highest", "nullable": True},
    "github": {"nullable": True},
    "area": {"nullable": True},
    "asil": {"nullable": True, "schema": {"type": "string", "enum": ["QM", "A", "B"]}},
    "size": 1,
    7: {},
}
needs_core_labels = {"area": "Part of the car"}
needs_core_messages = "rewritten"
needs_string_links = {
    "issue": {
        "regex": r"^(?P<value>\d+)$",
        "link_url": "https://example.org/{{value}}",
        "link_name": "#{{value}}",
        "options": ["github"],
    },
}
needs_schema_definitions = {
    "schemas": [
        {
            "id": "safe",
            "severity": "violation",
            "message": "Safe requirements need A or B",
            "select": {"properties": {"type": {"const": "req"}}},
            "validate": {"local": {"properties": {"asil": {"enum": ["A", "B"]}}}},
        },
        {
            "id": "tested",
            "severity": "violation",
            "select": {"properties": {"type": {"const": "test"}}},
            "validate": {
                "network": {
                    "verifies": {
                        "items": {"local": {"properties": {"asil": {"const": "A"}}}}
                    }
                }
            },
        },
    ]
}
needs_layouts = {
    "mine": {
        "grid": "simple",
        "layout": {"head": ["Asked for"], "meta": ["<<meta('level', prefix='At: ')>>"]},
    }
}
needs_external_needs = [
    {"base_url": "https://example.org/other", "json_path": "other.json", "id_prefix": "E_"}
]


def setup(app):
    from sphinx_needs.api import add_need_type

    def add(app, config):
        add_need_type(app, "result", "Test result", "TR_")

    app.connect("config-inited", add)
"""
PAGE = """
Foreign
=======

.. req:: One
   :id: R_001
   :level: 1
   :github: 17
   :area: Brakes
   :asil: QM

   :need_part:`(1) Half` of it.

   .. req:: Inside
      :id: R_002

      The text::

         ~~~
         norm\u0061lize("e\u0301")

.. test:: Check
   :id: T_001
   :verifies: R_001.1, R_001.7, R_999

.. test:: Whole
   :id: T_002
   :verifies: R_001

.. story:: Once
   :id: S_001
   :layout: mine
   :level: 3

   Told.

   .. story:: Within
      :id: S_002
      :collapse: true
      :level: 4

\x0c
See :nothing:`R_001`.

.. coverage-matrix::
   :rows: req
   :columns: test
   :link: verifies

.. result:: Measured
   :id: TR_001
   :verifies: R_001, R_999[status == "open"], R_002[status == "open"]

.. coverage-matrix::
   :rows: req
   :columns: result
   :link: verifies
   :rows-where: is_external = true, false
"""
OTHER = """{"current_version": "1", "project": "Other", "versions": {"1": {"needs": {
"R_100": {"id": "R_100", "type": "req", "title": "Elsewhere", "docname": "index"},
"T_100": {"id": "T_100", "type": "test", "title": "Far", "docname": "index",
 "verifies": ["R_001"]},
"T_200": {"id": "T_200", "type": "test", "title": "Farther", "docname": "index"}}}}}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a project of reStructuredText in English, built once."""
    work = tmp_path_factory.mktemp("foreign")
    return _project(work, CONF, PAGE.encode()).build()


def _project(work: Path, conf: str, page: bytes) -> Project:
    source = work / "source"
    source.mkdir()
    (source / "conf.py").write_text(conf, encoding="utf-8")
    (source / "index.rst").write_bytes(page)
    (source / "other.json").write_text(OTHER, encoding="utf-8")
    return Project(source, source, work)


def _card(built: Built, id_: str) -> str:
    soup = BeautifulSoup(built.read("index.html"), "html.parser")
    card = soup.find(id=id_)
    assert card is not None
    return " ".join(card.get_text(" ").split())


def test_a_field_is_called_by_its_label_or_its_name(built: Built) -> None:
    card = _card(built, "R_001")
    assert "Level 1" in card
    assert "Github #17" in card
    assert "Part of the car Brakes" in card
    assert "highest" not in card


def test_string_links_are_links(built: Built) -> None:
    assert 'href="https://example.org/17"' in built.read("index.html")


def test_parts_are_named_and_dead_links_shown(built: Built) -> None:
    card = _card(built, "T_001")
    assert "R_001 One (part 1)" in card
    assert "R_001.7: does not exist" in card
    assert "R_999: does not exist" in card


def test_a_type_of_an_everyday_name_is_the_projects_own(built: Built) -> None:
    assert "Story" in _card(built, "S_001")


def test_a_layout_that_is_asked_for_is_used(built: Built) -> None:
    card = _card(built, "S_001")
    assert "Asked for" in card
    assert "At: 3" in card
    assert card.count("Told.") == 1
    assert "S_002 Within" in card
    html = BeautifulSoup(built.read("index.html"), "html.parser")
    folded = html.select_one("#S_002 details")
    assert folded is not None
    assert "Level" in folded.get_text()
    assert html.select_one("#R_001 details") is None


def test_a_rule_is_told_in_its_own_words_with_its_own_values(built: Built) -> None:
    assert (
        "R_001: Safe requirements need A or B. “QM” in asil is not an allowed value. "
        "Choose one of: A, B."
    ) in built.warnings
    assert "T_002: R_001, where verifies leads, breaks a rule (asil: " in built.warnings


def test_remedies_are_of_the_markup_of_the_page(built: Built) -> None:
    assert "Correct the word between the colons." in built.warnings
    assert "curly" not in built.warnings
    assert ":::" not in built.warnings
    assert "invisible" not in built.warnings


def test_code_keeps_its_letters(built: Built) -> None:
    assert "e\u0301" in BeautifulSoup(built.read("index.html"), "html.parser").get_text()
    assert "two characters" not in built.warnings


def test_what_sphinx_needs_passes_over_is_passed_over(built: Built) -> None:
    assert "needs_fields entry for 'size' is not a dict" in built.warnings
    assert "needs_fields key is not a string: 7" in built.warnings
    assert len(re.findall("size", built.warnings)) == 1


def test_files_that_others_depend_on_are_kept(built: Built) -> None:
    assert (built.out / "permalink.html").exists()
    assert (built.out / "schema_violations.json").exists()


def _matrices(built: Built) -> list[str]:
    soup = BeautifulSoup(built.read("index.html"), "html.parser")
    return [" ".join(x.get_text(" ").split()) for x in soup.select("table.coverage-matrix")]


def test_needs_of_other_projects_cover_and_are_covered_only_if_asked_for(
    built: Built,
) -> None:
    alone, together = _matrices(built)
    assert "R_001" in alone
    assert "E_R_100" not in alone
    assert "E_T_100 Far (another project)" in alone
    assert "E_T_200" not in alone
    assert "E_R_100 Elsewhere (another project)" in together


def test_a_diagram_that_fails_is_told_and_costs_no_page(tmp_path: Path) -> None:
    conf = 'extensions = ["sphinx_needs", "sphinxcontrib.plantuml", "needs_cards"]\n'
    page = b"""Foreign
=======

.. req:: One
   :id: R_001

   .. needuml::

      {{flow(need().id)}}
"""
    built = _project(tmp_path, conf, page).build()
    (told,) = built.warnings.splitlines()
    assert told.startswith("index.rst:7: WARNING: ")
    assert "Jinja function 'need()' is not supported" in told
    assert "One" in _card(built, "R_001")


def test_types_that_another_extension_adds_are_types(built: Built) -> None:
    assert "TR_001 Measured" in _matrices(built)[1]
    assert "Test result" in _card(built, "TR_001")
    assert "no need type" not in built.warnings


def test_a_link_whose_condition_is_not_met_is_shown_so(built: Built) -> None:
    card = _card(built, "TR_001")
    assert "R_002 Inside (the condition is not met)" in card
    assert "TR_001 Measured (the condition is not met)" in _card(built, "R_002")
    assert "R_999: does not exist" in card


def test_types_of_one_title_have_sheets_of_their_own(tmp_path: Path) -> None:
    conf = """
extensions = ["needs_exchange"]
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R"},
    {"directive": "spec", "title": "requirement", "prefix": "S"},
]
needs_exchange_types = ["req", "spec"]
"""
    page = b"A\n=\n\n.. req:: A\n   :id: R_001\n\n.. spec:: B\n   :id: S_001\n"
    built = _project(tmp_path, conf, page).build()
    book = load_workbook(built.out / "plan" / "plan.xlsx")
    assert {"Requirement (req)", "requirement (spec)"} <= set(book.sheetnames)


def test_the_words_of_others_can_be_had_behind_ours(tmp_path: Path) -> None:
    conf = 'extensions = ["needs_cards"]\nneeds_core_messages = "both"\n'
    built = _project(tmp_path, conf, b"A\n=\n\n:nothing:`a`\n").build()
    assert "There is no such role. Correct the word between the colons. (" in built.warnings
    assert 'Unknown interpreted text role "nothing".' in built.warnings


def test_a_project_is_read_in_its_own_encoding(tmp_path: Path) -> None:
    conf = 'extensions = ["needs_cards"]\nsource_encoding = "latin-1"\n'
    built = _project(tmp_path, conf, "Grün\n====\n\nÄrger\n".encode("latin-1")).build()
    assert "Ärger" in built.read("index.html")
    assert "not saved as" not in built.warnings


PLAN = """
extensions = ["needs_coverage", "needs_cards", "needs_overview"]
needs_types = [
    {"directive": "goal", "title": "Goal", "prefix": "G"},
    {"directive": "act", "title": "Initiative", "prefix": "A"},
]
needs_links = {"serves": {"outgoing": "serves", "incoming": "is served by"}}
needs_fields = {
    "owner": {"description": "Owner", "nullable": True, "schema": {"type": "string"}},
    "due": {"nullable": True, "schema": {"type": "string", "format": "date"}},
}
needs_id_regex = "^[A-Z]_[0-9]$"
needs_core_plurals = {"goal": "goals", "act": "initiatives"}
needs_core_roles = {
    "actions": "act", "goals": "goal", "link": "serves", "owner": "owner", "end": "due",
}
needs_core_states = {
    "idea": {"symbol": "◇", "plural": "ideas"},
    "running": {"symbol": "◑"},
    "done": {"symbol": "●", "done": True},
}
needs_core_steps = {
    "nothing": {"symbol": "○", "covers": False},
    "proposed": {"symbol": "◇", "covers": False, "states": ["idea", "running"]},
    "under way": {
        "symbol": "◑", "states": ["running"], "stated": ["owner"], "in_time": "due",
    },
    "finished": {
        "symbol": "●", "done": True, "states": ["done"], "none_in": ["running"],
    },
}
"""
PLAN_PAGE = """
Plan
====

Every goal has an initiative. The initiatives are all ideas.

.. goal:: Alone
   :id: G_1

.. goal:: Talked of
   :id: G_2

.. goal:: Begun
   :id: G_3

.. goal:: Reached
   :id: G_4

.. act:: Think
   :id: A_1
   :status: idea
   :serves: G_2

.. act:: Walk
   :id: A_2
   :status: running
   :owner: Unit A
   :due: 2099-12-31
   :serves: G_3

.. act:: Arrive
   :id: A_3
   :status: done
   :serves: G_4

.. coverage-matrix::
   :rows: goal
   :columns: act
   :link: serves

.. coverage-summary::
   :rows: goal
   :columns: act
   :link: serves

.. needs-map::
   :levels: goal, act
   :links: serves
"""
STEPS = {"G_1": "nothing", "G_2": "proposed", "G_3": "under way", "G_4": "finished"}


def test_steps_and_map_are_of_the_project_and_in_english(tmp_path: Path) -> None:
    built = _project(tmp_path, PLAN, PLAN_PAGE.encode()).build()
    page = BeautifulSoup(built.read("index.html"), "html.parser")
    heads = page.select("table.coverage-matrix tbody th")
    told = {x.select(".coverage-id")[0].text: x.get_text(" ") for x in heads}
    assert {id_: step for id_, step in STEPS.items() if step in told[id_]} == STEPS
    (summary,) = page.select("table.coverage-summary")
    words = " ".join(summary.get_text(" ").split())
    assert "At least under way: 2 of 4 (50 %)" in words
    assert "1 finished, 1 under way, 1 proposed, 1 nothing" in words
    assert "1 done, 1 running, 1 idea" in words
    (drawn,) = page.select("figure")
    words = " ".join(drawn.get_text(" ").split())
    assert {id_ for id_ in (*STEPS, "A_1", "A_2", "A_3") if id_ not in words} == set()
    assert {step for step in STEPS.values() if step not in words} == set()
    messages = [x for x in built.warnings.splitlines() if x]
    assert [x.split("WARNING: ")[1] for x in messages] == [
        f"“{claim}”: It is not so for {id_}. Correct it, or let the build write it:"
        " needs-count, needs-sentence. [needs_core.claim]"
        for claim, id_ in (
            ("Every goal has an initiative", "G_1"),
            ("initiatives are all ideas", "A_2"),
        )
    ]


def test_an_owner_leads_to_its_page_from_the_projects_own_boxes(tmp_path: Path) -> None:
    conf = PLAN.replace('"needs_cards", "needs_overview"', '"needs_plan", "public_site"')
    page = PLAN_PAGE.partition(".. coverage-matrix")[0]
    page = f":owner: Unit A\n{page}\n.. plan-owners::\n"
    made = _project(tmp_path, f'{conf}\npublic_site_responsible = "owner"\n', page.encode())

    def links(built: Built, place: str) -> dict[str, bool]:
        soup = BeautifulSoup(built.read("index.html"), "html.parser")
        found = soup.select(f"{place} a")
        return {x.text: (built.out / str(x["href"])).is_file() for x in found}

    built = made.build()
    assert links(built, "#A_2 .needs_owner") == {"Unit A": True}
    assert links(built, "footer.page-facts") == {"Unit A": True}
    # No need is theirs any more: there is no page that the facts could lead to.
    made.edit("index.rst", ("   :owner: Unit A\n", "   :owner: Unit B\n"))
    built = made.build()
    assert links(built, "#A_2 .needs_owner") == {"Unit B": True}
    assert links(built, "footer.page-facts") == {}


OTHER_BUILDER = """
extensions = ["needs_search"]


def setup(app):
    class Within(app.registry.builders["html"]):
        def gen_additional_pages(self):
            '''Write no search page: this theme searches within the page.'''

    app.add_builder(Within, override=True)
"""


def test_a_theme_that_searches_within_the_page_keeps_its_index_beside_our_page(
    tmp_path: Path,
) -> None:
    built = _project(tmp_path, OTHER_BUILDER, b"A\n=\n\nWords.\n").build()
    assert built.warnings == ""
    assert '"word":0' in built.read("searchindex.js")
    assert 'id="needs-search-q"' in built.read("search.html")
    assert (built.out / "needs-search" / "index.js").exists()


def test_a_block_that_a_theme_never_draws_is_no_place_for_the_search(
    tmp_path: Path,
) -> None:
    conf = 'extensions = ["needs_search"]\nhtml_theme = "hollow"\nhtml_theme_path = ["."]\n'
    made = _project(tmp_path, conf, b"A\n=\n\nWords.\n")
    (made.source / "hollow").mkdir()
    made.write("hollow/theme.toml", "[theme]\ninherit = 'basic'\n")
    made.write(
        "hollow/layout.html",
        "<html><head></head><body>{% if False %}{% block body %}{% endblock %}{% endif %}"
        "{% block content %}{{ body }}{% endblock %}</body></html>",
    )
    built = made.build()
    assert 'id="needs-search-q"' in built.read("search.html")


def test_a_page_of_ones_own_for_what_is_not_there_stays(tmp_path: Path) -> None:
    made = _project(tmp_path, 'extensions = ["public_site"]\n', b"A\n=\n\nWords.\n")
    made.write("404.rst", ":orphan:\n\nGone\n====\n\nOur own words.\n")
    assert "Our own words." in made.build().read("404.html")


def test_a_table_of_a_plan_shows_common_fields_that_other_types_restate(
    tmp_path: Path,
) -> None:
    conf = """
extensions = ["needs_plan"]
needs_types = [
    {"directive": "req", "title": "Requirement", "prefix": "R", "fields": {"owner": {}}},
    {"directive": "test", "title": "Test case", "prefix": "T"},
]
needs_fields = {"owner": {"nullable": True}}
"""
    page = b"A\n=\n\n.. test:: A\n   :id: T_001\n   :owner: Anna\n\n"
    page += b".. plan-table::\n   :type: test\n   :columns: id, owner\n"
    built = _project(tmp_path, conf, page).build()
    assert built.warnings == ""
    assert "Anna" in built.read("index.html")


def test_links_to_files_that_the_project_does_not_ask_for_are_told(tmp_path: Path) -> None:
    conf = 'extensions = ["needs_exchange"]\n'
    built = _project(tmp_path, conf, b"A\n=\n\nB\n\n.. plan-files::\n").build()
    assert "index.rst:6: WARNING: plan-files: The project does not say" in built.warnings
    assert "[needs_exchange.no_types]" in built.warnings


def test_the_empty_folder_of_sphinx_quickstart_may_be_gone(tmp_path: Path) -> None:
    conf = 'extensions = ["needs_cards"]\ntemplates_path = ["_templates"]\n'
    assert _project(tmp_path, conf, b"A\n=\n\nB\n").build().warnings == ""
