"""The settings of ``needs_core`` itself: states, steps, roles, follow-ups, commands.

Read ``Roles`` with ``read(config, Roles)`` from ``config-inited`` (650) on, and a command
line with ``command_line``. ``reader`` reads states, steps, plurals and what is not listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.edit_links import edit_address
from needs_core.messages import warn
from needs_core.model import IdForm
from needs_core.settings import (
    Check,
    Scope,
    SettingError,
    field_name,
    field_names,
    field_or_link_names,
    flag,
    group,
    link_type,
    link_types,
    need_type,
    one_of,
    problem,
    read,
    register,
    register_value,
    setting,
    table,
    text,
    texts,
    unknown,
    value,
    whole_number,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.items import Item

_ = get_translation("needs_core")

ORIGINAL, REWRITTEN, BOTH = "original", "rewritten", "both"
"""What becomes of the messages of others."""


@dataclass(frozen=True, slots=True)
class StateSettings:
    """A state of ``needs_core_states``, under its name."""

    symbol: str = setting(
        "", "A sign that stands for it, beside its name.", text, required=True
    )
    covers: bool = setting(
        True, "Whether a need in it counts as acting on what it is linked to.", flag
    )
    done: bool = setting(False, "Whether a need in it needs nothing more.", flag)
    plural: str = setting("", "What several needs in it are called; none: its name.", text)


@dataclass(frozen=True, slots=True)
class StepSettings:
    """A step of ``needs_core_steps``, under its name."""

    symbol: str = setting(
        "", "A sign that stands for it, beside its name.", text, required=True
    )
    meaning: str = setting("", "What it asks, in the words of the project.", text)
    plural: str = setting("", "What several needs on it are called; none: its name.", text)
    covers: bool = setting(True, "Whether a need on it counts as covered.", flag)
    done: bool = setting(False, "Whether a need on it needs nothing more.", flag)
    states: tuple[str, ...] = setting(
        (), "The states of which one acting need must be in one; none: nothing acts.", texts
    )
    stated: tuple[str, ...] = setting(
        (), "The fields that this need must state.", field_names
    )
    in_time: str = setting("", "Its field with a day that has not passed.", field_name)
    followed_up_within: int = setting(
        0,
        "In how many half-years, today's the last, it must have been followed up.",
        whole_number(1),
    )
    none_in: tuple[str, ...] = setting(
        (), "The states that no acting need may be in.", texts
    )


@dataclass(frozen=True, slots=True)
class FollowUpFields:
    """How a follow-up is written: its type, its link and its fields."""

    type: str = setting("", "The type of a follow-up.", need_type, required=True)
    link: str = setting(
        "", "From a follow-up to what it reports on.", link_type, required=True
    )
    period: str = setting(
        "", "The field with its half-year, as `2026-1`.", field_name, required=True
    )
    forum: str = setting("", "The field with the meeting it was held at.", field_name)
    date: str = setting("", "The field with its day.", field_name)
    decision: str = setting("", "The field with what was decided.", field_name)
    next: str = setting("", "The field with the next step.", field_name)
    outcomes: str = setting(
        "",
        "The field with state and decision of each, where it reports on several:"
        " `ID: state, decision; ID: state`.",
        field_name,
    )


def _read_form(given: object, scope: Scope) -> str:
    form = str(text.read(given, scope))
    try:
        re.compile(IdForm(form, "").pattern({}))
    except re.error as error:
        fault = _("“%s” is no regular expression, and is left out.") % form
        raise SettingError(fault, _("Correct it.")) from error
    return form


@dataclass(frozen=True, slots=True)
class IdSettings:
    """The ids of a type, under its name in ``needs_core_ids``."""

    form: str = setting(
        "",
        "Their form; `{link}` is the last number in the id that the link points at.",
        Check("regular expression", _read_form),
        required=True,
    )
    example: str = setting("", "An id of that form, for messages.", text, required=True)


@dataclass(frozen=True, slots=True)
class NumberSettings:
    """What readers see of a type's ids, under its name in ``needs_core_numbers``."""

    pattern: str = setting(
        "",
        "An id's form; its groups, with full stops between, are the number.",
        Check("regular expression", _read_form),
    )
    field: str = setting("", "The field with the number; it goes first.", field_name)


@dataclass(frozen=True, slots=True)
class ConfidenceFields:
    """Where a need says how sure its links are."""

    links: tuple[str, ...] = setting(
        (), "The links whose confidence it is.", link_types, required=True
    )
    field: str = setting(
        "", "The field with confidence and reason of single links.", field_name
    )
    overall: str = setting(
        "", "The field with the confidence of all its links.", field_name
    )
    weak: tuple[str, ...] = setting((), "The values by which a link is weak.", texts)
    quote: str = setting(
        "", "The field with the words that its links were read from.", field_name
    )


@dataclass(frozen=True, slots=True)
class LineageFields:
    """How a need says that it does not hold any more, and what came before and after it."""

    field: str = setting(
        "", "The field that says whether a need holds.", field_name, required=True
    )
    retired: tuple[str, ...] = setting(
        (), "The values of it by which a need does not hold any more.", texts, required=True
    )
    replaced: str = setting(
        "", "The one of them by which another need holds in its place.", text
    )
    since: str = setting(
        "", "The field with the day from which it does not hold.", field_name
    )
    replaced_by: str = setting(
        "", "The link from a need to what holds in its place.", link_type
    )
    derived_from: str = setting(
        "", "The link from a need to what it has come from.", link_type
    )
    period: str = setting(
        "", "The field with the period of the plan that a need belongs to.", field_name
    )
    links: tuple[str, ...] = setting(
        (),
        "The links that are to lead to what holds; none: that of the roles.",
        link_types,
    )


@dataclass(frozen=True, slots=True)
class MilestoneFields:
    """Where a need states its milestones."""

    field: str = setting(
        "",
        "The field with them: day, colon, text; `;` between two.",
        field_name,
        required=True,
    )
    reached: str = setting(
        "", "The word behind the last comma of one that is reached.", text
    )


@dataclass(frozen=True, slots=True)
class Roles:
    """What acts on what in a plan, by whom and until when."""

    actions: str = setting(
        "", "The type that acts: initiatives, measures.", need_type, required=True
    )
    goals: str = setting("", "The type that is acted on.", need_type, required=True)
    link: str = setting("", "The link between the two, from either end.", link_type)
    owner: str = setting("", "The field with who is responsible.", field_name)
    start: str = setting("", "The field with the day work begins.", field_name)
    end: str = setting("", "The field with the day it is to be done.", field_name)
    priority: str = setting("", "The field with the priority.", field_name)
    high: tuple[str, ...] = setting((), "The values of it that count as high.", texts)
    depends: str = setting("", "The link from what acts to what it waits for.", link_type)

    def is_priority(self, item: Item) -> bool:
        """Tell whether a need is stated to be of high priority.

        >>> from needs_core.items import Item
        >>> item = Item("T_1", "act", "", fields={"rank": ("high",)})
        >>> Roles(priority="rank", high=("high",)).is_priority(item)
        True
        """
        return bool(set(item.values(self.priority)) & set(self.high))


def command_line(config: Config, name: str, default: str) -> str:
    """Return the command line that messages name for a command or an option of it.

    A project that wraps the commands of the extensions, as a Makefile does, says so once:
    ``needs_core_commands = {"needs_history.confirm": "make confirm"}``.

    Args:
        config: The configuration of the project.
        name: ``<extension>.<command>``, or ``<extension>.<command>.<option>``.
        default: The extension's own command line, as ``python -m needs_history new``.

    """
    commands: dict[str, str] = dict(value(config, "needs_core_commands"))
    return commands.get(name, default)


_commands: dict[str, tuple[str, ...]] = {}
"""Extension to the names of its commands and of their options."""


def declare_commands(extension: str, *names: str) -> None:
    """Say what a project may name in ``needs_core_commands`` (``setup``)."""
    _commands[extension] = tuple(f"{extension}.{name}" for name in names)


def _read_command(given: object, scope: Scope) -> str:
    name = str(text.read(given, scope))
    extension = name.partition(".")[0]
    known = _commands.get(extension)
    if known is None and extension.isidentifier() and find_spec(extension):
        return name  # of an extension that this project does not use
    if not known or name not in known:
        fault = _("“%s” is no command, and is left out.") % name
        every = (x for names in _commands.values() for x in names)
        raise unknown(fault, name, known or sorted(every))
    return name


def setup(app: Sphinx) -> None:
    """Declare the values."""
    for name, made in {
        "states": setting(
            (),
            "How far a need is: the values of `status`, in the order of progress.",
            table(text, group(StateSettings)),
        ),
        "steps": setting(
            (),
            "How far a goal is: what is asked of what acts on it, from the lowest step.",
            table(text, group(StepSettings)),
        ),
        "ids": setting(
            (),
            "The form of the ids of a type.",
            table(need_type, group(IdSettings)),
        ),
        "numbers": setting(
            (),
            "What readers see in place of ids, by type: a number, else the title alone.",
            table(need_type, group(NumberSettings)),
        ),
        "plurals": setting(
            (),
            "What several needs of a type are called, where its title does not say it.",
            table(need_type, text),
        ),
        "coloured_type": setting(
            "",
            "The type whose needs have a colour each, in natural order. On paper, what is"
            " about one of them, or about what is linked with it, has its colour.",
            need_type,
        ),
        "labels": setting(
            (),
            "What readers call a field. Not said: its description, where that is up to four"
            " words, else its name.",
            table(field_name, text),
        ),
        "unlisted": setting(
            (),
            "What a directive draws: it is in no list of a need's facts and links.",
            field_or_link_names,
        ),
        "messages": setting(
            "",
            "What becomes of the messages of Sphinx, MyST and sphinx-needs: left as they"
            " are, rewritten, or both. Not said: `original` in English, else `rewritten`.",
            one_of(ORIGINAL, REWRITTEN, BOTH),
        ),
        "for_authors": setting(
            (),
            "Fields that cards show only with the ids: where readers see numbers.",
            field_names,
        ),
        "page_names": setting(
            (),
            "The names of the lines about a page that are read, beside those of Sphinx,"
            " MyST and the theme: any other is told of. None: any may be read.",
            texts,
        ),
        "edit_url": setting("", "Where a need is edited; none: no link.", edit_address),
    }.items():
        register_value(app, f"needs_core_{name}", made)
    commands = setting(
        (),
        "The project's own command lines, by those of the extensions, as"
        " `needs_history.confirm`.",
        table(Check("text", _read_command), text),
    )
    register_value(app, "needs_core_commands", commands)
    register(app, "needs_core_roles", Roles)
    register(app, "needs_core_follow_ups", FollowUpFields)
    register(app, "needs_core_confidence", ConfidenceFields)
    register(app, "needs_core_lineage", LineageFields)
    register(app, "needs_core_milestones", MilestoneFields)
    app.connect("config-inited", _check_steps, priority=660)


def wording(config: Config) -> str:
    """Return what becomes of the messages of others, at any time of a build.

    In a language of its own, a project asks for messages that its authors can read;
    in English, those of others stand until somebody asks for ours.
    """
    given = getattr(config, "needs_core_messages", "")
    if given in {ORIGINAL, REWRITTEN, BOTH}:
        return str(given)
    return ORIGINAL if (config.language or "en").startswith("en") else REWRITTEN


def _check_steps(_app: Sphinx, config: Config) -> None:
    """Warn of steps that name a state the project does not have, or cannot be reached."""
    states = [name for name, _state in value(config, "needs_core_states")]
    for number, (name, step) in enumerate(value(config, "needs_core_steps")):
        for key in ("states", "none_in"):
            for state in getattr(step, key):
                if state not in states:
                    fault = _("“%s” is no state of needs_core_states.") % state
                    _warn_of_step(config, (name, key), unknown(fault, state, states))
        if not number and step.states:
            fault = _("The first step asks for states, and no step is used.")
            remedy = _("Begin with a step without states: that of a need without any.")
            _warn_of_step(config, (name, "states"), SettingError(fault, remedy))
        if number and not step.states:
            fault = _("The step asks for no state, and is never reached.")
            remedy = _("Write the states that reach it, or remove it.")
            _warn_of_step(config, (name,), SettingError(fault, remedy))
        if step.followed_up_within and not read(config, FollowUpFields).type:
            fault = _("The step asks for follow-ups, and the project declares none.")
            remedy = _("Say in needs_core_follow_ups how a follow-up is written.")
            where = (name, "followed_up_within")
            _warn_of_step(config, where, SettingError(fault, remedy))


def _warn_of_step(config: Config, path: tuple[str, ...], error: SettingError) -> None:
    warn(problem(config, "needs_core_steps", path, error.fault, error.remedy))
