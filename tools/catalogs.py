"""Bring the message catalogues of every extension up to date, and compile them."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed date: a catalogue changes when its texts do."""


def texts(extension: Path) -> Catalog:
    """Return the texts an extension asks to have translated."""
    template = Catalog(project=extension.name)
    for _, _, message, comments, context in extract_from_dir(
        extension, [("**.py", "python"), ("pages/*.html", "jinja2")]
    ):
        template.add(message, auto_comments=comments, context=context)
    return template


def read(path: Path) -> Catalog:
    """Read a catalogue; the language is the folder two levels up."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, domain=path.stem)


def compiled(catalog: Catalog) -> bytes:
    """Return the catalogue as ``gettext`` reads it."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def catalogs() -> list[Path]:
    """Return every catalogue of the project."""
    return sorted(
        (
            *ROOT.glob("ext/*/locale/*/LC_MESSAGES/*.po"),
            *ROOT.glob("locale/*/LC_MESSAGES/*.po"),
        )
    )


def main() -> None:
    """Add new texts to the catalogues, drop old ones, compile all."""
    for path in catalogs():
        catalog = read(path)
        if path.is_relative_to(ROOT / "ext"):
            catalog.update(texts(path.parents[3]), no_fuzzy_matching=True)
            catalog.obsolete.clear()
        catalog.fuzzy = False
        catalog.creation_date = catalog.revision_date = _LONG_AGO
        with path.open("wb") as file:
            write_po(file, catalog, sort_output=True, no_location=True, width=88)
        path.with_suffix(".mo").write_bytes(compiled(catalog))


if __name__ == "__main__":
    main()
