"""A built site becomes a folder that a server, a share or a code host takes as it is."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import urlopen
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from public_site.publish.__main__ import main
from public_site.publish.publication import HEADERS, Publication, write_publication
from tests.conftest import Project
from tests.public_site.conftest import CONF

if TYPE_CHECKING:
    from collections.abc import Iterator

CONF_AT = """
public_site_no_inline = True
html_baseurl = "https://kommune.example/plan/"
"""
ROOT = "/plan/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a built site."""
    work = tmp_path_factory.mktemp("site")
    source = work / "source"
    source.mkdir()
    made = Project(source, source, work)
    made.write("conf.py", CONF + CONF_AT)
    made.write("index.md", "# Start\n\n:::{toctree}\nen\ndyb/to\n:::\n")
    made.write("en.md", "# Side en\n\nTekst.\n")
    (source / "dyb").mkdir()
    made.write("dyb/to.md", "# Side to\n\nTekst.\n")
    return made.build().out


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the site that a test may change."""
    copy = tmp_path / "html"
    for path in (x for x in built.rglob("*") if x.is_file()):
        place = copy / path.relative_to(built)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    return copy


def publish(site: Path, *more: str) -> Path:
    """Publish a site beside it; return the folder that is put on a server."""
    words = [str(site), str(site.parent / "ud"), "--language", "da", "--name", "plan"]
    assert main([*words, *more]) == 0
    return site.parent / "ud" / "site"


def headers_of_static_host(text: str) -> dict[str, str]:
    """Read ``_headers`` as a static host does."""
    _path, *lines = text.splitlines()
    return dict(line.strip().split(": ", 1) for line in lines)


class Server(SimpleHTTPRequestHandler):
    """A static host: sends the headers of ``_headers`` and the page ``404.html``."""

    def translate_path(self, path: str) -> str:
        """Put the site in a folder of the server."""
        inside = path.removeprefix(ROOT) if path.startswith(ROOT) else "none"
        return super().translate_path(f"/{inside}")

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """Show the page of the site where there is none."""
        del message, explain
        with open(f"{self.directory}/404.html", "rb") as page:  # noqa: PTH123 (a str)
            data = page.read()
        self.send_response(code)
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        """Send the headers of the publication."""
        with open(f"{self.directory}/_headers", encoding="utf-8") as file:  # noqa: PTH123
            for name, value in headers_of_static_host(file.read()).items():
                self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a publication; return the address of its front page."""
    handler = partial(Server, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{ROOT}"
        server.shutdown()


def test_what_is_published_is_what_is_to_be_seen(site: Path) -> None:
    (site / ".doctrees").mkdir()
    for name in (".buildinfo", ".doctrees/en.doctree", "last_build.pickle"):
        (site / name).touch()
    (site / "_sources").mkdir(exist_ok=True)
    (site / "_sources" / "hemmelig.md.txt").touch()
    folder = publish(site)
    names = {x.relative_to(folder).as_posix() for x in folder.rglob("*") if x.is_file()}
    assert {x for x in names if x.startswith(".") or "/." in x} == {
        ".htaccess",
        ".nojekyll",
    }
    assert not [x for x in names if x.endswith((".pickle", ".doctree"))]
    # The theme of this site links to its sources: these are to be seen.
    assert "_sources/en.md.txt" in names
    assert {"404.html", "sitemap.xml", "robots.txt", "web.config", "_headers"} <= names


def test_the_sources_of_pages_are_left_out_where_no_page_links_to_them(site: Path) -> None:
    for page in site.rglob("*.html"):
        page.write_text(page.read_text("utf-8").replace("_sources/", "x/"), "utf-8")
    assert not (publish(site) / "_sources").exists()


def test_every_file_a_page_refers_to_is_there_under_the_headers_of_the_site(
    site: Path,
) -> None:
    with served(publish(site)) as start:
        for place in ("", "dyb/to.html", "dyb/findes-ikke.html", "slet/ikke/her/"):
            try:
                answer, code = urlopen(start + place, timeout=60), 200  # noqa: S310 (our own server)
            except HTTPError as error:
                answer, code = error, error.code
            assert code == (404 if "ikke" in place else 200)
            assert {x: answer.headers[x] for x in HEADERS} == HEADERS
            page = BeautifulSoup(answer.read(), "html.parser")
            assert not page.select("[style], style, script:not([src])")
            refers = [x.get("href") or x.get("src") for x in page.select("link, script, a")]
            for to in {str(x).partition("#")[0] for x in refers if x} - {""}:
                whole = urljoin(start + place, to)
                if whole.startswith(start):
                    assert urlopen(whole, timeout=60).status == 200, (place, to)  # noqa: S310
                else:
                    assert not to.startswith((".", "/")), (place, to)


def test_servers_are_told_the_same(site: Path) -> None:
    folder = publish(site)
    assert headers_of_static_host((folder / "_headers").read_text("utf-8")) == HEADERS

    iis = ET.parse(folder / "web.config").getroot()  # noqa: S314 (ours)
    added = iis.findall(".//customHeaders/add")
    assert {x.attrib["name"]: x.attrib["value"] for x in added} == HEADERS
    error = iis.find(".//httpErrors/error")
    assert error is not None
    assert (error.attrib["statusCode"], error.attrib["path"]) == ("404", "404.html")
    suffixes = {x.suffix for x in folder.rglob("*") if x.is_file() and x.suffix}
    kinds = {x.attrib["fileExtension"] for x in iis.findall(".//staticContent/mimeMap")}
    assert suffixes - kinds <= {".config"}
    removed = [x.attrib["fileExtension"] for x in iis.findall(".//staticContent/remove")]
    assert set(removed) == kinds

    apache = (folder / ".htaccess").read_text("utf-8")
    assert (
        dict(re.findall(r'^Header always set (\S+) "(.*)"$', apache, re.MULTILINE))
        == HEADERS
    )
    assert "ErrorDocument 404 /plan/404.html\n" in apache
    nginx = (folder.parent / "nginx.conf").read_text("utf-8")
    assert (
        dict(re.findall(r'^add_header (\S+) "(.*)" always;$', nginx, re.MULTILINE))
        == HEADERS
    )
    assert "error_page 404 /plan/404.html;\n" in nginx


def test_search_engines_are_told_the_pages_with_content(site: Path) -> None:
    folder = publish(site)
    entries = ET.parse(folder / "sitemap.xml").getroot()  # noqa: S314 (ours)
    base = "https://kommune.example/plan/"
    found = [x.text for x in entries.iter() if x.tag.endswith("loc")]
    assert found == [f"{base}dyb/to.html", f"{base}en.html", base]
    assert f"Sitemap: {base}sitemap.xml" in (folder / "robots.txt").read_text("utf-8")
    assert 'rel="canonical"' in (folder / "en.html").read_text("utf-8")
    assert 'rel="canonical"' not in (folder / "404.html").read_text("utf-8")


def test_a_site_without_an_address_has_no_sitemap_and_says_so(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for page in site.rglob("*.html"):
        text = re.sub(r'<link rel="canonical"[^>]*>', "", page.read_text("utf-8"))
        page.write_text(text, "utf-8")
    folder = publish(site)
    assert not (folder / "sitemap.xml").exists()
    link = '<a href="/index.html">Gå til forsiden</a>'
    assert link in (folder / "404.html").read_text("utf-8")
    assert "html_baseurl er ikke sat" in capsys.readouterr().out


def test_it_says_what_changed_since_the_last_time(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = publish(site)
    assert "Der er ikke udgivet noget her før." in capsys.readouterr().out
    before = {x.name: x.read_bytes() for x in folder.parent.rglob("*") if x.is_file()}
    publish(site)
    assert "Intet er ændret siden sidst." in capsys.readouterr().out
    assert before == {
        x.name: x.read_bytes() for x in folder.parent.rglob("*") if x.is_file()
    }

    page = site / "en.html"
    page.write_text(page.read_text("utf-8").replace("Tekst.", "Anden tekst."), "utf-8")
    (site / "ny.html").write_bytes(page.read_bytes())
    (site / "dyb" / "to.html").unlink()
    front = site / "index.html"
    front.write_text(front.read_text("utf-8").replace("?v=", "?w="), "utf-8")
    (site / "plan.csv").touch()
    publish(site)
    said = capsys.readouterr().out
    for line in ("ny: ny.html", "ændret: en.html", "væk: dyb/to.html"):
        assert f"  {line}\n" in said
    assert "ændret: index.html" not in said
    assert "sider, der siger det samme og er tegnet igen: 1\n" in said
    assert not (folder / "dyb").exists()


def test_the_archive_is_the_site_without_what_servers_read(site: Path) -> None:
    folder = publish(site)
    with ZipFile(folder.parent / "plan.zip") as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert packed.read("plan/en.html") == (folder / "en.html").read_bytes()
    assert {x.partition("/")[0] for x in names} == {"plan"}
    servers = ("web.config", ".htaccess", "_headers", "robots.txt", "sitemap.xml")
    assert not [x for x in names if x.endswith(servers)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<script>alert(1)</script>", "rummer et script eller en stil"),
        ('<p onclick="x()">', "rummer et script eller en stil"),
        ("{project}/docs/en.md", "rummer stien til en mappe på denne maskine"),
    ],
)
def test_a_site_that_is_not_to_be_published_leaves_the_last_one(
    site: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    folder = publish(site)
    page = site / "en.html"
    wrong = text.format(project=site.parent)
    page.write_text(page.read_text("utf-8").replace("Tekst.", wrong), "utf-8")
    words = [str(site), str(folder.parent), "--language", "da"]
    assert main([*words, "--project", str(site.parent)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("en.html: ")
    assert told in said
    assert "Tekst." in (folder / "en.html").read_text("utf-8")


def test_what_is_no_site_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), str(tmp_path / "ud"), "--language", "da"]) == 1
    assert "Der er ikke noget websted. Byg det først." in capsys.readouterr().err
    assert not (tmp_path / "ud").exists()


def drawn(**options: object) -> bytes:
    """Return a picture that is packed badly, and says where it was taken."""
    picture = Image.linear_gradient("L").convert("RGBA")
    said = PngInfo()
    said.add_text("Place", "Somewhere")
    made = BytesIO()
    picture.save(made, "PNG", compress_level=0, pnginfo=said, **options)
    return made.getvalue()


def test_pictures_are_smaller_and_look_the_same(site: Path) -> None:
    moving = drawn(save_all=True, append_images=[Image.new("RGBA", (256, 256), "red")])
    photograph = BytesIO()
    Image.linear_gradient("L").save(photograph, "JPEG", quality=100)
    files = {
        "plain.png": drawn(dpi=(144, 144)),
        "moving.png": moving,
        "broken.png": b"\x89PNG\r\n\x1a\n",
        "photograph.jpg": photograph.getvalue(),
        "theme.css.map": b"{}",
    }
    for name, data in files.items():
        (site / "_static" / name).write_bytes(data)
    published = publish(site) / "_static"
    assert not (published / "theme.css.map").exists()
    for name in ("moving.png", "broken.png", "photograph.jpg"):
        assert (published / name).read_bytes() == files[name]
    data = (published / "plain.png").read_bytes()
    assert len(data) < len(files["plain.png"]) / 20
    assert b"Somewhere" not in data
    with Image.open(BytesIO(data)) as now, Image.open(BytesIO(files["plain.png"])) as was:
        assert (now.mode, now.tobytes()) == (was.mode, was.tobytes())
        assert now.info["dpi"] == was.info["dpi"]


def test_a_publication_that_cannot_be_moved_leaves_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    write_publication(Publication({"index.html": b"first"}, {}, ""), folder)
    rename = Path.rename

    def held(path: Path, target: Path) -> Path:
        if path.name == "out.new":
            raise PermissionError(13, "held open", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", held)
    second = Publication({"index.html": b"second"}, {}, "")
    with pytest.raises(PermissionError):
        write_publication(second, folder)
    assert (folder / "site" / "index.html").read_bytes() == b"first"
    monkeypatch.undo()
    write_publication(second, folder)
    assert (folder / "site" / "index.html").read_bytes() == b"second"
    assert [x.name for x in tmp_path.iterdir()] == ["out"]
