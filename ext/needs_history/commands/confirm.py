"""``confirm``: say that links still hold for the wording there is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_history.commands.project import CommandError, Opened, Place, open_project
from needs_history.core import confirmed, confirming
from needs_history.core.confirming import OPEN, SUSPECT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from needs_history.core.confirmed import Link

_ = get_translation("needs_history")


def confirm(place: Place, ids: Sequence[str], *, every: bool = False) -> str:
    """Confirm the links at some needs, or all, and return what to tell.

    Without either, return what there is to confirm. Else ``CommandError``.
    """
    opened = open_project(place)
    settings = opened.history.settings.confirming
    if not settings.links:
        told = _("conf.py names no links to confirm (needs_history_confirming).")
        raise CommandError(told)
    path = place.conf / settings.file
    unread = [x for x in opened.history.unread if x[0] == settings.file]
    if unread:  # to write would be to lose what is in it
        told = _("%s cannot be read. Mend it, or take it from an earlier commit.")
        raise CommandError(told % opened.shown(path))
    if not ids and not every:
        return _overview(opened)
    found = opened.history.links
    for id_ in ids:
        if not any(id_ in (x.link[0], x.link[2]) for x in found):
            told = _("No link that is to be confirmed begins or ends at “%s”.")
            raise CommandError(told % id_)
    wanted = [x.link for x in found if every or {*ids} & {x.link[0], x.link[2]}]
    entries = confirming.confirm(
        opened.items,
        settings,
        opened.history.confirmed,
        wanted,
        opened.history.today.isoformat(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(confirmed.written(entries.values()), "utf-8", newline="\n")
    return _told(opened, wanted, opened.shown(path))


def _told(opened: Opened, wanted: Sequence[Link], shown: str) -> str:
    lines = [f"  {_said(opened, link)}" for link in wanted]
    return "\n".join(
        [
            _("Confirmed: %d") % len(wanted),
            *lines,
            _("%s is written. Commit it with your changes.") % shown,
        ]
    )


def _overview(opened: Opened) -> str:
    lines = []
    for state, said in (
        (SUSPECT, _("To be confirmed, because the wording has changed: %d")),
        (OPEN, _("Not confirmed by anybody yet: %d")),
    ):
        found = [x for x in opened.history.links if x.state == state]
        lines.append(said % len(found))
        for x in found:
            lines.append(f"  {_said(opened, x.link)}")
            if state == SUSPECT:
                lines += [f"      – {' / '.join(x.old)}", f"      + {' / '.join(x.new)}"]
    lines.append(_("Read both ends. Confirm with make bekraeft ID=… or ALLE=ja."))
    return "\n".join(lines)


def _said(opened: Opened, link: Link) -> str:
    source, name, target = link
    title = opened.items.by_id[target].title
    return f"{source} {opened.model.links[name].outgoing} {target} {title}"
