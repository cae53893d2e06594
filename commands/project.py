"""What each command does."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from commands.running import ROOT, Stop, prepare, python, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Said = Mapping[str, str]

__all__ = ["COMMANDS", "Stop"]

SITE, PDF, CHECK = "_build/html", "_build/pdf", "_build/check"
MANUAL, PACKAGE = "_build/manual", "_build/pakke"
KEEP = "_build/doctrees"
"""What a build remembers for the next lies outside of what is put out."""
_EDITIONS = {"intern": "internal", "offentlig": "public"}
_YES, _NO = ("1", "ja", "j"), ("", "0", "nej", "n")


@dataclass(frozen=True)
class Command:
    """A command and its line in the list."""

    help: str
    run: Callable[[Said], int]
    takes: tuple[str, ...]
    """The names that can be said after it."""


_BY_ALL = ("JOBS", "KILDER")
"""What every command may be told: how it builds, and where the sources are."""

COMMANDS: dict[str, Command] = {}


def _command(
    help_: str, *, tests: bool = False, libraries: bool = True, takes: str = ""
) -> Callable[[Callable[[Said], int]], Callable[[Said], int]]:
    """Register a command; its libraries are fetched first."""

    def register(do: Callable[[Said], int]) -> Callable[[Said], int]:
        def prepared(said: Said) -> int:
            if libraries:
                prepare(tests=tests)
            return do(said)

        COMMANDS[do.__name__.strip("_")] = Command(
            help_, prepared, (*takes.split(), *_BY_ALL)
        )
        return do

    return register


def _build(said: Said, *arguments: str, conf: str = ".", parallel: bool = True) -> int:
    """Run a build that says in Danish what stops it."""
    jobs = ("-j", said.get("JOBS", "auto")) if parallel else ()
    return python("-m", "needs_core", "-c", conf, "-q", *jobs, *arguments)


def _announce(text: str, *patterns: str) -> int:
    """Print where files are; 1, and nothing, when one is not there."""
    found = [sorted(ROOT.glob(pattern)) for pattern in patterns]
    for pattern, files in zip(patterns, found, strict=True):
        if not files:
            print(f"{pattern}: Filen er ikke blevet lavet.", file=sys.stderr)
            return 1
    print(text)
    for path in (x for files in found for x in files):
        print(f"  {path}")
    return 0


def _show(name: str) -> None:
    """Print a report, if it was written."""
    if (ROOT / name).is_file():
        sys.stdout.write((ROOT / name).read_text("utf-8"))


def _report(said: Said, builder: str, kind: str, name: str, *settings: str) -> int:
    """Run a builder of a report of a project, and print what it wrote."""
    where = said.get("HVOR") or "."
    into = f"_build/{kind}/{PurePath(said.get('HVOR') or 'docs').name}"
    (ROOT / into / name).unlink(missing_ok=True)
    options = [x for setting in settings for x in ("-D", setting)]
    code = _build(said, "-b", builder, *options, "--", f"{where}/docs", into, conf=where)
    _show(f"{into}/{name}")
    return code


def _edition(said: Said) -> str:
    """Return the edition that is asked for: ``public`` or ``internal``."""
    asked = said.get("UDGAVE", "").lower()
    if asked not in {"", *_EDITIONS}:
        raise Stop("UDGAVE er hverken intern eller offentlig. Skriv UDGAVE=offentlig.")
    return _EDITIONS.get(asked, "internal")


def _has_internal(where: str = ".") -> bool:
    """Tell whether a project keeps something to its internal edition."""
    import tomllib  # an older Python has none, and is told of that first

    try:
        text = (ROOT / where / "ubproject.toml").read_text("utf-8")
        return bool(tomllib.loads(text).get("needs_core", {}).get("internal"))
    except (OSError, ValueError):
        return False  # the build says what is wrong


def _history(said: Said, *arguments: str) -> int:
    where = said.get("HVOR") or "."
    return python("-m", "needs_history", "--language", "da", "--conf", where, *arguments)


@_command("Byg vidensbasen til _build/html")
def html(said: Said) -> int:
    return _build(said, "-d", f"{KEEP}/html", "docs", SITE) or _announce(
        "Vidensbasen er bygget. Åbn denne fil i en browser:", f"{SITE}/index.html"
    )


@_command("Vis vidensbasen i browseren, og byg igen ved hver ændring")
def live(said: Said) -> int:
    watched = [x for name in ("conf.py", "ubproject.toml") for x in ("--watch", name)]
    jobs = ("-j", said.get("JOBS", "auto"))
    options = ("-q", "-c", ".", *jobs, "-d", f"{KEEP}/html", "--open-browser")
    return run("sphinx-autobuild", *options, *watched, "docs", SITE)


@_command(
    "Ret planen i browseren: åbner værkstedet på denne maskine (evt. HVOR=…)", takes="HVOR"
)
def ret(said: Said) -> int:
    start = [sys.executable, "-m", "commands"]
    tasks = [["Lav den mappe, der lægges ud", [*start, "udgiv"]]]
    if not said.get("HVOR"):
        package = "Lav halvårspakken: side, PDF, regneark og Word"
        tasks.insert(0, [package, [*start, "pakke"]])
    where = ("--conf", said.get("HVOR") or ".")
    return python("-m", "needs_workshop", *where, "--tasks", json.dumps(tasks))


@_command(
    "Lav den mappe, der lægges ud, til _build/udgiv, og sig, hvad der er nyt", takes="HVOR"
)
def udgiv(said: Said) -> int:
    where = said.get("HVOR") or "."
    name = f"-{PurePath(where).name}" if said.get("HVOR") else ""
    docs, built = f"{where}/docs", f"_build/udgiv-html{name}"
    # Whether the plan holds is judged of the whole of it.
    editions = [("internal", f"{built}-intern")] if _has_internal(where) else []
    for edition, into in (*editions, ("public", built)):
        kept = f"{KEEP}/udgiv{name}-{edition}"
        options = ("-W", "--keep-going", "-d", kept, "-D", f"needs_core_edition={edition}")
        if _build(said, *options, docs, into, conf=where):
            raise Stop(
                "Der er ikke udgivet noget: ret det, der står ovenfor, og prøv igen."
            )
    named = ("--language", "da", "--name", "vidensbasen")
    return python("-m", "public_site.publish", *named, built, f"_build/udgiv{name}")


@_command(
    "Svar på det, tilgængelighedserklæringen skal sige (ALLE=ja: spørg om det hele)",
    takes="ALLE",
)
def tilgaengelighed(said: Said) -> int:
    every = ("--all",) if said.get("ALLE", "").lower() in _YES else ()
    asked = ("-m", "public_site.accessibility", "--language", "da", *every)
    return python(*asked, "tilgaengelighed.json")


@_command(
    "Byg strategien som PDF til _build/pdf (den, der lægges ud: UDGAVE=offentlig)",
    takes="UDGAVE",
)
def pdf(said: Said) -> int:
    edition = _edition(said)
    name = "pdf" if edition == "internal" else "pdf-offentlig"
    options = ["-b", "typst_pdf", "-d", f"{KEEP}/{name}"]
    options += ["-D", f"needs_core_edition={edition}"]
    told = "PDF'erne er bygget:"
    if edition == "internal" and _has_internal():
        told = "Den interne PDF er bygget. Den, der lægges ud: UDGAVE=offentlig. Åbn denne:"
    return _build(said, *options, "docs", f"_build/{name}") or _announce(
        told, f"_build/{name}/*.pdf"
    )


@_command(
    "Vis, hvor godt målsætninger og nøgleord er dækket, og fejl, hvis et krav er brudt"
)
def check(said: Said) -> int:
    code = 0
    for builder, name in (
        ("coverage-report", "coverage.txt"),
        ("quotes-report", "quotes.txt"),
    ):
        (ROOT / CHECK / name).unlink(missing_ok=True)
        code = _build(said, "-b", builder, "docs", CHECK) or code
        _show(f"{CHECK}/{name}")
    return code


@_command("Slå alle citater op i kilderne (KILDER=mappe), og skriv kilder.lock.json")
def citater(said: Said) -> int:
    if code := _build(said, "-b", "quotes-lock", "docs", CHECK):
        return code
    lines = (ROOT / "kilder.lock.json").read_text("utf-8").splitlines()
    found = sum('"lines"' in line for line in lines)
    print(f"Citater i kilder.lock.json: {found}")
    return 0


@_command("Skriv de kendte mangler ned, så kun nye mangler får bygningen til at fejle")
def baseline(said: Said) -> int:
    code = _build(said, "-b", "coverage-baseline", "docs", CHECK)
    if not code:
        _show("daekning-kendt.json")
    return code


@_command(
    "Vis, hvad der berøres, hvis noget formuleres om eller udgår: ID=MS_1_1",
    takes="ID HVOR",
)
def konsekvens(said: Said) -> int:
    id_ = f"needs_lineage_id={said.get('ID', '')}"
    return _report(said, "consequence-report", "konsekvens", "consequence.txt", id_)


@_command(
    "Foreslå hverdagsord til ordlisten: FIL=ikke-fundet.txt, evt. LEKSIKON=synonymer.txt",
    takes="FIL LEKSIKON HVOR",
)
def hverdagsord(said: Said) -> int:
    queries = f"needs_search_queries={_from_here(said.get('FIL', ''))}"
    lexicon = f"needs_search_lexicon={_from_here(said.get('LEKSIKON', ''))}"
    return _report(
        said, "search-words-report", "hverdagsord", "words.txt", queries, lexicon
    )


def _from_here(name: str) -> str:
    """Return where a file is that someone names, wherever the project's settings are."""
    return str((ROOT / name).resolve()) if name else ""


@_command(
    'Skriv et nyt tiltag eller en opfølgning: spørger, eller TYPE=… TITEL=… FELTER="…"',
    takes="TYPE TITEL FELTER TEKST SIDE HVOR",
)
def ny(said: Said) -> int:
    options = {"title": "TITEL", "set": "FELTER", "text": "TEKST", "page": "SIDE"}
    written = [f"--{x}={said.get(name, '')}" for x, name in options.items()]
    return _history(said, "new", *written, "--", said.get("TYPE", ""))


@_command(
    "Gem status for et halvår: NAVN=2026-1, evt. COMMIT=… eller ERSTAT=ja",
    takes="NAVN COMMIT ERSTAT HVOR",
)
def status(said: Said) -> int:
    commit = f"--commit={said.get('COMMIT', '')}"
    replace = f"--replace={said.get('ERSTAT', '')}"
    return _history(said, "status", commit, replace, "--", said.get("NAVN", ""))


@_command(
    "Bekræft koblinger, hvis ordlyd er ændret: ID=… eller ALLE=ja", takes="ID ALLE HVOR"
)
def bekraeft(said: Said) -> int:
    every = f"--all={said.get('ALLE', '')}"
    return _history(said, "confirm", every, "--", said.get("ID", ""))


@_command(
    "Skriv den status i tiltagene, som opfølgningerne siger: ID=… eller ALLE=ja",
    takes="ID ALLE HVOR",
)
def afstem(said: Said) -> int:
    every = f"--all={said.get('ALLE', '')}"
    return _history(said, "settle", every, "--", said.get("ID", ""))


@_command("Lav halvårspakken til mødet: side, PDF, regneark og Word")
def pakke(said: Said) -> int:
    page, file = f"{SITE}/opfoelgning/halvaarspakke.html", "halvaarspakke.pdf"
    only = ("-b", "typst_pdf", "-d", f"{KEEP}/pakke", "-D", f"typst_only={file}")
    files = (page, f"{PACKAGE}/{file}", f"{SITE}/history/*.xlsx", f"{SITE}/history/*.docx")
    return (
        html(said)
        or _build(said, *only, "docs", PACKAGE)
        or _announce("Halvårspakken:", *files)
    )


@_command(
    "Hent andres planer igen, og lås dem med kontrolsum (HVOR=examples/center-nord)",
    takes="HVOR",
)
def hent(said: Said) -> int:
    program = ("-m", "needs_exchange.plans.fetch", "--language", "da")
    return python(*program, "--", said.get("HVOR") or ".")


@_command("Byg den opdigtede Eksempelkommune, hvor alt er i brug, til _build/eksempel")
def eksempel(said: Said) -> int:
    for center in ("center-nord", "center-syd"):
        conf = f"examples/{center}"
        places = ("-d", f"{KEEP}/{center}", f"{conf}/docs", f"_build/{center}")
        if code := _build(said, *places, conf=conf, parallel=False):
            return code
    return _site_and_pdf(
        said,
        "Eksemplet er bygget. Åbn disse filer:",
        "eksempel",
        "examples/eksempelkommune",
        "examples/eksempelkommune/docs",
    ) or _announce("Regnearkene:", "_build/eksempel/history/*.xlsx")


@_command("Byg en opdigtet plan med 120 tiltag til _build/storplan")
def storplan(said: Said) -> int:
    source = "_build/storplan-kilde"
    told = "Den store plan er bygget. Åbn disse filer:"
    return python("tools/large_plan.py", source) or _site_and_pdf(
        said, told, "storplan", "examples/stor-plan", f"{source}/docs"
    )


def _site_and_pdf(said: Said, told: str, name: str, conf: str, docs: str) -> int:
    pages, paper = f"_build/{name}", f"_build/{name}-pdf"
    return (
        _build(said, "-d", f"{KEEP}/{name}", docs, pages, conf=conf)
        or _build(
            said, "-b", "typst_pdf", "-d", f"{KEEP}/{name}-pdf", docs, paper, conf=conf
        )
        or _announce(told, f"{pages}/index.html", f"{paper}/*.pdf")
    )


@_command(
    "Læs planen ind fra Excel eller CSV: FIL=plan.xlsx viser ændringerne,"
    " UDFOER=1 skriver dem",
    takes="FIL UDFOER HVOR",
)
def import_(said: Said) -> int:
    answer = said.get("UDFOER", "").lower()
    if answer not in (*_YES, *_NO):
        raise Stop(
            "UDFOER er hverken ja eller nej. Skriv UDFOER=1 for at skrive ændringerne."
        )
    file = f"needs_exchange_file={said.get('FIL', '')}"
    write = f"needs_exchange_write={int(answer in _YES)}"
    return _report(said, "plan-import", "import", "import.txt", file, write)


@_command(
    "Byg håndbogen om udvidelserne, på engelsk, til _build/manual, også som PDF", tests=True
)
def manual(said: Said) -> int:
    strict = ("-n", "-W", "--keep-going", "-d", f"{KEEP}/manual")
    paper = ("-b", "typst_pdf", "ext", f"{MANUAL}-pdf")
    built = _build(said, *strict, "ext", MANUAL, conf="ext/manual") or _build(
        said, *strict, *paper, conf="ext/manual"
    )
    files = (f"{MANUAL}/index.html", f"{MANUAL}-pdf/manual.pdf")
    return built or _announce("Håndbogen er bygget. Åbn en af disse filer:", *files)


@_command(
    "Prøv udvidelserne med flere udgaver af Python, Sphinx og sphinx-needs", tests=True
)
def udgaver(_said: Said) -> int:
    return python("tools/versions.py")


@_command("Prøv det hele: stil, typer, prøver og en streng bygning", tests=True)
def test(said: Said) -> int:
    strict = ("-E", "-W", "--keep-going", "-n", "docs", "_build/strict")
    return (
        run("ruff", "format", "--check", ".")
        or run("ruff", "check", ".")
        or run("mypy")
        or run("pytest")
        or _build(said, *strict)
    )


@_command(
    "Led længe efter fejl: flere hundrede tilfældige ændringer og tusinder af fjendtlige"
    " input (SEED=1 RUNS=40)",
    tests=True,
    takes="SEED RUNS",
)
def stress(said: Said) -> int:
    os.environ["STRESS_SEED"] = said.get("SEED") or "1000"
    os.environ["STRESS_RUNS"] = said.get("RUNS") or "40"
    return run("pytest", "tests/needs_core/test_random_edits.py", "tests/test_hostile.py")


@_command("Mål, hvor hurtigt det hele bygges", tests=True, takes="SIZE")
def bench(said: Said) -> int:
    size = ("--size", said["SIZE"]) if said.get("SIZE") else ()
    return python("benchmarks/run.py", *size) or python("benchmarks/pdf.py")


@_command(
    "Saml teksterne i ext til oversættelse, og oversæt dem til maskinform", tests=True
)
def catalogs(_said: Said) -> int:
    return python("tools/catalogs.py")


@_command("Lås alle biblioteker igen, med kontrolsum", tests=True)
def lock(_said: Said) -> int:
    return python("tools/lock.py")


@_command("Hent bibliotekerne, også dem til prøver", tests=True)
def klar(_said: Said) -> int:
    return 0


@_command("Fjern alt, der er bygget (biblioteker i .venv bliver)", libraries=False)
def clean(_said: Said) -> int:
    shutil.rmtree(ROOT / "_build", ignore_errors=True)
    return 0
