"""``python -m public_site.publish SITE FOLDER``: publish, and say what is new."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from needs_core.command_line import (
    CommandError,
    CommandParser,
    language_of,
    run_command,
    use_language,
)
from needs_core.extras import require
from needs_core.internal import MARK
from public_site.publish.publication import SITE, publication, write_publication
from public_site.publish.site_files import (
    NOT_FOUND,
    naming_folder,
    pages_of,
    read_site,
    root_path,
    with_inline_code,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ = get_translation("public_site")


class PublishError(CommandError):
    """Nothing is published; the text says why and what to do."""

    def __init__(self, places: Sequence[object], fault: str, remedy: str) -> None:
        super().__init__("\n".join(f"{place}: {fault} {remedy}" for place in places))


def main(arguments: Sequence[str]) -> int:
    """Publish; return 0, or 1 after having told why nothing is published."""
    parser = CommandParser(prog="python -m public_site.publish")
    parser.add_argument("built", type=Path, help="the folder of the built site")
    parser.add_argument("folder", type=Path, help="the folder of the publication")
    parser.add_argument("--name", default="site", help="the name of the archive")
    parser.add_argument("--project", type=Path, default=Path(), help="its folder")
    parser.add_argument("--language", default=None, help="the language of messages")
    use_language(language_of(Path()), "public_site")

    def run() -> int:
        given = parser.parse_args(arguments)
        use_language(given.language or language_of(given.project), "public_site")
        lines = publish(given.built, given.folder, given.name, given.project)
        print("\n".join(lines))  # noqa: T201 (a terminal)
        return 0

    return run_command(run)


def publish(built: Path, folder: Path, name: str, project: Path) -> list[str]:
    """Publish a built site; return the report of it. Raises ``PublishError``."""
    require("publish", "public_site.publish")
    from public_site.publish.pictures import smaller

    try:
        site = smaller(read_site(built))
        last = {}
        if (folder / SITE).is_dir():
            last = read_site(folder / SITE)
    except OSError as error:
        fault = _("The site cannot be read: %s.") % error.strerror
        raise PublishError([error.filename], fault, _("Build it first.")) from error
    _check(site, built, project.resolve())
    made = publication(site, name)
    try:
        write_publication(made, folder)
    except OSError as error:
        fault = _("The publication cannot be written: %s.") % error.strerror
        remedy = _("Close what has its files open, and try again.")
        raise PublishError([folder], fault, remedy) from error
    seen = {x: data for x, data in made.site.items() if not x.startswith(".")}
    return [*_summary(folder, made.address, seen), *_differences(last, seen)]


def _check(site: Mapping[str, bytes], built: Path, project: Path) -> None:
    """Raise ``PublishError`` for a site that is not to be published."""
    if (built / MARK).exists():
        fault = _("The site is the internal edition, and not for others.")
        remedy = _("Build the public one: -D needs_core_edition=public.")
        raise PublishError([built], fault, remedy)
    if "index.html" not in site:
        raise PublishError([built], _("There is no site."), _("Build it first."))
    if found := naming_folder(site, project):
        fault = _("The file holds the path of a folder of this machine.")
        remedy = _("Write paths that begin in the folder of the project.")
        raise PublishError(found, fault, remedy)
    if found := with_inline_code(site):
        fault = _("The page holds a script or a style that the headers block.")
        remedy = _("Set public_site_no_inline = True, or move it to a file.")
        raise PublishError(found, fault, remedy)


def _summary(folder: Path, address: str, site: Mapping[str, bytes]) -> Iterator[str]:
    yield _("Ready to be put out: %s") % (folder / SITE)
    if address:
        yield _("Its address: %s") % address
    else:
        yield _("html_baseurl is not set: there is no sitemap.")
        yield _("%s holds for a site at the root of its server.") % NOT_FOUND
    if root_path(address) != "/":
        yield _("robots.txt is only read at the root of a server.")
    yield _("Pages: %d") % len(pages_of(site))


def _differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what has changed since the last publication, line by line."""
    from public_site.publish.changes import PublishedChanges, changes

    if not before:
        yield _("Nothing was published here before.")
        return
    found = changes(before, after)
    if found == PublishedChanges((), (), (), 0, 0):
        yield _("Nothing has changed since the last time.")
        return
    yield _("Since the last time:")
    for title, names in (
        (_("new"), found.new),
        (_("changed"), found.changed),
        (_("gone"), found.gone),
    ):
        yield from (f"  {title}: {name}" for name in names)
    if found.redrawn:
        yield "  " + _("pages that say the same and are drawn anew: %d") % found.redrawn
    if found.files:
        yield "  " + _("other files: %d") % found.files


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
