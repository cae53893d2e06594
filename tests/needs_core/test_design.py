"""The style sheet says what the design tokens say."""

from __future__ import annotations

import re

import pytest

from needs_core import design
from tests.conftest import REPO


def test_the_style_sheet_is_made_from_the_tokens() -> None:
    written = REPO / "ext" / "needs_core" / "static" / "needs_core.css"
    assert written.read_text(encoding="utf-8") == design.style_sheet()


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, two: str) -> float:
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *((name, tone.fill, design.INK) for name, tone in design.TONES.items()),
    ("gap", design.GAP.fill, design.GAP_INK),
    ("deleted", design.DELETED, design.DELETED_INK),
    ("inserted", design.INSERTED, design.INSERTED_INK),
]


@pytest.mark.parametrize(("name", "fill", "ink"), PAIRS, ids=[p[0] for p in PAIRS])
def test_text_can_be_read_on_every_fill(
    name: str, fill: design.Colour, ink: design.Colour
) -> None:
    assert contrast(fill.light, ink.light) >= 4.5
    assert contrast(fill.dark, ink.dark) >= 4.5


def test_no_other_file_of_the_extensions_has_a_colour_of_its_own() -> None:
    made = {"needs_core/design.py", "needs_core/static/needs_core.css"}
    of_their_own = {
        f"{path.relative_to(REPO / 'ext').as_posix()}: {colour}"
        for ending in ("py", "css", "js", "typ")
        for path in (REPO / "ext").rglob(f"*.{ending}")
        if path.relative_to(REPO / "ext").as_posix() not in made
        for colour in re.findall(
            r"[\"' (:]#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})\b", path.read_text("utf-8")
        )
    }
    assert not of_their_own


def test_paper_is_light_also_from_a_dark_screen() -> None:
    sheet = design.style_sheet()
    dark = next(tone.fill.dark for tone in design.TONES.values())
    for place in re.finditer(re.escape(dark), sheet):
        before = sheet[: place.start()]
        assert "\n@media screen" in before
        assert before.rindex("\n@media screen") > before.rindex("\n}")
