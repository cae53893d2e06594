"""Every state, and every kind of character, in every picture and every output.

The model and the settings are those of the knowledge base; the pages are invented.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from html import unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import openpyxl
import pypdfium2
import pytest

from tests.conftest import REPO, Project

if TYPE_CHECKING:
    from pathlib import Path

CHARACTERS = {
    "udtryk": "👩‍👩‍👧 🏳️‍🌈 ✅",
    "fra højre": "שלום مرحبا",
    "sammensat": "x\u0301 \u1e47\u0303 नमस्ते",
    "kinesisk": "中文漢字",
    "matematik": "𝒜 ∑ √2 ≤",
    "retning": "\u2067abc\u2069 \u202edef\u202c",
    "uden bredde": "a\u200bb\u200dc\u2060d\ufeffe",
    "bindestreg": "a\u00adb\u00a0c\u2011d",
    "egne tegn": "\ue000 \U000f0000",
    "ingen tegn": "\ufffd \ufdd0 \U0001fffe",
    "gamle styretegn": "a\x80b\x9fc",
    "linjer": "a\u2028b\u2029c\x85d",
    "tegn for kode": "<b>&amp; \"' ]]> $x$ {{ y }} %s #id @a \\ | * _ `c`",
    "langt": "Ubegribelighed" * 40,
}
STATES = tuple(
    tomllib.loads((REPO / "ubproject.toml").read_text("utf-8"))["needs_core"]["states"]
)
GOALS = """# Mål

:::{pejlemærke} Først
:id: PM_1
:::

:::{målsætning} Mål nummer 1
:id: MS_1_1
:under: PM_1
:::
"""
MATRIX = """# Dækning

:::{coverage-matrix}
:rows: tiltag
:columns: målsætning
:link: bidrager_til
:name: alle
:caption: Alle
:::
"""
BLOCK = """
:::{{tiltag}} {title}
:id: TI_{id}
:status: {status}
:under: PM_1
:bidrager_til: MS_1_1

{text}
:::
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Write a plan with a tiltag for each state, and one for each kind of character."""
    work = tmp_path_factory.mktemp("every")
    docs = work / "docs"
    docs.mkdir()
    model = (REPO / "ubproject.toml").read_text("utf-8")
    model = re.sub(
        r"^\[(?:\[(?:needs_coverage\.gates|needs_sources\.story)\]"
        r"|public_site\.moved|needs_search\.(?:folders|everyday))\]"
        r".*?(?=^\[)",
        "",
        model,
        flags=re.MULTILINE | re.DOTALL,
    )
    (work / "ubproject.toml").write_text(model, "utf-8")
    for name in ("conf.py", "daekning-kendt.json", "kilder.lock.json"):
        (work / name).write_bytes((REPO / name).read_bytes())
    with (work / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("\nneeds_sources_folder = None  # the lock is that of other pages\n")
        conf.write(
            'suppress_warnings = ["needs_core.letters", "needs_core.marks"]  # are shown\n'
        )
    for name in ("templates", "docs/_static"):
        shutil.copytree(REPO / name, work / name)
    made = Project(docs, work, work)
    pages = ("maal", "tiltag", "strategikort", "daekning")
    menu = "\n".join(pages)
    made.write(
        "index.md", f"# Plan\n\n```{{toctree}}\n{menu}\n```\n\n:::{{plan-files}}\n:::\n"
    )
    made.write("maal.md", GOALS)
    made.write("daekning.md", MATRIX)
    text = (REPO / "docs" / "strategikort.md").read_text("utf-8")
    made.write("strategikort.md", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text))
    kinds = [(state, f"I tilstanden {state}") for state in STATES]
    kinds += [(STATES[0], f"Med {kind}: {text}") for kind, text in CHARACTERS.items()]
    blocks = [
        BLOCK.format(
            title=title, id=101 + at, status=status, text="" if "<" in title else title
        )
        for at, (status, title) in enumerate(kinds)
    ]
    made.write("tiltag.md", f"# Tiltag\n{''.join(blocks)}")
    return made


def signs(text: str) -> str:
    """Leave out where a line may be broken, and the controls that files leave out."""
    return "".join(re.sub("[\u00ad\x80-\x9f]", "", text).split())


def cells(path: Path) -> str:
    sheets = openpyxl.load_workbook(path)
    found = (row for sheet in sheets for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in found for cell in row if cell is not None)


def test_every_output_holds_every_state_and_character(plan: Project) -> None:
    built = plan.build()
    assert (built.warnings, built.app.statuscode) == ("", 0)
    pictures = re.findall(r"<svg\b.*?</svg>", built.read("strategikort.html"), re.DOTALL)
    assert len(pictures) >= 3
    trees = map(ET.fromstring, pictures)
    drawn = "".join("".join(tree.itertext()) for tree in trees)
    index = "".join(x.read_text("utf-8") for x in built.out.glob("needs-search/*.js"))
    outputs = {
        "page": unescape(re.sub(r"<[^>]*>", "", built.read("tiltag.html"))),
        "needs.json": "".join(
            need["title"]
            for need in json.loads(built.read("needs.json"))["versions"][""][
                "needs"
            ].values()
        ),
        "matrix.json": built.read("coverage/alle.json"),
        "matrix.csv": built.read("coverage/alle.csv"),
        "matrix.xlsx": cells(built.out / "coverage" / "alle.xlsx"),
        "plan.csv": built.read("plan/plan-tiltag.csv"),
        "plan.xlsx": cells(built.out / "plan" / "plan.xlsx"),
        "index": index.replace("\\u003c", "<"),
    }
    for name, output in outputs.items():
        for kind, text in CHARACTERS.items():
            wanted = text.replace('"', '""') if name.endswith("csv") else text
            wanted = (
                json.dumps(text, ensure_ascii=False)[1:-1]
                if name in {"matrix.json", "index"}
                else wanted
            )
            assert signs(wanted) in signs(output), (name, kind)
        for state in STATES:
            assert state in output or state in index, (name, state)
    for state in STATES:
        assert state in drawn
    for kind, text in CHARACTERS.items():
        assert f"Med {kind.split()[0]}" in drawn
        assert set(signs(text)) <= set(drawn), kind


def test_the_pdf_holds_them_or_tells_which_it_cannot_show(plan: Project) -> None:
    documents = [{"file": "alle.pdf"}]
    built = plan.build("typst_pdf", typst_documents=documents)
    assert built.app.statuscode == 0, built.warnings
    lines = built.warnings.splitlines()
    assert [x for x in lines if "[typst_pdf.character]" not in x] == []
    assert len(set(lines)) == len(lines)
    pdf = pypdfium2.PdfDocument(built.out / "alle.pdf")
    said = "".join(page.get_textpage().get_text_range() for page in pdf)
    for text in (*(f"I tilstanden {x}" for x in STATES), *CHARACTERS):
        assert signs(text) in signs(said), text


def test_the_report_holds_them(plan: Project) -> None:
    built = plan.build("coverage-report")
    assert (built.warnings, built.app.statuscode) == ("", 0)
