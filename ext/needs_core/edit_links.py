"""Links to where a need can be edited: the address of its file and line."""

from __future__ import annotations

import os
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from sphinx.locale import get_translation

from needs_core.safe_addresses import is_dangerous
from needs_core.settings import Check, Scope, SettingError, text, value

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from needs_core.items import Item

_ = get_translation("needs_core")

PLACES = ("path", "line", "id")
"""What a template may hold in curly brackets."""


def edit_url(env: BuildEnvironment, item: Item) -> str | None:
    """Return where an item can be edited; ``None`` where that is not known.

    ``needs_core_edit_url`` is the template: ``path`` is the file from the folder of the
    sources on, ``line`` the first line of the item, ``id`` its id.
    """
    template = value(env.config, "needs_core_edit_url")
    if not template or item.external or item.docname is None:
        return None
    path = env.doc2path(item.docname, base=False).as_posix()
    if item.file:
        path = Path(os.path.relpath(item.file, env.srcdir)).as_posix()
    places = {"path": quote(path), "line": item.line or 1, "id": quote(item.id, safe="")}
    return str(template).format_map(places)


def is_template(address: str) -> bool:
    """Tell whether a text is an address with a path and no unknown placeholder.

    >>> is_template("https://example.org/{path}#L{line}"), is_template("https://{file}")
    (True, False)
    """
    try:
        parts = list(Formatter().parse(address))
        urlsplit(address)
    except ValueError:
        return False
    names = [name for _text, name, _spec, _how in parts if name is not None]
    plain = not any(spec or how for _text, _name, spec, how in parts)
    known = "path" in names and set(names) <= set(PLACES)
    return plain and known and not is_dangerous(address)


def _read_template(given: object, scope: Scope) -> str:
    found: str = text.read(given, scope)
    if not is_template(found):
        fault = _("The address cannot be used, and no link to edit is shown.")
        remedy = _("Write it as https://example.org/edit/{path}#L{line}.")
        raise SettingError(fault, remedy)
    return found


edit_address = Check(
    "address with `{path}`, and perhaps `{line}` and `{id}`", _read_template
)
