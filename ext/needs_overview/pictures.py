"""Pictures as files, for builders that take them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.environment import BuildEnvironment

_ = get_translation("needs_overview")

_SVG = "image/svg+xml"


def put(
    env: BuildEnvironment,
    docname: str,
    place: nodes.Element,
    drawn: Sequence[str],
    alt: str,
) -> None:
    """Put pictures in the place of a placeholder in a figure, each in a figure.

    Where the builder takes no such file, only the caption stays.
    """
    figure = place.parent
    if _SVG not in env._app.builder.supported_image_types:
        caption = figure.next_node(nodes.caption)
        said = [] if caption is None else list(caption.children)
        strong = nodes.strong("", "", *said)
        figure.replace_self(nodes.paragraph("", "", strong, ids=figure["ids"]))
        return
    figures = [figure.deepcopy() for _picture in drawn]
    for number, (copy, picture) in enumerate(zip(figures, drawn, strict=True), 1):
        part = _(" (part %d of %d)") % (number, len(drawn)) if len(drawn) > 1 else ""
        caption = copy.next_node(nodes.caption)
        if part and caption is not None:
            caption.append(nodes.Text(part))
        if number > 1:
            copy["ids"] = []
        source = _file(env, docname, picture)
        image = nodes.image(uri=source, alt=alt + part, candidates={_SVG: source})
        copy[figure.index(place)] = image
    figure.replace_self(figures)


def _file(env: BuildEnvironment, docname: str, drawn: str) -> str:
    name = hashlib.blake2b(drawn.encode(), digest_size=8).hexdigest()
    folder = Path(env._app.doctreedir) / "needs_overview"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"overview-{name}.svg"
    file.write_text(drawn, encoding="utf-8")
    source = Path(os.path.relpath(file, env.srcdir)).as_posix()
    env.images.add_file(docname, source)
    return source
