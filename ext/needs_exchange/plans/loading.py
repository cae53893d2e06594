"""Give sphinx-needs the plans of others, when they are what was agreed to."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError
from sphinx.locale import get_translation

from needs_core.messages import Problem, warn
from needs_core.reader import read_model
from needs_core.schema import declared_of
from needs_exchange.plans.pinned import (
    LOCK,
    Pin,
    Plan,
    UnreadablePlanError,
    digest,
    needs_in,
    plans_of,
    read_lock,
)
from needs_exchange.plans.rollup import Local, local_needs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx

    from needs_core.model import Model

_ = get_translation("needs_exchange")

_CORE = frozenset({"id", "type", "title", "status", "tags", "content", "docname"})
_UNKNOWN = re.compile(
    r"Need '(?P<id>[^']+)' has unknown outgoing link '(?P<target>[^']+)' in field"
    r" '(?P<field>[^']+)'"
)


def setup(app: Sphinx) -> None:
    """Read the plans when the configuration is known."""
    app.add_config_value("needs_exchange_plans", {}, "env", types=frozenset({dict}))
    app.connect("builder-inited", load, priority=10)


def read_plans(app: Sphinx) -> tuple[Plan, ...]:
    """Return the plans of the configuration."""
    try:
        return plans_of(app.config.needs_exchange_plans)
    except TypeError as error:
        said = _("needs_exchange_plans in conf.py cannot be read: %s")
        raise ConfigError(said % error) from error


def load(app: Sphinx) -> None:
    """Hand over every plan that is as it was pinned; tell of the others."""
    plans = read_plans(app)
    if not plans:
        return
    folder = Path(app.confdir)
    try:
        pins = read_lock(folder)
    except ValueError:
        _tell(LOCK, _("The lock file cannot be read."), "lock")
        return
    model = read_model(app.config)
    agreed = {plan: _agreed(folder, plan, pins.get(plan.key), _tell) for plan in plans}
    found = [
        _external(app, plan, raw, model)
        for plan, raw in agreed.items()
        if raw is not None and plan.types
    ]
    app.config.needs_external_needs = [*app.config.needs_external_needs, *found]
    _Gone.install(plans, pins)


def local_plans(
    app: Sphinx, kind: str, link: str
) -> tuple[tuple[Local, ...], tuple[Path, ...]]:
    """Return the plans to roll up, and the files a page that shows them depends on."""
    folder, plans = Path(app.confdir), [x for x in read_plans(app) if not x.types]
    try:
        pins = read_lock(folder)
    except ValueError:
        pins = {}
    found = []
    for plan in plans:
        raw = _agreed(folder, plan, pins.get(plan.key), _keep_quiet)
        needs = None
        if raw is not None:
            needs = local_needs(needs_in(raw)[1], kind, link, plan.url)
        found.append(Local(plan.name, needs))
    return tuple(found), (folder / LOCK, *(folder / plan.file for plan in plans))


def _agreed(
    folder: Path, plan: Plan, pin: Pin | None, tell: Callable[[str, str, str], None]
) -> bytes | None:
    """Return a plan's file when it is the one that was pinned; tell when it is not."""
    try:
        raw = (folder / plan.file).read_bytes()
    except OSError:
        tell(plan.file, _("The plan of %s is not here.") % plan.name, "missing")
        return None
    if pin is None or digest(raw) != pin.sha256:
        said = _("The plan of %s is not the one that was agreed to, and is not read.")
        tell(plan.file, said % plan.name, "checksum")
        return None
    try:
        needs_in(raw)
    except UnreadablePlanError:
        tell(plan.file, _("The plan of %s is no needs.json.") % plan.name, "format")
        return None
    return raw


def _keep_quiet(_subject: str, _fault: str, _kind: str) -> None:
    """Say nothing: it was said when the build began."""


def _external(app: Sphinx, plan: Plan, raw: bytes, model: Model) -> dict[str, Any]:
    """Write what this project knows of a plan where sphinx-needs reads it."""
    version, needs = needs_in(raw)
    kept = {}
    for kind in sorted(set(plan.types) & set(model.types)):
        known = _CORE | {one.name for one in declared_of(app.config, kind)}
        for id_, need in sorted(needs.items()):
            if need["type"] == kind and not need.get("is_external"):
                kept[id_] = {k: v for k, v in need.items() if k in known and v}
    for need in kept.values():  # what a link led to may be of a type that is not read
        for link in set(model.links) & set(need):
            need[link] = [id_ for id_ in need[link] if id_ in kept]
    content = {
        "current_version": version,
        "project": plan.name,
        "versions": {version: {"needs": kept, "needs_amount": len(kept)}},
    }
    folder = Path(app.doctreedir) / "plans"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{digest(plan.key.encode())[:16]}.json"
    path.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
    return {"base_url": plan.url, "json_path": str(path)}


def _tell(subject: str, fault: str, kind: str) -> None:
    remedy = _("Run make hent, look at what is new, and keep the lock file with it.")
    warn(Problem(None, None, subject, fault, remedy, "needs_exchange", kind))


class _Gone(logging.Filter):
    """Say of a link that leads nowhere what is known of its target.

    It stands before the filter of the ground floor, which would say less.
    """

    def __init__(self, plans: tuple[Plan, ...], pins: Mapping[str, Pin]) -> None:
        super().__init__()
        self._gone = {
            id_: (title, plan.name)
            for plan in plans
            if plan.key in pins
            for id_, title in pins[plan.key].gone.items()
        }

    @classmethod
    def install(cls, plans: tuple[Plan, ...], pins: Mapping[str, Pin]) -> None:
        """Set the filter on Sphinx' warnings, in place of that of an earlier build."""
        for handler in logging.getLogger("sphinx").handlers:
            if handler.level >= logging.WARNING:
                kept = [x for x in handler.filters if not isinstance(x, cls)]
                handler.filters[:] = [cls(plans, pins), *kept]

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the message in our words."""
        found = _UNKNOWN.search(record.getMessage())
        if found is None:
            return True
        if found["target"] in self._gone:
            title, name = self._gone[found["target"]]
            fault = _(
                "”%(target)s” (%(title)s) in %(field)s is gone from the plan of %(name)s."
            )
            said = fault % {**found.groupdict(), "title": title, "name": name}
            remedy = _("Point at another, or remove the link.")
            record.msg, record.args = "%s", (f"{found['id']}: {said} {remedy}",)
        return True
