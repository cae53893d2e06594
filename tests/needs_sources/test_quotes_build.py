"""Quotes in real builds: messages, lock file, report and page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.conftest import of_the_book
from tests.needs_core.test_atomic_write import kill_reports

if TYPE_CHECKING:
    from tests.conftest import Built, Project

LOCK = "sources.lock.json"


def kinds(built: Built) -> list[str]:
    """Return the type of every warning."""
    lines = built.warnings.splitlines()
    return [line.rpartition("[needs_sources.")[2][:-1] for line in lines]


def check(house: Project) -> Built:
    """Check the quotes with the texts at hand; no page is written."""
    return house.build("dummy")


def check_by_lock(house: Project) -> Built:
    return house.build("dummy", needs_sources_folder=None)


def test_all_is_well_with_the_texts_and_without(house: Project) -> None:
    assert check(house).warnings == ""
    assert check_by_lock(house).warnings == ""


CHECKSUM = ":file: a.txt\n   :checksum: "
AT_9 = ":place: a.txt, line 9"


@pytest.mark.parametrize(
    ("old", "new", "with_texts", "by_lock"),
    [
        ("be open.\n   :pl", "be opened.\n   :pl", "wrong_quote", "quote_changed"),
        (AT_9, ":place: a.txt, line 8", "wrong_lines", "quote_changed"),
        (AT_9, ":place: c.txt, line 9", "unknown_file", "unknown_file"),
        (AT_9, ":place: page 9", "bad_place", "bad_place"),
        (f"   {AT_9}\n", "", "no_place", "no_place"),
        ("have a knob", "have two knobs", "wrong_quote", "quote_changed"),
        ("line 1: Every", "line 1 Every", "bad_place", "bad_place"),
        (CHECKSUM, f"{CHECKSUM}0", "source_changed", "source_unlocked"),
    ],
)
def test_a_mistake_is_told_once(
    house: Project, old: str, new: str, with_texts: str, by_lock: str
) -> None:
    house.edit("index.rst", (old, new))
    assert kinds(check(house)) == [with_texts]
    assert kinds(check_by_lock(house)) == [by_lock]


def test_the_message_says_how_far_the_quote_fits(house: Project) -> None:
    house.edit("index.rst", ("and every window a MED", "and each window a MED"))
    said = (
        "index.rst:17: WARNING: R_1: The quote in quote does not stand in a.txt. At 3-7 it"
        " fits up to “Every door shall have a handle, and”; “each” does not. Write the"
        " words of the source, sign for sign, or correct the lines."
        " [needs_sources.wrong_quote]\n"
    )
    assert check(house).warnings == said


def test_the_message_says_where_it_stands(house: Project) -> None:
    house.edit("index.rst", (":place: a.txt, line 9", ":place: a.txt, lines 3-7"))
    assert "does not stand at a.txt, 3-7. It stands at 9: correct" in check(house).warnings


def test_a_text_that_changed_is_told_at_its_source(house: Project) -> None:
    path = house.source / "texts" / "a.txt"
    path.write_text(path.read_text("utf-8") + "\nmore\n", "utf-8")
    assert kinds(check(house)) == ["source_changed"]


def test_a_text_that_is_missing_or_no_text_is_told(house: Project) -> None:
    path = house.source / "texts" / "b.txt"
    path.write_bytes(b"\xff")
    assert kinds(check(house)) == ["bad_text", "source_changed", "no_text", "no_text"]
    path.unlink()
    assert kinds(check(house)) == ["no_text", "no_text"]


def test_a_file_name_never_leads_out_of_the_folder(house: Project) -> None:
    (house.source / "secret.txt").write_text("Doors shall be open.", "utf-8")
    house.edit(
        "index.rst",
        (":file: b.txt", ":file: ../secret.txt"),
        (":place: a.txt, line 9", ":place: ../secret.txt, line 1"),
    )
    assert set(kinds(check(house))) == {"no_text"}


def test_a_lock_that_is_missing_old_or_broken_is_told(house: Project) -> None:
    lock = house.conf / LOCK
    right = lock.read_text("utf-8")
    lock.write_text(right.replace('"R_1"', '"R_9"'), "utf-8")
    assert kinds(check(house)) == ["old_lock"]
    assert kinds(check_by_lock(house)) == ["quote_unchecked"]
    for broken in ("", "{", right.replace("needs-sources-lock", "else")):
        lock.write_text(broken, "utf-8")
        assert kinds(check(house)) == ["bad_lock"]
        assert kinds(check_by_lock(house)) == ["bad_lock"]
    lock.unlink()
    assert kinds(check(house)) == ["no_lock"]
    assert kinds(check_by_lock(house)) == ["no_lock"]


def test_a_folder_that_is_not_there_is_told(house: Project) -> None:
    assert kinds(house.build("dummy", needs_sources_folder="nowhere")) == ["no_folder"]
    built = house.build("quotes-lock", needs_sources_folder="nowhere")
    assert (kinds(built), built.app.statuscode) == (["no_folder"], 1)


def test_killed_at_any_operation_the_lock_is_old_or_new(
    house: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = house.conf / LOCK
    house.edit("index.rst", ("every window a MED", "each window a MED"))
    count = kill_reports(monkeypatch, lock, lambda: house.build("quotes-lock"))
    assert count > 15
    assert '"R_1"' not in lock.read_text("utf-8")
    lock.unlink()
    count = kill_reports(monkeypatch, lock, lambda: house.build("quotes-lock"))
    assert count > 15
    assert lock.is_file()


def test_what_is_not_found_is_not_locked(house: Project) -> None:
    house.edit("index.rst", ("every window a MED", "each window a MED"))
    built = house.build("quotes-lock")
    assert (kinds(built), built.app.statuscode) == (["wrong_quote"], 1)
    assert '"R_1"' not in (house.conf / LOCK).read_text("utf-8")


def test_the_lock_is_the_same_every_time(house: Project) -> None:
    first = (house.conf / LOCK).read_bytes()
    house.build("quotes-lock", fresh=True)
    assert (house.conf / LOCK).read_bytes() == first


@pytest.mark.parametrize(
    "declared", [[], {"typ": "x"}, {"type": 1}, {"wordings": "a"}, {"type": "sauce"}]
)
def test_settings_that_cannot_be_used_are_told_once(
    house: Project, declared: object
) -> None:
    house.edit("index.rst", (".. source-quote-summary::\n   :by: source", ""))
    built = house.build("dummy", needs_sources=declared)
    assert kinds(built)[0] == "bad_setting"
    assert kinds(built).count("bad_setting") == 1


def test_the_report_counts_and_fails(house: Project) -> None:
    report = house.build("quotes-report")
    assert "● Requirement: 2 of 2\n" in report.read("quotes.txt")
    assert "Wordings of versions: 3 of 3\n" in report.read("quotes.txt")
    assert "References on pages: 3 of 3\n" in report.read("quotes.txt")
    assert report.app.statuscode == 0
    house.edit("index.rst", ("every window a MED", "each window a MED"))
    report = house.build("quotes-report", needs_sources_folder=None)
    assert "○ Requirement: 1 of 2\n      R_1  Handles\n" in report.read("quotes.txt")
    assert report.app.statuscode == 1


def numbers(built: Built) -> list[list[str]]:
    """Return the rows of the tables of the page."""
    soup = BeautifulSoup(built.read("index.html"), "html.parser")
    rows = soup.select("table.quote-summary tbody tr")
    return [[cell.text.strip() for cell in row.select("th, td")] for row in rows]


def test_the_page_counts_by_type_and_by_source(drawn: Built) -> None:
    assert numbers(drawn) == [
        ["Requirement", "2", "2", "2", "●\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}%"],
        ["D_A The house", "6", "6", "●\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}%"],
        ["D_B The other house", "2", "2", "●\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}%"],
    ]


def test_the_page_follows_the_lock_and_the_needs(house: Project) -> None:
    house.write("other.rst", ":orphan:\n\nOther\n=====\n")
    house.build()
    house.write(
        "other.rst",
        ":orphan:\n\nOther\n=====\n\n.. req:: New\n   :id: R_3\n"
        "   :quote: Doors shall be open.\n   :place: a.txt, line 9\n",
    )
    assert numbers(house.build())[0] == [
        "Requirement",
        "3",
        "3",
        "2",
        "○\N{NO-BREAK SPACE}66\N{NO-BREAK SPACE}%",
    ]
    house.build("quotes-lock")
    after = house.build()
    assert numbers(after)[0] == [
        "Requirement",
        "3",
        "3",
        "3",
        "●\N{NO-BREAK SPACE}100\N{NO-BREAK SPACE}%",
    ]
    clean = house.build(out="clean", jobs=2)
    assert after.read("index.html") == clean.read("index.html")


def usage(built: Built) -> list[list[str]]:
    """Return the rows of the tables of what becomes of each line."""
    soup = BeautifulSoup(built.read("usage.html"), "html.parser")
    rows = soup.select("table.source-usage tbody tr")
    return [[cell.text.strip() for cell in row.select("th, td")] for row in rows]


def test_the_page_says_what_becomes_of_each_line(drawn: Built) -> None:
    assert usage(drawn) == [
        ["1", "● quoted", "R_2"],
        ["3-7", "● quoted", "R_1"],
        ["9", "● quoted", "R_2, Prose"],
        ["1", "● quoted", "R_2"],
    ]
    assert "6 lines hold text: 6 are quoted (0 of them in part), 0 are told" in drawn.read(
        "usage.html"
    )


def counts(built: Built) -> list[list[str]]:
    """Return the table of words."""
    soup = BeautifulSoup(built.read("usage.html"), "html.parser")
    rows = soup.select("table.word-counts tr")
    return [[cell.text.strip() for cell in row.select("th, td")] for row in rows]


def test_words_are_counted_in_the_text_by_chapter(drawn: Built, house: Project) -> None:
    head = ["Source", "Handles", "Elsewhere in the source"]
    assert counts(drawn) == [head, ["The house", "1", "○ 0"]]
    house.edit("index.rst", (":words: handle, handles", ":words: every, doors, window"))
    assert kinds(check(house)) == ["old_lock"]
    before = house.build(needs_sources_folder=None)
    assert counts(before)[1] == ["The house", "not counted", "not counted"]
    house.build("quotes-lock")
    assert counts(house.build())[1] == ["The house", "3", "1"]


LINE_1 = (" | line 1: Requirements of the house", "")


def test_a_line_of_which_nothing_is_known_is_told_and_fails(house: Project) -> None:
    house.edit("index.rst", LINE_1)
    built = house.build("quotes-report", needs_sources_folder=None)
    assert built.app.statuscode == 1
    assert built.warnings == (
        "usage.rst:6: WARNING: source-usage: It is not said what becomes of the lines 1 of"
        " D_A. Quote them in a need, or write a line with a reason, ids or /pages."
        " [needs_sources.unexplained_line]\n"
    )


@pytest.mark.parametrize(
    ("entry", "kind", "line", "row"),
    [
        ("1: heading", "", 0, ["1", "– not used: a heading", "–"]),
        ("1: R_1, /told", "", 0, ["1", "● told in our words", "R_1, Told"]),
        ("1, 3-4: R_1", "", 0, ["6-7", "● quoted", "R_1"]),
        ("1: headline", "bad_usage", 8, None),
        ("1: heading\n\n   99: heading", "bad_usage", 10, None),
        ("heading", "bad_usage", 8, None),
        ("1, 3-7: heading", "used_line", 6, None),
    ],
)
def test_an_author_explains_what_no_quote_covers(
    house: Project, entry: str, kind: str, line: int, row: list[str] | None
) -> None:
    house.edit("index.rst", LINE_1)
    directive = "source-usage:: D_A\n"
    house.edit("usage.rst", (directive, f"{directive}\n   {entry}\n"))
    built = house.build(needs_sources_folder=None)
    told = [x for x in built.warnings.splitlines() if "unexplained_line" not in x]
    if row is None:
        assert [x.partition(" WARNING")[0] for x in told] == [f"usage.rst:{line}:"]
        assert told[0].endswith(f"[needs_sources.{kind}]")
    else:
        assert built.warnings == ""
        assert row in usage(built)


def test_a_line_that_is_quoted_in_part_says_what_becomes_of_the_rest(
    house: Project,
) -> None:
    house.edit(
        "index.rst",
        (
            ":quote: Every door shall have a handle, and every window",
            ":quote: every window",
        ),
        ("every window a MED-committee – at least once.", "every window"),
        ("a.txt, lines 3-7", "a.txt, lines 4-6"),
    )
    house.build("quotes-lock")
    built = house.build(needs_sources_folder=None)
    assert kinds(built) == ["half_explained_line", "unexplained_line"]
    assert "the lines 4-6 of D_A." in built.warnings
    directive = "source-usage:: D_A\n"
    house.edit("usage.rst", (directive, f"{directive}\n   3-7: R_1\n"))
    built = house.build(needs_sources_folder=None)
    assert built.warnings == ""
    rest = "◐ some of the words are quoted; the rest is told in our words"
    assert ["4-6", rest, "R_1"] in usage(built)


def test_a_source_that_no_page_explains_is_told(house: Project) -> None:
    house.edit("usage.rst", (".. source-usage:: D_B\n", ""))
    assert kinds(check_by_lock(house)) == ["no_usage"]


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "singlehtml", "man", "xml"])
def test_all_is_drawn_in_every_builder(locked: Project, builder: str) -> None:
    ours = [x for x in locked.build(builder).warnings.splitlines() if not of_the_book(x)]
    assert ours == []
