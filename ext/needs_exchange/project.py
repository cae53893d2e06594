"""What the other rooms ask of the project: its sheets, its types, how pages are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.renderer import RendererHTML
from myst_parser.parsers.mdit import create_md_parser
from sphinx.errors import ConfigError
from sphinx.locale import get_translation

from needs_core.schema import declared_of
from needs_exchange.columns import Sheet, sheet_of
from needs_exchange.pages.page import Syntax

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from needs_core.model import Items

_ = get_translation("needs_exchange")


def titles_of(config: Config) -> dict[str, str]:
    """Return the title of each type, in the order of the configuration."""
    return {kind["directive"]: kind["title"] for kind in config.needs_types}


def sheets_of(config: Config, items: Items) -> tuple[Sheet, ...]:
    """Return a sheet for each type of ``needs_exchange_types``."""
    titles = titles_of(config)
    return tuple(
        sheet_of(kind, titles[kind], declared_of(config, kind), items.of_type(kind))
        for kind in config.needs_exchange_types
    )


def check_types(_app: Sphinx, config: Config) -> None:
    """Refuse a type that the project does not have (``config-inited``)."""
    titles = titles_of(config)
    for kind in config.needs_exchange_types:
        if kind not in titles:
            said = _(
                "needs_exchange_types in conf.py: ”%(kind)s” is no type. Write one of:"
                " %(all)s."
            )
            raise ConfigError(said % {"kind": kind, "all": ", ".join(titles)})


def syntax_of(app: Sphinx) -> Syntax:
    """Return how pages are read: with the parser of MyST as the build has it."""
    types = frozenset(titles_of(app.config))
    config = getattr(app.env, "myst_config", None)
    if config is None:
        return Syntax(None, types)
    mark = ":::" if "colon_fence" in config.enable_extensions else "```"
    return Syntax(create_md_parser(config, RendererHTML), types, mark)
