"""Marks that readers would see: each told once, mended by what is asked, never in vain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import Built, Project, copy_model
from tests.needs_core.test_remedies import CONF, INDEX

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = "# Side\n\n"
NEED = ":::{tiltag} Navn\n:id: TI_100\n:status: kandidat\n:under: PM_1\n\n"
TABLE = {
    # Lists, as typed and as pasted from Word
    "hyphen": ("list_marks", "-punkt\n-to", "- punkt\n- to"),
    "hyphen-alone": ("list_marks", "-punkt", "- punkt"),
    "star": ("list_marks", "*punkt\n*to", "- punkt\n- to"),
    "dash": ("list_marks", "– punkt\n– to", "- punkt\n- to"),
    "bullet": ("list_marks", "•\tpunkt\n•\tto", "- punkt\n- to"),
    "hard-space": ("list_marks", "-\u00a0punkt\n-\u00a0to", "- punkt\n- to"),
    "number": ("list_marks", "1.punkt\n2.to", "1. punkt\n2. to"),
    "number-bracket": ("list_marks", "1)punkt\n2)to", "1. punkt\n2. to"),
    # Marks without their other half
    "bold": ("emphasis", "Det er **vigtigt at læse.", "Det er **vigtigt** at læse."),
    "bold-end": ("emphasis", "Det er vigtigt** at læse.", "Det er **vigtigt** at læse."),
    "italic": ("emphasis", "Det er *vigtigt at læse.", "Det er \\*vigtigt at læse."),
    "underscore": ("emphasis", "Det er _vigtigt at læse.", "Det er _vigtigt_ at læse."),
    "spaced": ("space_in_marks", "Det er ** vigtigt ** nu.", "Det er **vigtigt** nu."),
    "code": ("code_mark", "Skriv `make html i vinduet.", "Skriv `make html` i vinduet."),
    "form": ("form_placeholder", "Kære {{navn}}.", "Kære læser."),
    "struck": ("struck_out", "Det er ~~gammelt~~ nyt.", "Det er nyt."),
    "box": ("struck_out", "- [ ] Ring til os.", "- Ring til os."),
    # Tables
    "tabs": ("table_marks", "A\tB\n1\t2", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
    "bars": ("table_marks", "A | B\n1 | 2", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
    "grid": ("table_marks", "+---+---+\n| A | B |\n+---+---+", "| A | B |\n| --- | --- |"),
    # Headings and paragraphs
    "hard-heading": ("heading", "##\u00a0Afsnit", "## Afsnit"),
    "two-titles": ("second_title", "# En mere\n\nTekst.", "## En mere\n\nTekst."),
    "underlined": ("underlined", "En sætning.\n---", "En sætning.\n\n---\n\nEn til."),
    "tab": ("indented_text", "\tEn linje fra Word.", "En linje fra Word."),
    "spaces": ("indented_text", "    En linje fra Word.", "En linje fra Word."),
    # Links and pictures
    "one-slash": ("half_protocol", "[Her](https:/a.dk).", "[Her](https://a.dk)."),
    "no-slash": ("half_protocol", "[Her](http:a.dk).", "[Her](http://a.dk)."),
    "www": ("no_protocol", "[Her](www.a.dk).", "[Her](https://www.a.dk)."),
    "drive": ("own_computer", "[Her](C:\\Plan\\a.docx).", "[Her](a.docx)."),
    "drive-picture": ("own_computer", "![Et kort](C:\\a\\b.png)", "![Et kort](b.png)"),
    "file": ("own_computer", "![Et kort](file:///C:/b.png)", "![Et kort](b.png)"),
    "picture-name": ("picture", "![Et kort](mit kort.png)", "![Et kort](b.png)"),
    "link-space": ("link", "Se [A] (https://a.dk).", "Se [A](https://a.dk)."),
    "link-reversed": ("link", "Se (A)[https://a.dk].", "Se [A](https://a.dk)."),
    "link-open": (
        "link",
        "Se [A](https://a.dk for mere.",
        "Se [A](https://a.dk) for mere.",
    ),
    # Within a block, too
    "need-link": (
        "link",
        f"{NEED}Se [her] (index.md).\n:::",
        f"{NEED}[Her](index.md).\n:::",
    ),
    "need-heading": ("heading", f"{NEED}####Afsnit\n:::", f"{NEED}#### Afsnit\n:::"),
    "need-bold": ("emphasis", f"{NEED}**Fed\n:::", f"{NEED}**Fed**\n:::"),
    "need-list": ("list_marks", f"{NEED}-punkt\n-to\n:::", f"{NEED}- punkt\n- to\n:::"),
}
"""Kind, a page's text with a mistake, and the same as the message asks for."""

RIGHT = {
    "numbers": "5 * 3 = 15, 2**8, a_b_c, snake_case, pris* og *) note, 50 % og < 5.",
    "marks": "*Kursiv*, **fed**, ***begge***, _kursiv_ og `kode`, også **flere\nlinjer**.",
    "escaped": "En \\*stjerne, en \\`tødle, en \\_streg og \\{{navn}}.",
    "code": "`**fed`, `{{navn}}`, `A | B`\n`C | D` og {need}`MS_1_1`.",
    "block": "```md\n-punkt\n**fed {{navn}}\n[Her] (www.a.dk)\n```",
    "speech": "– Vi gør det, siger lederen.",
    "compound": "Vi har socialtilbud og\n-aktiviteter for alle.",
    "apostrophes": "90'erne, OMU's plan og d'Angleterre.",
    "addresses": "<post@a.dk>, <https://a.dk>, [A](https://a.dk) og [B](index.md).",
    "date": "Møder:\n1. januar 2027 og\nsenere.",
    "bar": "A | B er et valg.",
    "rule": "Tekst.\n\n---\n\nMere.",
    "setext": "Et afsnit\n---------\n\nTekst.",
    "list-code": "- Skriv:\n\n      make html og vent lidt\n\n- Færdig.",
    "nested": "- punkt\n  - under\n    1. et\n    2. to",
    "table": "| A | B |\n| --- | --- |\n| `a` | **b** |",
}
"""What is meant as it stands."""


def build(folder: Path, pages: dict[str, str]) -> Built:
    source = folder / "source"
    source.mkdir()
    copy_model(source)
    (source / "conf.py").write_text(CONF, "utf-8")
    (source / "index.md").write_text(INDEX, "utf-8")
    for name in ("a.docx", "b.png"):
        (source / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    for number, (name, text) in enumerate(pages.items()):
        page = f"{BEFORE}{text}\n".replace("TI_100", f"TI_1{number:02}")
        (source / f"m-{name}.md").write_text(page, "utf-8")
    return Project(source, source, folder).build("dummy", nitpicky=True)


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> str:
    pages = {name: wrong for name, (_kind, wrong, _right) in TABLE.items()}
    return build(tmp_path_factory.mktemp("marks"), pages).warnings


@pytest.mark.parametrize("name", TABLE)
def test_a_mark_is_told_once_at_its_line(name: str, messages: str) -> None:
    kind, wrong, _mended = TABLE[name]
    line = 8 if wrong.startswith(NEED) else 3
    told = re.findall(rf"m-{name}\.md:([0-9]+): WARNING: (.*) \[(.*)\]", messages)
    assert [(at, of) for at, _text, of in told] == [(str(line), f"needs_core.{kind}")]
    assert not re.search(r"\b(?:the|it|is|Write)\b", told[0][1]), "in Danish"


def test_nothing_else_is_told(messages: str) -> None:
    assert len(messages.splitlines()) == len(TABLE)


def test_what_is_asked_for_mends_it(tmp_path: Path) -> None:
    pages = {name: mended for name, (_kind, _wrong, mended) in TABLE.items()}
    assert build(tmp_path, pages).warnings == ""


def test_what_is_meant_is_not_told(tmp_path: Path) -> None:
    assert build(tmp_path, RIGHT).warnings == ""


def test_a_project_that_keeps_messages_hears_of_none(tmp_path: Path) -> None:
    """A page on programs may mean it."""
    source = tmp_path / "source"
    source.mkdir()
    conf = 'extensions = ["myst_parser", "needs_core"]\n'
    (source / "conf.py").write_text(conf, "utf-8")
    (source / "index.md").write_text("# Page\n\nAll *args and {{name}}\n", "utf-8")
    assert Project(source, source, tmp_path).build("dummy").warnings == ""


@pytest.mark.parametrize("title", ["#\u00a0Side", "#Side"])
def test_a_title_without_its_space_is_read_as_one(tmp_path: Path, title: str) -> None:
    """Else the page would be in no menu, which is told as another mistake."""
    source = tmp_path / "source"
    source.mkdir()
    copy_model(source)
    (source / "conf.py").write_text(CONF, "utf-8")
    (source / "index.md").write_text(INDEX, "utf-8")
    (source / "m-side.md").write_text(f"{title}\n\nTekst.\n", "utf-8")
    built = Project(source, source, tmp_path).build("dummy")
    (told,) = built.warnings.splitlines()
    assert told.startswith("m-side.md:1: WARNING: ")
    assert told.endswith("[needs_core.heading]")
    assert built.app.env.titles["m-side"].astext() == "Side"
