"""The configuration, held against the model: settings out, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.messages import Problem
from needs_core.reader import read_model, read_states
from needs_history.core.settings import Confirming, FollowUps, Plan, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.model import Model

_ = get_translation("needs_history")

_ATTRIBUTES = ("id", "type", "title", "status", "tags")
_SORTS: Mapping[str, Mapping[str, str]] = {
    "needs_history_plan": {
        "items": "type",
        "goals": "type",
        "link": "link",
        "owner": "field",
        "start": "field",
        "end": "field",
        "priority": "field",
        "high": "texts",
    },
    "needs_history_follow_ups": {
        "type": "type",
        "link": "link",
        "period": "field",
        "forum": "field",
        "date": "field",
        "decision": "field",
        "next": "field",
    },
    "needs_history_confirming": {"links": "links", "wording": "fields", "file": "text"},
}
"""Every key of each setting, and what its values are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The settings as far as they can be used, and what is wrong with the rest."""

    settings: Settings
    problems: tuple[Problem, ...]


def add_config(app: Sphinx) -> None:
    """Declare the configuration values (``setup``)."""
    for name in _SORTS:
        app.add_config_value(name, {}, "env", types=Any)
    app.add_config_value("needs_history_folder", "historik", "env", types=Any)
    app.add_config_value("needs_history_pages", {}, "", types=Any)


def read_settings(config: Config) -> Asked:
    """Return the project's settings; what cannot be used is left out and told."""
    model = read_model(config)
    kept: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for name in _SORTS:
        kept[name], wrong = _read(name, config[name], model)
        problems += wrong
    folder = config.needs_history_folder
    if not isinstance(folder, str) or not folder:
        told = (_("The value is no text."), _("Write the name of a folder."))
        problems.append(_problem("needs_history_folder", *told))
        folder = "historik"
    settings = Settings(
        folder,
        Plan(**kept["needs_history_plan"]),
        FollowUps(**kept["needs_history_follow_ups"]),
        Confirming(**kept["needs_history_confirming"]),
        read_states(config),
    )
    follow_ups = settings.follow_ups
    if follow_ups.type and not (follow_ups.link and follow_ups.period):
        # Half of it would show every item as never followed up.
        told = (
            _("Follow-ups need the keys type, link and period."),
            _("Add the keys that are missing."),
        )
        problems.append(_problem("needs_history_follow_ups", *told))
        settings = replace(settings, follow_ups=FollowUps())
    return Asked(settings, tuple(problems))


def _read(name: str, given: object, model: Model) -> tuple[dict[str, Any], list[Problem]]:
    if not isinstance(given, dict):
        told = _("It is no dictionary."), _("Write a dictionary with keys and values.")
        return {}, [_problem(name, *told)]
    sorts, kept, problems = _SORTS[name], {}, []
    for key, value in given.items():
        wrong = [_problem(f"{name}, {key}", *x) for x in _wrong(key, value, sorts, model)]
        problems += wrong
        if not wrong:
            many = sorts[key] in {"links", "fields", "texts"}
            kept[key] = _texts(value) if many else value
    return kept, problems


def _wrong(
    key: str, value: object, sorts: Mapping[str, str], model: Model
) -> Iterator[tuple[str, str]]:
    """Yield fault and remedy of everything that is wrong with one entry."""
    if key not in sorts:
        fault = _("There is no such key.") + near(str(key), sorts)
        yield fault, _("Choose one of: %s.") % ", ".join(sorts)
        return
    sort = sorts[key]
    several = sort in {"links", "fields", "texts"}
    texts = _texts(value)
    if not texts or (not several and not isinstance(value, str)):
        yield _("The value is no text."), _("Write a text.")
        return
    names: Iterable[str] = {
        "type": model.types,
        "link": model.links,
        "links": model.links,
        "field": (*_ATTRIBUTES, *model.fields),
        "fields": (*_ATTRIBUTES, *model.fields),
    }.get(sort, texts)
    for text in texts:
        if text not in names:
            fault = _("“%s” is not known.") % text + near(text, names)
            yield fault, _("Choose one of: %s.") % ", ".join(dict.fromkeys(names))


def near(value: str, names: Iterable[str]) -> str:
    """Return " Did you mean …?" for the nearest of the names, or nothing."""
    found = get_close_matches(value.casefold(), list(names), n=1, cutoff=0.6)
    return _(" Did you mean “%s”?") % found[0] if found else ""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list | tuple) and all(isinstance(x, str) for x in value):
        return tuple(value)
    return ()


def _problem(subject: str, fault: str, remedy: str) -> Problem:
    return Problem(None, None, subject, fault, remedy, "needs_history", "bad_setting")
