"""The needs of a build: turns what sphinx-needs has resolved into frozen values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.locale import get_translation

from needs_core.core_settings import Roles
from needs_core.declarations import STRUCTURAL_LINKS, note_types
from needs_core.extra_data import with_extra
from needs_core.included_files import included_file
from needs_core.items import Item, Items, split_values
from needs_core.lint.placeholder_values import is_placeholder
from needs_core.model_reader import read_declared, read_retirement
from needs_core.need_numbers import with_numbers
from needs_core.safe_addresses import safe
from needs_core.settings import read, value
from needs_core.sphinx_needs_internals import (
    NeedsSphinxConfig,
    every_type,
    filter_single_need,
    get_needs_view,
    share_paths,
    shorten_event_log,
    sort_needs,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx_needs.need_item import NeedItem, NeedLink
    from sphinx_needs.views import NeedsView

    from needs_core.views import Value_co, View

_ = get_translation("needs_core")

_items: WeakKeyDictionary[Sphinx, Items] = WeakKeyDictionary()
"""The needs of the build an application is in, so that they are read once a build."""

_LAYOUT_FIELDS = ("layout", "style", "collapse", "constraints_results", "arch")
"""What sphinx-needs' own drawing of a need depends on beside its fields and links."""


def setup(app: Sphinx) -> None:
    """Keep the needs of a build in order, and those of a build before out of it."""
    # Extensions add types at 500; settings, which name some, are read at 650.
    app.connect("config-inited", note_every_type, priority=640)
    app.connect("env-updated", sort_needs)
    app.connect("env-updated", share_paths)
    # Before sphinx-needs resolves, at 500: the needs of the build before are of no use.
    app.connect("write-started", clear_items, priority=100)
    shorten_event_log(app)


def read_items(app: Sphinx) -> Items:
    """Return every need of the build, resolved.

    Call it in the write phase only: sphinx-needs seals its needs when they are first
    looked at, and a sealed need that is pickled breaks the next build.
    """
    if app not in _items:
        needs = get_needs_view(app)
        links = _Links(needs, NeedsSphinxConfig(app.config))
        allowed = read_declared(app.config).allowed
        owner = read(app.config, Roles).owner
        rules = _FieldRules(allowed, (owner,) if owner else ())
        items = Items.sort(_item(need, links, rules, app.env) for need in needs.values())
        items = replace(items, retirement=read_retirement(app.config))
        items = with_numbers(items, dict(value(app.config, "needs_core_numbers")))
        _items[app] = with_extra(app, items)
    return _items[app]


def written_item(need: NeedItem) -> Item:
    """Return type, status and fields of a need that is not resolved yet."""
    fields = _fields(need)
    return Item(need.id, need["type"], "", need["status"] or None, fields=fields)


def look(app: Sphinx, view: View[Value_co]) -> Value_co:
    """Return what a view shows in this build; computed once, however often it is drawn."""
    return read_items(app).look(view)


def clear_items(app: Sphinx, _builder: Builder) -> None:
    """Forget the needs of the build before (``write-started``)."""
    _items.pop(app, None)


def note_every_type(_app: Sphinx, config: Config) -> None:
    """Note the need types of the project and of extensions (``config-inited``, 640)."""
    note_types(config, every_type(config))


@dataclass(frozen=True, slots=True)
class _Links:
    """Tells which links hold: one that does not is as if it were not written."""

    needs: NeedsView
    config: NeedsSphinxConfig

    def is_missing(self, link: NeedLink) -> bool:
        """Tell whether a link points at a need, or at a part of one, that is not there."""
        target = self.needs.get(link.id)
        if target is None:
            return True
        return link.part is not None and target.get_part(link.part) is None

    def is_unmet(self, link: NeedLink) -> bool:
        """Tell whether the condition of a link to a need that exists is not met."""
        if link.condition is None or self.is_missing(link):
            return False
        try:
            target = self.needs[link.id]
            return not filter_single_need(target, self.config, link.condition)
        except Exception:  # noqa: BLE001 (whatever a filter raises; it is told already)
            return True

    def hold(self, need: NeedItem, link: NeedLink) -> bool:
        """Tell whether a link points at another need, at a part it has, and is met.

        A link to a need that does not exist stays: other projects may add it, and it
        leads nowhere. sphinx-needs tells of it, of parts and of conditions.
        """
        if link.id == need.id:
            return False
        if link.id not in self.needs:
            return True
        return not (self.is_missing(link) or self.is_unmet(link))


@dataclass(frozen=True, slots=True)
class _FieldRules:
    """What the project says of the values of fields."""

    allowed: Mapping[str, tuple[str, ...]]
    """Field to its allowed values, where the schema names them."""
    several: tuple[str, ...]
    """The fields whose text holds several values."""

    def is_placeholder(self, name: str, found: tuple[str, ...]) -> bool:
        """Tell whether the values of a field only say that nothing is stated."""
        if name in self.several and not split_values(found):
            return True
        if len(found) != 1 or found[0] in self.allowed.get(name, ()):
            return False
        return is_placeholder(found[0])


def _item(
    need: NeedItem,
    links: _Links,
    rules: _FieldRules,
    env: BuildEnvironment,
) -> Item:
    external = bool(need["is_external"])
    fields = _fields(need)
    placeholders = {
        name: found for name, found in fields.items() if rules.is_placeholder(name, found)
    }
    written = {
        name: found
        for name, found in need.iter_links_items(as_str=False)
        if found and name not in STRUCTURAL_LINKS
    }
    held = {
        name: [link for link in found if links.hold(need, link)]
        for name, found in written.items()
    }
    return Item(
        id=need.id,
        type=need["type"],
        title=need["title"],
        status=need["status"] or None,
        docname=None if external else need["docname"],
        line=need["lineno"],
        file=None if external else included_file(env, need["docname"], need.id),
        url=safe(need["external_url"]) if external else None,
        parent=need["parent_need"] or None,
        first_line=need["content"].strip().split("\n", 1)[0],
        text=need["content"].strip(),
        hidden=bool(need["hide"]),
        external=external or bool(need["is_import"]),
        imported=bool(need["is_import"]),
        origin=_origin(need),
        layout=tuple(repr(need[name]) for name in _LAYOUT_FIELDS),
        fields={n: found for n, found in fields.items() if n not in placeholders},
        links={
            # A link to a part of a need counts for the need.
            name: tuple(dict.fromkeys(link.id for link in found))
            for name, found in held.items()
            if found
        },
        to_itself=tuple(
            name
            for name, found in written.items()
            if any(link.id == need.id for link in found)
        ),
        parts=tuple(
            (name, link.id, link.part)
            for name, found in held.items()
            for link in found
            if link.part is not None
            and not any(x.id == link.id and x.part is None for x in found)
        ),
        missing=tuple(
            (name, link.id if link.part is None else f"{link.id}.{link.part}")
            for name, found in written.items()
            for link in found
            if links.is_missing(link)
        ),
        unmet=tuple(
            (name, link.id)
            for name, found in written.items()
            for link in found
            if links.is_unmet(link)
        ),
        placeholders=tuple((name, found[0]) for name, found in placeholders.items()),
        several=rules.several,
    )


def _origin(need: NeedItem) -> str:
    if need["is_import"]:
        return _("imported")
    return _("another project") if need["is_external"] else ""


def _fields(need: NeedItem) -> dict[str, tuple[str, ...]]:
    values = {**dict(need.iter_extra_items()), "tags": need["tags"]}
    texts = {name: _texts(value) for name, value in values.items()}
    return {name: found for name, found in texts.items() if found}


def _texts(value: object) -> tuple[str, ...]:
    """Return a value as an author would write it, one text or one for each of a list."""
    if value is None or value == "":
        return ()
    if isinstance(value, bool):
        return (str(value).lower(),)
    if isinstance(value, (list, tuple)):
        return tuple(text for entry in value for text in _texts(entry))
    if isinstance(value, float) and value.is_integer():  # an author writes 40, not 40.0
        return (str(int(value)),)
    return (str(value),)
