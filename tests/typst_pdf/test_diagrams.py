"""Diagrams of other extensions, and pictures of formats that Typst does not read."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.conftest import Built, Project
from tests.typst_pdf.reading import Pdf

if TYPE_CHECKING:
    from pathlib import Path

CONF = """
project = "Pictures"
extensions = ["sphinx.ext.graphviz", "myst_parser", "sphinx_needs", "typst_pdf"]
myst_enable_extensions = ["dollarmath", "tasklist"]
"""
MARKDOWN = """# Blocks in lines

Before
$$ a^2 $$
after, and ![words of it](gone.png) in a line.

- [ ] open
- [x] closed
"""
PAGE = """
Pictures
========

.. graphviz::
   :caption: The way from a to b

   digraph { a -> b; }

.. image:: red.bmp
   :alt: Red

.. image:: blue.tiff
   :alt: Blue

.. image:: broken.bmp
   :alt: What nobody can read

.. req:: Need
   :id: R_001

   It has :need_part:`(1) a part`.

.. needflow:: The flow
   :engine: graphviz
   :alt: The need alone

.. toctree::

   lines
"""


@pytest.fixture
def pictures(tmp_path: Path) -> Project:
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONF, "utf-8")
    (source / "index.rst").write_text(PAGE, "utf-8")
    (source / "lines.md").write_text(MARKDOWN, "utf-8")
    Image.new("RGB", (40, 30), "red").save(source / "red.bmp")
    Image.new("CMYK", (40, 30), "blue").save(source / "blue.tiff")
    (source / "broken.bmp").write_bytes(b"no picture")
    return Project(source, source, tmp_path)


def read(built: Built) -> tuple[str, set[str]]:
    """Return the text of the PDF, and all its alternative texts."""
    (path,) = built.out.glob("*.pdf")
    pdf = Pdf(path)
    alts = {str(x.raw.get("/Alt", "")) for x in pdf.walk()}
    return " ".join(" ".join(pdf.pages).split()), alts


def test_without_the_program_the_source_of_a_diagram_is_shown(pictures: Project) -> None:
    built = pictures.build("typst_pdf", graphviz_dot="no-such-dot")
    text, alts = read(built)
    assert "digraph { a -> b; }" in text
    assert "digraph needflow" in text
    assert {"Red", "Blue"} <= alts
    assert "What nobody can read" in text
    assert re.search(r"index\.rst:[56]: WARNING: The diagram is not", built.warnings)
    assert "a part" in text
    assert "unknown_node" not in built.warnings
    assert "index.rst:16: WARNING: The picture cannot be read" in built.warnings
    assert "a^2" in alts
    assert "after, and words of it in a line" in text
    assert "☐ open" in text
    assert "☑ closed" in text
    assert "Typst:" not in built.warnings


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")
def test_a_diagram_is_drawn_with_its_caption_as_alternative_text(pictures: Project) -> None:
    built = pictures.build("typst_pdf")
    text, alts = read(built)
    assert "digraph" not in text
    assert {"The way from a to b", "The need alone"} <= alts
    assert "The flow" in text
    assert "only supported" not in built.warnings


UML = """
UML
===

.. plantuml::
   :caption: Anna asks Bo

   Anna -> Bo: Hello

.. req:: One
   :id: R_001

.. needflow:: Flow of PlantUML
   :engine: plantuml

.. needuml:: Drawn by hand

   card one

.. mermaid::
   :caption: From A to B

   graph TD
     A --> B
"""


@pytest.mark.skipif(not shutil.which("plantuml"), reason="PlantUML is not installed")
def test_diagrams_of_plantuml_are_drawn_and_those_without_a_program_shown(
    tmp_path: Path,
) -> None:
    pytest.importorskip("sphinxcontrib.plantuml")
    pytest.importorskip("sphinxcontrib.mermaid")
    names = ["sphinxcontrib.plantuml", "sphinxcontrib.mermaid", "needs_cards", "typst_pdf"]
    conf = f"extensions = {names}\nplantuml = 'plantuml'\nmermaid_cmd = 'no-such-program'\n"
    (tmp_path / "conf.py").write_text(conf, "utf-8")
    (tmp_path / "index.rst").write_text(UML, "utf-8")
    built = Project(tmp_path, tmp_path, tmp_path / "work").build("typst_pdf")
    text, alts = read(built)
    assert {"Anna asks Bo", "Flow of PlantUML", "Drawn by hand"} <= alts
    assert "startuml" not in text
    assert "A --> B" in text
    assert built.warnings.count("The diagram is not drawn") == 1


MERMAID = """
M
=

.. mermaid::
   :caption: From A to B

   graph TD
     A --> B
"""


@pytest.mark.skipif(not shutil.which("mmdc"), reason="mermaid-cli is not installed")
def test_a_diagram_of_mermaid_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("sphinxcontrib.mermaid")
    conf = 'extensions = ["sphinxcontrib.mermaid", "typst_pdf"]\n'
    if browser := shutil.which("chromium"):
        told = {"executablePath": browser, "args": ["--no-sandbox"]}
        (tmp_path / "browser.json").write_text(json.dumps(told), "utf-8")
        conf += f"mermaid_params = ['-p', {str(tmp_path / 'browser.json')!r}]\n"
    (tmp_path / "conf.py").write_text(conf, "utf-8")
    (tmp_path / "index.rst").write_text(MERMAID, "utf-8")
    built = Project(tmp_path, tmp_path, tmp_path / "work").build("typst_pdf")
    text, alts = read(built)
    assert built.warnings == ""
    assert "From A to B" in alts
    assert "-->" not in text


def test_what_a_renderer_of_mermaid_draws_is_in_the_pdf(tmp_path: Path) -> None:
    """The contract of the renderer, held by a program that draws one picture."""
    Image.new("RGB", (40, 30), "green").save(tmp_path / "drawn.png")
    drawer = tmp_path / "draw.py"
    drawer.write_text(
        "import shutil, sys\n"
        "to = sys.argv[sys.argv.index('-o') + 1]\n"
        f"shutil.copyfile({str(tmp_path / 'drawn.png')!r}, to)\n",
        "utf-8",
    )
    command = shlex.join([sys.executable, str(drawer)])
    conf = (
        f'extensions = ["sphinxcontrib.mermaid", "typst_pdf"]\nmermaid_cmd = {command!r}\n'
    )
    (tmp_path / "conf.py").write_text(conf, "utf-8")
    (tmp_path / "index.rst").write_text(MERMAID, "utf-8")
    pytest.importorskip("sphinxcontrib.mermaid")
    built = Project(tmp_path, tmp_path, tmp_path / "work").build("typst_pdf")
    text, alts = read(built)
    assert built.warnings == ""
    assert "From A to B" in alts
    assert "-->" not in text


def test_signs_in_a_signature_are_not_explained(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text('extensions = ["typst_pdf"]\n', "utf-8")
    page = (
        "S\n=\n\n.. py:function:: f(a, /, b, *, c=1)\n\n   Words, :abbr:`PDF (a format)`.\n"
    )
    (tmp_path / "index.rst").write_text(page, "utf-8")
    built = Project(tmp_path, tmp_path, tmp_path / "work").build("typst_pdf")
    text, _alts = read(built)
    assert "f(a, /, b, *, c=1)" in text
    assert "PDF (a format)" in text
