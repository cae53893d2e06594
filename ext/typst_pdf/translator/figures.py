"""Pictures and formulas, each with what it shows in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from typst_pdf.translator.base import TranslatorBase
from typst_pdf.typst_code import call, literal

if TYPE_CHECKING:
    from docutils.nodes import Element

_ = get_translation("typst_pdf")

PICTURES = (
    "image/svg+xml",
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
)
"""What Typst can show, the best first."""

_LENGTH = re.compile(r"^([0-9]+(?:\.[0-9]+)?)\s*([a-z%]*)$")
_POINTS = {"": 0.75, "px": 0.75, "pt": 1.0, "mm": 2.8346, "cm": 28.346, "in": 72.0}
_POINTS |= {"em": 10.5, "ex": 5.0, "pc": 12.0, "rem": 10.5, "q": 0.7087}
_FORMULA_SIZE = 11
"""Points, so that a formula is as large as the text."""


def length(text: str | None, scale: float = 1) -> str | None:
    """Return a docutils length as Typst's; ``None`` for one that paper does not have.

    >>> length("50%"), length("100px"), length("3 vw")
    ('50%', '75pt', None)
    """
    match = _LENGTH.match((text or "").strip().lower())
    if match is None:
        return None
    number, unit = float(match[1]) * scale, match[2]
    if unit == "%":
        return f"{min(number, 100):g}%"
    return f"{number * _POINTS[unit]:g}pt" if unit in _POINTS else None


@dataclass(frozen=True, slots=True)
class FormulaImage:
    """A formula as SVG: Typst does not read LaTeX."""

    svg: str
    drop: float
    """Points that hang below the base line."""


def formula_image(latex: str, *, block: bool, size: float) -> FormulaImage | None:
    """Draw a formula; ``None`` when it cannot be read.

    Args:
        latex: The formula, without the signs around it.
        block: Whether it stands on a line of its own.
        size: Of the text around it, in points.
    """
    from ziamath.zmath import Latex

    source = latex.strip()
    if "\\\\" in source and "\\begin" not in source:
        source = rf"\begin{{aligned}}{source}\end{{aligned}}"
    try:
        formula = Latex(source, inline=not block, size=size)
        return FormulaImage(str(formula.svg()), -float(formula.getyofst()))
    except Exception:  # noqa: BLE001 (the library raises whatever it stumbles over)
        return None


class FigureVisitors(TranslatorBase):
    """Images, figures, formulas."""

    def visit_image(self, node: Element) -> None:
        """Put a picture: of its own, or in the line where it stands in one."""
        self.anchors(node)
        alone = not isinstance(node.parent, nodes.TextElement) or (
            isinstance(node.parent, nodes.reference)
            and not isinstance(node.parent.parent, nodes.TextElement)
        )
        self.put_block(node, self._picture(node, inline=not alone))
        raise nodes.SkipNode

    def _picture(self, node: Element, *, inline: bool) -> str:
        """Return the code of a picture, or of its words where there is no file."""
        alt = node.get("alt")
        if alt is None:
            alt = self._substitute_alt(node)
        name: str | None = self.builder.images.get(node["uri"])
        if name is None:  # not found, of which Sphinx has warned
            shown = self.text(alt)
            return call("missing-picture", shown, inline="true" if inline else None)
        scale = float(node.get("scale", 100)) / 100
        width = length(node.get("width"), scale)
        height = None
        if not (width or "").endswith("%"):
            height = length(node.get("height"), scale)
        if width is None and scale != 1:
            width = f"{min(scale, 1):.0%}"
        align = node.get("align", "")
        # Called here and not in the template: a broken file is then told with its place.
        image = call(
            "image",
            literal(f"/images/{name}"),
            alt=literal(alt.strip()) if alt.strip() else None,
            width=width,
            height=height,
            fit='"contain"' if width and height else None,
        )
        return call(
            "picture",
            image if alt.strip() else call("pdf.artifact", image),
            inline="true" if inline else None,
            place=align if align in {"left", "center", "right"} else None,
        )

    def _substitute_alt(self, node: Element) -> str:
        """Return words for a picture that has none: its caption, else its file's name."""
        if "needs_image" in node["classes"]:  # an icon of a layout, which nobody describes
            return ""
        figure = node.parent
        while figure is not None and not isinstance(figure, nodes.figure):
            figure = figure.parent
        caption = figure.next_node(nodes.caption) if figure is not None else None
        if caption is not None:
            return str(caption.astext())
        message = _(
            "The picture has no alternative text, so it says nothing to those "
            "who cannot see it. Add one (alt)."
        )
        self.warn(node, message, "no_alt")
        name = str(node["uri"]).rpartition("/")[2]
        return _("Picture without description: %s") % name

    def visit_figure(self, node: Element) -> None:
        """Put a figure: picture, caption, legend."""
        caption = next((one for one in node if isinstance(one, nodes.caption)), None)
        rest = [one for one in node if one is not caption]
        self.open()
        self.anchors(node)
        self.put(self.inside(rest))
        inner = self.close()
        caption_code = "none"
        if caption is not None:
            self.open()
            if number := self.figure_number(node, "figure"):
                self.put(call("strong", self.text(f"{number} ")))
            self.put(self.inside(caption.children))
            caption_code = self.close()
        self.put_block(node, call("pictured", inner, caption=caption_code))
        raise nodes.SkipNode

    def visit_caption(self, node: Element) -> None:
        """Begin the caption of code."""
        self.open()
        self.anchors(node)

    def depart_caption(self, node: Element) -> None:
        """Write its code."""
        inner = self.close()
        if number := self.figure_number(node.parent, "code-block"):
            inner = f"{{\n{call('strong', self.text(f'{number} '))}\n{inner}\n}}"
        self.put_block(node, call("code-caption", inner))

    # Formulas

    def visit_math(self, node: Element) -> None:
        """Put a formula in the line."""
        self.put(self._formula(node, block=False))
        raise nodes.SkipNode

    def visit_math_block(self, node: Element) -> None:
        """Put a formula of its own."""
        self.open()
        self.anchors(node)
        self.put(self._formula(node, block=True))
        self.put_block(node, self.close())
        raise nodes.SkipNode

    def _formula(self, node: Element, *, block: bool) -> str:
        latex = node.astext().strip()
        image = formula_image(latex, block=block, size=_FORMULA_SIZE)
        if image is None:
            message = _("The formula cannot be set; its source is shown: %s")
            self.warn(node, message % " ".join(latex.split()), "formula")
            return call("code-block" if block else "code-text", literal(latex))
        number = self.text(f"({node['number']})") if node.get("number") else None
        # As bytes within the code: a formula needs no file of its own.
        data = f"image(bytes({literal(image.svg)}), alt: {literal(latex)})"
        drop = None if block else f"{image.drop:.2f}pt"
        return call("formula", data, drop=drop, number=number)
