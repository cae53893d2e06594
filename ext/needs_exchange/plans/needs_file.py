"""A ``needs.json`` from elsewhere: read, and judged before anything is made of it."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NoReturn

from sphinx.locale import get_translation

from needs_authoring.values import program_in
from needs_core.messages import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_ = get_translation("needs_exchange")

Needs = dict[str, dict[str, Any]]
"""The needs of a ``needs.json``: id to the values of each."""

_OBJECTS = frozenset({"arch", "constraints_results", "parts"})
"""What sphinx-needs itself writes as objects."""
_TEXTS = ("type", "title")
"""What every need has."""
_MAYBE_TEXTS = frozenset({"status", "docname", "content"})
"""What has a value of one kind, if any."""
_UNREAD = frozenset({"content", "sections", "section_name"})
"""What nothing is made of, or only text: it may hold any characters."""


class UnreadablePlanError(Exception):
    """A file that is no ``needs.json`` we can use; the text says why, translated."""


def needs_in(
    raw: bytes, links: Collection[str] = (), types: Collection[str] = ()
) -> tuple[str, Needs]:
    """Return the version and the needs of a ``needs.json``.

    ``links`` are the names of our links, ``types`` the types whose needs become needs of
    this project. Raises ``UnreadablePlanError``.
    """
    loaded = _loaded(raw)
    try:
        version = loaded["current_version"]
        content = loaded["versions"][version]
        needs = {id_: {**need} for id_, need in content["needs"].items()}
        named = content.get("needs_schema", {}).get("properties", {}).items()
        own = {name for name, kind in named if kind.get("field_type") == "links"}
    except (KeyError, TypeError, AttributeError):
        raise UnreadablePlanError(_("It is JSON, but no needs.json.")) from None
    for id_, need in needs.items():
        for name, text in _faults(id_, need, {*links, *own}, types):
            told = {"id": printable(id_), "name": printable(name)}
            raise UnreadablePlanError(text % told)
    return version, needs


def _loaded(raw: bytes) -> Any:
    """Return what JSON says once and in plain values. Raises ``UnreadablePlanError``."""
    try:
        loaded = json.loads(
            raw,
            object_pairs_hook=_once,
            parse_constant=_not_a_number,
            parse_float=_finite,
        )
        json.dumps(loaded, ensure_ascii=False).encode()  # no half of a letter
    except UnicodeEncodeError:
        text = _("It holds half a letter (a lone surrogate).")
    except (ValueError, RecursionError):  # not UTF-8, too, and numbers without end
        text = _("It is no JSON.")
        if raw.lstrip()[:1] == b"<":
            text = _("It is a web page, and no needs.json. Does one have to log in?")
    else:
        return loaded
    raise UnreadablePlanError(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        counts = Counter(name for name, _value in pairs)
        twice = next(name for name, count in counts.items() if count > 1)
        raise UnreadablePlanError(_("“%s” is there twice.") % printable(twice))
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _not_a_number(text)
    return number


def _not_a_number(text: str) -> NoReturn:
    raise UnreadablePlanError(_("It holds “%s”, which is no number.") % text)


def _faults(
    id_: str, need: Mapping[str, Any], links: Collection[str], types: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield the names of wrong values of a need, and what is wrong with them."""
    if not id_.strip() or not id_.isprintable() or need.get("id", id_) != id_:
        yield "id", _("“%(id)s” is no id.")
    for name in _TEXTS:
        if not isinstance(need.get(name), str):
            yield name, _("%(id)s: “%(name)s” is no text.")
    for name, value in need.items():
        if name in links and not (value is None or _is_texts(value)):
            yield name, _("%(id)s: “%(name)s” is no list of ids.")
        elif name in _MAYBE_TEXTS and not (value is None or isinstance(value, str)):
            yield name, _("%(id)s: “%(name)s” is no text.")
        elif not (_is_plain(value) or name in _OBJECTS):
            yield name, _("%(id)s: “%(name)s” holds what no field can hold.")
        elif need["type"] in types and name not in _UNREAD and _runs(value):
            yield name, _("%(id)s: “%(name)s” holds a program. It is not taken in.")


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(x, str) for x in value)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float)) or _is_texts(value)


def _runs(value: object) -> bool:
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(x, str) and program_in(x) for x in texts)
