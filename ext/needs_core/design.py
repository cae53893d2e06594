"""Design tokens: colours of states and of differences, shared by every output.

Style sheets use the custom properties of ``needs_core.css``, which ``style_sheet`` makes;
pictures, workbooks and Typst use the values. Colours never carry a meaning alone: a
symbol or a word always says the same.

``python -m needs_core.design`` prints the style sheet.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour in the light and in the dark theme, as ``#rrggbb``."""

    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class PageColour:
    """A colour of the page around, which a theme has by one of several names."""

    properties: tuple[str, ...]
    """Custom properties of themes, the first that exists counts; may be empty."""
    fallback: Colour

    def css(self, fallback: str) -> str:
        """Return the value of a custom property that asks the theme first."""
        for name in reversed(self.properties):
            fallback = f"var(--{name}, {fallback})"
        return fallback


@dataclass(frozen=True, slots=True)
class Tone:
    """The colours of one state of progress."""

    fill: Colour
    """Behind text: cells of matrices and workbooks."""
    solid: str
    """In pictures without text on it; on light paper."""


TONES: Mapping[str, Tone] = {
    "rank-0": Tone(Colour("#ececec", "#33373d"), "#9aa5ac"),
    "rank-1": Tone(Colour("#e3ecf5", "#22303d"), "#9dc3dc"),
    "rank-2": Tone(Colour("#cfe0f3", "#22415c"), "#5f9cc4"),
    "rank-3": Tone(Colour("#b5d3f0", "#1d507a"), "#2f76a8"),
    "done": Tone(Colour("#d3efdb", "#17472b"), "#2f7d4f"),
    "lost": Tone(Colour("#e6e6e6", "#33373d"), "#9aa5ac"),
}
"""The tone of a state (``State.tone``) to its colours; ``rank-0`` is a state unknown."""
UNFILLED = frozenset({"undecided", "none"})
"""The tones of what nobody has decided, and of nothing at all. They fill nothing: the part
of a bar that is ``undecided`` has a dashed outline."""

GAP = Tone(Colour("#fdecc8", "#4a3710"), "#ffffff")
"""What is linked by nothing."""
GAP_INK = Colour("#5c3d00", "#ffe7b3")
"""Text on the fill of ``GAP``."""
INK = Colour("#10202b", "#eef5fa")
"""Text on the fill of any other tone."""
LINE = Colour("#8a94a0", "#8a94a0")
"""Borders of cells."""
BACKGROUND = Colour("#ffffff", "#12191e")
SURFACE = Colour("#f2f4f7", "#1f2b33")
"""Behind headers."""
TEXT = Colour("#1d2830", "#dbe3e8")
QUIET = Colour("#4a5a66", "#a8b5bd")
"""Text of less weight."""
LINK = Colour("#0b4f6c", "#8ecae6")
FOCUS = Colour("#0b5fff", "#8ecae6")
"""Around what the keyboard is at."""
MARK = Colour("#ffe59a", "#5c4a12")
"""Behind the words that were searched for."""
MARK_INK = Colour("#2b2100", "#fff3cc")
HEAD = "#10405c"
"""Behind the header row of a workbook, and headings on paper."""
HEAD_INK = "#ffffff"
"""Text on ``HEAD``."""
PAPER_TINT = "#eef3f7"
"""Behind badges and notes on paper."""
WARNING_TINT = "#fdf4ea"
"""Behind warnings on paper."""
WARNING_INK = "#9a4a00"

PAGE: Mapping[str, PageColour] = {
    "line": PageColour(
        ("pst-color-border", "color-background-border", "md-default-fg-color--lighter"),
        LINE,
    ),
    "background": PageColour(
        ("pst-color-background", "color-background-primary", "md-default-bg-color"),
        BACKGROUND,
    ),
    "surface": PageColour(
        ("pst-color-surface", "color-background-secondary", "md-code-bg-color"), SURFACE
    ),
    "text": PageColour(
        ("pst-color-text-base", "color-foreground-primary", "md-default-fg-color"), TEXT
    ),
    "quiet": PageColour(
        ("pst-color-text-muted", "color-foreground-secondary", "md-default-fg-color"), QUIET
    ),
    "link": PageColour(("pst-color-link", "color-link", "md-typeset-a-color"), LINK),
    "focus": PageColour(
        ("pst-color-accent", "color-brand-primary", "md-accent-fg-color"), FOCUS
    ),
    "mark": PageColour((), MARK),
    "mark-ink": PageColour((), MARK_INK),
}
"""The name of a custom property (``--needs-line``) to its colour: the theme's where it has
one (the names of pydata, of furo and of immaterial, in this order)."""

DELETED = Colour("#fbe3e1", "#4a1a16")
DELETED_INK = Colour("#7a1c14", "#ffd3ce")
INSERTED = Colour("#dff1e1", "#123a1b")
INSERTED_INK = Colour("#0f4a1c", "#c9f2d0")

HUES = ("#4a5a66", "#0b6a8c", "#3d6e35", "#8a3b6b", "#8f5a14", "#4b4fa0", "#a03d2e")
"""The colours of groups: 0 for what is in none, then in turn."""
HUES_IN_DARK = (
    "#a8b5bd",
    "#6cc3e6",
    "#93c98a",
    "#e0a0c8",
    "#e3b673",
    "#a9adf0",
    "#f0a090",
)
"""The same on a dark page."""


def hue(number: int) -> int:
    """Return the index in ``HUES`` of group ``number``, counted from 1; 0 for no group.

    >>> [hue(n) for n in (0, 1, 6, 7)]
    [0, 1, 6, 1]
    """
    return (number - 1) % (len(HUES) - 1) + 1 if number else 0


def _properties() -> Iterator[tuple[str, Colour]]:
    for name, tone in TONES.items():
        yield f"tone-{name}", tone.fill
        yield f"solid-{name}", Colour(tone.solid, tone.solid)
    yield "tone-gap", GAP.fill
    yield "tone-gap-ink", GAP_INK
    yield "tone-ink", INK
    yield "deleted", DELETED
    yield "deleted-ink", DELETED_INK
    yield "inserted", INSERTED
    yield "inserted-ink", INSERTED_INK


def style_sheet() -> str:
    """Return the custom properties as CSS, for the light and the dark theme.

    They stand at the body, where furo has its own; the dark values where the theme of
    pydata, furo or immaterial says that the page is dark.
    """
    dark = {f"needs-{name}": c.dark for name, c in _properties() if c.dark != c.light}
    light = {f"needs-{name}": c.light for name, c in _properties()}
    for name, page in PAGE.items():
        light[f"needs-{name}"] = page.css(page.fallback.light)
        dark[f"needs-{name}"] = page.css(page.fallback.dark)
    light["needs-link-in-table"] = _LINK_IN_TABLE
    # A site may have colours of its own for groups.
    for n, (value, in_dark) in enumerate(zip(HUES, HUES_IN_DARK, strict=True)):
        light[f"needs-hue-{n}"] = f"var(--site-hue-{n}, {value})"
        dark[f"needs-hue-{n}"] = f"var(--site-hue-{n}, {in_dark})"
    by_choice = (
        '  html[data-theme="dark"] body,\n  body[data-theme="dark"],\n'
        '  body[data-md-color-scheme="slate"]'
    )
    chosen = _block(by_choice, dark, "  ")
    by_system = _block('  body[data-theme="auto"]', dark, "  ")
    return (
        "/* Made from needs_core/design.py: python -m needs_core.design */\n\n"
        f"{_block('body', light)}\n"
        "/* Paper is light, also from a dark screen. */\n"
        f"@media screen {{\n{chosen}}}\n\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n{by_system}}}\n\n{_RULES}"
    )


def _block(selector: str, properties: Mapping[str, str], indent: str = "") -> str:
    lines = "".join(f"{indent}  --{n}: {v};\n" for n, v in properties.items())
    return f"{selector} {{\n{lines}{indent}}}\n"


_LINK_IN_TABLE = "color-mix(in srgb, var(--needs-link) 70%, var(--needs-text))"
"""A theme chooses the colour of links for its page, and not for the ground of headers."""

_RULES = """\
/* Some themes name no colour of links, and have one that is too pale on their own ground.
   Whatever a theme or an extension says of a link by its class or its state still holds. */
:where([class*="need-"]:not(.need-card), [class*="needs-"], [class*="coverage-"],
[class*="history-"], [class*="lineage-"], [class*="mentions"], [class*="plan-"],
.needstable, .page-facts, .story, .timeline, .word-counts) a {
  color: var(--needs-link);
}

.needs-hidden {
  clip-path: inset(50%);
  height: 1px;
  overflow: hidden;
  position: absolute;
  white-space: nowrap;
  width: 1px;
}

.needs-diff {
  border-radius: 0.15rem;
  position: relative;
}

del.needs-diff {
  background: var(--needs-deleted);
  color: var(--needs-deleted-ink);
  text-decoration: line-through;
}

ins.needs-diff {
  background: var(--needs-inserted);
  color: var(--needs-inserted-ink);
  text-decoration: underline;
}

.computed-day {
  color: var(--needs-quiet);
  font-size: 0.9rem;
}

/* Readers see numbers; ids are shown by a switch. */
:root:not([data-needs-ids="shown"]) .needs-item-id,
[data-needs-ids="shown"] .needs-number {
  display: none;
}

.needs-ids-switch {
  background: var(--needs-background);
  border: 1px solid var(--needs-line);
  border-radius: 0.375rem;
  color: var(--needs-text);
  font: inherit;
  font-size: 0.875rem;
  min-height: 1.75rem;
  padding: 0.2rem 0.6rem;
}

.needs-ids-switch[aria-pressed="true"] {
  background: var(--needs-text);
  color: var(--needs-background);
}

.needs-fold {
  margin-block: 0.25rem 1rem;
}

.need-card .needs-fold {
  margin-block: 0;
}

.needs-fold > summary {
  cursor: pointer;
  inline-size: fit-content;
  min-block-size: 2.75rem;
  padding-block: 0.6rem;
  text-decoration: underline;
}

.needs-fold > summary:focus-visible {
  outline: 0.1875rem solid var(--needs-focus);
  outline-offset: 0.1rem;
}

/* Folds of a card stand side by side while they are closed. */
@media screen {
  .need-card > :is(.needs-fold, .need-fold):not([open]) {
    display: inline-block;
    margin-inline-end: 1.5rem;
    vertical-align: top;
  }

  /* A mouse needs less room than a thumb. */
  @media (pointer: fine) {
    .need-card > :is(.needs-fold, .need-fold) > summary {
      min-block-size: 2.25rem;
      padding-block: 0.35rem;
    }
  }

  /* A line to press has room of its own above it. */
  .need-card > :not(details):has(+ :is(.needs-fold, .need-fold)) {
    margin-block-end: 0;
  }
}

/* On paper nobody unfolds. */
@media print {
  .needs-fold::details-content {
    content-visibility: visible;
  }

  .needs-fold > summary {
    display: none;
  }
}

/* Where the system sets the colours, what is chosen has its own pair of them. */
@media (forced-colors: active) {
  .needs-ids-switch[aria-pressed="true"] {
    background: SelectedItem;
    color: SelectedItemText;
    forced-color-adjust: none;
  }
}
"""

if __name__ == "__main__":
    sys.stdout.write(style_sheet())
