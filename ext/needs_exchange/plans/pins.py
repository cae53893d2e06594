"""Which plans of others a project reads, and the checksums that pin them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from needs_core.settings import group, need_types, setting, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FORMAT, _VERSION = "needs-exchange-plans", 1
DEFAULT_LOCK = "plans.lock.json"


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """A plan of `needs_exchange_plans`, under its key."""

    name: str = setting("", "What readers call it.", text, required=True)
    file: str = setting(
        "",
        "Our copy of its `needs.json`, from `conf.py` on; keep it with the project.",
        text,
        required=True,
    )
    source: str = setting(
        "",
        "Where it is fetched from: a file, from `conf.py` on, or an https address.",
        text,
        required=True,
    )
    url: str = setting("", "Its site, for links.", text, required=True)
    types: tuple[str, ...] = setting(
        (),
        "The types whose needs can be linked to, as external needs of sphinx-needs;"
        " what their required links lead to as well. None: it is rolled up.",
        need_types,
    )


PLANS = setting((), "The plans of others, each under a key.", table(text, group(OtherPlan)))


@dataclass(frozen=True, slots=True)
class PlanPin:
    """The pinned state of one plan."""

    sha256: str
    version: str
    count: int
    gone: Mapping[str, str] = field(default_factory=dict)
    """Ids it once had and has no more, with their titles."""


class UnreadablePlanError(Exception):
    """A file that is no ``needs.json``."""


def read_lock(path: Path) -> dict[str, PlanPin]:
    """Return what is pinned; nothing where there is no lock. Raises ``ValueError``."""
    if not path.is_file():
        return {}
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        if (loaded["format"], loaded["version"]) != (_FORMAT, _VERSION):
            raise ValueError(path.name)
        return {key: PlanPin(**entry) for key, entry in loaded["plans"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(path.name) from error


def lock_text(pins: Mapping[str, PlanPin]) -> str:
    """Return the lock file."""
    plans = {
        key: {
            "sha256": pin.sha256,
            "version": pin.version,
            "count": pin.count,
            "gone": dict(sorted(pin.gone.items())),
        }
        for key, pin in sorted(pins.items())
    }
    content = {"format": _FORMAT, "version": _VERSION, "plans": plans}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def digest(raw: bytes) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(raw).hexdigest()


def needs_in(raw: bytes) -> tuple[str, dict[str, dict[str, Any]]]:
    """Return the version and the needs of a ``needs.json``.

    Raises ``UnreadablePlanError`` for anything else.
    """
    try:
        loaded = json.loads(raw)
        version = str(loaded["current_version"])
        needs = loaded["versions"][version]["needs"]
        plain = {str(id_): {**need} for id_, need in needs.items()}
        if not all(isinstance(need["type"], str) for need in plain.values()):
            raise UnreadablePlanError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadablePlanError from error
    return version, plain


def new_pin(raw: bytes, before: PlanPin | None, old: bytes | None) -> PlanPin:
    """Return the pin of a file, which remembers what the one before had and it has not."""
    version, needs = needs_in(raw)
    gone = dict(before.gone) if before else {}
    if old is not None:
        gone |= {id_: str(need.get("title", "")) for id_, need in needs_in(old)[1].items()}
    left = {id_: title for id_, title in gone.items() if id_ not in needs}
    return PlanPin(digest(raw), version, len(needs), left)
