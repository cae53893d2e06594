"""What authoring has to know of a project: a plain value, and its reading from Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from needs_authoring.edit import Page, PageSyntax
from needs_authoring.values import TITLE_RULE, FieldRule, ValueJudge
from needs_core.declarations import declared_types, id_rule, type_declarations
from needs_core.myst_internals import markdown_parser
from needs_core.reader import read_items
from needs_core.settings import value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.items import Item, Items

_UNDECLARED = (FieldRule("status", "Status"), FieldRule("tags", "Tags", many=True))
"""Fields that every need has without their being declared."""


@dataclass(frozen=True, slots=True)
class NeedType:
    """A type of need as the configuration declares it."""

    name: str
    title: str
    prefix: str
    """What its ids begin with."""
    rules: tuple[FieldRule, ...]
    """Its fields and links: its own first, then those all types share."""
    own: frozenset[str] = frozenset()
    """The names of those it declares itself."""

    def rule(self, name: str) -> FieldRule | None:
        """Return the rule of a field, a link or the title; ``None`` for no such name."""
        rules = (TITLE_RULE, *self.rules)
        return next((rule for rule in rules if rule.name == name), None)


@dataclass(frozen=True)
class AuthoringProject:
    """A project whose pages are edited."""

    folder: Path
    """The folder of ``conf.py``: where journal and lock lie while pages are written."""
    source: Path
    """The folder of the pages."""
    items: Items
    types: Mapping[str, NeedType]
    id_rule: str
    """The pattern of every id."""
    syntax: PageSyntax
    paths: Mapping[str, Path]
    """Name of a page to its file."""
    suffixes: Mapping[str, str]
    """Suffix of a file to the syntax of its page: ``{".md": "markdown"}``."""
    pages: Mapping[str, str]
    """Type to the page a new need of it goes on, with its fields in braces."""

    @cached_property
    def own(self) -> Mapping[str, Item]:
        """The needs that are written in this project, by their ids."""
        return {item.id: item for item in self.items if not item.external}

    def judge(self, new: Mapping[str, str] | None = None) -> ValueJudge:
        """Return the judge of values; ``new`` maps ids about to be given to their types."""
        types = {item.id: item.type for item in self.items} | dict(new or {})
        return ValueJudge(types, {x.name: x.title for x in self.types.values()})

    def page(self, docname: str) -> Page:
        """Read a page. Raises ``OSError`` and ``UnicodeDecodeError``."""
        return self.page_at(self.paths[docname])

    def page_at(self, path: Path) -> Page:
        """Read the page of a file. Raises ``OSError`` and ``UnicodeDecodeError``."""
        return Page.read(path, self.suffixes.get(path.suffix, ""), self.syntax)


def need_types(config: Config) -> dict[str, NeedType]:
    """Return every type of need by its name."""
    return {kind["directive"]: _need_type(config, kind) for kind in declared_types(config)}


def project_of(app: Sphinx) -> AuthoringProject:
    """Return the project of a build, in its write phase."""
    config = app.config
    return AuthoringProject(
        folder=Path(app.confdir),
        source=Path(app.srcdir),
        items=read_items(app),
        types=need_types(config),
        id_rule=id_rule(config),
        syntax=_syntax(app),
        paths={name: Path(app.env.doc2path(name)) for name in app.env.found_docs},
        suffixes={key: str(kind) for key, kind in config.source_suffix.items()},
        pages=dict(value(config, "needs_authoring_pages")),
    )


def _need_type(config: Config, kind: Mapping[str, str]) -> NeedType:
    name = kind["directive"]
    declared = type_declarations(config, name)
    rules = tuple(map(FieldRule.from_declared, declared))
    names = {rule.name for rule in rules}
    rules += tuple(rule for rule in _UNDECLARED if rule.name not in names)
    own = frozenset(one.name for one in declared if one.own)
    return NeedType(name, kind["title"], kind.get("prefix", ""), rules, own)


def _syntax(app: Sphinx) -> PageSyntax:
    """Return how pages are read: with the parser of MyST as the build has it."""
    types = frozenset(kind["directive"] for kind in declared_types(app.config))
    found = markdown_parser(app)
    if found is None:
        return PageSyntax(None, types)
    parser, syntax = found
    return PageSyntax(parser, types, ":::" if "colon_fence" in syntax else "```")
