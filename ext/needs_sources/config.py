"""Configuration: which type holds sources, which fields hold quotes, steps of stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


class SettingsError(ValueError):
    """``needs_sources`` cannot be used; the text names the key."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """The value of ``needs_sources``, read. Empty names: the feature is not used."""

    type: str = ""
    """The need type of a source."""
    file: str = "file"
    """The field of a source with the name of its file."""
    checksum: str = "checksum"
    """The field of a source with the SHA-256 of that file."""
    quote: str = "quote"
    """The field of any need with the words of a source."""
    place: str = "place"
    """The field beside it: the file's name and the lines."""
    lock: str = ""
    """The lock file, beside ``conf.py``."""
    wordings: tuple[tuple[str, str], ...] = ()
    """Fields with the wording of one version each, and the id of the source they quote."""
    compare_with: str = ""
    """The field of the version that the others are compared with; the first otherwise."""
    words: str = "words"
    """The field with the words an actor or a group is named by, with commas between."""

    @classmethod
    def read(cls, declared: object) -> SourceSettings:
        """Read the value of the configuration. Raises ``SettingsError``.

        >>> SourceSettings.read({"type": "source", "wordings": {"old": "S_1"}}).wordings
        (('old', 'S_1'),)
        """
        if not isinstance(declared, Mapping):
            option = "needs_sources"
            raise SettingsError(option)
        known = {field.name for field in fields(cls)}
        for key, value in declared.items():
            good = Mapping if key == "wordings" else str
            if key not in known or not isinstance(value, good):
                raise SettingsError(str(key))
        wordings = declared.get("wordings", {})
        pairs = tuple((str(name), str(source)) for name, source in wordings.items())
        return cls(**{**declared, "wordings": pairs})


class StepError(ValueError):
    """A step cannot be used; the text names it and the key."""

    def __init__(self, *place: object) -> None:
        super().__init__(", ".join(map(str, place)))


SHOWS = ("quote", "variants", "needs")


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One step: what of the need itself is shown, or which needs it leads to."""

    title: str
    show: str = "needs"
    """``quote``, ``variants``, or ``needs``."""
    ways: tuple[tuple[str, ...], ...] = ()
    """Each a way over link types, from either end, to the needs that are shown."""
    types: tuple[str, ...] = ()
    """Only needs of these types, at the end of the way; none: any."""
    by: str = ""
    """The field they are ordered by, as a date; without it by their ids."""
    empty: str = ""
    """What is said where there is nothing."""
    optional: bool = False
    """Whether the project may lack the types and links: then the step is empty."""


def read_steps(declared: object) -> tuple[StoryStep, ...]:
    """Read ``needs_sources_story``. Raises ``StepError``.

    >>> read_steps([{"title": "Tests", "ways": [["verifies"]]}])[0].ways
    (('verifies',),)
    """
    if not isinstance(declared, list | tuple):
        raise StepError(type(declared).__name__)
    return tuple(_step(number, value) for number, value in enumerate(declared, start=1))


def _step(number: int, value: object) -> StoryStep:
    if not isinstance(value, Mapping) or not isinstance(value.get("title"), str):
        key = "title"
        raise StepError(number, key)
    values: dict[str, Any] = {}
    for key, one in value.items():
        if key not in StoryStep.__dataclass_fields__:
            raise StepError(number, key)
        values[str(key)] = _value(number, str(key), one)
    if values.get("show", "needs") not in SHOWS:
        key = "show"
        raise StepError(number, key)
    return StoryStep(**values)


def _value(number: int, key: str, value: object) -> object:
    if key == "optional":
        good = isinstance(value, bool)
    elif key == "types":
        good = isinstance(value, list | tuple) and all(isinstance(x, str) for x in value)
    elif key == "ways":
        good = isinstance(value, list | tuple) and all(
            isinstance(way, list | tuple) and all(isinstance(x, str) for x in way)
            for way in value
        )
    else:
        good = isinstance(value, str)
    if not good:
        raise StepError(number, key)
    if key == "types":
        return tuple(value)  # type: ignore[arg-type]
    if key == "ways":
        return tuple(tuple(way) for way in value)  # type: ignore[attr-defined]
    return value
