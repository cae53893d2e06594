"""Files are taken in through the workshop: the meeting's, the plan's, the package's."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from needs_core.command_line import use_language
from tests.browser.test_accessibility import RULES, axe
from tests.needs_history.conftest import A_DAY, copied
from tests.needs_workshop.conftest import Served, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.needs_workshop.conftest import Answer

PATH = "/_workshop/import"
MEETING = "opfoelgning/halvaarspakke.html"
PATIENCE = 120_000
BOUNDARY = "----en-graense"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the workshop of the example; a test leaves its pages as they were."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", A_DAY)
        with served(copied(tmp_path_factory.mktemp("town"))) as found:
            found.built()
            site = found.opened.workshop.folders.site
            for name in ("plan", "history"):  # as they were before any test
                shutil.copytree(site / name, found.project.work / "downloads" / name)
            yield found


@pytest.fixture(autouse=True)
def _as_it_was(town: Served, _danish: None) -> Iterator[None]:
    use_language("da", "needs_authoring", "needs_exchange")
    before = files(town)
    yield
    for path in files(town).keys() - before.keys():
        path.unlink()
    for path, content in before.items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


@pytest.fixture
def window(town: Served, browser: Browser) -> Iterator[Page]:
    """Return a window that was let in, on a phone in the dark."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme="dark", locale="da-DK"
    )
    page = context.new_page()
    page.goto(town.opened.workshop.session.new_ticket())
    yield page
    context.close()


def files(town: Served) -> dict[Path, bytes]:
    folder, names = town.project.conf, ("*.md", "*.toml", "*.csv")
    found = [path for name in names for path in folder.rglob(name)]
    return {path: path.read_bytes() for path in found}


def multipart(town: Served, parts: list[tuple[str, str | None, bytes]]) -> bytes:
    """Return the body of a form: of each part its name, its file name and its content."""
    made = []
    for name, file, content in parts:
        named = f'; filename="{file}"' if file is not None else ""
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
        )
        made.append(head.encode() + content + b"\r\n")
    return b"".join(made) + f"--{BOUNDARY}--\r\n".encode()


def sent(town: Served, name: str, content: bytes, **headers: str) -> Answer:
    """Send a file as the form does."""
    token = town.opened.workshop.session.form_token.encode()
    body = multipart(town, [(":token", None, token), ("file", name, content)])
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **headers}
    return town.ask(PATH, {}, body=body, headers=kind)


def written(town: Served, shown: Answer, step: str = "write") -> Answer:
    return town.ask(PATH, {**shown.hidden, ":step": step})


def plan(town: Served, *cells: tuple[str, str, object]) -> bytes:
    """Return the plan's workbook, with cells changed: id, header, value."""
    path = town.project.work / "downloads" / "plan" / "plan.xlsx"
    book = openpyxl.load_workbook(path)
    sheet: Any = book["Indsatser"] if "Indsatser" in book.sheetnames else book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=2)}
    for id_, header, value in cells:
        sheet.cell(rows[id_], heads[header]).value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def git(folder: Path, *words: str) -> str:
    program = shutil.which("git")
    if program is None:
        pytest.skip("there is no git")
    done = subprocess.run(
        [program, "-C", str(folder), *words], capture_output=True, check=True
    )
    return done.stdout.decode()


def with_git(folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "config", "user.name", "Somebody")
    git(folder, "config", "user.email", "somebody@example.org")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=All")


def decided(window: Page, folder: Path) -> Path:
    """Decide on two lines at the page of the meeting; return the file that it saves."""
    window.wait_for_selector(".meeting-started")
    window.get_by_label("Forum", exact=True).select_option("ledermøde")
    window.get_by_label("Dato", exact=True).fill("2026-12-10")
    for id_, status in (("IND_02", "stoppet"), ("IND_06", "afsluttet")):
        form = window.locator("details.meeting-line").filter(has_text=f"{id_} ").first
        form.evaluate("fold => { fold.open = true }")
        form.get_by_label("Status").select_option(status)
        form.get_by_label("Beslutning").fill(f"Æ: {status} <b>nu</b>")
    with window.expect_download() as download:
        window.get_by_role("button", name="Gem mødets fil").press("Enter")
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_a_meeting_is_decided_and_taken_in_by_keyboard_in_one_commit(
    town: Served, window: Page, tmp_path: Path
) -> None:
    before, conf = files(town), town.project.conf
    done = len(town.opened.workshop.editor.changes)
    with_git(conf)
    window.goto(f"{town.root}/{MEETING}")
    file = decided(window, tmp_path)
    window.get_by_role("link", name="Læs en fil ind").focus()
    window.keyboard.press("Enter")
    window.wait_for_url(f"**{PATH}")
    judged(window)
    window.get_by_role("button", name="Se ændringen").press("Enter")
    window.wait_for_selector("text=Der er ikke valgt en fil.")
    judged(window)
    window.get_by_label("Fil", exact=True).set_input_files(file)
    window.get_by_role("button", name="Se ændringen").press("Enter")
    window.wait_for_selector("text=Ændret: 2. Nye: 2. Intet er skrevet endnu.")
    judged(window)
    assert "stoppet <b>nu</b>" in window.inner_text("main")
    assert files(town) == before
    window.get_by_role("button", name="Gem", exact=True).press("Enter")
    window.wait_for_url("**/*.html#IND_*", timeout=PATIENCE)
    after = files(town)
    changed = {path.name for path in after if after[path] != before.get(path)}
    assert changed == {"handleplan.md", "2026-2.md", "indlaest.csv"}
    assert file.name.encode() in after[conf / "indlaest.csv"]

    window.goto(f"{town.root}/_workshop/changes")
    judged(window)
    assert window.locator(".workshop-changes li").count() == done + 1
    window.get_by_role("button", name="Gem i git").or_(
        window.locator("form[action$=commit] button")
    ).first.press("Enter")
    window.wait_for_selector(".workshop-note")
    assert git(conf, "rev-list", "--count", "HEAD").strip() == "2"
    named = git(conf, "show", "--name-only", "--format=").split()
    assert {name.rpartition("/")[2] for name in named} == changed

    window.locator("button[name=':number']").first.press("Enter")
    window.wait_for_url("**/*.html#IND_*", timeout=PATIENCE)
    assert files(town) == before
    shutil.rmtree(conf / ".git")


def judged(page: Page) -> None:
    assert axe(page, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_plan_and_the_package_in_excel_and_csv(town: Served) -> None:
    before, site = files(town), town.project.work / "downloads"
    changed = plan(town, ("IND_02", "Ejer", "Lederen af Æ"))
    shown = sent(town, "plan.xlsx", changed)
    assert shown.status == 200, shown.text
    assert "Ændret: 1. Nye: 0." in shown.text
    assert "Lederen af Æ" in shown.text
    assert files(town) == before
    patch = written(town, shown, "patch")
    assert "+:ejer: Lederen af Æ" in patch.text
    assert files(town) == before
    assert written(town, shown).status == 303
    assert (
        ":ejer: Lederen af Æ\n".encode()
        in files(town)[town.project.source / "handleplan.md"]
    )
    # The same file again changes nothing.
    assert (
        "Filen ændrer intet"
        in sent(town, "plan.xlsx", plan(town, ("IND_02", "Ejer", "Lederen af Æ"))).text
    )
    for file in (*site.glob("plan/*.csv"), *site.glob("history/*.xlsx")):
        answer = sent(town, file.name, file.read_bytes())
        assert answer.status == 200, answer.text
        assert "Intet er skrevet endnu" not in answer.text


def test_what_two_have_changed_is_refused_with_its_cell(town: Served) -> None:
    content = plan(town, ("IND_02", "Ejer", "Lederen af Æ"))
    page = town.project.source / "handleplan.md"
    old = next(x for x in page.read_text("utf-8").split(":::\n") if ":id: IND_02\n" in x)
    line = next(x for x in old.splitlines() if x.startswith(":ejer:"))
    text = page.read_text("utf-8").replace(old, old.replace(line, ":ejer: En anden"))
    page.write_bytes(text.encode())
    before = files(town)
    shown = sent(town, "plan.xlsx", content)
    assert shown.status == 422
    assert "To har ændret det her" in shown.text or "To har rettet" in shown.text
    assert "IND_02" in shown.text
    assert written(town, shown).status == 403  # there is no form to be sent
    assert files(town) == before


def test_what_was_changed_meanwhile_is_seen_again(town: Served) -> None:
    shown = sent(town, "plan.xlsx", plan(town, ("IND_02", "Ejer", "Lederen af Æ")))
    page = town.project.source / "handleplan.md"
    page.write_bytes(page.read_bytes() + b"\nMere.\n")
    again = written(town, shown)
    assert again.status == 200
    assert "Siderne er ændret, siden du så det her." in again.text
    assert written(town, again).status == 303
    assert page.read_bytes().endswith(b"\nMere.\n")


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b"0" * 90_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tom.xlsx", b""),
        ("plan.xlsx", b"PK\x03\x04 og mere"),
        ("bombe.xlsx", _bomb()),
        ("gammel.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("plan.csv", b"\xff\xfe\x00\xd8" * 400),
        ("moede.json", b'{"a":' * 100_000),
        ("moede.json", json.dumps({"format": "needs-meeting", "version": 2}).encode()),
        ("../../conf.py", b"print('x')"),
        ("CON", b"Id;Titel\r\n"),
        ("<script>alert(1)</script>.xlsx", b"x"),
        ("billede.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50),
    ],
)
def test_a_hostile_file_is_refused_in_danish(
    town: Served, name: str, content: bytes
) -> None:
    before = files(town)
    shown = sent(town, name, content)
    assert shown.status == 422, shown.text
    assert "Filen er ikke læst ind, og intet er skrevet." in shown.text
    assert "Traceback" not in shown.text
    assert "<script>alert" not in shown.text
    assert files(town) == before
    folder = town.opened.workshop.folders.work / "sent"
    assert [len(x.name) for x in folder.iterdir()] == [64]  # its digest, and no older one


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Cookie": ""},
        {"Host": "evil.example"},
        {"Content-Type": "multipart/form-data"},
        {"Content-Type": "multipart/form-data; boundary=en-anden"},
        {"Content-Type": "text/plain"},
        {"Content-Length": "99999999999"},
    ],
)
def test_a_file_from_elsewhere_is_not_read(town: Served, headers: dict[str, str]) -> None:
    before = files(town)
    content = plan(town, ("IND_02", "Ejer", "Fjenden"))
    answer = sent(town, "plan.xlsx", content, **headers)
    assert answer.status in {400, 403, 413, 415, 421}
    assert "Fjenden" not in answer.text
    assert files(town) == before


def test_a_form_with_a_file_needs_its_token_and_holds_one_file(town: Served) -> None:
    token = town.opened.workshop.session.form_token.encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    good, file = (":token", None, token), ("file", "plan.xlsx", b"x")
    refused: tuple[list[tuple[str, str | None, bytes]], ...] = (
        [file],
        [(":token", None, b"x"), file],
        [(":token", "token.txt", token), file],
        [good, file, file],
        [good, *[(f"x{n}", None, b"x") for n in range(5)], file],
        [good, ("x", None, b"x" * 2_000_000), file],
    )
    for parts in refused:
        answer = town.ask(PATH, {}, body=multipart(town, parts), headers=kind)
        assert answer.status == 403, parts
    large = multipart(town, [good, ("file", "stor.xlsx", b"x" * 20_100_000)])
    answer = town.ask(PATH, {}, body=large, headers=kind)
    assert answer.status == 413
    assert "større end 20 MB" in answer.text
    # Another form takes no file.
    assert town.ask("/_workshop/undo", {}, body=large[:500], headers=kind).status == 415
    unknown = {":token": token.decode(), ":file": "../../x", ":step": "write"}
    assert "Vælg den igen" in town.ask(PATH, unknown).text
