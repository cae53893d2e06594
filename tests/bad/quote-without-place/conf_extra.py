"""What this case adds."""

extensions = [*extensions, "needs_sources"]  # noqa: F821
needs_sources = {
    "type": "kilde",
    "file": "fil",
    "checksum": "kontrolsum",
    "quote": "citat",
    "place": "citat_sted",
}
