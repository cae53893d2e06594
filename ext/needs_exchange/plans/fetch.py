"""Fetch and pin the plans of others: ``python -m needs_exchange.plans.fetch <folder>``."""

from __future__ import annotations

import gettext
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

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
    code = 0
    for key, plan in plans.items():
        try:
            lines = list(_fetch(folder, key, plan, pins, _))
        except (OSError, URLError, UnreadablePlanError, ValueError):
            text = _(
                "%(name)s: %(source)s cannot be fetched or is no needs.json. The old"
                " one stays."
            )
            lines, code = [text % {"name": plan.name, "source": plan.source}], 1
        sys.stdout.writelines(f"{line}\n" for line in lines)
    kept = {key: pins[key] for key in plans if key in pins}
    lock.write_text(lock_text(kept), encoding="utf-8")
    return code


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
    folder: Path,
    key: str,
    plan: OtherPlan,
    pins: dict[str, PlanPin],
    _: Callable[[str], str],
) -> Iterator[str]:
    """Fetch one plan and yield what is new in it."""
    raw, path = _read(folder, plan.source), folder / plan.file
    old = path.read_bytes() if path.is_file() else None
    try:
        before = needs_in(old)[1] if old is not None else {}
    except UnreadablePlanError:
        old, before = None, {}
    pin = new_pin(raw, pins.get(key), old)
    now = needs_in(raw)[1]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    pins[key] = pin
    yield _("%(name)s: %(count)d elements, checksum %(sha)s") % {
        "name": plan.name,
        "count": pin.count,
        "sha": pin.sha256[:12],
    }
    for mark, ids, needs in (
        ("+", sorted(set(now) - set(before)), now),
        ("-", sorted(set(before) - set(now)), before),
    ):
        for id_ in ids if before else ():
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
