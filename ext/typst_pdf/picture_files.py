"""Pictures of formats that Typst does not read, as PNG. No Sphinx here."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")
"""The kinds of pixels that PNG holds and every reader shows."""
_SEE_THROUGH = ("PA", "La", "RGBa")


def as_png(path: Path) -> bytes | None:
    """Return the first picture of a file as PNG; ``None`` for one that cannot be read."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            other = "RGBA" if picture.mode in _SEE_THROUGH else "RGB"
            shown = picture if picture.mode in _MODES else picture.convert(other)
            made = BytesIO()
            shown.save(made, "PNG")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return made.getvalue()
