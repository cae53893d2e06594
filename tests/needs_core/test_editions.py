"""The public edition is the site of a project that never had anything internal."""

from __future__ import annotations

import json
import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile, is_zipfile

import pikepdf
import pypdfium2 as pdfium
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from needs_core.messages import BuildStoppedError
from needs_coverage.gates.evaluate import KnownGap, baseline_text
from public_site.publish.__main__ import main as publish_main
from tests.conftest import Built, Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONF = r"""
project = "Harbour"
language = "en"
extensions = ["myst_parser", "public_site", "needs_coverage", "needs_cards"]
extensions += ["needs_sources", "needs_history", "needs_lineage", "needs_overview"]
extensions += ["needs_plan", "needs_exchange", "needs_search", "typst_pdf"]
myst_enable_extensions = ["colon_fence"]
needs_build_json = True
public_site_no_inline = True
needs_reproducible_json = True
needs_id_regex = "^[A-Z]_[0-9]{3}$"
needs_types = [
    {"directive": "goal", "title": "Goal", "prefix": "G_"},
    {"directive": "act", "title": "Act", "prefix": "A_"},
    {"directive": "report", "title": "Report", "prefix": "R_"},
]
needs_fields = {
    "owner": {"description": "Owner", "nullable": True},
    "start": {"nullable": True},
    "due": {"nullable": True, "schema": {"type": "string", "format": "date"}},
    "half": {"nullable": True},
    "outcomes": {"nullable": True},
    "sure": {"nullable": True},
}
needs_links = {
    "serves": {"outgoing": "serves", "incoming": "is served by"},
    "about": {"outgoing": "is about", "incoming": "is told of"},
}
needs_core_states = {"planned": {"symbol": "p"}, "going": {"symbol": "g"}}
needs_core_roles = {"actions": "act", "goals": "goal", "link": "serves", "owner": "owner"}
needs_core_roles |= {"start": "start", "end": "due"}
needs_core_follow_ups = {"type": "report", "link": "about", "period": "half"}
needs_core_follow_ups |= {"outcomes": "outcomes"}
needs_core_confidence = {"links": ["serves"], "field": "sure", "weak": ["low"]}
needs_exchange_types = ["act"]
needs_history_confirmation = {"links": ["serves"]}
needs_search_facets = ["type", "status", "owner"]
needs_coverage_baseline = "known.json"
needs_coverage_gates = [
    {"name": "served", "text": "Every goal is served.", "kind": "covered"},
]
typst_documents = [{"file": "plan.pdf", "title": "Plan"}]
"""
INTERNAL = """
needs_types += [{"directive": "risk", "title": "Risk", "prefix": "K_"}]
needs_fields["seen_by"] = {"description": "Zzq seen by", "nullable": True}
needs_fields["price"] = {"description": "Zzq price", "nullable": True}
needs_links["hampers"] = {"outgoing": "zzq hampers", "incoming": "zzq is hampered by"}
needs_search_facets.append("price")
needs_core_internal = {
    "types": ["risk"],
    "where": ["seen_by = us; status = planned, going", "tags = secret"],
    "fields": ["price", "seen_by", "hampers"],
    "pages": ["board/**"],
}
"""
# A line that begins with § is not in the project that never had anything internal.
PAGES = {
    "index.md": """# Harbour

The harbour in figures.

§:::::{internal}
§## Zzq chapter
§
§Zzq text with zzq-label. {index}`zzq-index` ![zzq](zzq-picture.png)
§
§(zzq-label)=
§
§::::{toctree}
§:hidden:
§
§board/minutes
§::::
§
§:::{act} Zzq in a block
§:id: A_901
§:status: planned
§:::
§:::::

:::{toctree}
plan
quay
tables
package
:::
""",
    "plan.md": """---
responsible: The office
§note: Zzq note
---

# Plan

::::{goal} Clean water
:id: G_101

All swim.

§:::{act} Zzq nested
§:id: A_902
§:status: going
§:seen_by: us
§:serves: G_101
§:price: Zzq 12 million
§
§Zzq nested text.
§:::
::::

:::{goal} Less noise
:id: G_102
§:price: Zzq a goal costs
:::

§:::{goal} Zzq goal nobody serves
§:id: G_902
§:tags: secret
§:::

§::::{goal} Zzq goal
§:id: G_901
§:tags: quiet, secret
§
§:::{act} Zzq inside a secret
§:id: A_903
§:status: planned
§:serves: G_101
§:::
§::::

:::{act} Sewer
:id: A_101
:status: planned
:owner: Works
:due: 2030-01-31
§:price: Zzq 40 million
§:hampers: K_901
@:serves: G_101|, G_901
@:sure: G_101: low, a guess|; G_901: low, Zzq reason
:::

§:::{act} Zzq wall
§:id: A_904
§:status: going
§:seen_by: Us
§:owner: Zzq Agency
§:due: 2031-02-03
§:serves: G_102, G_101
§
§Zzq wall text.
§:::

§:::{risk} Zzq storm
§:id: K_901
§:::

:::{report} Half-year
:id: R_101
:half: 2026-1
@:about: A_101|, A_904
@:outcomes: A_101: planned, Go on|; A_904: going, Zzq said
:::

§:::{needextend} A_101
§:price: Zzq 50 million
§:::

§:::{needextend} A_904
§:owner: Zzq Other
§:::

```{include} piece.txt
```

{need}`A_101`
""",
    "piece.txt": """Included.

§:::{act} Zzq included
§:id: A_905
§:status: planned
§:seen_by: us
§:::
""",
    "quay.rst": """Quay
====

.. act:: Steps
   :id: A_102
   :status: going
   :serves: G_101
§   :price: Zzq 3 million

   Down to the water.

§   .. act:: Zzq nested quay
§      :id: A_906
§      :status: planned
§      :seen_by: us
§
§      .. _zzq-anchor:
§
§      Zzq quay text.
§
§.. internal::
§
§   Zzq reST block.
§
.. include:: crane.txt
""",
    "crane.txt": """Cranes.

§.. act:: Zzq crane
§   :id: A_907
§   :status: planned
§   :seen_by: us
§
""",
    "tables.md": """# Tables

```{coverage-matrix}
```

```{coverage-gaps}
```

```{plan-table}
```

```{plan-owners}
```

```{plan-files}
```

```{history-changes}
```

```{history-trend}
```

```{needtable}
:columns: id, title, serves_back
```

```{needs-map}
:levels: goal, act
:links: serves
```
""",
    "package.md": """# Package

```{history-package}
```

```{history-movement}
```

```{history-pace}
```

```{history-follow-ups}
```

```{history-next}
```

```{history-suspects}
```

```{plan-status}
```

```{coverage-summary}
```

```{coverage-overview}
```

```{needs-bars}
:levels: goal, act
:links: serves
```

```{needs-outline}
:levels: goal, act
:links: serves
```

```{needtable}
:filter: type == "act"
:columns: id, title, owner, due
```

```{needflow}
```

```{needlist}
```

There are {need_count}`type=="act"` acts.
""",
}
SNAPSHOT_NEEDS = [
    {"id": "A_101", "type": "act", "title": "Sewer", "status": "planned", "page": "plan"},
    {"id": "G_101", "type": "goal", "title": "Clean water", "page": "plan"},
]
SNAPSHOT_INTERNAL: list[dict[str, Any]] = [
    {
        "id": "A_899",
        "type": "act",
        "title": "Zzq once",
        "status": "going",
        "page": "plan",
        "fields": {"seen_by": ["us"]},
    },
    {
        "id": "A_904",
        "type": "act",
        "title": "Zzq wall, before it was secret",
        "status": "going",
        "page": "plan",
    },
]


def internal_text(page: str) -> str:
    """Return a page with all that is internal."""
    page = re.sub("^§", "", page, flags=re.MULTILINE)
    return re.sub(r"^@(.*)\|", r"\1", page, flags=re.MULTILINE)


def public_text(page: str) -> str:
    """Return a page that never had it."""
    page = re.sub("^§.*\n", "", page, flags=re.MULTILINE)
    return re.sub(r"^@(.*)\|.*", r"\1", page, flags=re.MULTILINE)


def snapshot(*, internal: bool) -> str:
    """Return the file of a half-year."""
    needs: list[dict[str, Any]] = [dict(x) for x in SNAPSHOT_NEEDS]
    fields = ["due", "half", "outcomes", "owner", "start", "sure"]
    if internal:
        needs[0] |= {
            "fields": {"price": ["Zzq 9 million"], "sure": ["G_901: low, Zzq then"]},
            "links": {"serves": ["G_101", "A_899", "G_901"]},
        }
        needs[0]["fields"]["sure"] = ["G_101: low, as ever; G_901: low, Zzq then"]
        needs[1]["text"] = "All swim.\n\n:::{act} Zzq nested\n:id: A_902\n:::"
        needs += SNAPSHOT_INTERNAL
        fields += ["price", "seen_by"]
    else:
        needs[0] |= {
            "fields": {"sure": ["G_101: low, as ever"]},
            "links": {"serves": ["G_101"]},
        }
        needs[1]["text"] = "All swim."
    head: dict[str, Any] = {
        "format": "needs-history-snapshot",
        "version": 1,
        "name": "2026-1",
    }
    types = ["act", "goal", "report", *(["risk"] if internal else [])]
    model = {"types": types, "fields": fields, "links": ["about", "serves"]}
    head |= {"taken": "2026-06-30", "commit": None, "model": model, "needs": needs}
    return json.dumps(head)


def make_project(work: Path, *, internal: bool) -> Project:
    """Write the project, with what is internal or without."""
    source = work / "source"
    source.mkdir(parents=True)
    made = Project(source, source, work)
    text = internal_text if internal else public_text
    made.write("conf.py", CONF + (INTERNAL if internal else ""))
    for name, page in PAGES.items():
        made.write(name, text(page))
    if internal:
        (source / "board").mkdir()
        page = "# Zzq minutes\n\n:::{act} Zzq decided\n:id: A_908\n:status: going\n:::\n"
        made.write("board/minutes.md", page)
        (source / "zzq-picture.png").write_bytes(b"\x89PNG zzq")
    (source / "history").mkdir()
    made.write("history/2026-1.json", snapshot(internal=internal))
    gaps = ["G_902"] if internal else []
    made.write("known.json", baseline_text([KnownGap("served", x) for x in gaps]))
    return made


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return the project with all that is internal."""
    return make_project(tmp_path_factory.mktemp("internal"), internal=True)


@pytest.fixture
def without(tmp_path: Path) -> Project:
    """Return the project that never had anything internal."""
    return make_project(tmp_path, internal=False)


@pytest.fixture(scope="module")
def public(project: Project) -> Built:
    """Return the public edition of the site."""
    return project.build(out="public", needs_core_edition="public")


@pytest.fixture(scope="module")
def internal(project: Project) -> Built:
    """Return the internal edition of the site."""
    return project.build(out="internal")


def contents(name: str, data: bytes) -> Iterator[bytes]:
    """Yield a file, and what is packed in it."""
    yield name.encode()
    is_packed = is_zipfile(BytesIO(data))
    if not is_packed:
        yield data
    if is_packed:
        with ZipFile(BytesIO(data)) as packed:
            for inner in packed.namelist():
                yield from contents(inner, packed.read(inner))
    if name.endswith("objects.inv"):
        yield zlib.decompress(data.split(b"\n", 4)[4])
    if name.endswith(".pdf"):
        with pikepdf.open(BytesIO(data)) as pdf:
            for held in pdf.objects:
                if isinstance(held, pikepdf.Stream):
                    yield held.read_bytes()
                else:
                    yield held.unparse()


SECRET = re.compile(
    rb"\bzzq\b|_9\d\d\b|\bA_899\b|z\0z\0q|seen_by|\bprice\b|hampers", re.IGNORECASE
)


def secrets_in(files: dict[str, bytes]) -> set[tuple[str, bytes]]:
    """Return what is internal in files, with their names."""
    return {
        (name, found)
        for name, data in files.items()
        for part in contents(name, data)
        for found in SECRET.findall(part)
    }


def test_no_file_of_the_public_edition_holds_anything_internal(
    public: Built, internal: Built
) -> None:
    assert public.warnings == ""
    assert secrets_in(public.files()) == set()
    held = {found.lower() for _name, found in secrets_in(internal.files())}
    assert {b"zzq", b"a_899", b"price", b"seen_by", b"hampers"} <= held


def test_it_is_the_site_of_a_project_that_never_had_anything_internal(
    public: Built, without: Project
) -> None:
    # The sources of pages are copied as they stand, so an edition copies none.
    plain: dict[str, Any] = {"html_copy_source": False, "html_show_sourcelink": False}
    never = without.build(out="public", **plain)
    assert never.warnings.count("[needs_coverage.served]") == 1  # the only difference
    ours, theirs = comparable(public), comparable(never)
    assert [x for x in {*ours, *theirs} if ours.get(x) != theirs.get(x)] == []
    assert len(ours) > 60


def comparable(built: Built) -> dict[str, bytes]:
    """Return the files of a site, without the lines on which needs begin."""
    files = built.files()
    del files[".buildinfo"]
    files["needs.json"] = re.sub(rb'"lineno": \d+', b"", files["needs.json"])
    return files


def test_neither_does_a_pdf_nor_any_other_output(project: Project) -> None:
    for builder in ("typst_pdf", "epub", "needs", "text"):
        built = project.build(builder, out="public", needs_core_edition="public")
        assert secrets_in(built.files()) == set(), builder
        texts = [pdf_text(x) for x in built.out.glob("*.pdf")]
        assert not SECRET.search("".join(texts).encode())
        assert builder != "typst_pdf" or "Sewer" in texts[0]


def pdf_text(path: Path) -> str:
    """Return the text on the pages of a PDF."""
    pdf = pdfium.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return text


def test_editions_that_share_folders_leak_nothing(project: Project, public: Built) -> None:
    project.build(out="shared")
    shared = project.build(out="shared", needs_core_edition="public")
    assert secrets_in(shared.files()) == set()
    assert comparable(shared) == comparable(public)


def test_what_becomes_internal_or_public_is_built_as_from_the_beginning(
    tmp_path: Path,
) -> None:
    made = make_project(tmp_path, internal=True)
    public: dict[str, Any] = {"needs_core_edition": "public"}
    first = made.build(**public)
    pages = {name: (made.source / name).read_text() for name in ("plan.md", "quay.rst")}
    made.edit("plan.md", (":seen_by: Us", ":seen_by: all"))
    made.edit("quay.rst", ("   :status: going\n", "   :status: going\n   :seen_by: us\n"))
    made.edit("plan.md", (", A_904\n", ", A_904, A_102\n"))
    edited = made.build(**public)
    assert "Zzq wall" in edited.read("plan.html")
    assert "Steps" not in edited.read("tables.html")
    clean = made.build(out="clean", jobs=2, **public)
    assert (edited.files(), edited.warnings) == (clean.files(), clean.warnings)
    for name, text in pages.items():
        made.write(name, text)
    assert made.build(**public).files() == first.files()


def _without_diagram(built: Built) -> list[str]:
    """Return the messages but for that of the picture that no program draws."""
    return [x for x in built.warnings.splitlines() if "needflow" not in x]


def test_what_would_be_published_all_the_same_is_told(tmp_path: Path) -> None:
    made = make_project(tmp_path, internal=True)
    public: dict[str, Any] = {"needs_core_edition": "public", "language": "da"}
    made.write("piece.txt", "")
    made.edit(
        "plan.md",
        ("{need}`A_101`", "{need}`A_904`"),
        (":about: A_101, A_904", ":about: A_904"),
        ("A_101: planned, Go on; ", ""),
    )
    said = _without_diagram(made.build(**public))
    about, role = (line_of(made, "plan.md", x) for x in (":about:", "{need}"))
    alone = "Det handler kun om et internt element og ville blive udgivet."
    also = "Gør det også internt."
    points = "Teksten peger på et internt element, og det her er den offentlige udgave."
    remedy = "Sæt sætningen i en blok {internal}, eller fjern linket."
    named = "Siden nævner et internt element, og det her er den offentlige udgave."
    named += " Sæt sætningen i en blok {internal}, eller skriv den anderledes."
    assert said == [
        f"plan.md:{about}: WARNING: R_101: {alone} {also} [needs_core.internal]",
        f"plan.md:{role}: WARNING: A_904: {points} {remedy} [needs.link_ref]",
        f"plan.md:{role}: WARNING: A_904: {named} [needs_core.internal]",
    ]
    made.edit("plan.md", ("{need}`A_904`", "{need}`A_101`"))
    made.edit("quay.rst", ("Down to the water.", "No harbour: Zzq goal nobody serves."))
    made.edit("tables.md", ("# Tables\n", "# Tables\n\nBuild (A_904) first.\n"))
    said = _without_diagram(made.build(**public))[1:]
    assert said == [
        f"quay.rst:10: WARNING: G_902: {named} [needs_core.internal]",
        f"tables.md:3: WARNING: A_904: {named} [needs_core.internal]",
    ]
    again = made.build(**public)
    assert _without_diagram(again)[1:] == said


def test_files_that_are_copied_are_looked_into(tmp_path: Path) -> None:
    made = make_project(tmp_path, internal=True)
    places = [made.source / x for x in ("own/a.js", "own/b.docx", "extra/c.txt", "d.csv")]
    for place in places:
        place.parent.mkdir(exist_ok=True)
    places[0].write_text("// about A_904, not A_9041\n", "utf-8")
    with ZipFile(places[1], "w") as packed:
        packed.writestr("word/document.xml", "<w:t>Zzq goal nobody serves</w:t>")
    places[2].write_text("Nothing of A_9041.\n", "utf-8")
    places[3].write_text("id\nA_908\n", "utf-8")
    made.edit("tables.md", ("# Tables\n", "# Tables\n\n{download}`d.csv`\n"))
    values: dict[str, Any] = {"html_static_path": ["own"], "html_extra_path": ["extra"]}
    said = made.build(needs_core_edition="public", **values).warnings.splitlines()
    fault = "The file names an internal item, and is published as it is."
    remedy = "Take the file away, or what is internal out of it. [needs_core.internal]"
    assert said == [
        f"{place.relative_to(made.source)}:1: WARNING: {id_}: {fault} {remedy}"
        for place, id_ in (
            (places[3], "A_908"),
            (places[0], "A_904"),
            (places[1], "G_902"),
        )
    ]


def test_a_pdf_that_is_copied_is_looked_into_or_told_of(tmp_path: Path) -> None:
    made = make_project(tmp_path, internal=True)
    (made.source / "own").mkdir()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "Zzq goal nobody serves"
        pdf.save(made.source / "own" / "a.pdf")
        pdf.save(made.source / "own" / "b.pdf", encryption=pikepdf.Encryption("y", "x"))
    Image.new("RGB", (9, 9)).save(made.source / "own" / "c.pdf")
    values: dict[str, Any] = {"html_static_path": ["own"]}
    said = made.build(needs_core_edition="public", **values).warnings.splitlines()
    assert [x.split(":")[0] for x in said] == ["own/a.pdf", "own/b.pdf", "own/c.pdf"]
    assert "G_902: The file names an internal item" in said[0]
    assert "nobody can tell whether it is internal" in said[1]
    assert "What stands on page 1 is a picture" in said[2]


def test_the_internal_edition_shows_what_the_public_one_leaves_out(
    project: Project, internal: Built, public: Built
) -> None:
    items = json.loads(internal.read("needs.json"))["versions"][""]["needs"]
    kept = json.loads(public.read("needs.json"))["versions"][""]["needs"]
    marked, words = set(), "Internal: not published"
    for path in internal.out.rglob("*.html"):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        for card in soup.select(".need-card"):
            kind = card.find(class_="need-kind", recursive=False)
            if kind and words in kind.get_text():
                assert "need-internal" in card["class"]
                marked.add(card["id"])
    assert marked == items.keys() - kept.keys() != set()
    plan = BeautifulSoup(internal.read("plan.html"), "html.parser")
    assert "Zzq price (internal)" in plan.get_text()
    start = BeautifulSoup(internal.read("index.html"), "html.parser")
    [chapter] = start.select("section#zzq-chapter.need-internal")
    assert [x.get_text() for x in chapter.select("h2 + p")] == [words]
    text = project.build("text", out="internal").read("plan.txt")
    assert words in text
    assert words.encode() not in b"".join(public.files().values())


def test_a_block_alone_makes_a_project_internal(tmp_path: Path) -> None:
    """It says nothing of what is internal in its settings."""
    made = make_project(tmp_path, internal=False)
    block = "# Tables\n\n:::{internal}\nZzq words of the board.\n:::\n"
    made.edit("tables.md", ("# Tables\n", block))
    sources: dict[str, Any] = {"html_copy_source": True, "html_show_sourcelink": True}
    public = made.build(needs_core_edition="public", **sources)
    assert secrets_in(public.files()) == set()
    internal = made.build(out="internal", **sources)
    assert "Zzq words" in internal.read("tables.html")
    published = tmp_path / "published"
    words = ["--language", "en", "--name", "site", str(internal.out), str(published)]
    assert publish_main(words) == 1
    assert not published.exists()


def line_of(project: Project, page: str, text: str) -> int:
    """Return the line of a page that begins with a text."""
    lines = (project.source / page).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if line.startswith(text))


def test_a_need_that_becomes_internal_from_elsewhere_stops_the_build(
    tmp_path: Path,
) -> None:
    made = make_project(tmp_path, internal=True)
    made.edit(
        "quay.rst",
        ("Quay\n====\n", "Quay\n====\n\n.. needextend:: A_102\n   :tags: secret\n"),
    )
    with pytest.raises(BuildStoppedError) as stopped:
        made.build(needs_core_edition="public")
    problem = stopped.value.problem
    assert (problem.subject, problem.subtype) == ("A_102", "internal")
    assert problem.file == str(made.source / "quay.rst")


def test_what_cannot_be_internal_is_told(tmp_path: Path) -> None:
    made = make_project(tmp_path, internal=False)
    wrong = """needs_core_internal = {
    "types": ["risk"],
    "where": ["owner", "onwer = Works"],
    "fields": ["title", "prize"],
}
"""
    made.write("conf.py", CONF + wrong)
    said = made.build().warnings
    where = "needs_core_internal, where"
    for each in (
        "needs_core_internal, types, 1: “risk” is no need type, and is left out.",
        f"{where}, 1: “owner” cannot be read, and nothing is internal by it.",
        f"{where}, 2: “onwer” is no field, and nothing is internal by it. Did you mean",
        "needs_core_internal, fields, 1: Every need has “title”, and it is in both",
        "needs_core_internal, fields, 2: “prize” is neither a field nor a link",
    ):
        assert each in said


def test_an_internal_edition_is_not_published(
    internal: Built, public: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [str(tmp_path / "out"), "--language", "da"]
    assert publish_main([str(internal.out), *words]) == 1
    assert "Webstedet er den interne udgave" in capsys.readouterr().err
    assert publish_main([str(public.out), *words]) == 0
    files = {x.name: x.read_bytes() for x in tmp_path.rglob("*") if x.is_file()}
    assert secrets_in(files) == set()
    assert "plan.html" in files
