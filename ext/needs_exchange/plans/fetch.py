"""Fetch and pin the plans of others: ``python -m needs_exchange.plans.fetch <folder>``."""

from __future__ import annotations

import gettext
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

from needs_authoring.store import PageWrite, store
from needs_core.settings import raw_value
from needs_core.sphinx_internals import raw_config
from needs_exchange.config import DEFAULT_LOCK, OtherPlan
from needs_exchange.plans.load import (
    PlanPin,
    UnreadablePlanError,
    lock_text,
    needs_in,
    new_pin,
    read_lock,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from needs_exchange.plans.load import Needs, PlanPin

_LARGEST = 50_000_000
_SECONDS = 60
_NEEDED = ("name", "file", "source")


def main(arguments: list[str]) -> int:
    """Fetch every plan of the project whose ``conf.py`` is in a folder; 1 on a fault."""
    from sphinx.config import Config
    from sphinx.util.tags import Tags

    folder = Path(arguments[0] if arguments else ".").resolve()
    config = Config.read(folder, overrides={}, tags=Tags())
    _ = _translate(config.language)
    declared = raw_config(config)
    lock = folder / (raw_value(folder, "needs_exchange_lock", declared) or DEFAULT_LOCK)
    plans = _plans(raw_value(folder, "needs_exchange_plans", declared))
    try:
        pins = read_lock(lock)
    except ValueError:
        pins = {}
    writes, code = list[PageWrite](), 0
    lines: tuple[str, ...]
    for key, plan in plans.items():
        try:
            fetched = _fetch(folder, plan, pins.get(key), _)
        except (OSError, URLError, UnreadablePlanError, ValueError):
            text = _(
                "%(name)s: %(source)s cannot be fetched or is no needs.json. The old"
                " one stays."
            )
            lines = (text % {"name": plan.name, "source": plan.source},)
            code = 1
        else:
            lines, pins[key] = fetched.lines, fetched.pin
            writes.append(fetched.write)
        sys.stdout.writelines(f"{line}\n" for line in lines)
    kept = {key: pins[key] for key in plans if key in pins}
    old = lock.read_bytes() if lock.is_file() else None
    # Together: a build refuses a plan that is not the pinned one.
    store(folder, [*writes, PageWrite(lock, old, lock_text(kept).encode())])
    return code


@dataclass(frozen=True, slots=True)
class FetchedPlan:
    """A plan as it was fetched."""

    write: PageWrite
    """Our copy of it."""
    pin: PlanPin
    lines: tuple[str, ...]
    """What is new in it, for who fetches it."""


def _plans(declared: Any) -> dict[str, OtherPlan]:
    """Return the plans that can be fetched; a build warns of the others."""
    entries = declared.items() if isinstance(declared, Mapping) else ()
    return {
        key: OtherPlan(**{name: entry[name] for name in _NEEDED})
        for key, entry in entries
        if isinstance(entry, Mapping)
        and all(isinstance(entry.get(name), str) for name in _NEEDED)
    }


def _fetch(
    folder: Path, plan: OtherPlan, pin: PlanPin | None, _: Callable[[str], str]
) -> FetchedPlan:
    """Fetch one plan, without writing it. Raises ``UnreadablePlanError`` and others."""
    raw, path = _read(folder, plan.source), folder / plan.file
    copy = path.read_bytes() if path.is_file() else None
    try:
        before = needs_in(copy)[1] if copy is not None else {}
    except UnreadablePlanError:
        before = {}
    made = new_pin(raw, pin, before)
    head = _("%(name)s: %(count)d elements, checksum %(sha)s") % {
        "name": plan.name,
        "count": made.count,
        "sha": made.sha256[:12],
    }
    news = _news(before, needs_in(raw)[1]) if before else ()
    return FetchedPlan(PageWrite(path, copy, raw), made, (head, *news))


def _news(before: Needs, now: Needs) -> Iterator[str]:
    """Yield the needs that are new, and those that are gone."""
    for mark, ids, needs in (
        ("+", sorted(set(now) - set(before)), now),
        ("-", sorted(set(before) - set(now)), before),
    ):
        for id_ in ids:
            yield f"  {mark} {id_}  {needs[id_].get('title', '')}"


def _read(folder: Path, source: str) -> bytes:
    if source.startswith("https://"):
        with urlopen(source, timeout=_SECONDS) as answer:  # noqa: S310 (https only)
            raw: bytes = answer.read(_LARGEST + 1)
    else:
        raw = (folder / source).read_bytes()
    if len(raw) > _LARGEST:
        raise ValueError(source)
    return raw


def _translate(language: str) -> Callable[[str], str]:
    locale = Path(__file__).parent.parent / "locale"
    return gettext.translation("needs_exchange", locale, [language], fallback=True).gettext


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
