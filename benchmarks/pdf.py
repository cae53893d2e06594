"""Makes a PDF of 1,000 and of 10,000 invented needs, and says what it costs.

The same project is also only read (builder ``dummy``) in the same run: what PDF costs on
top of that is ours.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from content import Size, content
from generate import write
from measure import build

SIZES = {
    "1,000": (Size(100, 150, 750, on_page=17), 10, 800),
    "10,000": (Size(800, 1200, 8000, on_page=46), 90, 2500),
}
"""What is written, and the goals: CPU seconds, and MB of the largest process."""


def measured(size: Size, folder: Path) -> str:
    """Build once in both ways; return the numbers as cells of a table."""
    source = folder / "source"
    write(content(size), "cards", source)
    conf = source / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + 'extensions += ["typst_pdf"]\n')
    read = build(source, folder / "dummy", "1", builder="dummy")
    made = build(source, folder / "pdf", "1", builder="typst_pdf")
    found = list((folder / "pdf").glob("*.pdf"))
    weight = sum(path.stat().st_size for path in found) / 1e6
    return (
        f"{read.cpu:.1f} | {made.cpu:.1f} | {made.memory:.0f} | {weight:.1f} | {len(found)}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", nargs="+", choices=SIZES, default=list(SIZES))
    print("| needs | read s | PDF s | MB | PDF MB | volumes | goal s | goal MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in parser.parse_args().size:
        size, seconds, memory = SIZES[name]
        with tempfile.TemporaryDirectory() as folder:
            row = measured(size, Path(folder))
        print(f"| {name} | {row} | {seconds} | {memory} |", flush=True)


if __name__ == "__main__":
    main()
