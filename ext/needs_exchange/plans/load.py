"""Plans of others: pinned by checksum, and handed to sphinx-needs as external needs."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.locale import get_translation

from needs_core.core_settings import Roles, command_line
from needs_core.declarations import type_declarations
from needs_core.extra_data import LinkFromElsewhere
from needs_core.json_text import JsonTextError, parse_json
from needs_core.messages import Problem, warn
from needs_core.model_reader import read_model
from needs_core.settings import read, value
from needs_core.sphinx_internals import add_warning_filter
from needs_exchange.plans.needs_file import UnreadablePlanError, needs_in
from needs_exchange.plans.rollup import LocalPlan, local_needs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sphinx.application import Sphinx

    from needs_core.model import Model
    from needs_exchange.config import OtherPlan
    from needs_exchange.plans.needs_file import Needs

_ = get_translation("needs_exchange")

_CORE = frozenset({"id", "type", "title", "status", "tags", "content", "docname"})
_UNKNOWN = re.compile(
    r"Need '(?P<id>[^']+)' has unknown outgoing link '(?P<target>[^']+)' in field"
    r" '(?P<field>[^']+)'"
)
_FORMAT, _VERSION = "needs-exchange-plans", 1


@dataclass(frozen=True, slots=True)
class PlanPin:
    """The pinned state of one plan."""

    sha256: str
    version: str
    count: int
    gone: Mapping[str, str] = field(default_factory=dict)
    """Ids it once had and has no more, with their titles."""


def read_lock(path: Path) -> dict[str, PlanPin]:
    """Return what is pinned; nothing where there is no lock. Raises ``ValueError``."""
    if not path.is_file():
        return {}
    try:
        loaded = parse_json(path.read_bytes())
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


def new_pin(raw: bytes, before: PlanPin | None, old: Needs) -> PlanPin:
    """Return the pin of a file, which remembers the needs that the old one had alone."""
    version, needs = needs_in(raw)
    gone = dict(before.gone) if before else {}
    gone |= {id_: str(need.get("title", "")) for id_, need in old.items()}
    left = {id_: title for id_, title in gone.items() if id_ not in needs}
    return PlanPin(digest(raw), version, len(needs), left)


def load(app: Sphinx) -> None:
    """Hand every plan that is the pinned one to sphinx-needs (``builder-inited``)."""
    plans = _plans(app)
    if not plans:
        return
    try:
        pins = read_lock(lock_file(app))
    except ValueError as error:
        warn(_lock_problem(app, error))
        return
    model, found = read_model(app.config), []
    for key, plan in plans.items():
        try:
            raw = _pinned_file(Path(app.confdir), plan, pins.get(key), model.links)
        except UnusablePlanError as error:
            _warn(app, error)
        else:
            if plan.types:
                found.append(_external(app, key, plan, raw, model))
    app.config.needs_external_needs = [*app.config.needs_external_needs, *found]
    add_warning_filter(_GoneTargets(plans, pins))


def local_plans(
    app: Sphinx, kind: str, link: str
) -> tuple[tuple[LocalPlan, ...], tuple[Path, ...]]:
    """Return the plans to roll up, and the files a page that shows them depends on."""
    folder = Path(app.confdir)
    plans = {key: plan for key, plan in _plans(app).items() if not plan.types}
    try:
        pins = read_lock(lock_file(app))
    except ValueError:
        pins = {}
    found = []
    for key, plan in plans.items():
        needs = None
        with suppress(UnusablePlanError):  # told when the build began
            raw = _pinned_file(folder, plan, pins.get(key), (link,))
            needs = local_needs(needs_in(raw)[1], kind, link, plan.address)
        found.append(LocalPlan(plan.name, needs))
    files = (folder / plan.file for plan in plans.values())
    return tuple(found), (lock_file(app), *files)


def links_from_plans(app: Sphinx) -> Iterator[LinkFromElsewhere]:
    """Yield the links of these plans to what is acted on here, by the roles."""
    roles = read(app.config, Roles)
    if not (roles.actions and roles.link):
        return
    plans, _files = local_plans(app, roles.actions, roles.link)
    for plan in plans:
        for need in plan.needs or ():
            for target in need.targets:
                yield LinkFromElsewhere(plan.name, need.label, target)


def lock_file(app: Sphinx) -> Path:
    """Return the lock file of the project."""
    return Path(app.confdir, value(app.config, "needs_exchange_lock"))


def _plans(app: Sphinx) -> dict[str, OtherPlan]:
    return dict(value(app.config, "needs_exchange_plans"))


class UnusablePlanError(Exception):
    """Why the file of a plan is not read."""

    def __init__(self, file: str, fault: str, kind: str) -> None:
        super().__init__(fault)
        self.file = file
        self.kind = kind
        """The subtype of the warning."""


def _pinned_file(
    folder: Path, plan: OtherPlan, pin: PlanPin | None, links: Collection[str]
) -> bytes:
    """Return the file of a plan. Raises ``UnusablePlanError``, if it is not the pinned."""
    try:
        raw = (folder / plan.file).read_bytes()
    except OSError as error:
        fault = _("The plan of %s is not here.") % plan.name
        raise UnusablePlanError(plan.file, fault, "missing") from error
    if pin is None or digest(raw) != pin.sha256:
        fault = _("The plan of %s is not the one that was agreed to, and is not read.")
        raise UnusablePlanError(plan.file, fault % plan.name, "checksum")
    try:
        needs_in(raw, links, plan.types)
    except UnreadablePlanError as error:
        fault = _("The plan of %(name)s cannot be used. %(why)s")
        told = {"name": plan.name, "why": error}
        raise UnusablePlanError(plan.file, fault % told, "format") from error
    return raw


def _external(
    app: Sphinx, key: str, plan: OtherPlan, raw: bytes, model: Model
) -> dict[str, Any]:
    """Write what this project knows of a plan where sphinx-needs reads it."""
    version, needs = needs_in(raw)
    kept = {}
    for kind in sorted(set(plan.types) & set(model.types)):
        known = _CORE | {one.name for one in type_declarations(app.config, kind)}
        for id_, need in sorted(needs.items()):
            if need["type"] == kind and not need.get("is_external"):
                kept[id_] = {k: v for k, v in need.items() if k in known and v}
    for need in kept.values():
        need["docname"] = plan.page(need.get("docname", ""))
        # What a link led to may be of a type that is not read.
        for link in set(model.links) & set(need):
            need[link] = [id_ for id_ in need[link] if id_ in kept]
    content = {
        "current_version": version,
        "project": plan.name,
        "versions": {version: {"needs": kept, "needs_amount": len(kept)}},
    }
    folder = Path(app.doctreedir) / "plans"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{digest(key.encode())[:16]}.json"
    path.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
    target = "{{need['docname']}}#{{need['id']}}"
    return {"base_url": plan.url, "json_path": str(path), "target_url": target}


def _warn(app: Sphinx, error: UnusablePlanError) -> None:
    at = (None, None, error.file, str(error), _fetch_remedy(app), "needs_exchange")
    warn(Problem(*at, error.kind))


def _lock_problem(app: Sphinx, error: ValueError) -> Problem:
    fault, line, remedy = _("The lock file cannot be read."), 1, ""
    if isinstance(error, JsonTextError):
        fault, line, remedy = str(error), error.line, error.remedy
    path = lock_file(app)
    at = (None, line, path.name, fault, remedy or _fetch_remedy(app), "needs_exchange")
    return Problem(*at, "lock", file=str(path))


def _fetch_remedy(app: Sphinx) -> str:
    default = f"python -m needs_exchange.plans.fetch {os.path.relpath(app.confdir)}"
    command = command_line(app.config, "needs_exchange.fetch", default)
    return _("Run %s, look at what is new, and keep the lock file with it.") % command


class _GoneTargets(logging.Filter):
    """Rewrites the warning of a dead link whose target was once in a plan.

    It stands before the filter of ``needs_core``, which knows less of the target.
    """

    def __init__(self, plans: Mapping[str, OtherPlan], pins: Mapping[str, PlanPin]) -> None:
        super().__init__()
        self._gone = {
            id_: (title, plan.name)
            for key, plan in plans.items()
            if key in pins
            for id_, title in pins[key].gone.items()
        }

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; every record passes."""
        found = _UNKNOWN.search(record.getMessage())
        if found is None:
            return True
        if found["target"] in self._gone:
            title, name = self._gone[found["target"]]
            fault = _(
                "“%(target)s” (%(title)s) in %(field)s is gone from the plan of %(name)s."
            )
            text = fault % {**found.groupdict(), "title": title, "name": name}
            remedy = _("Point at another, or remove the link.")
            record.msg, record.args = "%s", (f"{found['id']}: {text} {remedy}",)
            record.name = __name__  # a message of ours from here on
        return True
