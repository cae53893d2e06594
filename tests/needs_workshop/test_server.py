"""The server lets in its own browser and nobody else, and writes what was seen."""

from __future__ import annotations

import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from needs_workshop.project_reader import WorkshopError
from needs_workshop.server import open_workshop
from needs_workshop.tasks import read_tasks

if TYPE_CHECKING:
    from tests.needs_workshop.conftest import Answer, Served

NEED = "/_workshop/need/TI_101"
PAGE = "tiltag-1.md"


def page(workshop: Served, name: str = PAGE) -> bytes:
    return (workshop.project.source / name).read_bytes()


def write(workshop: Served, path: str, shown: Answer) -> Answer:
    return workshop.ask(path, {**shown.hidden, ":step": "write"})


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "[::1]", ""])
def test_another_host_is_not_answered(workshop: Served, host: str) -> None:
    assert workshop.ask("/index.html", Host=host).status in {400, 421}
    given = workshop.asked(workshop.ask(NEED))
    assert workshop.ask(NEED, given, Host=host).status in {400, 421}


@pytest.mark.parametrize("path", ["/", "/index.html", NEED, "/_workshop/needs.json"])
@pytest.mark.parametrize("cookie", ["", "needs_workshop=x", "needs_workshop_{}=é", "{}="])
def test_a_browser_without_the_cookie_sees_nothing(
    workshop: Served, path: str, cookie: str
) -> None:
    answer = workshop.ask(path, Cookie=cookie.format(workshop.port))
    assert answer.status == 403
    assert "TI_101" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Cookie": ""},
        {"Content-Type": "text/plain"},
        {"Content-Type": "multipart/form-data; boundary=x"},
    ],
)
def test_a_page_from_elsewhere_cannot_write(
    workshop: Served, headers: dict[str, str]
) -> None:
    before = page(workshop)
    shown = workshop.form(NEED, ansvarlig="Fjenden")
    answer = workshop.ask(NEED, {**shown.hidden, ":step": "write"}, headers=headers)
    assert answer.status in {403, 415}
    assert page(workshop) == before


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_form_without_the_token_does_not_write(workshop: Served, token: str) -> None:
    before = page(workshop)
    shown = workshop.form(NEED, ansvarlig="Fjenden")
    given = {**shown.hidden, ":step": "write", ":token": token}
    answer = workshop.ask(NEED, given)
    assert answer.status == 403
    assert "hører ikke til dette værksted" in answer.text
    assert page(workshop) == before


@pytest.mark.parametrize(
    "body", [b"\xff\xfe=%ff", b"&" * 5000, b"a=" + b"x" * 600_000, b"%ff=%ff&:token=%e6"]
)
def test_a_form_that_cannot_be_read_is_refused(workshop: Served, body: bytes) -> None:
    assert workshop.ask(NEED, {}, body=body).status in {403, 413}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(workshop: Served, method: str) -> None:
    assert workshop.ask(NEED, method=method).status == 405


def test_a_ticket_lets_in_once(workshop: Served) -> None:
    session = workshop.opened.workshop.session
    path = session.new_ticket().removeprefix(workshop.root)
    assert workshop.ask(path, Cookie="", Host="evil.example").status == 421
    first = workshop.ask(path, Cookie="")
    assert first.status == 303
    assert first.headers["location"] == "/"
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert workshop.ask(path, Cookie="").status == 403
    assert workshop.ask("/_workshop/open?ticket=", Cookie="").status == 403
    assert workshop.ask("/_workshop/open", Cookie="").status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/../conf.py",
        "/%2e%2e/%2e%2e/conf.py",
        "/..%2fsource/conf.py",
        "/_workshop/assets/../handlers.py",
        "/_workshop/assets/%2e%2e/handlers.py",
        "/%00",
        "//etc/passwd",
    ],
)
def test_no_file_outside_the_site_is_served(workshop: Served, path: str) -> None:
    answer = workshop.ask(path)
    assert answer.status == 404
    assert "import" not in answer.text


def test_every_answer_has_the_policy(workshop: Served) -> None:
    for path in ("/index.html", NEED, "/_workshop/assets/workshop.css", "/nowhere"):
        headers = workshop.ask(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-resource-policy"] == "same-origin"


def test_the_built_site_holds_nothing_of_the_workshop(workshop: Served) -> None:
    assert "_workshop" in workshop.ask("/index.html").text
    site = workshop.opened.workshop.folders.site
    for path in site.rglob("*"):
        assert "workshop" not in path.name
        if path.suffix in {".html", ".js", ".css", ".json"}:
            assert "_workshop" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("status", "<script>alert(1)</script>", "kan ikke stå her"),
        ("frist", "i morgen", "er ikke en dato"),
        ("bidrager_til", "MS_9_9", "findes ikke"),
        ("ansvarlig", "[[copy('id')]]", "Teksten indeholder"),
        ("title", " ", "mangler"),
        ("under", "", "mangler"),
    ],
)
def test_a_fault_is_told_beside_its_field(
    workshop: Served, name: str, value: str, fault: str
) -> None:
    before = page(workshop)
    answer = workshop.form(NEED, **{name: value})
    assert answer.status == 422
    assert f'id="field-{name}-fault"' in answer.text
    assert fault in answer.text
    assert "<script>alert" not in answer.text
    given = {**workshop.asked(workshop.ask(NEED)), name: value, ":step": "write"}
    assert workshop.ask(NEED, given).status == 422
    assert page(workshop) == before


@pytest.mark.parametrize(
    "path",
    ["/_workshop/need/X", "/_workshop/need/%3Cb%3E", "/_workshop/new/x", "/_workshop/x"],
)
def test_what_is_not_there_is_told(workshop: Served, path: str) -> None:
    answer = workshop.ask(path)
    assert answer.status == 409
    assert "<b>" not in answer.text


@pytest.mark.parametrize("name", ["../ude", "/etc/passwd", "a\0b"])
def test_a_new_need_goes_on_no_page_outside(workshop: Served, name: str) -> None:
    given = {"title": "Nyt", "status": "kandidat", "under": "PM_1", ":page": name}
    answer = workshop.form("/_workshop/new/tiltag", **given)
    assert answer.status == 422
    assert "Intet er gemt" in answer.text


def test_a_field_is_written_undone_and_done_again(workshop: Served) -> None:
    before = page(workshop)
    shown = workshop.form(NEED, ansvarlig="Enheden & <b>", frist="1.2.2027")
    assert shown.status == 200
    assert "Enheden &amp; &lt;b&gt;" in shown.text
    assert page(workshop) == before
    done = write(workshop, NEED, shown)
    assert done.status == 303
    after = page(workshop)
    wanted = before.replace(b"2027-01-01\n", b"2027-02-01\n")
    wanted = wanted.replace(
        b":status: kandidat\n", b":status: kandidat\n:ansvarlig: Enheden & <b>\n"
    )
    assert after == wanted
    workshop.built()
    site = workshop.ask("/tiltag-1.html").text
    assert "1. februar 2027" in site
    number = str(workshop.opened.workshop.editor.changes[0].number)
    undo = {":token": shown.hidden[":token"], ":number": number}
    assert workshop.ask("/_workshop/undo", undo).status == 303
    assert page(workshop) == before
    # Once undone, it is not what was written any more.
    again = workshop.ask("/_workshop/undo", undo)
    assert again.status == 409
    workshop.built()


def test_a_site_that_is_built_before_it_is_asked_for_is_shown_at_once(
    workshop: Served,
) -> None:
    """Else the reader would wait before a page that goes on no further."""
    workshop.built()
    assert not workshop.opened.workshop.build.state.messages
    answer = workshop.ask("/_workshop/build?id=TI_101")
    assert answer.status == 303
    assert answer.headers["location"] == "/tiltag-1.html#TI_101"


def test_what_was_changed_meanwhile_is_seen_again_before_it_is_written(
    workshop: Served,
) -> None:
    before = page(workshop, "tiltag-2.md")
    path = "/_workshop/need/TI_102"
    shown = workshop.form(path, ansvarlig="En enhed")
    other = before.replace(b"Tiltag 2", b"Tiltag to")
    (workshop.project.source / "tiltag-2.md").write_bytes(other)
    again = write(workshop, path, shown)
    assert again.status == 200
    assert "Siden er ændret, siden du så dette" in again.text
    assert page(workshop, "tiltag-2.md") == other
    assert write(workshop, path, again).status == 303
    now = page(workshop, "tiltag-2.md")
    assert now.replace(b":ansvarlig: En enhed\n", b"") == other
    workshop.built()


def test_the_same_field_changed_by_two_is_asked_again(workshop: Served) -> None:
    path = "/_workshop/need/TI_103"
    form = workshop.asked(workshop.ask(path))
    file = workshop.project.source / "tiltag-3.md"
    file.write_bytes(file.read_bytes().replace(b":status: ", b":status: ", 1))
    workshop.project.edit("tiltag-3.md", (f":status: {form['status']}", ":status: opgivet"))
    given = {**form, "status": "gennemført", ":step": "preview"}
    answer = workshop.ask(path, given)
    assert answer.status == 422
    assert "Andre har imens ændret dette til ”opgivet”" in answer.text
    given = {**given, **answer.hidden}
    assert "−" in workshop.ask(path, given).text


def test_the_text_is_written_and_nothing_else(workshop: Served) -> None:
    path, before = "/_workshop/need/TI_105", page(workshop, "tiltag-5.md")
    typed = "Ny tekst & <b>.\r\n\r\n- et punkt  \r\n"
    shown = workshop.form(path, **{":text": typed})
    assert shown.status == 200
    assert "TI_105: tekst" not in shown.text  # seen before it is done
    assert write(workshop, path, shown).status == 303
    after = page(workshop, "tiltag-5.md")
    assert b"\n\nNy tekst & <b>.\n\n- et punkt\n:::" in after
    assert workshop.opened.workshop.editor.changes[0].what == "TI_105: tekst"
    again = workshop.form(path, **{":text": shown.hidden["was::text"]})
    assert write(workshop, path, again).status == 303
    assert page(workshop, "tiltag-5.md") == before
    workshop.built()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{ndf}`copy('id')`", "Teksten indeholder"),
        (":::\n\nUd af blokken", "Skriv det der i hånden"),
        (":::{tiltag} To\n:id: TI_199\n:::", "Skriv det der i hånden"),
    ],
)
def test_a_text_that_cannot_stand_there_is_told(
    workshop: Served, text: str, fault: str
) -> None:
    before = page(workshop, "tiltag-5.md")
    answer = workshop.form("/_workshop/need/TI_105", **{":text": text})
    assert answer.status == 422
    assert fault in answer.text
    assert text.splitlines()[0].replace("'", "&#39;") in answer.text
    assert page(workshop, "tiltag-5.md") == before


def test_the_same_text_changed_by_two_is_asked_again(workshop: Served) -> None:
    path = "/_workshop/need/TI_105"
    form, before = workshop.asked(workshop.ask(path)), page(workshop, "tiltag-5.md")
    workshop.project.edit("tiltag-5.md", (form[":text"], "Deres."))
    answer = workshop.ask(path, {**form, ":text": "Min.", ":step": "preview"})
    assert answer.status == 422
    assert "Andre har imens ændret dette til ”Deres.”" in answer.text
    assert "Min.</textarea>" in answer.text
    # A field alone keeps what they wrote.
    kept = workshop.ask(path, {**form, "ansvarlig": "Enhed", ":step": "preview"})
    assert "og deres ændring bliver stående: tekst" in kept.text
    mine = {**form, **answer.hidden, ":text": "Min.", ":step": "preview"}
    assert write(workshop, path, workshop.ask(path, mine)).status == 303
    assert b"Min." in page(workshop, "tiltag-5.md")
    assert b"Deres." not in page(workshop, "tiltag-5.md")
    (workshop.project.source / "tiltag-5.md").write_bytes(before)
    workshop.built()


def test_two_who_write_at_once_both_get_it_written(workshop: Served) -> None:
    path, answers = "/_workshop/need/TI_105", {"ansvarlig": "Fælles", "frist": "2030-05-01"}
    opened = {name: workshop.asked(workshop.ask(path)) for name in answers}

    def save(name: str) -> int:
        given = {**opened[name], name: answers[name], ":step": "preview"}
        shown = workshop.ask(path, given)
        for _try in range(5):
            assert shown.status == 200, shown.text
            shown = write(workshop, path, shown)
            if shown.status == 303:
                return 303
        return shown.status

    with ThreadPoolExecutor() as both:
        assert list(both.map(save, answers)) == [303, 303]
    text = page(workshop, "tiltag-5.md").decode()
    assert ":ansvarlig: Fælles\n" in text
    assert ":frist: 2030-05-01\n" in text
    workshop.built()


def test_one_commit_of_what_was_changed(workshop: Served) -> None:
    source = workshop.project.source
    program = shutil.which("git")
    if program is None:
        pytest.skip("there is no git")

    def git(*arguments: str) -> str:
        done = subprocess.run(
            [program, "-C", str(source), *arguments], capture_output=True, check=True
        )
        return done.stdout.decode()

    git("init", "--quiet")
    git("config", "user.name", "Somebody")
    git("config", "user.email", "somebody@example.org")
    git("add", ".")
    git("commit", "--quiet", "--message=All")
    (source / "maal-a.md").write_bytes((source / "maal-a.md").read_bytes() + b"\nMere.\n")
    path = "/_workshop/need/TI_104"
    assert "Gem dem i git" not in workshop.ask("/_workshop/changes").text
    assert write(workshop, path, workshop.form(path, ansvarlig="Ny")).status == 303
    shown = workshop.ask("/_workshop/changes")
    assert "tiltag-4.md" in shown.text
    given = {":token": shown.hidden[":token"], ":sentence": "--amend\n'; $(x)"}
    answer = workshop.ask("/_workshop/commit", given)
    assert answer.status == 200, answer.text
    assert git("log", "-1", "--format=%s").strip() == "--amend '; $(x)"
    assert git("show", "--name-only", "--format=").split() == ["tiltag-4.md"]
    assert "maal-a.md" in git("status", "--porcelain")
    assert workshop.ask("/_workshop/commit", given).status == 409
    workshop.built()

    # Who may not write to the branch: one of their own, or a file.
    was = git("rev-parse", "HEAD"), git("branch", "--show-current"), git("status", "-s")
    shown = workshop.form(path, frist="2031-01-02", **{":text": "Uden \u2028 linje."})
    alone = workshop.ask(path, {**shown.hidden, ":step": "patch"})
    assert alone.headers["content-disposition"].endswith("TI_104.patch")
    assert git("status", "-s") == was[2]
    assert write(workshop, path, shown).status == 303
    sent = workshop.ask("/_workshop/changes.patch").text
    given |= {":to": "branch", ":branch": "forslag/en", ":sentence": "Ny frist"}
    answer = workshop.ask("/_workshop/commit", given)
    assert answer.status == 200, answer.text
    assert "forslag/en" in answer.text
    changed = page(workshop, "tiltag-4.md")
    assert (git("rev-parse", "HEAD"), git("branch", "--show-current")) == was[:2]
    assert "M tiltag-4.md" in git("status", "-s")
    assert git("show", "--name-only", "--format=%s", "forslag/en").split() == [
        *("Ny", "frist"),
        "tiltag-4.md",
    ]
    assert git("show", "forslag/en:tiltag-4.md").encode() == changed
    for name in ("forslag/en", "--force", "a b", "../x", ""):
        refused = workshop.ask("/_workshop/commit", {**given, ":branch": name or " "})
        assert refused.status == 409, name
    for text in (alone.text, sent):
        git("checkout", "--quiet", "HEAD", "--", "tiltag-4.md")
        subprocess.run(
            [program, "-C", str(source), "apply"], input=text.encode(), check=True
        )
        assert page(workshop, "tiltag-4.md") == changed
    workshop.built()


def test_one_workshop_of_a_project_at_a_time(workshop: Served) -> None:
    folders = workshop.opened.workshop.folders
    with (
        pytest.raises(WorkshopError, match="allerede åbent"),
        open_workshop(folders, "da", quiet=True),
    ):
        pass


def test_a_task_runs_once_and_only_for_the_workshop(workshop: Served) -> None:
    path, number = "/_workshop/tasks", {":number": "0"}
    assert workshop.ask(path, number).status == 403
    token = workshop.ask(path).hidden
    for foreign in ("http://evil.example", ""):
        answer = workshop.ask(path, {**token, **number}, Origin=foreign)
        assert answer.status == 403
    tasks = workshop.opened.workshop.tasks
    assert not tasks.last.running
    for odd in ("", "-1", "3", "x", "9" * 40):
        assert workshop.ask(path, {**token, ":number": odd}).status == 303
        assert not tasks.last.running
    assert workshop.ask(path, {**token, **number}).status == 303
    assert tasks.last.running
    assert not tasks.start(1)
    assert '"running":true' in workshop.ask("/_workshop/tasks.json").text
    for _ in range(200):
        if not tasks.last.running:
            break
        time.sleep(0.05)
    assert (tasks.last.title, tasks.last.code) == ("Lav det", 0)


@pytest.mark.parametrize(
    "text", ["{", "1", '["a"]', '[["a"]]', '[["", ["x"]]]', '[["a", []]]', '[["a", [1]]]']
)
def test_tasks_that_cannot_be_read_are_told(text: str) -> None:
    with pytest.raises(WorkshopError, match="--tasks kan ikke læses"):
        read_tasks(text)
