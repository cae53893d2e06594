"""The published folder under nginx and Apache, as it tells them; and what IIS reads."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from public_site.publish.publication import HEADERS, kinds
from tests.public_site.test_publish import ROOT, built, publish, site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Answer = tuple[int, Mapping[str, str], bytes]

__all__ = ["built", "site"]

NGINX = """
daemon off;
{user}
pid {work}/nginx.pid;
error_log {work}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {work}/body;
  proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi;
  scgi_temp_path {work}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {work}/www;
    include {work}/nginx.conf;
  }}
}}
"""
APACHE = """
ServerName kommune.example
ServerRoot {work}
PidFile {work}/apache.pid
Mutex file:{work}
ErrorLog {work}/error.log
Listen 127.0.0.1:{port}
{user}
{modules}
TypesConfig /dev/null
DocumentRoot {work}/www
DirectoryIndex index.html
<Directory {work}/www>
  AllowOverride FileInfo
  Require all granted
</Directory>
<Files ".ht*">
  Require all denied
</Files>
"""
MODULES = Path("/usr/lib/apache2/modules")
NEEDED = ("mpm_event", "authz_core", "mime", "dir", "headers")
IIS = {
    "system.webServer": {
        *("defaultDocument", "directoryBrowse", "staticContent"),
        *("httpProtocol", "httpErrors"),
    },
    "defaultDocument": {"files"},
    "files": {"clear", "add"},
    "directoryBrowse": set(),
    "staticContent": {"remove", "mimeMap"},
    "httpProtocol": {"customHeaders"},
    "customHeaders": {"remove", "add"},
    "httpErrors": {"remove", "error"},
    "remove": set(),
    "add": set(),
    "clear": set(),
    "mimeMap": set(),
    "error": set(),
}
"""Sections of ``system.webServer`` to what IIS takes in them (its schema, in short)."""


@contextmanager
def running(folder: Path, server: str) -> Iterator[int]:
    """Serve a publication below ``/plan/``; yield the port."""
    program = shutil.which(server)
    if program is None or (server == "apache2" and not MODULES.is_dir()):
        pytest.skip(f"{server} is not installed")
    # Servers run as a user of their own, who reads no folder of ours.
    work = Path(tempfile.mkdtemp(prefix="served-"))
    work.chmod(0o755)
    (work / "www").mkdir()
    shutil.copytree(folder, work / "www" / ROOT.strip("/"))
    shutil.copy(folder.parent / "nginx.conf", work / "nginx.conf")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = shutil.which("id") and subprocess.check_output(["id", "-u"]) == b"0\n"  # noqa: S607
    values = {
        "work": work,
        "port": port,
        "modules": "\n".join(f"LoadModule {x}_module {MODULES}/mod_{x}.so" for x in NEEDED),
    }
    if server == "nginx":
        values["user"] = "user root;" if root else ""
        text, words = NGINX, ["-c"]
    else:
        values["user"] = "User www-data\nGroup www-data" if root else ""
        text, words = APACHE, ["-D", "FOREGROUND", "-f"]
    file = work / "server.conf"
    file.write_text(text.format(**values), "utf-8")
    process = subprocess.Popen([program, *words, str(file)])
    try:
        for _ in range(100):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(work)


def asked(port: int, path: str, **headers: str) -> Answer:
    """Return code, headers and body of what a server answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


@pytest.mark.parametrize("server", ["nginx", "apache2"])
def test_a_server_does_what_the_folder_tells_it(site: Path, server: str) -> None:
    for name in ("ark.xlsx", "ark.docx", "frister.ics", "tal.csv", "skrift.woff2"):
        (site / name).write_bytes(b"PK")
    folder = publish(site)
    files = [x for x in folder.rglob("*") if x.is_file() and not x.name.startswith(".")]
    types = kinds(x.name for x in files if x.name != "web.config")
    with running(folder, server) as port:
        for file in files:
            path = f"{ROOT}{file.relative_to(folder).as_posix()}"
            code, headers, body = asked(port, path)
            assert (code, body) == (200, file.read_bytes()), path
            assert {x: headers[x] for x in HEADERS} == HEADERS, path
            if kind := types.get(file.suffix):
                assert headers["Content-Type"] == kind, path
        code, headers, body = asked(port, ROOT)
        assert (code, body) == (200, (folder / "index.html").read_bytes())
        # A browser that asks again is told that nothing has changed, and gets nothing.
        code, headers, body = asked(port, ROOT, If_None_Match=headers["ETag"])
        assert (code, body) == (304, b"")
        for name in ("findes-ikke.html", "dyb/findes-ikke.html", "slet/ikke/her/"):
            code, headers, body = asked(port, f"{ROOT}{name}")
            assert (code, body) == (404, (folder / "404.html").read_bytes())
            assert {x: headers[x] for x in HEADERS} == HEADERS
            assert headers["Content-Type"] == "text/html; charset=utf-8"
        # No folder is listed.
        code, _headers, body = asked(port, f"{ROOT}dyb/")
        assert code in {403, 404}
        assert b"to.html" not in body


def test_iis_knows_every_section_of_its_file(site: Path) -> None:
    root = ET.parse(publish(site) / "web.config").getroot()  # noqa: S314 (ours)
    assert (root.tag, [x.tag for x in root]) == ("configuration", ["system.webServer"])
    for element in root.iter():
        if element.tag in IIS:
            assert {x.tag for x in element} <= IIS[element.tag]
            assert len({*element.attrib}) == len(element.attrib)
        else:
            assert element is root
    for name, key in (("customHeaders", "name"), ("staticContent", "fileExtension")):
        for section in root.iter(name):
            added = [x.attrib[key] for x in section if x.tag != "remove"]
            # IIS answers every request with an error where a key is there twice.
            assert len(added) == len(set(added))
            # What the server has already is taken away before it is added.
            gone = [x.attrib[key] for x in section if x.tag == "remove"]
            assert set(added) <= set(gone)
