"""The only access to sphinx-needs: turns resolved needs into frozen values."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from docutils.nodes import Element
from sphinx.locale import get_translation
from sphinx_needs.api import get_needs_view
from sphinx_needs.config import (
    _NEEDS_CONFIG,
    NeedFields,
    NeedLinksConfig,
    NeedsSphinxConfig,
)
from sphinx_needs.data import NeedsCoreFields, SphinxNeedsData
from sphinx_needs.directives.need import NeedDirective
from sphinx_needs.directives.needextend import Needextend as ExtendNode
from sphinx_needs.directives.needextend import NeedextendDirective as ExtendDirective
from sphinx_needs.directives.needuml import Needuml as DiagramNode
from sphinx_needs.filter_common import filter_single_need
from sphinx_needs.functions.functions import find_and_replace_node_content
from sphinx_needs.layout import build_need_repr
from sphinx_needs.need_item import NeedItem
from sphinx_needs.nodes import Need as NeedNode
from sphinx_needs.roles.need_part import NeedPart as PartNode
from sphinx_needs.roles.need_ref import NeedRef as RoleNode
from sphinx_needs.string_links import (
    compiled_string_links,
    split_string_link_value,
    string_link_field_names,
)
from sphinx_needs.utils import match_string_link

from needs_core.core_settings import ConfidenceFields, FollowUpFields, LineageFields, Roles
from needs_core.declarations import (
    STRUCTURAL_LINKS,
    decimal_fields,
    declarations,
    declared_types,
    forgotten,
    name_of_field,
    note_types,
)
from needs_core.extra_data import with_extra
from needs_core.included_files import included_file
from needs_core.internal import InternalParts, without_entries
from needs_core.lint.placeholder_values import is_placeholder
from needs_core.model import (
    IdForm,
    Item,
    Items,
    LinkType,
    Model,
    Retirement,
    split_values,
)
from needs_core.numbers import with_numbers
from needs_core.safe_addresses import safe
from needs_core.settings import read, value
from needs_core.states import States
from needs_core.steps import GoalSteps, Step, Steps

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx_needs.need_item import NeedLink
    from sphinx_needs.views import NeedsView

    from needs_core.views import Value_co, View

_ = get_translation("needs_core")

__all__ = [
    "DiagramNode",
    "ExtendDirective",
    "ExtendNode",
    "NeedDirective",
    "NeedNode",
    "PartNode",
    "RoleNode",
    "fill_dynamic_functions",
    "is_collapsed",
    "layouts",
    "leave_out_extends",
    "leave_out_internal",
    "look",
    "needs_digest",
    "needs_files",
    "own_layout",
    "read_declared",
    "read_goal_steps",
    "read_items",
    "read_model",
    "read_retirement",
    "read_states",
    "read_steps",
    "remove_extends",
    "setting_names",
    "string_links",
    "unknown_layouts",
    "written_item",
]

_items: WeakKeyDictionary[Sphinx, Items] = WeakKeyDictionary()
"""The needs of the build an application is in, so that they are read once a build."""

_DEBUG = 2
"""The verbosity from which Sphinx tells of every event."""

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


def sort_needs(_app: Sphinx, env: BuildEnvironment) -> None:
    """Sort needs by their pages (``env-updated``).

    Else those of a page that is read again come last, and those of two workers as they
    finish; sphinx-needs lists and cuts off its lists in that order.
    """
    needs = SphinxNeedsData(env).get_needs_mutable()
    in_order = sorted(needs.items(), key=lambda pair: pair[1]["docname"] or "")
    needs.clear()
    needs.update(in_order)


def share_paths(_app: Sphinx, env: BuildEnvironment) -> None:
    """Let the nodes of a page name it by one path, not each by its own (``env-updated``).

    The environment holds a node for each need, and is stored and read by every build: a
    path takes longer than all else of its node.
    """
    paths: dict[str | None, str | None] = {}
    for node in SphinxNeedsData(env)._needs_all_nodes.values():
        node.source = paths.setdefault(node.source, node.source)


def shorten_event_log(app: Sphinx) -> None:
    """Have a need be its id where Sphinx makes a line of its log of every event.

    Every need in words takes as long as resolving all, and nobody reads that line but who
    asks for it (``-vv``).
    """
    if app.verbosity < _DEBUG:
        NeedItem.__repr__ = _id_in_log  # type: ignore[method-assign]


def _id_in_log(need: NeedItem) -> str:
    return f"NeedItem({need.id!r})"


def remove_extends(env: BuildEnvironment, names: Iterable[str]) -> None:
    """Have sphinx-needs forget directives ``needextend``, by the ids of their targets."""
    extends = SphinxNeedsData(env).get_or_create_extends()
    for name in names:
        extends.pop(name, None)


def leave_out_extends(env: BuildEnvironment, ids: Collection[str]) -> None:
    """Have sphinx-needs forget every ``needextend`` that names one of some needs."""
    extends = SphinxNeedsData(env).get_or_create_extends()
    remove_extends(env, [name for name, x in extends.items() if x["filter"] in ids])


def written_item(need: NeedItem) -> Item:
    """Return type, status and fields of a need that is not resolved yet."""
    fields = _fields(need)
    return Item(need.id, need["type"], "", need["status"] or None, fields=fields)


def leave_out_internal(
    need: NeedItem, parts: InternalParts, ids: Collection[str]
) -> set[str]:
    """Take away what a need that is not resolved yet holds of internal ones.

    Return the links that pointed at nothing else.
    """
    content = need.content
    text = parts.public_text(content.content)
    if text != content.content:
        need.set_content(replace(content, content=text))
    emptied = set()
    for name, links in [*need.iter_links_items(as_str=False)]:
        kept = [link for link in links if link.id not in ids]
        if len(kept) < len(links):
            need[name] = kept
            emptied |= set() if kept else {name}
    for name in {*parts.keyed}.intersection(need.iter_extra_keys()):
        written = need.get_extra(name)
        if isinstance(written, str):
            need[name] = without_entries(written, ids) or None
    return emptied


def needs_files(app: Sphinx) -> Iterator[str]:
    """Yield the files that sphinx-needs writes beside the pages of a site."""
    config = NeedsSphinxConfig(app.config)
    yield PurePath(config.permalink_file).name
    if config.build_json:
        yield "needs.json"
    if config.build_json_per_id:
        folder = config.build_json_per_id_path
        yield from (f"{folder}/{id_}.json" for id_ in get_needs_view(app))


def fill_dynamic_functions(app: Sphinx, node: NeedNode) -> None:
    """Replace the dynamic functions (role ``ndf``) in a need's text by their values."""
    find_and_replace_node_content(node, app.env, get_needs_view(app)[node["refid"]])


def own_layout(app: Sphinx, node: NeedNode, page: str) -> Element | None:
    """Return a need as the layout draws it that its author asks for; ``None``: for none."""
    need = get_needs_view(app)[node["refid"]]
    if not need["layout"]:
        return None
    drawn = build_need_repr(node, need, app, docname=page)
    drawn["ids"] = []  # made by chance, and led to by nothing
    for element in drawn.findall(Element):
        for child in element.children:
            child.parent = element
    return drawn


def unknown_layouts(app: Sphinx) -> dict[str, str]:
    """Return the needs, by id, that ask for a layout nobody has declared.

    sphinx-needs would end the build: from now on it draws them as all others.
    """
    known = NeedsSphinxConfig(app.config).layouts
    unknown = {
        need.id: str(need["layout"])
        for need in get_needs_view(app).values()
        if need["layout"] and need["layout"] not in known
    }
    default = known[NeedsSphinxConfig(app.config).default_layout] if unknown else None
    # The names that a project declares; sphinx-needs reads them anew each time.
    app.config.needs_layouts.update(dict.fromkeys(unknown.values(), default))
    return unknown


def layouts(app: Sphinx) -> tuple[str, ...]:
    """Return the names of the layouts that a need may ask for."""
    return tuple(NeedsSphinxConfig(app.config).layouts)


def is_collapsed(app: Sphinx, node: NeedNode) -> bool:
    """Tell whether the author of a need asks for its facts to be folded."""
    return bool(get_needs_view(app)[node["refid"]]["collapse"])


def column_names(app: Sphinx) -> list[str]:
    """Return what a column of a table of sphinx-needs may show, as its author writes it."""
    model = read_model(app.config)
    links = [
        name
        for link in model.links.values()
        for name in (link.name, f"{link.name}_back", link.outgoing, link.incoming)
    ]
    return [*NeedsCoreFields, *model.fields, *links, "incoming", "outgoing"]


def string_links(config: Config, field: str, text: str) -> tuple[tuple[str, str], ...]:
    """Return text and address of each value in a field that ``needs_string_links`` links.

    The address of a value that is none of its links is empty; a field of which nothing is
    said has no values.
    """
    needs_config = NeedsSphinxConfig(config)
    if field not in string_link_field_names(needs_config):
        return ()
    compiled = compiled_string_links(needs_config).values()
    own = [one for one in compiled if field in one.options]
    context = needs_config.render_context
    found = []
    for one in split_string_link_value(text):
        node = match_string_link(one, one, field, own, context) if own else None
        address = str(node.get("refuri", "")) if isinstance(node, Element) else ""
        found.append((node.astext() if node else one, safe(address) or ""))
    return tuple(found)


def look(app: Sphinx, view: View[Value_co]) -> Value_co:
    """Return what a view shows in this build; computed once, however often it is drawn."""
    return read_items(app).look(view)


def clear_items(app: Sphinx, _builder: Builder) -> None:
    """Forget the needs of the build before (``write-started``)."""
    _items.pop(app, None)


def read_model(config: Config) -> Model:
    """Return what the project has declared; right from ``config-inited`` (650) on."""
    declared = read_declared(config)
    return replace(
        declared,
        fields={**declared.fields, **dict(value(config, "needs_core_labels"))},
        unlisted=frozenset(value(config, "needs_core_unlisted")),
        for_authors=frozenset(value(config, "needs_core_for_authors")),
        plurals=dict(value(config, "needs_core_plurals")),
        id_forms={
            name: IdForm(**asdict(form)) for name, form in value(config, "needs_core_ids")
        },
    )


def read_declared(config: Config) -> Model:
    """Return what sphinx-needs knows of the model; right from ``config-inited`` on.

    Other extensions may have added fields and types.
    """
    types = declared_types(config)
    fields, links = declarations(config)
    # The old names of both, which many projects still use: lists of entries.
    fields.add_old(config.needs_extra_options, "name")
    links.add_old(config.needs_extra_links, "option")
    fields.add_old(_NEEDS_CONFIG.fields, "name")
    return Model(
        types={kind["directive"]: kind["title"] for kind in types},
        fields={
            name: name_of_field(name, str(one.get("description") or ""))
            for name, one in fields.by_name.items()
        },
        links={
            name: LinkType(
                name,
                _link_name(declared.get("outgoing", name)),
                _link_name(declared.get("incoming", name)),
                frozenset(links.owners.get(name, ())),
                frozenset(declared.get("target_types", ())),
            )
            for name, declared in links.by_name.items()
            if name not in STRUCTURAL_LINKS
        },
        nesting=_nesting(links.by_name.get("parent_needs", {})),
        own_fields={kind["directive"]: tuple(kind.get("fields", {})) for kind in types},
        field_owners={name: frozenset(owners) for name, owners in fields.owners.items()},
        allowed={
            name: tuple(declared["schema"]["enum"])
            for name, declared in fields.by_name.items()
            if "enum" in declared.get("schema", {})
        },
        dates=frozenset(
            name
            for name, declared in fields.by_name.items()
            if declared.get("schema", {}).get("format") == "date"
        ),
        numbers=decimal_fields(config),
        internal=forgotten(config),
    )


def note_every_type(_app: Sphinx, config: Config) -> None:
    """Note the need types of the project and of extensions (``config-inited``, 640)."""
    note_types(config, NeedsSphinxConfig(config).types)


_LINK_NAMES = {
    "links outgoing": _("links outgoing"),
    "links incoming": _("links incoming"),
    "parent needs": _("parent needs"),
    "child needs": _("child needs"),
}
"""What sphinx-needs calls the links it has in every project, in English."""


def _link_name(declared: str) -> str:
    return str(_LINK_NAMES.get(declared, declared))


def _nesting(declared: Mapping[str, Any]) -> LinkType:
    """Return the link to the need around another, as it is declared, if at all."""
    outgoing = _link_name(declared.get("outgoing", "parent needs"))
    incoming = _link_name(declared.get("incoming", "child needs"))
    return LinkType("parent_needs", outgoing, incoming)


def read_states(config: Config) -> States:
    """Return the project's states, as ``needs_core_states`` declares them."""
    given = value(config, "needs_core_states")
    return States.read({name: asdict(state) for name, state in given})


def read_steps(config: Config) -> Steps:
    """Return the project's steps of coverage, as ``needs_core_steps`` declares them.

    None is used where the first asks for a state: a need without any would be on it.
    """
    given = value(config, "needs_core_steps")
    if given and given[0][1].states:
        given = ()
    names, roles = read(config, FollowUpFields), read(config, Roles)
    confidence = read(config, ConfidenceFields)
    return Steps(
        tuple(
            Step(name, rank=rank, **asdict(step))
            for rank, (name, step) in enumerate(given, start=1)
        ),
        read_states(config),
        names if names.type else None,
        roles.goals,
        roles.actions,
        roles.link,
        confidence if confidence.weak else None,
    )


def read_retirement(config: Config) -> Retirement:
    """Return how needs say that they do not hold any more."""
    names = read(config, LineageFields)
    return Retirement(names.field, names.retired)


def read_goal_steps(config: Config) -> GoalSteps:
    """Return the view of the step of every goal."""
    return GoalSteps(read_steps(config))


def setting_names() -> tuple[str, ...]:
    """Return the keys that sphinx-needs reads of the model, in their order."""
    return tuple(sorted(NeedsSphinxConfig.field_names()))


def declaration_keys() -> dict[str, tuple[str, ...]]:
    """Return the keys of a common field and of a common link."""
    return {
        "fields": tuple(NeedFields.__annotations__),
        "links": tuple(NeedLinksConfig.__annotations__),
    }


def needs_digest(app: Sphinx) -> str:
    """Return a digest of everything sphinx-needs holds of every need, lines excepted.

    A line number moves with any edit above it and is drawn nowhere.
    """
    state = hashlib.blake2b(digest_size=16)
    needs = get_needs_view(app)
    for need_id in sorted(needs):
        values = {
            key: value
            for key, value in needs[need_id].items()
            if key not in {"lineno", "lineno_content"}
        }
        state.update(repr(sorted(values.items(), key=lambda pair: pair[0])).encode())
    return state.hexdigest()


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
