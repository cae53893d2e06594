"""The widths of columns follow what stands in them."""

from __future__ import annotations

from dataclasses import replace

from typst_pdf.grid import Grid, GridCell, column_widths, lines_of_rows, wide_enough


def grid(*rows: tuple[str, ...]) -> Grid:
    cells = (
        GridCell(row, column, "", text=text)
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
    )
    return Grid(tuple(cells), len(rows[0]), len(rows), head=1)


def test_what_fits_a_line_is_left_to_the_text() -> None:
    assert column_widths(grid(("id", "name"), ("A_1", "short")), 40) == ()


def test_room_goes_to_those_who_have_much_to_say() -> None:
    long = "some words " * 30
    wide = column_widths(grid(("id", "text", "state"), ("ABC_123", long, "planned")), 60)
    assert wide[0] >= len("ABC_123")
    assert wide[2] >= len("planned")
    assert wide[1] > 3 * wide[0]
    assert round(sum(wide)) == 60


def test_two_of_the_same_length_have_the_same_width() -> None:
    long = "some words " * 30
    one, two = column_widths(grid(("a", "b"), (long, long)), 60)
    assert one == two


def test_words_that_are_too_many_still_give_every_column_some_width() -> None:
    wide = column_widths(grid(tuple("x" * 30 for _ in range(9))), 60)
    assert len(wide) == 9
    assert all(share > 0 for share in wide)


def test_a_column_whose_width_is_given_has_room_for_its_words() -> None:
    given = replace(grid(("id", "text"), ("IND_0002", "some words")), widths=(5.0, 95.0))
    narrow, wide = wide_enough(given, 100)
    assert narrow >= len("IND_0002")
    assert round(narrow + wide) == 100


def test_given_widths_stay_where_all_words_have_room_or_none_can() -> None:
    given = replace(grid(("id", "text"), ("A", "some words")), widths=(10.0, 90.0))
    assert wide_enough(given, 100) == (10.0, 90.0)
    crowded = replace(grid(("x" * 30, "y" * 30)), widths=(1.0, 2.0))
    assert wide_enough(crowded, 20) == (1.0, 2.0)


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    long = "some words " * 10
    assert lines_of_rows(grid(("id", "text"), ("A", long), ("B", "short")), 60) == (1, 2, 1)
