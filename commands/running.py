"""How programs of the project are run, and its libraries fetched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
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
        _install("--require-hashes", "-r", "requirements.txt")
        _install("--no-deps", "--no-build-isolation", "-e", ".")
        _SITE.touch()
    if tests and _is_older(_DEV, ("requirements-dev.txt",)):
        print("Henter biblioteker til prøver (det sker kun første gang) ...", flush=True)
        _install("--require-hashes", "-r", "requirements-dev.txt")
        _DEV.touch()


def _is_older(mark: Path, files: Iterable[str]) -> bool:
    newest = max((ROOT / name).stat().st_mtime for name in files)
    return not mark.is_file() or mark.stat().st_mtime < newest


def _install(*arguments: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    if python("-m", "pip", "install", *quiet, *arguments):
        raise Stop(
            "Bibliotekerne kan ikke hentes. Er maskinen på nettet, og må den hente fra"
            " Pythons bibliotek? Prøv igen, når den er og må."
        )
