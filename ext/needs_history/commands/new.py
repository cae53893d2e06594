"""``new``: write a need on the right page, with the next free id. It overwrites nothing."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_history.asking import near
from needs_history.commands.asking import Question, questions
from needs_history.commands.placing import (
    free_id,
    heading_end,
    last_line,
    page_for,
    replace,
    shares,
)
from needs_history.commands.project import CommandError, Opened, Place, open_project
from needs_history.core.scaffold import Wanted, block, inserted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_ = get_translation("needs_history")


def new(  # noqa: PLR0913 (what a need is made of)
    place: Place,
    type_: str,
    values: str = "",
    *,
    title: str = "",
    text: str = "",
    page: str = "",
) -> str:
    """Write a new need and return what to tell of it; else ``CommandError``.

    What is not given is asked for, where somebody sits at a terminal.
    """
    opened = open_project(place)
    asks = sys.stdin.isatty()
    if asks:
        with suppress(ImportError):  # Windows has its own
            import readline  # noqa: F401 (arrow keys move, and are not written down)
    type_ = _type(opened, type_, asks=asks)
    given = _given(values)
    known = questions(opened, type_)
    for name in given:
        if name not in {x.name for x in known}:
            names = [x.name for x in known]
            told = _(
                "There is no “%(name)s” in %(type)s.%(near)s Choose one of: %(names)s."
            )
            raise CommandError(
                told
                % {
                    "name": name,
                    "type": type_,
                    "near": near(name, names),
                    "names": ", ".join(names),
                }
            )
    title = " ".join(title.split()) or (_ask(_("Title"), needed=True) if asks else "")
    missing = [] if title else ["TITEL"]
    wanted: dict[str, str] = {}
    for question in known:
        wanted[question.name] = _value(question, given, asks=asks and question.asked)
        if question.needed and not wanted[question.name]:
            missing.append(question.name)
    if missing:
        told = _("Missing: %s. Write TITEL=… and FELTER=“name=value; name=value”.")
        raise CommandError(told % ", ".join(missing))
    if asks and not text:
        text = _ask(_("A sentence or two about it"), needed=False)
    return _write(opened, Wanted(type_, title, wanted, text), known, page)


def _type(opened: Opened, type_: str, *, asks: bool) -> str:
    types = opened.model.types
    by_title = {title.casefold(): name for name, title in types.items()}
    asked = not type_ and asks
    while True:
        if asked:
            type_ = _ask(_("Type"), needed=True, choices=list(types))
        type_ = by_title.get(type_.casefold(), type_)
        if type_ in types:
            return type_
        told = _("“%s” is no type.") % type_ if type_ else _("Write a type: TYPE=….")
        told += f"{near(type_, types)} " + _("Choose one of: %s.") % ", ".join(types)
        if not asked:
            raise CommandError(told)
        print(told)  # noqa: T201 (a terminal)


def _given(values: str) -> dict[str, str]:
    """Read ``name=value; name=value``; else ``CommandError``."""
    found: dict[str, str] = {}
    for part in (x.strip() for x in values.replace("\n", ";").split(";")):
        name, equals, value = (x.strip() for x in part.partition("="))
        if part and (not equals or not name or name in found):
            told = _("“%s” cannot be read. Write each name once, as name=value.")
            raise CommandError(told % part)
        if part:
            found[name] = value
    return found


def _value(question: Question, given: Mapping[str, str], *, asks: bool) -> str:
    if question.name in given or not asks:
        value = given.get(question.name, "")
        if value and (wrong := question.wrong(value)):
            raise CommandError(wrong)
        return _spelled(question, value)
    while True:
        value = _ask(question.label, needed=question.needed, choices=question.choices)
        value = question.meant(value)
        wrong = question.wrong(value) if value else None
        if wrong is None:
            return _spelled(question, value)
        print(wrong)  # noqa: T201 (a terminal)


def _spelled(question: Question, value: str) -> str:
    return value if question.targets is None else ", ".join(question.ids(value))


def _ask(label: str, *, needed: bool, choices: Sequence[str] = ()) -> str:
    """Ask until there is an answer; Enter leaves out what is not needed."""
    said = label[:1].upper() + label[1:]
    if choices:
        said += f" ({', '.join(choices)})"
    if not needed:
        said += " " + _("[Enter: not stated]")
    while True:
        answer = input(f"{said}: ").strip()
        if answer or not needed:
            return answer


def _write(opened: Opened, wanted: Wanted, known: Sequence[Question], page: str) -> str:
    ids = {x.name: x.ids(wanted.values[x.name]) for x in known if x.targets is not None}
    parents = [
        ids[x.name][0]
        for x in known
        if x.targets is not None and x.schema.get("maxItems") == 1 and ids[x.name]
    ]
    own = opened.items.of_type(wanted.type)
    id_ = free_id(opened, wanted.type, own, parents)
    siblings = [x for x in own if shares(x, parents)] if parents else list(own)
    path = page_for(opened, wanted, siblings or list(own), page)
    new_block = block(id_, wanted)
    if not path.exists():
        heading = f"# {opened.model.types[wanted.type]} {heading_end(path)}".strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(f"{heading}\n\n{new_block}")
        told = _(
            "%(place)s: %(id)s is written. The page is new: see that a toctree has it."
        )
        return told % {"place": f"{opened.shown(path)}:3", "id": id_}
    old = path.read_bytes().decode("utf-8")
    after = last_line(opened, siblings, path) or last_line(opened, own, path)
    text = inserted(old, new_block, after or None)
    if text is None:
        told = _("%s: the need in this line has no end, and nothing is written.")
        raise CommandError(told % f"{opened.shown(path)}:{after}")
    replace(path, text)
    line = 1 + text[: text.index(f":id: {id_}")].count("\n") - 1
    told = _("%(place)s: %(id)s is written. See it with make html.")
    return told % {"place": f"{opened.shown(path)}:{line}", "id": id_}
