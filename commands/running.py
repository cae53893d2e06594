"""How programs of the project are run, and its libraries fetched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
_PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
_SITE, _DEV = VENV / ".site", VENV / ".dev"
"""Files whose date is when the libraries of a lock were installed."""


class Stop(Exception):  # noqa: N818 (no fault of the program)
    """A command goes no further; the text says why and what to do."""


def use(said: Mapping[str, str]) -> None:
    """Give programs what was said, and have them read and write names with æøå."""
    os.environ.update(said)
    os.environ["PYTHONUTF8"] = "1"
    if os.name != "nt":
        os.environ["LC_ALL"] = "C.UTF-8"
    # The texts of the sources are not in the project; they may lie beside it.
    beside = ROOT.parent / "shared" / "kilder"
    sources = said.get("KILDER") or (str(beside) if beside.is_dir() else "")
    os.environ["KILDER"] = sources and os.path.join(ROOT, sources)  # noqa: PTH118 (as said)


def run(program: str, *arguments: str) -> int:
    """Run a program of the libraries in the folder of the project; return its code."""
    sys.stdout.flush()
    try:
        return subprocess.run(
            [str(_PROGRAMS / program), *arguments], cwd=ROOT, check=False
        ).returncode
    except OSError as error:
        fault = f"{program}: Programmet kan ikke køres: {error.strerror}."
        remedy = "Slet mappen .venv, og prøv igen."
        raise Stop(f"{fault} {remedy}") from error


def python(*arguments: str) -> int:
    """Run a Python program of the project."""
    return run("python", *arguments)


def prepare(*, tests: bool = False) -> None:
    """Fetch the libraries that are not there: the second time, nothing happens."""
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever starts it may have another)
        raise Stop("Vidensbasen kræver Python 3.11 eller nyere.")
    _check_folder()
    if (
        not _PROGRAMS.is_dir()
        and subprocess.run(
            [sys.executable, "-m", "venv", str(VENV)], check=False
        ).returncode
    ):
        raise Stop(
            "Python mangler modulet venv. På Debian og Ubuntu: apt install python3-venv"
        )
    if _is_older(_SITE, ("requirements.txt", "pyproject.toml")):
        print("Henter biblioteker (det sker kun første gang) ...", flush=True)
        _install_locked("requirements.txt")
        _install("--no-deps", "--no-build-isolation", "-e", ".")
        _SITE.touch()
    if tests and _is_older(_DEV, ("requirements-dev.txt",)):
        print("Henter biblioteker til prøver (det sker kun første gang) ...", flush=True)
        _install_locked("requirements-dev.txt")
        _DEV.touch()


def _check_folder() -> None:
    """Raise ``Stop`` where the folder of the project may not be written."""
    try:
        (ROOT / "_build").mkdir(exist_ok=True)
        with TemporaryFile(dir=ROOT / "_build"), TemporaryFile(dir=ROOT):
            pass
    except OSError as error:
        raise Stop(
            f"{ROOT}: Der kan ikke skrives i mappen, eller disken er fuld. Kopier den til"
            " et sted, hvor du må skrive, og prøv igen der."
        ) from error


def _is_older(mark: Path, files: Iterable[str]) -> bool:
    newest = max((ROOT / name).stat().st_mtime for name in files)
    return not mark.is_file() or mark.stat().st_mtime < newest


def _install_locked(file: str) -> None:
    """Install the libraries of a lock."""
    text = (ROOT / file).read_text("utf-8")
    count = len(re.findall(r"^[\w.-]+==", text, re.MULTILINE))
    _install("--require-hashes", "-r", file, count=count)


def _install(*arguments: str, count: int = 0) -> None:
    """Have pip install; tell how far it is of ``count`` libraries, and no words of it."""
    quiet = ("--disable-pip-version-check", "--no-color", "--progress-bar", "off")
    program = [str(_PROGRAMS / "python"), "-m", "pip", "install", *quiet, *arguments]
    errors: list[str] = []
    with subprocess.Popen(
        program,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        done = 0
        for line in pip.stdout or ():
            if line.startswith("ERROR:"):
                errors.append(line.strip())
            if count and line.startswith("Collecting "):
                done += 1
                _tell_progress(f"  {min(done, count)} af {count}")
            if count and line.startswith("Installing "):
                _tell_progress("  Pakker ud ...")
    if count:
        _tell_progress("", end="\n")
    if pip.returncode:
        raise Stop(
            "Bibliotekerne kan ikke hentes. Er maskinen på nettet, og må den hente fra"
            " Pythons bibliotek? Prøv igen, når den er og må."
            + "".join(f"\n  pip: {error}" for error in errors[-1:])
        )


def _tell_progress(text: str, end: str = "") -> None:
    """Write over the last line of a terminal; nothing where the text is kept."""
    if sys.stdout.isatty():
        print(f"\r{text:30}", end=end, flush=True)
