"""The functions of the scripts, each alone, in a page of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import REPO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SCRIPTS = (
    "needs_core/static/needs_filters.js",
    "needs_coverage/static/needs_coverage.js",
    "needs_coverage/static/needs_coverage_explorer.js",
)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    for script in SCRIPTS:
        page.add_script_tag(path=REPO / "ext" / script)
    yield page
    page.close()


FILTERS: dict[str, Any] = {
    "fragmentOf(new URLSearchParams('a.x=1'))": "#filter:a.x=1",
    "fragmentOf(new URLSearchParams())": "#",
    "choicesIn('#section')": None,
    "[...choicesIn('#filter:a.x=i+gang&b.y=')]": [["a.x", "i gang"], ["b.y", ""]],
    "filled('{0} of {1}', [2, 3])": "2 of 3",
    "[countText(0), countText(7)]": ["○ 0", "7"],
    "indexes([2, 0, 1])": [0, 0, 2],
    "found(['A_1 One', 'A_10 Ten'], ['A_1', 'A_10'], 'a_1')": [True, False],
    "found(['A_1 One', 'A_10 Ten'], ['A_1', 'A_10'], ' TEN ')": [False, True],
    "found(['A_1 One', 'A_10 Ten'], ['A_1', 'A_10'], null)": [True, True],
    "[...select(['a', '', 'a'], { all: 'All', unknown: '?' })].map(x => x.text)": [
        "All",
        "a",
        "?",
    ],
    "passing([{ name: 'x', side: 'rows', values: ['a', ''] }], { x: '' }, 'rows', 2)": [
        False,
        True,
    ],
    "passing([{ name: 'x', side: 'rows', values: ['a'] }], { x: 'b' }, 'columns', 1)": [
        True
    ],
    "passing([{ name: 'x', side: 'rows', values: ['a', 'b'], of: [1, 0] }],"
    " { x: 'a' }, 'rows', 2)": [False, True],
    "passing([{ name: 'x', side: 'rows', values: [['a', 'b'], []] }], { x: 'b' },"
    " 'rows', 2)": [True, False],
    "passing([{ name: 'x', side: 'rows', values: [['a'], []] }], { x: '' }, 'rows', 2)": [
        False,
        True,
    ],
    "passing([{ name: 'x', side: 'rows', values: ['a', 'b', 'c'] }], { x: ['a', 'c'] },"
    " 'rows', 3)": [True, False, True],
    "(f => [...countsOf(f[0], f, { x: ['a'], y: ['c'] }, [0, 1, 2])])([{ name: 'x',"
    " values: [['a'], ['a', 'b'], ['b']] }, { name: 'y', values: ['c', 'c', 'd'] }])": [
        ["a", 2],
        ["b", 1],
    ],
    "[labelled('x', 'X', element('input', { type: 'checkbox' }))].map(({ lastChild: box })"
    " => (choose({ box }, { box: '1' }), chosenIn({ box })))": [{"box": "1"}],
}

MATRIX: dict[str, Any] = {
    "shownOf([{ row: 0, column: 1 }], { rows: [true, true], columns: [true, true] },"
    " ['columns'])": {"rows": [0, 1], "columns": [1]},
    "runsOf({ of: [0, 0, 1], groups: [{ id: 'A' }, { id: 'B' }] }, [0, 1, 2], ['B'])": [
        {"group": 0, "numbers": [0, 1], "folded": False},
        {"group": 1, "numbers": [2], "folded": True},
    ],
    "sheetsOf([{ group: 0, numbers: [...Array(50).keys()], folded: false }, { group: 1,"
    " numbers: [50, 51], folded: true }]).map((x) => x.map((y) => y.numbers.length))": [
        [26],
        [24, 2],
    ],
    "entriesOf([{ numbers: [0, 1], folded: true }, { numbers: [2, 3], folded: false }])": [
        [0, 1],
        [2],
        [3],
    ],
    "gridOf([{ row: 0, column: 1, counts: true }, { row: 0, column: 2, counts: false },"
    " { row: 1, column: 2, counts: true }], [[0], [1]], [[1, 2]], false).sums": {
        "down": [1, 1],
        "across": [2],
        "all": 2,
    },
    "fittingOf(600, { across: 3, down: 99 }, 8, { words: null, fold: null },"
    " { across: ['A', 'B'], down: ['C', 'D'] })": {"words": True, "folded": []},
    "fittingOf(300, { across: 30, down: 99 }, 8, { words: null, fold: null },"
    " { across: ['A', 'B'], down: ['C', 'D'] })": {
        "words": False,
        "folded": ["~C", "~D", "A", "B"],
    },
    "fittingOf(300, { across: 30, down: 9 }, 8, { words: '1', fold: '-' },"
    " { across: ['A', 'B'], down: ['C', 'D'] })": {"words": True, "folded": []},
}

DATA = """({
    words: {}, group: 'G', span: '', titles: {}, facets: [], total: 3,
    pages: [['../p.html#', 1], ['x.html', 0]],
    rows: { ids: ['R1', 'R2', 'R3'], numbers: ['R1', 'R2', 'R3'],
            titles: ['One', 'Two', ''], pages: [0, 0, -1] },
    columns: { ids: ['C1', 'C2'], numbers: ['C1', 'C2'],
               titles: ['a', 'b'], pages: [0, 1] },
    sizes: [2, 1], groups: [['G1', 'First', null], null], widths: [], spans: [],
    kinds: [['done', 1, [['●', 'done']], 'helps '], ['lost', 0, [['✕', 'left']], '']],
    hits: [[0, 0, 1, 1], [1, 0], []],
})"""
"""R1 has C1 and an abandoned C2, R2 has C2, R3 has nothing."""

EXPLORER: dict[str, Any] = {
    "cellsOf([1, 0, 2, 1], ['a', 'b'])": [[1, "a"], [3, "b"]],
    f"linkedOnly(readMatrix({DATA}, 'file:///m/'), [0, 1, 2], [1])": [[0, 1], [1]],
    f"shownOf(readMatrix({DATA}, 'file:///m/'), [0, 1, 2], [0, 1])": {
        "rows": [0, 1, 2],
        "columns": [0, 1],
        "lines": [
            {"group": 0, "folded": False, "size": 2, "total": 2, "counts": [1, 1]},
            {"row": 0, "total": 1},
            {"row": 1, "total": 1},
            {"row": 2, "total": 0},
        ],
        "columnTotals": [1, 1],
        "total": 2,
    },
    # A folded group is one line with its sums, and its rows are counted below as before.
    f"shownOf(readMatrix({DATA}, 'file:///m/'), [0, 1, 2], [1], [0])": {
        "rows": [0, 1, 2],
        "columns": [1],
        "lines": [
            {"group": 0, "folded": True, "size": 2, "total": 1, "counts": [1]},
            {"row": 2, "total": 0},
        ],
        "columnTotals": [1],
        "total": 1,
    },
    # A folded group of columns is one column with its sums; turned, those were rows.
    f"shownOf(turned(readMatrix({DATA}, 'file:///m/')), [0, 1], [0, 1, 2], [], [0])": {
        "rows": [0, 1],
        "columns": [[0, 1], 2],
        "lines": [{"row": 0, "total": 1}, {"row": 1, "total": 1}],
        "columnTotals": [2, 0],
        "total": 2,
    },
    # Turned, the columns stand down the side, and every cell is where it was.
    f"shownOf(turned(readMatrix({DATA}, 'file:///m/')), [0, 1], [0, 1, 2])": {
        "rows": [0, 1],
        "columns": [0, 1, 2],
        "lines": [{"row": 0, "total": 1}, {"row": 1, "total": 1}],
        "columnTotals": [1, 1, 0],
        "total": 2,
    },
    f"(m => [m.groups, m.spans, m.spanOf])(turned(readMatrix({DATA}, 'file:///m/')))": [
        [],
        [["G1", "First", None], None],
        [0, 0, 1],
    ],
    f"addressOf(readMatrix({DATA}, 'file:///m/c/x.js'), 'rows', 1)": "file:///m/p.html#R2",
    f"addressOf(readMatrix({DATA}, 'file:///m/c/x.js'), 'rows', 2)": None,
    f"chosenNumbers(readMatrix({DATA}, ''), {{ group: 'G1 First', 'find-rows': 'TWO' }})": [
        [1],
        [0, 1],
    ],
    # A column of the table for the heads, the sums and each column in view.
    f"(m => drawTable(m, {{}}, shownOf(m, [0, 1], [0, 1]), {{ line: 0, lines: 2, column: 0,"
    f" columns: 2 }})[0].children.length)(readMatrix({DATA}, 'file:///m/c/x.js'))": 4,
    "viewOf({ row: 10, column: 20, head: 30, total: 10 }, 40,"
    " { height: 100, width: 100, top: 200, left: 0 }, 12, 2)": {
        "line": 6,
        "lines": 6,
        "column": 0,
        "columns": 3,
    },
    "placeAfter('PageDown', false, [3, 1], 10, [8, 4])": [8, 1],
    "placeAfter('Home', true, [3, 1], 10, [8, 4])": [-2, -2],
    "placeAfter('ArrowUp', false, [-2, 0], 10, [8, 4])": [-2, 0],
    "placeAfter('a', false, [0, 0], 10, [8, 4])": None,
    "[firstShowing(3, 5, 4), firstShowing(9, 5, 4), firstShowing(6, 5, 4)]": [3, 6, 5],
}


@pytest.mark.parametrize("expression", FILTERS)
def test_filters(page: Page, expression: str) -> None:
    result = page.evaluate(_call("needsFilters", expression))
    assert result == FILTERS[expression]


@pytest.mark.parametrize("expression", MATRIX)
def test_the_matrix(page: Page, expression: str) -> None:
    assert page.evaluate(_call("needsCoverageMatrix", expression)) == MATRIX[expression]


@pytest.mark.parametrize("expression", EXPLORER)
def test_the_explorer(page: Page, expression: str) -> None:
    result = page.evaluate(_call("needsCoverageExplorer", expression))
    assert result == EXPLORER[expression]


def _call(module: str, expression: str) -> str:
    """Return an expression that sees the functions of a module by their names."""
    return f"new Function('module', {json.dumps(_body(expression))})(window.{module})"


def _body(expression: str) -> str:
    return f"with (module) {{ return {' '.join(expression.split())}; }}"
