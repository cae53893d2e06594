"""Stories, mentions and timelines: what they tell, and that they follow every edit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from needs_core.dates import DateSpan, read_span
from needs_core.items import Conditions, Item, Items, Label
from needs_core.model import LinkType, Model
from needs_core.settings import Scope, SettingError
from needs_sources.config import STORY_STEPS, SourceSettings, StoryStep
from needs_sources.mentions import MentionMatrixView, MentionsView
from needs_sources.source_text import QuotePlace, read_place
from needs_sources.story import StoriesView
from needs_sources.timeline import TimelineEvent, TimelineView, svg

if TYPE_CHECKING:
    from tests.conftest import Built, Project

ITEMS = Items.sort(
    [
        Item("P_1", "part", "Doors"),
        Item("P_2", "part", "Windows"),
        Item("A_1", "actor", "Guests", fields={"words": ("guest, guests",)}),
        Item("A_2", "actor", "Cats", fields={"words": ("cat",)}),
        Item("A_3", "actor", "Nobody"),
        Item(
            "R_1", "req", "", fields={"quote": ("Guests knock.",)}, links={"of": ("P_1",)}
        ),
        Item("R_2", "req", "", fields={"quote": ("A catalogue.",)}, links={"of": ("P_2",)}),
        Item("R_3", "req", "", fields={"quote": ("No guest.",)}),
        Item("T_1", "test", "", status="open", links={"verifies": ("R_1",)}),
        Item("F_2", "note", "", fields={"on": ("2025-01-01",)}, links={"of": ("T_1",)}),
        Item("F_1", "note", "", fields={"on": ("2026-01-01",)}, links={"of": ("T_1",)}),
    ]
)


def test_mentions_are_whole_words_of_quotes() -> None:
    view = MentionMatrixView("actor", "part", ("req",), "words", "quote")
    found = view.look(ITEMS)
    ids = [[[x.id for x in cell] for cell in row.cells] for row in found.rows]
    assert ids == [[["R_1"], []], [[], []], [[], []]]
    assert [[x.id for x in row.outside] for row in found.rows] == [["R_3"], [], []]
    assert [row.empty for row in found.rows] == [False, True, True]


def test_the_word_is_cut_out_of_its_quote() -> None:
    (found,) = MentionsView("A_1", ("req",), "words", "quote").look(ITEMS)
    assert [place.pieces for place in found[1]] == [
        (("Guests", True), (" knock.", False)),
        (("No ", False), ("guest", True), (".", False)),
    ]


def test_words_of_an_actor_are_no_pattern() -> None:
    fields = {"words": (".*, (a, [",)}
    items = Items.sort([*ITEMS, Item("A_4", "actor", "Evil", fields=fields)])
    (found,) = MentionsView("A_4", ("req",), "words", "quote").look(items)
    assert found == ("req", ())


def test_a_story_follows_links_either_way_and_in_time() -> None:
    steps = (
        StoryStep("Source", "quote"),
        StoryStep("Tests", ways=(("verifies",),), types=("test",)),
        StoryStep("Notes", ways=(("verifies", "of"),), types=("note",), by="on"),
        StoryStep("None", ways=(("nothing",),), optional=True),
    )
    view = StoriesView(SourceSettings(), steps, types=("req",), linked="P_1")
    (story,) = view.look(ITEMS)
    assert story.label.id == "R_1"
    assert story.parts[0].quote == "Guests knock."
    told = [[x.label.id for x in step.entries] for step in story.parts]
    assert told == [[], ["T_1"], ["F_2", "F_1"], []]


def test_stories_of_many_needs_parse_each_quote_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[str] = []

    def counted(text: str) -> QuotePlace | None:
        parsed.append(text)
        return read_place(text)

    monkeypatch.setattr("needs_sources.quotes.read_place", counted)
    settings = SourceSettings(wordings=(("first", "S_1"), ("second", "S_2")))
    steps = (StoryStep("Source", "quote"), StoryStep("Versions", "variants"))
    fields = {"quote": ("a",), "place": ("a.txt, line 1",)}
    wordings = {"first": ("line 1: a",), "second": ("line 1: b",)}
    needs = [Item(f"R_{n}", "req", "", fields=fields) for n in range(50)]
    holders = [
        Item(f"F_{n}", "diff", "", fields=wordings, links={"of": (f"R_{n}",)})
        for n in range(50)
    ]
    items = Items.sort([*needs, *holders])
    stories = StoriesView(settings, steps, types=("req",)).look(items)
    assert [len(story.parts[1].differences) for story in stories] == [1] * 50
    StoriesView(settings, steps, types=("diff",)).look(items)
    assert len(parsed) == 50 * 3


@pytest.mark.parametrize(
    "declared",
    [
        "steps",
        [{"show": "quote"}],
        [{"title": "x", "shows": "quote"}],
        [{"title": "x", "show": "else"}],
        [{"title": "x", "ways": ["of"]}],
        [{"title": "x", "ways": "of"}],
        [{"title": "x", "ways": [["else"]]}],
        [{"title": "x", "types": [1]}],
        [{"title": "x", "types": ["else"]}],
        [{"title": "x", "optional": "yes"}],
        [3],
    ],
)
def test_a_step_that_cannot_be_used_is_told_once(declared: object) -> None:
    found: list[tuple[tuple[str | int, ...], SettingError]] = []
    model = Model({"req": "Req"}, {}, {"of": LinkType("of", "of", "has")})
    scope = Scope((), found, lambda: model)
    try:
        STORY_STEPS.read(declared, scope)
    except SettingError as error:
        scope.add_error(error)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("2018-03-02", date(2018, 3, 2), date(2018, 3, 2), "day"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2015-H2", date(2015, 7, 1), date(2015, 12, 31), "half-year"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2024-2028", date(2024, 1, 1), date(2028, 12, 31), "years"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_known(
    text: str, start: date, end: date, kind: str
) -> None:
    assert read_span(text) == DateSpan(start, end, kind)


@pytest.mark.parametrize(
    "text", ["", "udateret", "2018-13", "2018-04-31", "2028-2024", "2015-H3"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_span(text) is None


def test_events_come_in_order_and_the_rest_is_named() -> None:
    view = TimelineView(("note", "test"), "on")
    found = view.look(ITEMS)
    assert [event.label.id for event in found.events] == ["F_2", "F_1"]
    assert [label.id for label in found.undated] == ["T_1"]


def test_conditions_choose_the_events_and_the_undated() -> None:
    view = TimelineView(("note", "test"), "on", where=Conditions.parse("on = 2026-01-01"))
    assert [event.label.id for event in view.look(ITEMS).events] == ["F_1"]
    assert view.look(ITEMS).undated == ()
    view = TimelineView(("note", "test"), "on", where=Conditions.parse("status = open"))
    assert view.look(ITEMS).events == ()
    assert [label.id for label in view.look(ITEMS).undated] == ["T_1"]


def test_the_picture_has_every_event_and_no_two_on_one_spot() -> None:
    label = Label("F_1", "<script>", "note", None, None, None)
    spans = [DateSpan(date(2024, 1, n), date(2024, 1, n), "day") for n in (1, 1, 2, 30)]
    events = tuple(
        TimelineEvent(n, label, span, ()) for n, span in enumerate(spans, start=1)
    )
    root = ET.fromstring(svg(events, 'A "title" <b>'))  # noqa: S314 (our own)
    spots = [(x.get("cx"), x.get("cy")) for x in root.iter("circle")]
    assert len(set(spots)) == 4
    assert root.get("aria-label") == 'A "title" <b>'


def page(built: Built) -> BeautifulSoup:
    return BeautifulSoup(built.read("told.html"), "html.parser")


def test_a_story_a_timeline_and_mentions_are_drawn(drawn: Built) -> None:
    told = page(drawn)
    steps = [" ".join(x.text.split()) for x in told.select("ol.story")[0].select("li")]
    assert steps[0].startswith("Source “Every door shall have a handle, and every window")
    assert "D_A The house" in steps[2]
    assert len(told.select("ol.story")) == 2
    rows = [
        [x.text.strip() for x in row.select("th, td")]
        for row in told.select("table.timeline")[0].select("tbody tr")
    ]
    assert rows == [
        ["1", "first half of 2024", "D_A The house", "not stated"],
        ["2", "May 6, 2024", "R_1 Handles", "not stated"],
    ]
    chosen = told.select("table.timeline")[1].select("tbody tr")
    assert [row.select("td")[1].text for row in chosen] == ["R_1 Handles"]
    assert [len(x.select("circle")) for x in told.select(".timeline-picture")] == [2, 1]
    assert "1: R_1" in told.select_one("table.mentions").text  # type: ignore[union-attr]
    assert [x.text for x in told.select(".mentions-list strong")] == ["handle"]


def test_the_page_follows_edits_elsewhere(house: Project) -> None:
    house.build()
    house.edit(
        "index.rst", (":dated: 2024-05-06", ":dated: 2023-05-06"), ("The house", "A hut")
    )
    after = house.build()
    rows = [
        row.select("td")[1].text
        for row in page(after).select("table.timeline")[0].select("tbody tr")
    ]
    assert rows == ["R_1 Handles", "D_A A hut"]
    assert after.read("told.html") == house.build(out="clean", jobs=2).read("told.html")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (".. source-story:: R_1", ".. source-story:: R_9", "unknown_need"),
        (".. source-story:: R_1", ".. source-story::", "missing_option"),
        (":linked: D_A", ":linked: D_9", "unknown_need"),
        ("   :date: dated\n   :fields", "   :fields", "missing_option"),
        (":date: dated\n   :fields", ":date: when\n   :fields", "unknown_field"),
        (":where: dated = 2024-05-06", ":where: dated", "bad_condition"),
        (":where: dated = 2024-05-06", ":where: dated =", "bad_condition"),
        (":where: dated = ", ":where: dayted = ", "unknown_field"),
        ("   :within: req\n\n.. source-mentions", "\n.. source-mentions", "missing_option"),
        (":fields: status", ":fields: state", "unknown_field"),
        (":rows: source", ":rows: sauce", "unknown_type"),
        (".. source-mentions:: D_A", ".. source-mentions:: D_9", "unknown_need"),
    ],
)
def test_a_mistake_is_told_once_at_its_place(
    house: Project, old: str, new: str, said: str
) -> None:
    house.edit("told.rst", (old, new))
    warnings = house.build("dummy").warnings
    assert warnings.count("WARNING") == 1
    assert f"[needs_sources.{said}]" in warnings
    assert warnings.startswith("told.rst:")


def test_a_step_that_is_not_of_the_project_is_told(house: Project) -> None:
    wrong = [{"title": "x", "ways": [["form"]]}]
    warnings = house.build("dummy", needs_sources_story=wrong).warnings
    assert warnings.count("WARNING") == 1
    assert "needs_sources_story, 1, ways, 1, 1: “form” is no link" in warnings
    fine = [{"title": "x", "ways": [["form"]], "optional": True}]
    assert house.build("dummy", needs_sources_story=fine).warnings == ""
