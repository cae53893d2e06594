"""What a project says of its sources: which type, which fields, which files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


class SettingsError(ValueError):
    """``needs_sources`` cannot be used; the text names the key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The value of ``needs_sources``, read. Empty names: the feature is not used."""

    type: str = ""
    """The need type of a source."""
    file: str = "file"
    """The field of a source with the name of its file."""
    checksum: str = "checksum"
    """The field of a source with the SHA-256 of that file."""
    quote: str = "quote"
    """The field of any need with the words of a source."""
    place: str = "place"
    """The field beside it: the file's name and the lines."""
    lock: str = ""
    """The lock file, beside ``conf.py``."""
    wordings: tuple[tuple[str, str], ...] = ()
    """Fields with the wording of one version each, and the id of the source they quote."""
    compare_with: str = ""
    """The field of the version that the others are compared with; the first otherwise."""
    words: str = "words"
    """The field with the words an actor or a group is named by, with commas between."""

    @classmethod
    def read(cls, declared: object) -> Settings:
        """Read the value of the configuration. Raises ``SettingsError``.

        >>> Settings.read({"type": "source", "wordings": {"old": "S_1"}}).wordings
        (('old', 'S_1'),)
        """
        if not isinstance(declared, Mapping):
            option = "needs_sources"
            raise SettingsError(option)
        known = {field.name for field in fields(cls)}
        for key, value in declared.items():
            good = Mapping if key == "wordings" else str
            if key not in known or not isinstance(value, good):
                raise SettingsError(str(key))
        wordings = declared.get("wordings", {})
        pairs = tuple((str(name), str(source)) for name, source in wordings.items())
        return cls(**{**declared, "wordings": pairs})
