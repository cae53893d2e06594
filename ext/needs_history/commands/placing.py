"""Where a new need goes: its id, its page, and how the page is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.model import natural_key
from needs_history.commands.project import CommandError, Opened
from needs_history.core.scaffold import Wanted, next_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from needs_core.model import Item

_ = get_translation("needs_history")


def free_id(opened: Opened, type_: str, own: Sequence[Item], parents: Sequence[str]) -> str:
    """Return the next free id of a type; else ``CommandError``."""
    declared = next(x for x in opened.app.config.needs_types if x["directive"] == type_)
    past = (x.id for snapshot in opened.history.snapshots for x in snapshot.items)
    taken = {*opened.items.by_id, *past}
    pattern = str(opened.app.config.needs_id_regex or "")
    found = next_id(str(declared.get("prefix", "")), pattern, own, taken, parents)
    if found is None:
        raise CommandError(_("No free id fits the rule for ids: %s") % pattern)
    return found


def shares(item: Item, parents: Iterable[str]) -> bool:
    """Tell whether an item belongs to one of some parents."""
    return any(set(parents) & set(targets) for targets in item.links.values())


def stands_on(opened: Opened, item: Item, path: Path) -> bool:
    """Tell whether an item stands on a page."""
    return item.docname is not None and opened.path(item.docname) == path


def last_line(opened: Opened, items: Sequence[Item], path: Path) -> int:
    """Return where the lowest of some items begins on a page; 0: none is on it."""
    lines = (x.line or 0 for x in items if stands_on(opened, x, path))
    return max(lines, default=0)


def page_for(opened: Opened, wanted: Wanted, siblings: Sequence[Item], page: str) -> Path:
    """Return the page a need goes on: the one asked for, declared, or of its kin."""
    source = opened.place.source
    template = opened.app.config.needs_history_pages.get(wanted.type)
    if not page and template:
        page = _filled(str(template), wanted)
    if page:
        name = page if Path(page).suffix else f"{page}.md"
        path, here = (source / name).resolve(), Path(name).resolve()
        if not path.is_file() and here.is_relative_to(source):
            path = here  # written as seen from the folder somebody stands in
        if not path.is_relative_to(source):
            raise CommandError(_("“%s” lies outside the pages.") % page)
    else:
        last = max(siblings, key=lambda x: natural_key(x.id), default=None)
        if last is None or last.docname is None:
            told = _("There is no %s yet. Say which page it goes on: SIDE=….")
            raise CommandError(told % opened.model.types[wanted.type].lower())
        path = opened.path(last.docname)
    if path.suffix != ".md":
        raise CommandError(_("%s is no Markdown page.") % opened.shown(path))
    return path


def _filled(template: str, wanted: Wanted) -> str:
    """Return the page a template names; else ``CommandError``."""
    try:
        return template.format_map({**wanted.values, "title": wanted.title})
    except (KeyError, ValueError, IndexError, AttributeError):
        told = _("needs_history_pages in conf.py cannot be used: %s")
        raise CommandError(told % template) from None


def heading_end(path: Path) -> str:
    """Return what a new page is called by, beside the type of what is on it."""
    return path.stem.replace("-", " ") if not path.stem[:1].isdigit() else path.stem


def replace(path: Path, text: str) -> None:
    """Write a page at once: whoever reads it meanwhile sees the old or the new."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode())
    beside.chmod(path.stat().st_mode)
    beside.replace(path)
