"""Take the picture of the README anew, from the built site.

    .venv/bin/python -m commands html
    .venv/bin/python tools/pictures.py [site [folder]]

It is taken after a change of the matrix or its page: what is shown there is what is built.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTH, HEIGHT = 1280, 1240
EDGE = 16
TABLE = "#matrix-maalsaetninger"
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
"""Those of the system, before Playwright's own."""


def take(site: Path, folder: Path) -> Path:
    """Write the picture of the coverage matrix, from its heading to its sums."""
    out = folder / "daekning.png"
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        size = {"width": WIDTH, "height": HEIGHT}
        page = browser.new_page(viewport=size, locale="da-DK", reduced_motion="reduce")  # type: ignore[arg-type]
        page.goto((site / "daekning.html").resolve().as_uri())
        page.evaluate("document.fonts.ready")
        first = page.locator("section", has=page.locator(TABLE)).last.bounding_box()
        last = page.locator(".coverage-scroll", has=page.locator(TABLE)).bounding_box()
        if first is None or last is None:
            sys.exit(f"{site}: no matrix {TABLE} in sight")
        high = last["y"] + last["height"] - first["y"] + 2 * EDGE
        clip = {"x": last["x"] - EDGE, "y": first["y"] - EDGE}
        clip |= {"width": last["width"] + 2 * EDGE, "height": high}
        page.screenshot(path=out, full_page=True, clip=clip)  # type: ignore[arg-type]
        browser.close()
    return out


if __name__ == "__main__":
    given = [Path(x) for x in sys.argv[1:]]
    where = [*given, *(Path("_build/html"), Path("pictures"))[len(given) :]]
    sys.stdout.write(f"{take(*where)}\n")
