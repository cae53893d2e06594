"""A field is changed and nothing else on the page, whichever way the need is written."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from needs_authoring.blocks import CannotWriteError
from needs_authoring.edit import (
    MARKDOWN,
    RESTRUCTURED,
    NeedDraft,
    Page,
    PageEdits,
    PageSyntax,
    edit_page,
)

CONFIG = MdParserConfig(enable_extensions={"colon_fence"})
SYNTAX = PageSyntax(create_md_parser(CONFIG, RendererHTML), frozenset({"tiltag", "req"}))
ORDER = ("id", "title", "status", "ansvarlig", "frist", "citat", "bidrager_til")


def page(text: str, kind: str = MARKDOWN) -> Page:
    return Page.from_bytes(Path("plan.md"), kind, text.encode(), SYNTAX)


def changed(text: str, kind: str = MARKDOWN, **values: str) -> str:
    edits = PageEdits({"TI_1": values})
    return edit_page(page(text, kind), edits, ORDER, SYNTAX).decode()


INNER = ":::{tiltag} Navn\n:id: TI_1\n:status: a\n:::\n"
FORMS = {
    "colons": ":::{tiltag} Navn\n:id: TI_1\n:status: a\n\nTekst.\n:::\n",
    "backticks": "```{tiltag} Navn\n:id: TI_1\n:status: a\n\nTekst.\n```\n",
    "tildes": "~~~{tiltag} Navn\n:id: TI_1\n:status: a\n~~~\n",
    "long fence": "::::::{tiltag} Navn\n:id: TI_1\n:status: a\n\n:::{note}\n:::\n::::::\n",
    "yaml": ":::{tiltag} Navn\n---\nid: TI_1\nstatus: a\n---\n\nTekst.\n:::\n",
    "yaml, indented": "```{tiltag} Navn\n---\n  id: TI_1\n  status: a\n---\nTekst\n```\n",
    "indented": "  :::{tiltag} Navn\n  :id: TI_1\n  :status: a\n  :::\n",
    "in a list": "- punkt\n\n  :::{tiltag} Navn\n  :id: TI_1\n  :status: a\n  :::\n",
    "in a quote": "> :::{tiltag} Navn\n> :id: TI_1\n> :status: a\n> :::\n",
    "in a card": f"::::{{grid}} 2\n:gutter: 1\n\n{INNER}::::\n",
    "in a need": f"::::{{tiltag}} Ydre\n:id: TI_9\n\n{INNER}::::\n",
    "crlf": ":::{tiltag} Navn\r\n:id: TI_1\r\n:status: a\r\n\r\nTekst.\r\n:::\r\n",
    "odd spaces": ":::{tiltag}   Navn  \n:id:   TI_1  \n:status:   a   \n:::  \n",
    "comment": ":::{tiltag} Navn\n:id: TI_1\n:status: a # hvorfor\n:# en linje\n:::\n",
    "single quotes": ":::{tiltag} Navn\n:id: 'TI_1'\n:status: 'a'\n:::\n",
    "double quotes": ':::{tiltag} Navn\n:id: "TI_1"\n:status: "a"\n:::\n',
    "literal": ":::{tiltag} Navn\n:id: TI_1\n:status: |\n:  a\n:frist: b\n:::\n",
    "folded": ":::{tiltag} Navn\n---\nid: TI_1\nstatus: >-\n  a\nfrist: b\n---\n:::\n",
    "unclosed": ":::{tiltag} Navn\n:id: TI_1\n:status: a\n",
    "bom": "\ufeff:::{tiltag} Navn\n:id: TI_1\n:status: a\n:::\n",
    "no last line end": "Før.\n\n:::{tiltag} Navn\n:id: TI_1\n:status: a\n:::",
}


@pytest.mark.parametrize("form", FORMS)
def test_one_field_changes_on_its_own_line(form: str) -> None:
    before = f"# Side\n<!-- kommentar -->\n\n{FORMS[form]}"
    if form == "bom":
        before = FORMS[form]
    after = changed(before, status="b c")
    value = page(after).block("TI_1")
    assert value is not None
    assert value.values["status"] == "b c"
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    kept = [
        line for line in old if "status" not in line and line not in {":  a\n", "  a\n"}
    ]
    assert [line for line in new if "status" not in line] == kept


@pytest.mark.parametrize("form", FORMS)
def test_there_and_back_is_the_page_byte_for_byte(form: str) -> None:
    before = FORMS[form]
    if form in {"literal", "folded"}:
        pytest.skip("a value on lines of its own comes back on the line of its name")
    assert changed(changed(before, status="b c"), status="a") == before
    assert changed(changed(before, ansvarlig="x"), ansvarlig="") == before


@pytest.mark.parametrize(
    "value",
    ["a: b", "# x", "a # b", "'x", '"x" y', "[1]", "{x}", "- a", "| x", "> x", "&a", "*x",
     "!x", "%x", "@x", "`x`", "nul", "\\n", "x:", "a\nb", "a\n\n  b", ":::", "```\n:::\nx",
     "---\nx", "æøå ”citat”", "C:\\sti", "  x".strip(), "a" * 5000, "=1+1", "🙂"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["colons", "backticks", "yaml", "in a list", "literal"])
def test_any_text_can_be_a_value(form: str, value: str) -> None:
    after = page(changed(FORMS[form], status=value, ansvarlig=value)).block("TI_1")
    assert after is not None
    assert after.values["status"] == value
    assert after.values["ansvarlig"] == value


def test_a_new_field_stands_where_the_order_has_it() -> None:
    text = ":::{tiltag} Navn\n:id: TI_1\n:status: a\n:bidrager_til: M\n\nTekst\n:::\n"
    after = changed(text, frist="2027-01-01", ansvarlig="X")
    names = [line.split(":")[1] for line in after.splitlines()[1:6]]
    assert names == ["id", "status", "ansvarlig", "frist", "bidrager_til"]


def test_a_comment_stays_when_its_field_goes() -> None:
    after = changed(FORMS["comment"], status="")
    assert "status" not in after
    assert "# hvorfor" in after


@pytest.mark.parametrize("form", FORMS)
def test_a_title_changes_and_nothing_else(form: str) -> None:
    after = changed(FORMS[form], title="Et *nyt* navn")
    assert after == FORMS[form].replace("Navn", "Et *nyt* navn")


def test_a_title_that_would_end_the_block_is_refused() -> None:
    with pytest.raises(CannotWriteError):
        changed(FORMS["backticks"], title="a`b")
    with pytest.raises(CannotWriteError):
        changed(FORMS["colons"], title="a\nb")


def test_an_example_of_a_need_is_no_need() -> None:
    example = f"````markdown\n{INNER}````\n\n```{{code-block}} md\n{INNER}```\n"
    assert page(example).blocks == ()
    text = example + FORMS["colons"]
    assert changed(text, status="b") == example + FORMS["colons"].replace(
        ":status: a", ":status: b"
    )


def test_an_id_that_is_there_twice_is_nobodys() -> None:
    with pytest.raises(CannotWriteError):
        changed(FORMS["colons"] * 2, status="b")


RST = """\
Plan
====

.. req:: Navn
   :id: TI_1
   :status: a
   :citat: en lang
      linje

   Tekst.

   .. req:: Indre
      :id: TI_2

.. comment
"""


def test_restructuredtext_is_changed_likewise() -> None:
    assert changed(RST, RESTRUCTURED, status="b: c # d") == RST.replace(
        ":status: a", ":status: b: c # d"
    )
    assert changed(RST, RESTRUCTURED, citat="kort") == RST.replace(
        ":citat: en lang\n      linje", ":citat: kort"
    )
    assert changed(RST, RESTRUCTURED, title="Nyt") == RST.replace("Navn", "Nyt")
    assert changed(RST, RESTRUCTURED, status="") == RST.replace("   :status: a\n", "")
    assert changed(RST, RESTRUCTURED, frist="x") == RST.replace(
        ":status: a\n", ":status: a\n   :frist: x\n"
    )
    with pytest.raises(CannotWriteError):
        changed(RST, RESTRUCTURED, status="a\n\nb")


@pytest.mark.parametrize("form", [x for x in FORMS if x != "unclosed"])
def test_a_new_need_is_written_as_its_neighbour_is(form: str) -> None:
    before = FORMS[form]
    new = NeedDraft("tiltag", "TI_2", "Ny: # x", {"status": "a: b"})
    after = edit_page(
        page(before), PageEdits(added=(("TI_1", new),)), ORDER, SYNTAX
    ).decode()
    found = page(after).block("TI_2")
    assert found is not None
    assert found.title == "Ny: # x"
    assert found.values == {"id": "TI_2", "status": "a: b"}
    first = page(before).block("TI_1")
    assert first is not None
    assert found.form == first.form
    assert found.mark == first.mark
    assert ("\r\n" in before) == ("\n" not in after.replace("\r\n", ""))


def test_new_needs_keep_their_order_and_an_empty_page_takes_them() -> None:
    new = [NeedDraft("tiltag", f"TI_{n}", f"Ny {n}", {}) for n in (2, 3)]
    edits = PageEdits(added=tuple(("TI_1", need) for need in new))
    after = edit_page(page(FORMS["colons"] + "\nSlut.\n"), edits, ORDER, SYNTAX)
    ids = [block.id for block in page(after.decode()).blocks]
    assert ids == ["TI_1", "TI_2", "TI_3"]
    assert after.endswith(b":::\n\nSlut.\n")
    for start in ("", "# Side\n", "# Side"):
        edits = PageEdits(added=((None, new[0]),))
        text = edit_page(page(start), edits, ORDER, SYNTAX).decode()
        assert text.startswith(start)
        assert [block.id for block in page(text).blocks] == ["TI_2"]


def test_random_pages_and_values() -> None:
    chance = random.Random(9)
    alphabet = "ab:#'\"|>-[]{}&*!%@`,\\ \n\tæ=~."
    for _ in range(300):
        forms = chance.sample([x for x in FORMS if x not in {"unclosed", "bom"}], 3)
        parts = [
            FORMS[form].replace("TI_1", f"TI_{n}1").replace("TI_9", f"TI_{n}9")
            for n, form in enumerate(forms, start=1)
        ]
        text = "\n# Overskrift\n\n".join(x if x.endswith("\n") else f"{x}\n" for x in parts)
        value = "".join(chance.choices(alphabet, k=chance.randint(1, 12))).strip()
        value = "\n".join(line.rstrip() for line in value.split("\n"))
        before, id_ = page(text), f"TI_{chance.randint(1, 3)}1"
        after = page(
            edit_page(before, PageEdits({id_: {"status": value}}), ORDER, SYNTAX).decode()
        )
        for block in before.blocks:
            now = after.block(block.id)
            assert now is not None
            wanted = dict(block.values)
            if block.id == id_:
                wanted["status"] = value
                wanted = {k: v for k, v in wanted.items() if v}
            assert now.values == wanted, (text, value)


def with_text(text: str, new: str, kind: str = MARKDOWN, id_: str = "TI_1") -> str:
    edits = PageEdits(texts={id_: new})
    return edit_page(page(text, kind), edits, ORDER, SYNTAX).decode()


TEXTS = (
    "Én linje.",
    "To afsnit\nmed flere linjer.\n\n- og\n- en liste, ☐",
    "```{note}\nEn boks.\n```",
    "<b>&</b> {need}`TI_2` $(x)",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("new", TEXTS)
def test_a_text_is_changed_and_nothing_else(form: str, new: str) -> None:
    before = FORMS[form]
    was = page(before).text("TI_1")
    if was is None:
        assert form == "unclosed"
        with pytest.raises(CannotWriteError):
            with_text(before, new)
        return
    if before.startswith("```") and "```" in new:
        with pytest.raises(CannotWriteError):
            with_text(before, new)
        return
    after = with_text(before, new)
    again = page(after)
    assert again.text("TI_1") == new
    old, found = page(before).block("TI_1"), again.block("TI_1")
    assert old is not None
    assert found is not None
    assert found.head == old.head
    if was and form != "yaml, indented":
        assert with_text(after, was) == before
    if form != "yaml, indented":
        emptied = before.replace("\nTekst.\n", "").replace("\r\nTekst.\r\n", "")
        emptied = emptied.replace("\n:::{note}\n:::\n", "")
        assert with_text(after, "") == emptied


def test_a_text_stands_before_the_needs_that_are_nested_in_it() -> None:
    before = f"::::{{tiltag}} Ydre\n:id: TI_9\n\nFør.\n\n{INNER}\nEfter.\n::::\n"
    assert page(before).text("TI_9") == "Før."
    after = with_text(before, "Nu.\nOg nu.", id_="TI_9")
    assert after == before.replace("Før.", "Nu.\nOg nu.")
    assert with_text(before, "", id_="TI_9") == before.replace("Før.\n\n", "")
    bare = f"::::{{tiltag}} Ydre\n:id: TI_9\n{INNER}::::\n"
    assert with_text(bare, "Nyt.", id_="TI_9") == (
        f"::::{{tiltag}} Ydre\n:id: TI_9\n\nNyt.\n\n{INNER}::::\n"
    )


@pytest.mark.parametrize(
    "new",
    [":::", "::::::\nud", ":::{tiltag} Mer\n:id: TI_2\n:::", "```", "a\n:::\nb", "<!--"],
)
def test_a_text_that_would_leave_its_block_is_refused(new: str) -> None:
    before = f"{FORMS['colons']}\n:::{{tiltag}} Næste\n:id: TI_3\n:::\n\n```\n:::\n```\n"
    try:
        after = page(with_text(before, new))
    except CannotWriteError:
        return
    assert after.text("TI_1") == new
    assert [x.head for x in after.blocks] == [x.head for x in page(before).blocks]


def test_a_text_in_restructuredtext_keeps_its_indentation() -> None:
    before = (
        "Plan\n====\n\n.. req:: Name\n   :id: R_1\n   :status: a\n\n   Old.\n\n"
        "   .. req:: Inner\n      :id: R_2\n\nAfter.\n"
    )
    source = page(before, RESTRUCTURED)
    assert source.text("R_1") == "Old."
    after = with_text(before, "New.\n\n* one\n* two", RESTRUCTURED, "R_1")
    assert after == before.replace("   Old.\n", "   New.\n\n   * one\n   * two\n")
    assert with_text(after, "Old.", RESTRUCTURED, "R_1") == before
    inner = with_text(before, "Mine.", RESTRUCTURED, "R_2")
    assert inner == before.replace("R_2\n", "R_2\n\n      Mine.\n")
    with pytest.raises(CannotWriteError):
        with_text(before, ".. req:: Another\n   :id: R_3", RESTRUCTURED, "R_1")
