"""What each check takes, what it makes of it, and what it says of anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from needs_core.model import LinkType, Model
from needs_core.setting_checks import (
    Check,
    Scope,
    SettingError,
    address,
    field_name,
    field_names,
    field_or_link_names,
    file_name,
    flag,
    group,
    groups,
    link_type,
    link_types,
    matching,
    need_type,
    need_types,
    number,
    one_of,
    safe_address,
    setting,
    table,
    text,
    texts,
    whole_number,
)

MODEL = Model(
    types={"goal": "Goal", "act": "Act"},
    fields={"owner": "Owner"},
    links={"serves": LinkType("serves", "serves", "is served by")},
)


@dataclass(frozen=True, slots=True)
class Span:
    """Two days of which one must be there."""

    name: str = setting("", "A name.", text, required=True)
    start: str = setting("", "A field.", field_name)
    end: str = setting("", "A field.", field_name)

    def __post_init__(self) -> None:
        if self.name == "empty" and not (self.start or self.end):
            fault = "It spans nothing."
            raise SettingError(fault, "Write one.")


@dataclass(frozen=True, slots=True)
class Count:
    """Another kind."""

    name: str = setting("", "A name.", text, required=True)
    least: int = setting(1, "How many.", whole_number(1))


KINDS = groups({"span": Span, "count": Count}, unique="name")


def check(one: Check, given: object) -> tuple[Any, list[tuple[Any, ...]]]:
    """Return what a check reads, and path and fault of all mistakes."""
    scope = Scope((), [], lambda: MODEL)
    try:
        result = one.read(given, scope)
    except SettingError as error:
        scope.add_error(error)
        result = None
    return result, [(*path, error.fault) for path, error in scope.found]


@pytest.mark.parametrize(
    ("one", "given", "wanted"),
    [
        (text, "a", "a"),
        (texts, "a", ("a",)),
        (texts, ["a", "b"], ("a", "b")),
        (flag, False, False),
        (whole_number(1), 3, 3),
        (number(0, 5), 2.5, 2.5),
        (one_of("a4", "a3"), "a3", "a3"),
        (matching("month", "[0-9]{4}-[0-9]{2}", "2027-01"), "2027-12", "2027-12"),
        (file_name(".pdf"), "a b.pdf", "a b.pdf"),
        (address, "https://example.org/a?b=c", "https://example.org/a?b=c"),
        (safe_address, "../centre/site", "../centre/site"),
        (need_type, "goal", "goal"),
        (need_types, ("goal", "act"), ("goal", "act")),
        (link_type, "serves", "serves"),
        (link_types, "serves", ("serves",)),
        (field_name, "status", "status"),
        (field_names, ["owner", "title"], ("owner", "title")),
        (field_or_link_names, ["owner", "serves"], ("owner", "serves")),
        (table(need_type, number(0)), {"goal": 1.5}, (("goal", 1.5),)),
        (group(Span), {"name": "x", "end": "owner"}, Span("x", end="owner")),
        (groups(Span), [{"name": "x"}, {"name": "x"}], (Span("x"), Span("x"))),
        (KINDS, [{"kind": "count", "name": "x", "least": 2}], (Count("x", 2),)),
    ],
)
def test_a_right_value_is_read(one: Check, given: object, wanted: object) -> None:
    result, wrong = check(one, given)
    assert (result, wrong) == (wanted, [])
    hash(result)


@pytest.mark.parametrize(
    ("one", "given"),
    [
        (text, 1),
        (text, ""),
        (texts, {"a": "b"}),
        (texts, ["a", 1]),
        (flag, "yes"),
        (flag, 1),
        (whole_number(1), 0),
        (whole_number(1, 5), 6),
        (whole_number(1), True),
        (whole_number(1), 1.5),
        (number(0), "1"),
        (one_of("a4", "a3"), "A4"),
        (matching("month", "[0-9]{4}-[0-9]{2}", "2027-01"), "2027-123"),
        (file_name(".pdf"), "a/b.pdf"),
        (file_name(".pdf"), ".pdf"),
        (file_name(".pdf"), "b.txt"),
        (file_name(), "../b"),
        (address, "javascript:alert(1)"),
        (safe_address, "VBScript:a()"),
        (safe_address, "java\tscript:a()"),
        (need_type, "Goal"),
        (link_type, "goal"),
        (field_name, "serves"),
        (table(text, text), ["a"]),
        (group(Span), "x"),
        (groups(Span), {"name": "x"}),
        (group(Span), {"name": "empty"}),
    ],
)
def test_a_wrong_value_is_left_out_as_a_whole(one: Check, given: object) -> None:
    result, wrong = check(one, given)
    assert (result, len(wrong)) == (None, 1)


def test_names_are_suggested() -> None:
    scope = Scope((), [], lambda: MODEL)
    with pytest.raises(SettingError) as raised:
        need_type.read("gaol", scope)
    assert "“goal”" in raised.value.fault
    assert raised.value.remedy == "Choose one of: goal, act."


def test_the_right_part_of_a_value_is_used() -> None:
    result, wrong = check(need_types, ["goal", "gaol"])
    assert (result, wrong[0][0]) == (("goal",), 1)
    result, wrong = check(table(need_type, number(0)), {"goal": 1, "act": "x", "x": 1})
    assert (result, [at for at, _fault in wrong]) == ((("goal", 1),), ["act", "x"])
    result, wrong = check(group(Span), {"name": "x", "strat": "owner", "end": "own"})
    assert result == Span("x")
    assert [at for at, _fault in wrong] == ["strat", "end"]


def test_a_group_without_a_required_key_is_not_used() -> None:
    assert check(group(Span), {"end": "owner"})[0] is None
    result, wrong = check(group(Span), {"name": None})
    assert result is None
    assert wrong == [("name", "The value is no text, and is left out.")]


def test_a_group_of_a_list_is_used_whole_or_not_at_all() -> None:
    given = [
        {"kind": "span", "name": "a", "end": "own"},
        {"kind": "span", "name": "b", "end": "owner"},
        {"kind": "count", "name": "b"},
        {"kind": "cuont", "name": "c"},
        {"name": "d"},
        "e",
        {"kind": "count", "name": "f", "start": "owner"},
    ]
    result, wrong = check(KINDS, given)
    assert result == (Span("b", end="owner"),)
    paths = [tuple(one[:-1]) for one in wrong]
    assert paths == [(0, "end"), (2, "name"), (3, "kind"), (4,), (5,), (6, "start")]
