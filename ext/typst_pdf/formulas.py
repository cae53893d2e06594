"""Formulas as pictures: Typst does not read LaTeX. Knows no Sphinx."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drawn:
    """A formula as SVG, and how many points of it hang below the line."""

    svg: str
    drop: float


def drawn(latex: str, *, block: bool, size: float) -> Drawn | None:
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
        return Drawn(str(formula.svg()), -float(formula.getyofst()))
    except Exception:  # noqa: BLE001 (the library raises whatever it stumbles over)
        return None
