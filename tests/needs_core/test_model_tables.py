"""Mistakes in the tables of the model: one message in Danish, at the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from needs_core.messages import BuildStoppedError

if TYPE_CHECKING:
    from tests.conftest import Project

TYPE = '[needs.types.kilde]\ntitle = "Kilde"\n'
UDSTEDER = 'fields.udsteder = { description = "Udsteder", nullable = true'
STOPS = {
    "no title": (TYPE, '[needs.types.kilde]\ntitel = "Kilde"\n', "Nøglen title mangler."),
    "a number": (
        TYPE,
        "[needs.types.kilde]\ntitle = 5\n",
        "Skriv en tekst i anførselstegn.",
    ),
    "field": ("fields.udsteder =", "field.udsteder =", "Mente du ”fields”?"),
    "link": ("links.besvaret_af =", "link.besvaret_af =", "Mente du ”links”?"),
    "capitals": ("links.besvaret_af =", "LINKS.besvaret_af =", "Mente du ”links”?"),
    "reserved": ("fields.udsteder =", "fields.id =", "har allerede sin egen betydning."),
    "kind": (
        f'{UDSTEDER}, schema = {{ type = "string" }}',
        f'{UDSTEDER}, schema = {{ type = "tekst" }}',
        "Det, der står i schema, kan ikke bruges.",
    ),
    "no kind": (
        "fields.udsteder =",
        'fields.ny = { description = "Ny" }\nfields.udsteder =',
        "Det er ikke sagt, hvilken slags værdier feltet har.",
    ),
    "name of a common field": (
        'citat = { description = "Citat"',
        "citat = { description = 4",
        "fields, citat, description: Værdien er ikke af den slags, den skal være.",
    ),
    "name of a common link": (
        'kilde = { outgoing = "kilde"',
        "kilde = { outgoing = 5",
        "links, kilde, outgoing: Værdien er ikke af den slags, den skal være.",
    ),
}
TOLD = {
    "key": (UDSTEDER, UDSTEDER.replace("description", "beskrivelse"), "beskrivelse"),
    "flag": (UDSTEDER, UDSTEDER.replace("true", '"ja"'), "Skriv true eller false"),
    "table": (TYPE, f"{TYPE}ekstra.x = 1\n", "Den nøgle findes ikke: ekstra."),
    "common link": (
        'kilde = { outgoing = "kilde"',
        'kilde = { outgong = "kilde"',
        "links, kilde, outgong: Den nøgle findes ikke. Mente du ”outgoing”?",
    ),
    "no name": (
        TYPE,
        '[needs.types.kilde]\ntitle = " "\n',
        "types, kilde, title: Navnet er tomt. Skriv det navn, læserne ser.",
    ),
    "no name of a field": (
        'fields.udsteder = { description = "Udsteder"',
        'fields.udsteder = { description = ""',
        "udsteder, description: Navnet er tomt.",
    ),
    "twice": (
        'enum = ["ja", "nej"]',
        'enum = ["ja", "nej", "ja"]',
        "schema: En værdi står der to gange: ja.",
    ),
    "no kind of a common field": (
        "[needs.fields]\n",
        '[needs.fields]\n"ny ting" = { description = "Ny" }\n',
        "ny ting: Det er ikke sagt, hvilken slags værdier feltet har.",
    ),
    "setting": ("id_required = true", 'id_required = "ja"', "i TOML true eller false"),
}


def edit(plan: Project, before: str, after: str) -> int:
    plan.edit("ubproject.toml", (before, after))
    text = (plan.source / "ubproject.toml").read_text("utf-8")
    return text[: text.index(after)].count("\n") + 1


@pytest.mark.parametrize("name", STOPS)
def test_what_leaves_every_page_wrong_stops_the_build(plan: Project, name: str) -> None:
    before, after, words = STOPS[name]
    line = edit(plan, before, after)
    with pytest.raises(BuildStoppedError) as stopped:
        plan.build("dummy")
    assert words in stopped.value.problem.text
    assert "(has " not in stopped.value.problem.text
    assert abs((stopped.value.problem.line or 0) - line) <= 10


@pytest.mark.parametrize("name", TOLD)
def test_the_rest_is_told_once(plan: Project, name: str) -> None:
    before, after, words = TOLD[name]
    edit(plan, before, after)
    told = plan.build("dummy").warnings.splitlines()
    assert len(told) == 1
    assert told[0].startswith("ubproject.toml:")
    assert words in told[0]
