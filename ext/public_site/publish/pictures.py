"""Pictures as small as they can be without changing a pixel. Knows no Sphinx.

PNG alone: nothing at hand packs a photograph (JPEG) smaller without drawing it anew, and
drawings (SVG) are packed by servers, as text is.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageFile, PngImagePlugin

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = ("icc_profile", "transparency", "dpi")
"""What a picture says of its looks that stays. The rest, as where it was taken, goes."""
_COLOURS = frozenset({"gamma", "chromaticity"})
"""What would be lost of its colours, but for those that every screen has (sRGB)."""


def smaller(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a site whose pictures are packed better where they can be."""
    return {
        name: _packed(data) if name.endswith(".png") else data
        for name, data in site.items()
    }


def _packed(data: bytes) -> bytes:
    """Return a picture in the fewest bytes; itself where there are no fewer."""
    try:
        with Image.open(BytesIO(data)) as picture:
            picture.load()
            if not _is_plain(picture):
                return data
            made = BytesIO()
            kept = {x: picture.info[x] for x in _KEPT if x in picture.info}
            picture.save(made, "PNG", optimize=True, **kept)
            with Image.open(BytesIO(made.getvalue())) as again:
                again.load()
                same = _looks(again) == _looks(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return data  # it is no picture, or one that only browsers can read
    return made.getvalue() if same and len(made.getvalue()) < len(data) else data


def _looks(picture: Image.Image) -> tuple[object, ...]:
    return (picture.mode, picture.size, picture.getpalette(), picture.tobytes())


def _is_plain(picture: ImageFile.ImageFile) -> bool:
    """Tell whether a picture is one PNG that does not move, and all of it is kept."""
    if not isinstance(picture, PngImagePlugin.PngImageFile):
        return False
    common = "srgb" in picture.info or _COLOURS.isdisjoint(picture.info)
    return common and not picture.is_animated
