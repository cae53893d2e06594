"""Two editions of one project: the internal one has all, the public one what is for all.

What is internal never gets into a public build: its directives are not parsed, so that no
anchor, index entry, picture or search word of it is there; the fields are not part of the
model. What points at it is taken away before sphinx-needs resolves the needs.
The environment that is kept says which ids were left out, and is published nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective
from sphinx.util.matching import Matcher, get_matching_files

from needs_core.collector import PerPage
from needs_core.core_settings import ConfidenceFields, FollowUpFields
from needs_core.declarations import declared_types, forget
from needs_core.included_files import written_ids
from needs_core.internal import BLOCK, MARK, InternalParts
from needs_core.items import ConditionError, Conditions, Item
from needs_core.lint.internal_mentions import mentions
from needs_core.messages import BuildStoppedError, Problem, warn
from needs_core.nodes import paragraph
from needs_core.output_files import has_site_files
from needs_core.reader import read_items, written_item
from needs_core.setting_checks import ATTRIBUTES
from needs_core.settings import (
    Check,
    Scope,
    SettingError,
    one_of,
    raw_value,
    read,
    register,
    register_value,
    setting,
    texts,
    unknown,
    value,
)
from needs_core.sphinx_internals import raw_config
from needs_core.sphinx_needs_internals import (
    ExtendDirective,
    NeedDirective,
    leave_out_extends,
    leave_out_internal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, MutableMapping

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from needs_core.items import Items

_ = get_translation("needs_core")

EDITION, PUBLIC, INTERNAL = "needs_core_edition", "public", "internal"

INTERNAL_CLASS, INTERNAL_WORDS = "need-internal", "need-internal-words"
"""The classes of what the public edition leaves out, and of the words that say so."""


# Settings ----------------------------------------------------------------------------


def _read_types(given: object, scope: Scope) -> tuple[str, ...]:
    known = (*scope.model.types, *scope.model.internal)
    kept = []
    for number, name in enumerate(texts.read(given, scope)):
        here = scope if isinstance(given, str) else scope.at(number)
        if name in known:
            kept.append(name)
        else:
            fault = _("“%s” is no need type, and is left out.") % name
            here.add_error(unknown(fault, name, known))
    return tuple(kept)


def _read_fields(given: object, scope: Scope) -> tuple[str, ...]:
    known = (*scope.model.fields, *scope.model.links, *scope.model.internal)
    kept = []
    for number, name in enumerate(texts.read(given, scope)):
        here = scope if isinstance(given, str) else scope.at(number)
        if name in ATTRIBUTES:
            fault = _("Every need has “%s”, and it is in both editions.") % name
            here.add_error(SettingError(fault, _("Use where for whole needs.")))
        elif name not in known:
            fault = _("“%s” is neither a field nor a link, and is left out.") % name
            here.add_error(unknown(fault, name, known))
        else:
            kept.append(name)
    return tuple(kept)


def _read_conditions(given: object, scope: Scope) -> tuple[Conditions, ...]:
    kept = []
    known = (*ATTRIBUTES, *scope.model.fields, *scope.model.internal)
    for number, written in enumerate(texts.read(given, scope)):
        here = scope if isinstance(given, str) else scope.at(number)
        try:
            kept.append(conditions := Conditions.parse(written))
        except ConditionError as error:
            fault = _("“%s” cannot be read, and nothing is internal by it.") % error
            remedy = _("Write field = value, or field = value, value.")
            here.add_error(SettingError(fault, remedy))
            continue
        for name in conditions.fields:
            if name not in known:
                fault = _("“%s” is no field, and nothing is internal by it.") % name
                here.add_error(unknown(fault, name, known))
    return tuple(kept)


_LISTS = frozenset({list, tuple, str})


@dataclass(frozen=True, slots=True)
class InternalSettings:
    """What is left out of the public edition."""

    types: tuple[str, ...] = setting(
        (), "Every need of these types.", Check("need types", _read_types, _LISTS)
    )
    where: tuple[Conditions, ...] = setting(
        (),
        "Conditions, as `visibility = internal`; a need that meets one is left out.",
        Check("conditions", _read_conditions, _LISTS),
    )
    fields: tuple[str, ...] = setting(
        (),
        "Fields and links, on every need.",
        Check("fields or links", _read_fields, _LISTS),
    )
    pages: tuple[str, ...] = setting(
        (), "Patterns of pages, as those of `exclude_patterns`.", texts
    )


def internal_parts(config: Config) -> InternalParts:
    """Return what is internal in a project, in either edition."""
    declared = read(config, InternalSettings)
    confidence, follow_ups = read(config, ConfidenceFields), read(config, FollowUpFields)
    return InternalParts(
        declared.types,
        declared.where,
        frozenset(declared.fields),
        tuple(x for x in (confidence.field, follow_ups.outcomes) if x),
        (BLOCK, *declared.types, *(kind["directive"] for kind in declared_types(config))),
    )


def internal_fields(config: Config) -> frozenset[str]:
    """Return the fields of this edition that the public one leaves out."""
    return frozenset() if is_public(config) else internal_parts(config).fields


def is_declared(config: Config) -> bool:
    """Tell whether a project says that anything is internal."""
    return bool(read(config, InternalSettings) != InternalSettings())


def is_partial(config: Config) -> bool:
    """Tell whether something is left out of the edition that is built.

    Such a build does not judge the plan as a whole: what is missing in it may be internal.
    """
    return is_public(config) and is_declared(config)


def is_public(config: Config) -> bool:
    """Tell whether it is the public edition that is built."""
    return bool(value(config, EDITION) == PUBLIC)


# Building ----------------------------------------------------------------------------

_LEFT_OUT: PerPage[dict[str, str]] = PerPage("needs_core_internal", lambda *_: None)


def setup(app: Sphinx) -> None:
    """Declare the settings and the directive, and connect the events."""
    made = setting(INTERNAL, "The edition that is built.", one_of(INTERNAL, PUBLIC))
    register_value(app, EDITION, made)
    register(app, "needs_core_internal", InternalSettings)
    app.add_directive(BLOCK, InternalBlock)
    app.add_env_collector(_LEFT_OUT.collector())
    # After sphinx-needs has read the file of the model, at 10, before it uses it, at 500.
    app.connect("config-inited", _forget, priority=20)
    app.connect("config-inited", _leave_out, priority=700)
    # Before anything else looks at the needs.
    app.connect("needs-before-post-processing", _clean, priority=100)
    app.connect("needs-before-sealing", _stop_at_internal, priority=900)
    app.connect("build-finished", _mark)
    app.connect("build-finished", _warn_of_mentions)


def _forget(app: Sphinx, config: Config) -> None:
    """Take what is internal out of the model (``config-inited``)."""
    if config[EDITION] != PUBLIC:
        return
    found = raw_value(Path(app.confdir), "needs_core_internal", raw_config(config))
    names = list[str]()
    for key in ("types", "fields"):
        given = found.get(key, ()) if isinstance(found, Mapping) else ()
        given = (given,) if isinstance(given, str) else given
        if isinstance(given, list | tuple):
            names += (x for x in given if isinstance(x, str))
    forget(config, names)


def _leave_out(app: Sphinx, config: Config) -> None:
    """Have nothing internal read, and no source copied (``config-inited``)."""
    if not is_public(config):
        return
    pages = read(config, InternalSettings).pages
    config.exclude_patterns = [*config.exclude_patterns, *pages]
    config.html_copy_source = config.html_show_sourcelink = False
    for name in internal_parts(config).blocks[1:]:
        app.add_directive(name, PublicNeed, override=True)
    app.add_directive("needextend", PublicExtend, override=True)


class PublicNeed(NeedDirective):
    """A need in the public edition: nothing where it is internal, else what is public."""

    def run(self) -> list[nodes.Node]:
        """Return the need, without what is internal."""
        parts = internal_parts(self.config)
        options = {name: text or "" for name, text in self.options.items()}
        fields = {name: (text,) for name, text in options.items() if text}
        status = options.get("status") or None
        if parts.hold(Item(options.get("id", ""), self.name, "", status, fields=fields)):
            title = self.arguments[0] if self.arguments else ""
            _note(self.env, self.content, {options.get("id", ""): title})
            return []
        _drop_options(self, parts)
        return [*super().run()]


class PublicExtend(ExtendDirective):
    """A ``needextend`` in the public edition, without internal fields."""

    def run(self) -> list[nodes.Node]:
        """Return the directive's nodes; none where it has nothing more to say."""
        had = bool(self.options)
        _drop_options(self, internal_parts(self.config))
        return [*super().run()] if self.options or not had else []


class InternalBlock(SphinxDirective):
    """Text of the internal edition alone, with whatever it holds."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the text, marked; nothing in the public edition."""
        if is_public(self.config):
            _note(self.env, self.content, {})
            return []
        _note(self.env, (), {})
        before = [*self.state.document.findall(nodes.section)]
        found = self.parse_content_to_nodes(allow_section_headings=True)
        every = self.state.document.findall(nodes.section)
        # MyST puts sections where they belong at once, and returns what is before them.
        own = [x for x in every if x not in before and x.parent in before]
        return [*_marked(found, own)]


def _marked(found: list[nodes.Node], own: list[nodes.section]) -> Iterator[nodes.Node]:
    """Yield text with words that it is internal: of its own, or in each of its sections."""
    shown = [x for x in found if isinstance(x, nodes.Element) and not _is_hidden(x)]
    if shown and not isinstance(shown[0], nodes.section):
        yield _internal_words()
    for element in (*shown, *own):
        element["classes"].append(INTERNAL_CLASS)
        if isinstance(element, nodes.section):
            element.insert(1, _internal_words())
    yield from found


def _is_hidden(element: nodes.Element) -> bool:
    is_menu = "toctree-wrapper" in element["classes"]
    hidden = is_menu and all(x["hidden"] for x in element.findall(toctree))
    return hidden or isinstance(element, nodes.Invisible)


def _internal_words() -> nodes.paragraph:
    return paragraph(internal_words(), classes=[INTERNAL_WORDS])


def internal_words() -> str:
    """Return the words of all that the public edition leaves out."""
    return str(_("Internal: not published"))


def mark_internal(app: Sphinx, item: Item, node: nodes.Element) -> bool:
    """Tell whether the public edition leaves out a need, and mark the node it stands in.

    It does where the need says so, the page is internal, or what is around it is: a need
    that was marked before, or a block of text.
    """
    if is_public(app.config) or not item.docname:
        return False
    held = internal_parts(app.config).hold(item) or _is_on_internal_page(app, item.docname)
    around: nodes.Element | None = node
    while around is not None and not held:
        held = INTERNAL_CLASS in around.get("classes", ())
        around = around.parent
    if held and INTERNAL_CLASS not in node["classes"]:
        node["classes"].append(INTERNAL_CLASS)
    return held


def _is_on_internal_page(app: Sphinx, docname: str) -> bool:
    patterns = read(app.config, InternalSettings).pages
    return bool(patterns) and Matcher(patterns)(str(app.env.doc2path(docname, base=False)))


def _drop_options(directive: SphinxDirective, parts: InternalParts) -> None:
    for name in [*directive.options]:
        if name.lstrip("+-") in parts.fields:
            del directive.options[name]


def _note(env: BuildEnvironment, content: Iterable[str], titles: dict[str, str]) -> None:
    """Note what is left out: the needs in a text, and those with a title."""
    noted = _LEFT_OUT.pages(env).setdefault(env.current_document.docname, {})
    noted.update(dict.fromkeys(written_ids("\n".join(content)), ""))
    noted.update({id_: title for id_, title in titles.items() if id_})


def left_out_ids(app: Sphinx) -> frozenset[str]:
    """Return the ids of the needs that this build leaves out as internal."""
    if not is_public(app.config):
        return frozenset()
    noted = _LEFT_OUT.pages(app.env).values()
    return frozenset(id_ for titles in noted for id_ in titles).union(_ids_of_pages(app))


def public_items(app: Sphinx, items: Items) -> Items:
    """Return needs of another day as the edition that is built shows them.

    What is internal today was so then, and what was internal then still is.
    """
    if not is_partial(app.config):
        return items
    return internal_parts(app.config).public_items(items, left_out_ids(app))


def left_out_names(config: Config) -> frozenset[str]:
    """Return the types, fields and links that the edition that is built leaves out."""
    if not is_public(config):
        return frozenset()
    parts = internal_parts(config)
    return parts.fields.union(parts.types)


def _ids_of_pages(app: Sphinx) -> Iterator[str]:
    """Yield the ids on pages that are left out as a whole."""
    patterns = read(app.config, InternalSettings).pages
    for name in get_matching_files(app.srcdir, patterns) if patterns else ():
        text = Path(app.srcdir, name).read_text(encoding="utf-8", errors="replace")
        yield from written_ids(text)


def _clean(app: Sphinx, needs: MutableMapping[str, Any]) -> None:
    """Take away what needs hold of others (``needs-before-post-processing``)."""
    if not is_partial(app.config):
        return
    parts = internal_parts(app.config)
    for id_, need in [*needs.items()]:
        if need["is_external"] and parts.hold(written_item(need)):
            del needs[id_]
    gone = left_out_ids(app) - needs.keys()
    leave_out_extends(app.env, gone)
    follows = read(app.config, FollowUpFields).link
    for need in needs.values():
        emptied = leave_out_internal(need, parts, gone)
        if follows in emptied and not need["is_external"]:
            fault = _("It is about an internal item alone, and would be published.")
            remedy = _("Make it internal as well.")
            at = (need["docname"], need["lineno"], need["id"])
            warn(Problem(*at, fault, remedy, "needs_core", "internal", field=follows))


def _stop_at_internal(app: Sphinx, needs: MutableMapping[str, Any]) -> None:
    """Stop a public build that has an internal need all the same.

    A default, a function, a ``needextend`` or an import has made it so: it was read, and is
    on its page.
    """
    if not is_partial(app.config):
        return
    parts = internal_parts(app.config)
    for need in needs.values():
        if parts.hold(written_item(need)):
            fault = _("It is internal by a value that does not stand in its own fields.")
            remedy = _("Write the value there, or put it into a block {internal}.")
            at = (need["docname"], need["lineno"], need["id"])
            file = str(app.env.doc2path(need["docname"])) if need["docname"] else None
            found = (*at, fault, remedy, "needs_core", "internal", file)
            raise BuildStoppedError(Problem(*found))


def _mark(app: Sphinx, exception: Exception | None) -> None:
    """Say in the folder of a site that it is not to be published (``build-finished``)."""
    if exception is None and has_site_files(app.builder):
        mark = Path(app.outdir) / MARK
        internal = is_declared(app.config) or _LEFT_OUT.pages(app.env)
        if internal and not is_public(app.config):
            mark.touch()
        else:
            mark.unlink(missing_ok=True)


def _warn_of_mentions(app: Sphinx, exception: Exception | None) -> None:
    """Warn of pages that name what is left out (``build-finished``)."""
    if exception or not is_partial(app.config) or not has_site_files(app.builder):
        return
    items = read_items(app)
    titles = dict.fromkeys(left_out_ids(app), "")
    for noted in _LEFT_OUT.pages(app.env).values():
        titles.update({id_: title for id_, title in noted.items() if title})
    public = "\n".join(item.title for item in items)
    unsaid = {
        id_: "" if title in public else title
        for id_, title in titles.items()
        if id_ not in items.by_id
    }
    for problem in mentions(app, unsaid):
        warn(problem)
