"""What readers see in place of an id: the number of the plan, or the title alone.

Ids are for authors. Where a project says in ``needs_core_numbers`` what the number of a
need is, its pages show that; the ids are there all the same, for links, and a switch shows
them (``needs_ids.js``). On paper there is no switch: there the number stands alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import get_translation

from needs_core.core_settings import NumberSettings
from needs_core.settings import value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

    from needs_core.items import Item, Items, Label

_ = get_translation("needs_core")


def number_of(item: Item, form: NumberSettings) -> str:
    """Return the number of a need; empty: it is known by its title alone.

    >>> from needs_core.items import Item
    >>> number_of(Item("G_1_2", "goal", ""), NumberSettings("G_([0-9]+)_([0-9]+)"))
    '1.2'
    >>> numbered = Item("G_1_2", "goal", "", fields={"no": ("7",)})
    >>> number_of(numbered, NumberSettings(field="no"))
    '7'
    """
    if form.field and (found := item.value(form.field)):
        return found
    match = re.fullmatch(form.pattern, item.id) if form.pattern else None
    return ".".join(match.groups("")) if match else ""


def with_numbers(items: Items, forms: Mapping[str, NumberSettings]) -> Items:
    """Return the needs with their numbers; as they are, where none is declared."""
    if not forms:
        return items
    none = NumberSettings()
    numbered = (replace(x, number=number_of(x, forms.get(x.type, none))) for x in items)
    return replace(items, all=tuple(numbered))


def number_html(label: Label, kind: str = "") -> str:
    """Return what stands before the title of a need: number and id, one of them shown."""
    classes = f' class="{kind}"' if kind else ""
    id_ = escape(label.id, quote=True)
    if label.number is None:
        return f"<span{classes}>{id_}</span> " if kind else f"{id_} "
    number = f'<span class="needs-number">{escape(label.number)} </span>'
    both = f'{number if label.number else ""}<span class="needs-item-id">{id_} </span>'
    return f'<span{classes} data-id="{id_}">{both}</span>' if kind else both


def name_html(label: Label) -> str:
    """Return number, id and title of a need."""
    return f"{number_html(label)}{escape(label.title)}"


def number_nodes(builder: Builder, label: Label) -> list[nodes.Node]:
    """Return what stands before the title of a need, in any builder."""
    if label.number is None:
        return [nodes.Text(f"{label.id} ")]
    number = f"{label.number} " if label.number else ""
    if not has_switch(builder):
        return [nodes.Text(number)] if number else []
    found = [nodes.inline("", number, classes=["needs-number"])] if number else []
    return [*found, nodes.inline("", f"{label.id} ", classes=["needs-item-id"])]


def short_nodes(builder: Builder, label: Label) -> list[nodes.Node]:
    """Return the shortest that readers know a need by, in any builder."""
    if label.number is None or not has_switch(builder):
        return [nodes.Text(label.short)]
    return [
        nodes.inline("", label.short, classes=["needs-number"]),
        nodes.inline("", label.id, classes=["needs-item-id"]),
    ]


def has_switch(builder: Builder) -> bool:
    """Tell whether readers can have the ids shown; those of e-books cannot."""
    return builder.format == "html" and builder.name != "epub"


def are_declared(config: Config) -> bool:
    """Tell whether the project says what readers see in place of ids."""
    return bool(value(config, "needs_core_numbers"))


def _add_switch(app: Sphinx) -> None:
    if has_switch(app.builder) and are_declared(app.config):
        # Not deferred: what has been chosen holds before anything is drawn.
        words: dict[str, Any] = {"data-label": _("Show ids")}
        app.add_js_file("needs_ids.js", **words)


def setup(app: Sphinx) -> None:
    """Connect the handler."""
    app.connect("builder-inited", _add_switch)
