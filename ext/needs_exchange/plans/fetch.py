"""Fetch and pin the plans of others: ``python -m needs_exchange.plans.fetch <folder>``."""

from __future__ import annotations

import gettext
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from needs_exchange.plans.pins import (
    LOCK,
    OtherPlan,
    PlanPin,
    UnreadablePlanError,
    lock_text,
    needs_in,
    new_pin,
    plans_of,
    read_lock,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LARGEST = 50_000_000
_SECONDS = 60


def main(arguments: list[str]) -> int:
    """Fetch every plan of the project whose ``conf.py`` is in a folder; 1 on a fault."""
    from sphinx.config import Config
    from sphinx.util.tags import Tags

    folder = Path(arguments[0] if arguments else ".").resolve()
    config = Config.read(folder, overrides={}, tags=Tags())
    _ = _translate(config.language)
    plans = plans_of(config._raw_config.get("needs_exchange_plans", {}))
    try:
        pins = read_lock(folder)
    except ValueError:
        pins = {}
    code = 0
    for plan in plans:
        try:
            lines = list(_fetch(folder, plan, pins, _))
        except (OSError, URLError, UnreadablePlanError, ValueError):
            text = _(
                "%(name)s: %(source)s cannot be fetched or is no needs.json. The old"
                " one stays."
            )
            lines, code = [text % {"name": plan.name, "source": plan.source}], 1
        sys.stdout.writelines(f"{line}\n" for line in lines)
    kept = {plan.key: pins[plan.key] for plan in plans if plan.key in pins}
    (folder / LOCK).write_text(lock_text(kept), encoding="utf-8")
    return code


def _fetch(
    folder: Path, plan: OtherPlan, pins: dict[str, PlanPin], _: Callable[[str], str]
) -> Iterator[str]:
    """Fetch one plan and yield what is new in it."""
    raw, path = _read(folder, plan.source), folder / plan.file
    old = path.read_bytes() if path.is_file() else None
    try:
        before = needs_in(old)[1] if old is not None else {}
    except UnreadablePlanError:
        old, before = None, {}
    pin = new_pin(raw, pins.get(plan.key), old)
    now = needs_in(raw)[1]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    pins[plan.key] = pin
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
