"""Write the sources of an invented plan of 120 initiatives, the same on every machine.

``python tools/large_plan.py FOLDER`` fills a folder with ``ubproject.toml`` and ``docs``:
the model is that of the knowledge base, the settings and the pages with the views lie in
``examples/stor-plan``, and goals, initiatives and follow-ups are made here from a seed.
Everything is invented, and every page says so.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from needs_history.core.confirmation import ConfirmedLink, serialize

REPO = Path(__file__).parent.parent
EXAMPLE = REPO / "examples" / "stor-plan"
CONFIRMED_FILE = EXAMPLE / "bekraeftet.json"
SIZE = 120
SEED = 16
TODAY = date(2026, 10, 15)
"""The day the plan is told from: later deadlines are still to come."""

NOTICE = "*Modelkommunen findes ikke. Alt på siden er opdigtet.*\n"

SIGNPOSTS = {
    "Let at få hjælp": (
        "Borgeren får ét sted at henvende sig",
        "Svaret er til at forstå",
        "Ventetiden er kendt fra første dag",
        "Hjælpen begynder, før problemet vokser",
    ),
    "Hverdagen på egne ben": (
        "Flere klarer hverdagen uden døgnhjælp",
        "Støtten passer til det, borgeren kan",
        "Flere er i job eller uddannelse",
    ),
    "Ingen står alene": (
        "Pårørende bliver hørt",
        "Flere er med i et fællesskab",
        "Naboer og foreninger er en del af løsningen",
    ),
    "Kræfter til opgaven": (
        "Vagtplaner, der kan holde",
        "Nye kolleger bliver taget godt imod",
        "Viden bliver delt på tværs af huse",
        "Penge følger det, der virker",
    ),
}
"""Four signposts with their fourteen goals."""

SUBJECTS = {
    "MS_1_1": ("den fælles indgang", "henvisninger", "den åbne rådgivning"),
    "MS_1_2": ("breve", "afgørelser", "tolkning"),
    "MS_1_3": ("ventelister", "kvitteringer", "svarfrister"),
    "MS_1_4": ("tidlig opsporing", "samtaler på skoler", "hjemmebesøg"),
    "MS_2_1": ("botræning", "støtte i egen bolig", "natbesøg"),
    "MS_2_2": ("faglig udredning", "mål i planer", "velfærdsteknologi"),
    "MS_2_3": ("virksomhedspraktik", "mentorer", "uddannelsesforløb"),
    "MS_3_1": ("pårørendesamtaler", "netværksmøder", "pårørendekurser"),
    "MS_3_2": ("aktivitetshuse", "følgevenner", "idræt for alle"),
    "MS_3_3": ("foreningsaftaler", "frivillige", "nabohjælp"),
    "MS_4_1": ("vagtplanlægning", "fraværssamtaler", "vikarer"),
    "MS_4_2": ("introforløb", "elevpladser", "makkerskaber"),
    "MS_4_3": ("faglige netværk", "sidemandsoplæring", "fælles journaler"),
    "MS_4_4": ("budgetopfølgning", "effektmåling", "indkøb"),
}
"""Goal to what initiatives are about."""

WEIGHTS = {"MS_1_3": 0, "MS_2_3": 4, "MS_3_3": 2, "MS_4_1": 18, "MS_1_1": 16, "MS_3_1": 7}
"""Goals with an unusual number of initiatives; one has none."""

ACTIVITIES = (
    "Afprøve {} i to huse",
    "Kortlægge {}",
    "Fælles retningslinje for {}",
    "Uddanne medarbejdere i {}",
    "Spørge borgerne om {}",
    "Digital løsning til {}",
    "Samle {} i én enhed",
    "Fast samarbejde med naboområder om {}",
    "Evaluere {}",
    "Udbrede {} til hele kommunen",
    "Kortere vej til {}",
)

OWNERS = (
    *("Lederen af Modtagelsen", "Lederen af Botilbud Åsen", "Lederen af Botilbud Fjorden"),
    *("Lederen af Aktivitet og Job", "Lederen af Støtte i egen bolig"),
    *("Lederen af Kompetencecentret", "Lederen af Økonomi og Analyse"),
    *("Frivilligkonsulenten", "Udvalget for pårørende"),
)
"""Roles and units; nobody is named."""

CONFIRMED = {"MS_2_3": 0.0, "MS_3_3": 0.0, "MS_4_4": 1.0}
"""Goals to the share of their links that somebody has confirmed; 0.7 of the others."""
DAY_CONFIRMED = date(2026, 5, 7)
WEAK_GOAL, REASON = "MS_2_3", "kun nævnt i forbifarten"
"""A goal all of whose links are weak, and why."""

STATES = {"kandidat": 34, "planlagt": 30, "i gang": 38, "gennemført": 12, "opgivet": 6}
FORUMS = ("ledermøde", "OMU")
REPORTS = (
    "Arbejdet følger planen.",
    "Halvdelen af husene er med.",
    "Det går langsommere end ventet, fordi der mangler folk.",
    "De første borgere har prøvet det, og de er glade for det.",
    "Der er ikke sket noget siden sidst.",
)
NEXT = ("Tag stilling til økonomien.", "Inddrag de øvrige huse.", "Find en ny dato.")


@dataclass
class Initiative:
    """One initiative, as its block on a page says it."""

    id: str
    title: str
    status: str
    goals: list[str]
    values: dict[str, str] = field(default_factory=dict)

    def block(self) -> str:
        """Return the block in MyST."""
        lines = {"id": self.id, "status": self.status, "under": f"PM_{self.id[3]}"}
        if self.goals:
            lines["bidrager_til"] = ", ".join(self.goals)
        lines |= self.values
        options = "".join(f":{name}: {value}\n" for name, value in lines.items())
        return f":::{{tiltag}} {self.title}\n{options}\nTiltaget er opdigtet.\n:::\n"


def initiatives(rng: random.Random) -> list[Initiative]:
    """Return the initiatives, by the signpost they belong to."""
    titles = {
        goal: rng.sample(
            [activity.format(x) for activity in ACTIVITIES for x in subjects],
            len(ACTIVITIES) * len(subjects),
        )
        for goal, subjects in SUBJECTS.items()
    }
    weights = [WEIGHTS.get(goal, 9) for goal in SUBJECTS]
    main = sorted(rng.choices(list(SUBJECTS), weights, k=SIZE))
    states = [state for state, count in STATES.items() for _ in range(count)]
    rng.shuffle(states)
    numbers = dict.fromkeys("1234", 0)
    made = []
    for goal, state in zip(main, states, strict=True):
        numbers[goal[3]] += 1
        goals = sorted({goal, *_other_goals(rng, goal)})
        if rng.random() < 0.03:  # noqa: PLR2004 (a few contribute to no goal)
            goals = []
        one = Initiative(
            f"TI_{goal[3]}{numbers[goal[3]]:02}", titles[goal].pop(), state, goals
        )
        one.values = _values(rng, state)
        made.append(one)
    return made


def _other_goals(rng: random.Random, goal: str) -> list[str]:
    others = [x for x in SUBJECTS if x != goal and WEIGHTS.get(x) != 0]
    near = [x for x in others if x[3] == goal[3]]
    count = rng.choices((0, 1, 2), (68, 26, 6))[0]
    return [rng.choice(near if rng.random() < 0.7 else others) for _ in range(count)]  # noqa: PLR2004


def _values(rng: random.Random, state: str) -> dict[str, str]:
    """Return owner, dates and the rest; a candidate mostly has none."""
    values: dict[str, str] = {}
    stated = {"kandidat": 0.15, "i gang": 0.88, "planlagt": 0.8}.get(state, 0.95)
    if rng.random() < stated:
        second = f"; {rng.choice(OWNERS[5:])}" if rng.random() < 0.08 else ""  # noqa: PLR2004
        owner = rng.choice(OWNERS[:5] if second else OWNERS)
        values["ansvarlig"] = f"{owner}{second}"
    first, last = {"planlagt": (30, 500), "i gang": (-700, -60)}.get(state, (-800, -300))
    if rng.random() < stated:
        start = TODAY + timedelta(days=rng.randint(first, last))
        values["start"] = start.isoformat()
    if rng.random() < stated:
        low, high = {"planlagt": (200, 1100), "i gang": (-120, 700)}.get(state, (-400, -20))
        end = TODAY + timedelta(days=rng.randint(low, high))
        values["frist"] = max(end.isoformat(), values.get("start", ""))
    values["prioritet"] = rng.choice(("høj", "middel", "middel", "lav"))
    values["sikkerhed"] = rng.choices(("høj", "middel", "lav"), (5, 3, 2))[0]
    return values


def follow_ups(rng: random.Random, made: list[Initiative]) -> dict[str, list[str]]:
    """Return the blocks of the follow-ups by half-year."""
    found: dict[str, list[str]] = {}
    number = 0
    days = {"2025-2": date(2025, 11, 13), "2026-1": date(2026, 5, 7)}
    days["2026-2"] = date(2026, 10, 8)
    for half_year, day in days.items():
        for one in made:
            known = one.status in {"i gang", "gennemført"}
            if not known or rng.random() < 0.4:  # noqa: PLR2004 (some are never followed up)
                continue
            number += 1
            late = one.status == "gennemført" and half_year != "2026-2"
            options = [
                f":id: OP_{number:03}",
                f":foelger_op: {one.id}",
                f":halvaar: {half_year}",
                f":forum: {rng.choice(FORUMS)}",
                f":dato: {day}",
                f":status: {'i gang' if late else one.status}",
            ]
            if rng.random() < 0.3:  # noqa: PLR2004
                options.append(f":naeste_skridt: {rng.choice(NEXT)}")
            text = "\n".join([*options, "", rng.choice(REPORTS)])
            block = f":::{{opfølgning}} {one.title}\n{text}\n:::\n"
            found.setdefault(half_year, []).append(block)
    return found


def weaken(made: list[Initiative]) -> None:
    """Say of each link with the weak goal that it is weak: of that link alone."""
    for one in made:
        if WEAK_GOAL in one.goals:
            one.values["koblinger"] = f"{WEAK_GOAL}: lav, {REASON}"


def confirmed(rng: random.Random, made: list[Initiative]) -> str:
    """Return the list of confirmed links: of most goals some are not confirmed yet."""
    titles = {
        f"MS_{number}_{place}": goal
        for number, goals in enumerate(SIGNPOSTS.values(), 1)
        for place, goal in enumerate(goals, 1)
    }
    links = [
        ConfirmedLink(
            (one.id, "bidrager_til", x), DAY_CONFIRMED.isoformat(), (titles[x], "")
        )
        for one in made
        for x in one.goals
        if rng.random() < CONFIRMED.get(x, 0.7)
    ]
    return serialize(links)


def goal_page() -> str:
    """Return the page of the signposts and their goals."""
    blocks = []
    for number, (signpost, goals) in enumerate(SIGNPOSTS.items(), 1):
        blocks.append(f"## {signpost}\n")
        blocks.append(f":::{{pejlemærke}} {signpost}\n:id: PM_{number}\n:::\n")
        for place, goal in enumerate(goals, 1):
            options = f":id: MS_{number}_{place}\n:under: PM_{number}\n"
            blocks.append(f":::{{målsætning}} {goal}\n{options}\nMålet er opdigtet.\n:::\n")
    outline = ":::{needs-outline}\n:levels: pejlemærke, målsætning\n:links: under\n:::\n"
    return "\n".join(["# Pejlemærker og målsætninger\n", NOTICE, outline, *blocks])


def plan_page(number: int, signpost: str, made: list[Initiative]) -> str:
    """Return the page of one signpost's initiatives."""
    own = [one.block() for one in made if one.id[3] == str(number)]
    return "\n".join([f"# Tiltag: {signpost}\n", NOTICE, *own])


def model() -> str:
    """Return the model and the states of the knowledge base, with our own settings."""
    text = (REPO / "ubproject.toml").read_text(encoding="utf-8")
    tables = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    names = r"needs\b|needs_core\b(?!\.commands)|needs_history\b|needs_authoring\b"
    wanted = re.compile(rf"\[\[?({names})")
    kept = "".join(table for table in tables if wanted.match(table))
    return kept + (EXAMPLE / "settings.toml").read_text(encoding="utf-8")


def plan() -> tuple[random.Random, list[Initiative]]:
    """Return the initiatives, and what the rest of the plan is drawn by."""
    rng = random.Random(SEED)
    made = initiatives(rng)
    weaken(made)
    return rng, made


def write(folder: Path) -> None:
    """Write the whole project; what was there before is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    docs = folder / "docs"
    shutil.copytree(EXAMPLE / "docs", docs)
    rng, made = plan()
    pages = {"maal": goal_page()}
    for number, signpost in enumerate(SIGNPOSTS, 1):
        pages[f"tiltag/{number}"] = plan_page(number, signpost, made)
    for half_year, blocks in follow_ups(rng, made).items():
        title = f"# Opfølgning {half_year}\n"
        pages[f"opfoelgning/{half_year}"] = "\n".join([title, NOTICE, *blocks])
    for name, text in pages.items():
        path = docs / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "ubproject.toml").write_text(model(), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
    # Beside the settings, where Sphinx looks for it; the same each time.
    CONFIRMED_FILE.write_text(confirmed(random.Random(SEED), plan()[1]), encoding="utf-8")
