"""Pictures as SVG: text as text; classes for a page's colours, light values beside them.

Drawn with the standard library's ElementTree, which escapes whatever a page says;
libraries that only write SVG leave that to their user.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from needs_core.design import (
    BACKGROUND,
    GAP,
    HEAD,
    HUES,
    LINE,
    QUIET,
    TEXT,
    TONES,
    UNFILLED,
    hue,
)
from needs_overview.layout import CHANNEL, EDGE, LINE_HEIGHT, PAD, SIZE, SMALL, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from needs_core.items import Label
    from needs_overview.layout import MapEdge, MapLayout, NeedBox
    from needs_overview.tree import ProgressBar

    Address = Callable[[Label], str | None]

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
_TEXTS = {
    "heading": {"font-size": str(SIZE), "font-weight": "700", "fill": HEAD},
    "title": {"font-size": str(SIZE), "fill": TEXT.light},
    "note": {"font-size": str(SMALL), "font-weight": "600", "fill": QUIET.light},
}


def no_address(_label: Label) -> str | None:
    """Return no address: a picture in a file leads nowhere."""
    return None


def map_svg(
    placed: MapLayout, headings: Sequence[str], alt: str, address: Address = no_address
) -> str:
    """Return the picture of a forest."""
    root = _root(placed.width, placed.height, alt, address)
    for x, heading in zip(placed.columns, headings, strict=False):
        _text(root, heading, (x + EDGE + PAD, SIZE), "heading")
    for edge in placed.edges:
        _edge(root, edge, across=bool(placed.columns))
    for box in placed.boxes:
        _box(root, box, address(box.label))
    return ET.tostring(root, encoding="unicode")


def bars_svg(
    bars: Sequence[tuple[ProgressBar, str]],
    alt: str,
    address: Address = no_address,
    width: int = 288,
) -> str:
    """Return a bar a need, each with the words that say the same below it."""
    y, drawing = 0.0, []
    for bar, text in bars:
        titles = wrap(bar.label.title, width, SIZE)
        words = wrap(text, width, SMALL)
        drawing.append((bar, titles, words, y))
        y += LINE_HEIGHT * (len(titles) + len(words)) + 40
    root = _root(width, max(y - 14, 1), alt, address)
    for bar, titles, words, top in drawing:
        where = _link(root, address(bar.label))
        _lines(where, titles, (0, top + SIZE), "heading")
        down = top + LINE_HEIGHT * len(titles) + 2
        _bar(root, bar, down, width)
        _lines(root, words, (0, down + 14 + LINE_HEIGHT - 1), "note")
    return ET.tostring(root, encoding="unicode")


def _bar(root: ET.Element, bar: ProgressBar, y: float, width: float) -> None:
    frame = {"x": "0.5", "y": _n(y + 0.5), "height": "13", "width": _n(width - 1)}
    _add(root, "rect", "tone-gap", frame, fill=GAP.solid, stroke=QUIET.light)
    x = 0.0
    for state, count in bar.parts:
        part = width * count / bar.total
        if state is not None and state.tone == "undecided":
            # Inside the frame, so that its dashes are seen beside it.
            inner = {"x": _n(x + 2.5), "y": _n(y + 3), "height": "8", "width": _n(part - 5)}
            dashed = {**inner, "stroke-dasharray": "4 3"}
            _add(root, "rect", "tone-undecided", dashed, fill="none", stroke=QUIET.light)
        elif state is not None and state.tone not in UNFILLED:
            at = {"x": _n(x), "y": _n(y), "height": "14", "width": _n(part)}
            colour = TONES.get(state.tone, TONES["lost"]).solid
            edge = BACKGROUND.light
            _add(root, "rect", f"tone-{state.tone}", at, fill=colour, stroke=edge)
        x += part


def _root(width: float, height: float, alt: str, address: Address) -> ET.Element:
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_n(width)} {_n(height)}",
            "width": _n(width),
            "height": _n(height),
            # What holds links is no image to a screen reader.
            "role": "img" if address is no_address else "group",
            "aria-label": alt,
            "font-family": FONT,
        },
    )
    ET.SubElement(root, "title").text = alt
    return root


def _box(root: ET.Element, box: NeedBox, address: str | None) -> None:
    where = _link(root, address)
    frame = {
        "x": _n(box.x + 0.5),
        "y": _n(box.y + 0.5),
        "width": _n(box.width - 1),
        "height": _n(box.height - 1),
        "rx": "4",
    }
    if box.gap:
        frame["stroke-dasharray"] = "5 4"
    colour = hue(box.hue)
    _add(where, "rect", "box", frame, fill=BACKGROUND.light, stroke=LINE.light)
    edge = {
        "x": _n(box.x),
        "y": _n(box.y),
        "width": _n(EDGE),
        "height": _n(box.height),
        "rx": "3",
    }
    _add(where, "rect", f"hue-{colour}", edge, fill=HUES[colour])
    x, y = box.x + EDGE + PAD, box.y + PAD + SMALL
    _lines(where, box.heads, (x, y), "note")
    _lines(where, box.lines, (x, y + LINE_HEIGHT * len(box.heads)), "title")


def _edge(root: ET.Element, edge: MapEdge, *, across: bool) -> None:
    above, below = edge.above, edge.below
    if across:
        x, y = above.x + above.width, above.y + above.height / 2
        to_x, to_y = below.x, below.y + below.height / 2
        mid = (max(x, to_x - CHANNEL) + to_x) / 2
        start = f"M{_n(x)} {_n(y)}"
        # A line that skips a level goes straight to its column before it bends.
        run = f"H{_n(to_x - CHANNEL)}" if edge.kind == "far" else ""
        bend = (mid, y, mid, to_y, to_x, to_y)
        path = f"{start}{run}C{' '.join(map(_n, bend))}"
    else:
        x, y = above.x + EDGE / 2, above.y + above.height
        path = f"M{_n(x)} {_n(y)}V{_n(below.y + below.height / 2)}H{_n(below.x)}"
    dashes = {"far": "4 4", "weak": "2 4"}.get(edge.kind)
    look = {"stroke-dasharray": dashes} if dashes else {}
    _add(root, "path", "edge", {"d": path, **look}, fill="none", stroke=LINE.light)


def _link(root: ET.Element, address: str | None) -> ET.Element:
    """Return where to draw: a link for the pointer; the list beside is for keys."""
    if address is None:
        return root
    return ET.SubElement(root, "a", {"href": address, "tabindex": "-1"})


def _lines(
    where: ET.Element, lines: Sequence[str], at: tuple[float, float], kind: str
) -> None:
    for number, line in enumerate(lines):
        _text(where, line, (at[0], at[1] + LINE_HEIGHT * number), kind)


def _text(where: ET.Element, text: str, at: tuple[float, float], kind: str) -> None:
    place = {"x": _n(at[0]), "y": _n(at[1])}
    _add(where, "text", kind, {**place, **_TEXTS[kind]}).text = text


def _add(
    where: ET.Element,
    tag: str,
    kind: str,
    attributes: dict[str, str],
    **colours: str,
) -> ET.Element:
    return ET.SubElement(where, tag, {"class": kind, **attributes, **colours})


def _n(value: float) -> str:
    """Write a length the same way on every machine."""
    return f"{value:.1f}".removesuffix(".0")
