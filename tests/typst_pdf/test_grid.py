"""The widths of columns follow what stands in them."""

from __future__ import annotations

from typst_pdf.grid import Grid, GridCell, column_widths


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
