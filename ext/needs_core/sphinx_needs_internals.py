"""The one door to sphinx-needs: its nodes and directives, and what it holds and does.

``reader.py`` makes values of its needs, ``model_reader.py`` of what a project declares.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from docutils.nodes import Element
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

from needs_core.internal import InternalParts, without_entries
from needs_core.safe_addresses import safe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

__all__ = [
    "DiagramNode",
    "ExtendDirective",
    "ExtendNode",
    "NeedDirective",
    "NeedItem",
    "NeedNode",
    "NeedsSphinxConfig",
    "PartNode",
    "RoleNode",
    "added_fields",
    "core_field_names",
    "declaration_keys",
    "every_type",
    "fill_dynamic_functions",
    "filter_single_need",
    "get_needs_view",
    "is_collapsed",
    "layouts",
    "leave_out_extends",
    "leave_out_internal",
    "needs_digest",
    "needs_files",
    "own_layout",
    "remove_extends",
    "setting_names",
    "share_paths",
    "shorten_event_log",
    "sort_needs",
    "string_links",
    "unknown_layouts",
]

_DEBUG = 2
"""The verbosity from which Sphinx tells of every event."""


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


def every_type(config: Config) -> Sequence[Mapping[str, Any]]:
    """Return the need types of the project and of extensions."""
    return NeedsSphinxConfig(config).types


def added_fields() -> Mapping[str, Any]:
    """Return the fields that extensions have added in the old way."""
    return _NEEDS_CONFIG.fields


def core_field_names() -> tuple[str, ...]:
    """Return the names of the fields that every need has."""
    return tuple(NeedsCoreFields)


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
