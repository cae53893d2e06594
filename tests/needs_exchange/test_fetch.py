"""Plans of others are fetched whole or not at all, and the reason is told in Danish."""

from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import threading
import time
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import TYPE_CHECKING, Any

import pytest

from needs_core.atomic_write import recover
from needs_exchange.plans import fetch
from needs_exchange.plans.load import digest
from tests.needs_core.test_atomic_write import interrupted, kill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK, COPY = "plans.lock.json", "planer/nord.json"


def plan(**needs: Any) -> bytes:
    """Return a ``needs.json`` with needs, or with what stands in their place."""
    made = {
        id_: {"id": id_, "type": "indsats", "title": id_, **values}
        for id_, values in needs.items()
    }
    content = {"current_version": "1", "versions": {"1": {"needs": made}}}
    return json.dumps(content).encode()


GOOD = plan(I_1={"stoetter": ["M_1"]}, I_2={"tags": []})
OLD = plan(I_1={"stoetter": []}, I_9={})


def write_conf(folder: Path, source: str, types: tuple[str, ...] = ()) -> None:
    entry = {"name": "Nord", "file": COPY, "source": source, "url": "", "types": types}
    (folder / "conf.py").write_text(
        'language = "da"\nneeds_links = {"stoetter": {}}\n'
        f"needs_exchange_plans = {{'nord': {entry!r}}}\n"
    )


def state(folder: Path) -> dict[str, bytes | None]:
    paths = {name: folder / name for name in (LOCK, COPY)}
    return {name: x.read_bytes() if x.exists() else None for name, x in paths.items()}


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """Return a project that has a plan, which is pinned."""
    (tmp_path / "nord.json").write_bytes(OLD)
    write_conf(tmp_path, "nord.json")
    assert fetch.main([str(tmp_path)]) == 0
    return tmp_path


def refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Fetch what is refused; return the reason. Nothing is written."""
    before = state(folder)
    capsys.readouterr()
    assert fetch.main([str(folder)]) == 1
    assert state(folder) == before
    said = capsys.readouterr()
    assert not said.err
    assert said.out.startswith("Nord: ")
    assert said.out.endswith(" Intet er skrevet.\n")
    return said.out


def test_a_plan_and_its_pin_are_written_together(
    centre: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (centre / "nord.json").write_bytes(GOOD)
    assert fetch.main([str(centre)]) == 0
    said = capsys.readouterr().out
    assert "Nord: 2 elementer" in said
    assert "  + I_2  I_2\n  - I_9  I_9\n" in said
    assert state(centre)[COPY] == GOOD
    pin = json.loads((centre / LOCK).read_bytes())["plans"]["nord"]
    assert pin["sha256"] == digest(GOOD)
    assert pin["gone"] == {"I_9": "I_9"}


def test_killed_at_any_operation_plan_and_pin_are_of_one_time(centre: Path) -> None:
    old = state(centre)
    (centre / "nord.json").write_bytes(GOOD)
    new: dict[str, bytes | None] = {}
    for at in range(1, 200):
        for name, content in old.items():
            (centre / name).write_bytes(content or b"")
        code = interrupted(centre, at, kill, lambda: fetch.main([str(centre)]))
        recover(centre)
        found = state(centre)
        new = found if found != old and not new else new
        assert found in (old, new)
        if code == 0:
            break
    assert code == 0
    assert at > 30
    assert json.loads(new[LOCK] or b"")["plans"]["nord"]["sha256"] == digest(GOOD)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (plan(I_1={"stoetter": 5}), "I_1: ”stoetter” er ikke en liste af id’er."),
        (plan(I_1={"stoetter": [{"a": 1}]}), "”stoetter” er ikke en liste af id’er."),
        (plan(I_1={"stoetter": "M_1"}), "”stoetter” er ikke en liste af id’er."),
        (plan(I_1={"ejer": {"a": 1}}), "”ejer” rummer noget, som et felt ikke kan rumme."),
        (plan(I_1={"status": 5}), "I_1: ”status” er ikke en tekst."),
        (plan(I_1={"title": None}), "I_1: ”title” er ikke en tekst."),
        (plan(I_1={"id": "I_2"}), "er ikke et id."),
        (plan(**{"I\n1": {}}), "”I\N{REPLACEMENT CHARACTER}1” er ikke et id."),
        (plan(I_1={"vaerdi": float("nan")}), "Den rummer ”NaN”, som ikke er et tal."),
        (GOOD.replace(b'"I_2"', b"1e999", 1), "Den er ikke JSON."),
        (GOOD.replace(b"[]", b"1e999", 1), "Den rummer ”1e999”, som ikke er et tal."),
        (GOOD.replace(b'"tags"', b'"id"', 1), "”id” står der to gange."),
        (GOOD.replace(b'"M_1"', rb'"\ud800"', 1), "Den rummer et halvt tegn"),
        (GOOD.replace(b'"M_1"', b"9" * 5000, 1), "Den er ikke JSON."),
        (plan(), "Den har ingen elementer, og ingen har sagt ja til det."),
        (b"<!doctype html><title>Log ind</title>", "Det er en webside"),
        (b"", "Den er ikke JSON."),
        (b"[" * 100_000, "Den er ikke JSON."),
        (b"\xff\xfe\xfd", "Den er ikke JSON."),
        (b"[]", "Den er JSON, men ikke en needs.json."),
        (b'{"current_version": [], "versions": {}}', "men ikke en needs.json."),
        (b'{"current_version": "1", "versions": {"1": {"needs": []}}}', "needs.json."),
    ],
)
def test_what_no_build_can_use_is_refused_when_it_is_fetched(
    centre: Path, capsys: pytest.CaptureFixture[str], raw: bytes, reason: str
) -> None:
    (centre / "nord.json").write_bytes(raw)
    assert reason in refused(centre, capsys)


def test_a_program_is_refused_where_its_need_becomes_ours(
    centre: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {
        "title": "[[calc_sum('x')]]",
        "ejer": "<<a>>",
        "stoetter": ["[[a]]"],
    }.items():
        (centre / "nord.json").write_bytes(plan(I_1={name: value, "content": "[[a]]"}))
        write_conf(centre, "nord.json", ("indsats",))
        assert f"I_1: ”{name}” rummer noget, som bygningen" in refused(centre, capsys)
        write_conf(centre, "nord.json")  # a text on a page is a text
        assert fetch.main([str(centre)]) == 0


def test_an_empty_plan_is_taken_in_when_somebody_says_so(
    centre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (centre / "nord.json").write_bytes(plan())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    for answer, code in (("nej", 1), ("", 1), ("Ja ", 0)):
        monkeypatch.setattr("builtins.input", lambda _text, answer=answer: answer)
        assert fetch.main([str(centre)]) == code


def test_what_is_no_file_is_told(
    centre: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(centre / "roer")
    (centre / "stor.json").write_bytes(GOOD)
    monkeypatch.setattr(fetch, "LARGEST", 100)
    for source, reason in (
        ("mangler.json", "Filen findes ikke."),
        ("x" * 5000, "Filen findes ikke."),
        ("a\0b", "Er den stavet rigtigt?"),
        (".", "Det er ikke en fil."),
        ("roer", "Det er ikke en fil."),
        ("/dev/zero", "Det er ikke en fil."),
        ("stor.json", "Den er større end"),
        ("http://localhost/plan.json", "begynder ikke med https://"),
        ("FTP://localhost/plan.json", "begynder ikke med https://"),
        ("file:///etc/passwd", "begynder ikke med https://"),
        ("https://[::1/plan.json", "Er den stavet rigtigt?"),
        ("https:///plan.json", "Er den stavet rigtigt?"),
    ):
        write_conf(centre, source)
        assert reason in refused(centre, capsys), source


def test_a_project_that_cannot_be_fetched_for_is_told(
    centre: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(centre)
    (centre / LOCK).write_text("{")
    assert fetch.main([str(centre)]) == 1
    assert "plans.lock.json kan ikke læses. Ret den" in capsys.readouterr().err
    assert (centre / LOCK).read_text() == "{"
    (centre / LOCK).write_bytes(before[LOCK] or b"")
    assert fetch.main([str(centre), "en", "to", "--language", "da"]) == 1
    assert "Kommandoen kan ikke læses." in capsys.readouterr().err
    (centre / "conf.py").write_text('needs_from_toml = "model.toml"')
    (centre / "model.toml").write_text("a = = 1")
    assert fetch.main([str(centre), "--language", "da"]) == 1
    assert "model.toml kan ikke læses. En bygning siger" in capsys.readouterr().err
    (centre / "model.toml").unlink()
    (centre / "conf.py").write_text("a = (")
    assert fetch.main([str(centre), "--language", "da"]) == 1
    assert "kan ikke læses. En bygning siger" in capsys.readouterr().err
    (centre / "conf.py").unlink()
    assert fetch.main([str(centre), "--language", "da"]) == 1
    assert "Der er ingen conf.py i" in capsys.readouterr().err
    assert state(centre) == before


# Answers of a server.


def answer(code: int, raw: bytes = GOOD, head: str = "", more: int = 0) -> bytes:
    size = f"Content-Length: {len(raw) + more}"
    return f"HTTP/1.1 {code} x\r\n{size}\r\n{head}\r\n".encode() + raw


ANSWERS = {
    "/plan": answer(200),
    "/plan/med%20mellemrum/%C3%A6": answer(200),
    "/short": answer(200, more=9),
    "/chunk": b"HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{  \r\nej tal\r\n",
    "/rubbish": b"hvad er dette\r\n\r\n",
    "/nothing": b"",
    "/circle": answer(302, head="Location: /circle\r\n"),
    "/away": answer(302, head="Location: /plan\r\n"),
    "/http": answer(302, head="Location: http://localhost/plan\r\n"),
    "/ftp": answer(302, head="Location: ftp://localhost/plan\r\n"),
    "/file": answer(302, head="Location: file:///etc/passwd\r\n"),
    **{f"/{code}": answer(code) for code in (401, 403, 404, 500, 503)},
}


class Answering(StreamRequestHandler):
    """Answers as ``ANSWERS`` says; ``/drip`` a byte at a time."""

    def handle(self) -> None:
        """Answer once."""
        path = self.rfile.readline().decode().split(" ")[1]
        while self.rfile.readline().strip():
            pass
        if path != "/drip":
            self.wfile.write(ANSWERS[path])
            return
        for byte in answer(200):
            self.wfile.write(bytes([byte]))
            time.sleep(0.1)


class Server(ThreadingTCPServer):
    """Says nothing of those who hang up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep silent."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Yield the address of an https server, and the file of its certificate."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    folder = tmp_path_factory.mktemp("server")
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout k -out c"
    more = ["-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", *words.split(), *more]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "c", folder / "k")
    web = Server(("localhost", 0), Answering)
    web.socket = context.wrap_socket(
        web.socket, server_side=True, do_handshake_on_connect=False
    )
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield f"https://localhost:{web.server_address[1]}", str(folder / "c")
    web.shutdown()
    web.server_close()


@pytest.fixture
def trusted(
    centre: Path, server: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, str]:
    """Return the project and the address of a server that it trusts."""
    address, certificate = server
    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    monkeypatch.setattr(fetch, "SECONDS", 1.0)
    return centre, address


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("short", "Den brød af halvvejs."),
        ("chunk", "Den brød af halvvejs."),
        ("drip", "Den kom ikke inden for 1 sekunder."),
        ("rubbish", "Adressen kan ikke læses, eller svaret kan ikke."),
        ("nothing", "Der er ingen forbindelse."),
        ("circle", "eller rundt i ring."),
        ("http", "Adressen fører videre til en, der ikke er https"),
        ("ftp", "Adressen fører videre til en, der ikke er https"),
        ("file", "Adressen fører videre til en, der ikke er https"),
        ("401", "Der skal man logge ind (401)."),
        ("403", "Der skal man logge ind (403)."),
        ("404", "Der er intet på adressen (404)."),
        ("500", "Webstedet svarer med en fejl (500)."),
        ("503", "Webstedet svarer med en fejl (503)."),
    ],
)
def test_an_answer_that_is_no_plan_is_told(
    trusted: tuple[Path, str], path: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    centre, address = trusted
    write_conf(centre, f"{address}/{path}")
    assert reason in refused(centre, capsys)


def test_an_https_site_is_fetched_from(trusted: tuple[Path, str]) -> None:
    centre, address = trusted
    for path in ("plan", "plan/med mellemrum/æ ", "away"):
        write_conf(centre, f"{address}/{path}")
        assert fetch.main([str(centre)]) == 0
        assert state(centre)[COPY] == GOOD


def test_a_site_that_is_not_trusted_or_not_there_is_told(
    centre: Path, server: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    write_conf(centre, f"{server[0]}/plan")
    assert "certifikat er ikke gyldigt" in refused(centre, capsys)
    write_conf(centre, "https://localhost:1/plan")
    assert "Der er ingen forbindelse." in refused(centre, capsys)
