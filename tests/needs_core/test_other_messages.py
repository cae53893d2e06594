"""Blocks, roles and marks of Sphinx, docutils and MyST: told once, at the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Project

HEAD = "---\norphan: true\n---\n\n# Side\n\n"
LABELLED = ":::{math}\n:label: f\n\na\n:::\n\n:::{math}\n:label: f\n\nb\n:::"
MISTAKES = {
    # What is written, the line below its first that is named, what is told.
    ":::{list-table}\n:widths: 1 2 3\n\n* - a\n  - b\n:::": (1, "så mange tal: 2"),
    ":::{list-table}\n:header-rows: 5\n\n* - a\n  - b\n:::": (1, "så mange rækker: 1."),
    ":::{csv-table}\n:stub-columns: 5\n\na,b\n:::": (1, "så mange kolonner: 2."),
    ":::{csv-table}\n:header-rows: 1\n\na,b\n:::": (0, "et hoved og intet under det"),
    ":::{csv-table}\n:::": (0, "csv-table: Blokken er tom."),
    ":::{csv-table}\n:file: conf.py\n\na,b\n:::": (0, "nævner en fil og har også"),
    ":::{figure} a.svg\n- punkt\n:::": (0, "figure: Teksten under et billede"),
    ":::{figure-md}\nTekst\n:::": (0, "figure-md: Blokken rummer ét billede"),
    ":::{literalinclude} conf.py\n:lines: 900-\n:::": (1, "900-: De linjer findes ikke."),
    ":::{literalinclude} conf.py\n:lines: a-b\n:::": (1, "a-b: Det er ikke en liste over"),
    ":::{literalinclude} conf.py\n:pyobject: x\n:::": (1, "x: Filen har intet med dette"),
    ":::{literalinclude} conf.py\n:start-at: §\n:::": (1, "§: Teksten står ikke i filen."),
    ":::{code-block} python\n:emphasize-lines: 20\n\nx\n:::": (1, "20: De linjer findes"),
    ":::{code-block} text\n:dedent: 2\n\nxyz\n:::": (1, "dedent: Der tages så mange tegn"),
    ":::{include} tabel.md\n:end-before: ø\n:::": (1, "ø: Teksten står ikke i filen."),
    LABELLED: (7, "f: En formel i side har også dette navn."),
    "Se {eq}`g`.": (0, "g: Der er ingen formel med dette navn."),
    "(h)=\n## Under\n\nSe {numref}`h`.": (3, "h: Det, linket peger på, har ikke noget num"),
    "Se {rfc}`x`.": (0, "rfc: Det er ikke et nummer. Skriv kun nummeret."),
    ":::{index} pair: x\n:::": (0, "x: En opslagslinje af slagsen pair"),
    ":::{toctree}\ntabel\ntabel\n:::": (2, "tabel: Menuen nævner siden to gange."),
    ":::{hlist}\nTekst\n:::": (0, "hlist: Blokken rummer en liste, og det her er ikke"),
    ":::{replace} x\n:::": (0, "replace: Blokken kan ikke bruges her"),
    ":::{meta}\n:x\n:::": (0, "meta: Blokken kan ikke bruges i Markdown"),
    ":::{role}\n:::": (0, "role: Blokken kan ikke bruges her"),
    "> :::{sidebar} x\n> T\n> :::": (0, "sidebar: Blokken kan ikke stå inde i en anden"),
    ":::{container} 1\nx\n:::": (0, "1: Det kan ikke være navnet på en klasse"),
    "::::{grid} to\n:::{grid-item}\nx\n:::\n::::": (0, "grid: Antallet af kolonner kan ik"),
    "{octicon}`hus`": (0, "hus: Der er intet ikon med dette navn."),
    "{material-regular}`hus`": (0, "hus: Der er intet ikon med dette navn."),
    "{octicon}`star;høj`": (0, "octicon: Ikonet kan ikke tegnes."),
    "{sub-ref}`x`": (0, "x: Ingen steder står der, hvad der skal stå"),
    "[x](inv:a#sted)": (0, "sted: Intet andet websted, som projektet kender"),
    "{keyword}`ord`": (0, "ord: Et link peger på et sted, der ikke findes."),
    ":::{if} var.x\nTekst\n:::": (0, "if: Der spørges efter varianter"),
    "{variant}`x`": (0, "variant: Der spørges efter varianter"),
    ":::{choose}\n:::": (0, "choose: Blokken er ikke skrevet, som den skal være"),
    ":::{when} var.x\nx\n:::": (0, "when: Blokken er ikke skrevet, som den skal være"),
    ":::{glossary}\n  Ord\n    Mening\n:::": (
        0,
        "glossary: Ordlistens ord er ikke adskilt",
    ),
    ":::{needgantt}\n:duration_option: dage\n:::": (0, "dage: Feltet findes ikke."),
    ":::{needbar} Et\n1,2\n:::": (0, "needbar: Programmet, der tegner billedet, er ikke"),
    ":::{needpie} To\nTrue\n:::": (0, "needpie: Programmet, der tegner billedet, er ikke"),
    "{need}`TI_101.5`": (0, "TI_101.5: TI_101 har ingen del ”5”."),
    ":::{note}\n: ikke et felt\n:::": (1, "note: Blokkens linjer kan ikke læses."),
    # Marks that Markdown makes nothing of
    "Se [[Side]] og [[Side|navn]].": (0, "[[Side]]: Sådan skrives et link i en wiki."),
    "Se {need}[TI_101].": (0, "Et link på linjen er skrevet forkert"),
    "Se {NEED}`TI_101`.": (0, "Et link på linjen er skrevet forkert"),
    "Se {need }`TI_101`.": (0, "Et link på linjen er skrevet forkert"),
    "Se `{need}`TI_101``.": (0, "Et link på linjen er skrevet forkert"),
    "Se [x]{tabel.md}.": (0, "Et link på linjen er skrevet forkert"),
    "Se [x](<tabel.md).": (0, "Et link på linjen er skrevet forkert"),
    'Se [x](tabel.md "y).': (0, "Et link på linjen er skrevet forkert"),
    "a) Første\nb) Anden": (0, "a) Første: Linjerne er ikke en liste"),
    "Se noten[^en note].": (0, "[^en note]: Fodnotens navn rummer et mellemrum"),
    "(sted)=Tekst": (0, "(sted)=: Linjen giver ikke noget sted et navn"),
    "(sted):\n\n## Overskrift": (0, "(sted):: Linjen giver ikke noget sted et navn"),
    "[TOC]": (0, "[TOC]: Tegnene betyder ikke noget her"),
    "Ord\n: Mening": (1, ": Mening: Linjen begynder med et kolon"),
    "Se {bdg-rød}`x`.": (0, "{bdg-rød}: Ordet i de krøllede parenteser er ikke kendt."),
    "[x](tabel.md){.klasse}": (0, "{.klasse}: Tegnene betyder ikke noget her"),
    "![a](a.svg){width=50%}": (0, "{width=50%}: Tegnene betyder ikke noget her"),
}
RIGHT = """Et `[[x]]`, en \\[[x]], a:b og
så: det, `{ø}` og {a}. Se [1].

(bilag)

a) En enkelt linje.

```text
[[x]]
: y
```
"""


@pytest.mark.parametrize("parallel", [1, 4])
def test_each_is_told_once_in_danish_at_its_line(
    plan: Project, parallel: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("needs_core.lint.need_tables.find_spec", lambda _name: None)
    plan.edit("conf.py", ('"needs_search"]', '"needs_search", "sphinx_design"]'))
    (plan.source / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    text, expected = HEAD, {}
    for written, (below, message) in MISTAKES.items():
        expected[text.count("\n") + 1 + below] = message
        text += f"{written}\n\n"
    plan.write("side.md", f"{text}{RIGHT}\n")
    built = plan.build(jobs=parallel)
    found = [x.split(": ", 2) for x in built.warnings.splitlines()]
    assert {place.split(":")[0] for place, *_rest in found} == {"side.md"}, built.warnings
    lines = [int(place.split(":")[1]) for place, _level, _words in found]
    assert sorted(lines) == sorted(expected)
    for line, (_place, _level, words) in zip(lines, found, strict=True):
        assert expected[line] in words
        assert "engelsk" not in words
