"""Configuration: which type holds sources, which fields hold quotes, steps of stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.settings import (
    Check,
    Scope,
    SettingError,
    field_name,
    file_name,
    flag,
    groups,
    link_types,
    need_type,
    need_types,
    one_of,
    read,
    register,
    register_value,
    setting,
    table,
    text,
    texts,
    value,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_ = get_translation("needs_sources")


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """The type that holds sources, and the fields that hold quotes."""

    type: str = setting("", "The need type of a source.", need_type)
    file: str = setting(
        "file", "The field of a source with the name of its file.", field_name
    )
    checksum: str = setting(
        "checksum", "The field of a source with the SHA-256 of that file.", field_name
    )
    name: str = setting(
        "", "The field of a source with what readers call it; none: its title.", field_name
    )
    quote: str = setting(
        "quote", "The field of any need with the words of a source.", field_name
    )
    place: str = setting(
        "place", "The field beside it: the file's name and the lines.", field_name
    )
    lock: str = setting("", "The lock file, beside `conf.py`.", file_name())
    wordings: tuple[tuple[str, str], ...] = setting(
        (),
        "Fields with the wording of one version each, to the id of the source it quotes.",
        table(field_name, text),
    )
    compare_with: str = setting(
        "", "The version the others are compared with; the first otherwise.", field_name
    )
    reasons: tuple[tuple[str, str], ...] = setting(
        (),
        "Reasons why lines of a source are not used: a name, to the words readers see.",
        table(text, text),
    )
    chapters: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = setting(
        (),
        "The id of a source, to its chapters: the need each is about, to its lines.",
        table(text, table(text, text)),
    )
    words: str = setting(
        "words", "The field with the words a need is named by, with commas.", field_name
    )


def _read_ways(given: object, _scope: Scope) -> tuple[tuple[str, ...], ...]:
    if not isinstance(given, list | tuple) or not all(map(_is_way, given)):
        raise SettingError(
            _("It is no list of lists of links, and is left out."),
            _("Write each way as a list of links, as in [[“verifies”, “reviews”]]."),
        )
    return tuple(tuple(way) for way in given)


def _is_way(given: object) -> bool:
    return isinstance(given, list | tuple) and all(isinstance(x, str) for x in given)


@dataclass(frozen=True, slots=True)
class StoryStep:
    """A step of a story: what of the need itself is shown, or which needs it leads to."""

    title: str = setting("", "Its name.", text, required=True)
    show: str = setting("needs", "What it shows.", one_of("quote", "variants", "needs"))
    ways: tuple[tuple[str, ...], ...] = setting(
        (),
        "Ways to other needs: each a list of links, followed from either end.",
        Check("list of lists of links", _read_ways, frozenset({list, tuple})),
    )
    types: tuple[str, ...] = setting(
        (), "Which needs at their ends are shown, by type; none: all.", texts
    )
    by: str = setting("", "A field they are ordered by, as a date; none: their ids.", text)
    empty: str = setting("", "The text where there is nothing.", text)
    optional: bool = setting(
        False, "Whether the project may lack the types and links: an empty step then.", flag
    )


_read_groups = groups(StoryStep)


def _read_steps(given: object, scope: Scope) -> tuple[StoryStep, ...]:
    steps: tuple[StoryStep, ...] = _read_groups.read(given, scope)
    broken = {path[len(scope.path)] for path, _error in scope.found}
    assert isinstance(given, list | tuple)  # noqa: S101 (else it is no list of groups)
    for number, entry in enumerate(given):
        if number not in broken and not entry.get("optional"):
            here = scope.at(number)
            need_types.read(entry.get("types", ()), here.at("types"))
            for index, way in enumerate(entry.get("ways", ())):
                link_types.read(way, here.at("ways").at(index))
    return steps


STORY_STEPS = Check("list of tables", _read_steps, _read_groups.types, (StoryStep,))
"""Steps of a story; the types and links of one that is not optional must exist."""


def setup(app: Sphinx) -> None:
    """Register the settings."""
    register(app, "needs_sources", SourceSettings)
    steps = setting((), "The steps of a story.", STORY_STEPS)
    register_value(app, "needs_sources_story", steps)
    # No page shows what is in the folder: the lock file says what was found there.
    folder = "The folder of the sources' texts, where they are at hand."
    register_value(app, "needs_sources_folder", setting(None, folder, text), "")


def read_settings(config: Config) -> SourceSettings:
    """Return ``needs_sources``."""
    return read(config, SourceSettings)


def read_steps(config: Config) -> tuple[StoryStep, ...]:
    """Return ``needs_sources_story``."""
    steps: tuple[StoryStep, ...] = value(config, "needs_sources_story")
    return steps
