project = "Sources"
language = "en"
extensions = ["needs_cards", "needs_sources"]

needs_id_regex = "^[A-Z]_[A-Z0-9]+$"
needs_types = [
    {"directive": "source", "title": "Source", "prefix": "D_"},
    {"directive": "req", "title": "Requirement", "prefix": "R_"},
]
needs_fields = {
    name: {"description": name, "nullable": True, "schema": {"type": "string"}}
    for name in ("file", "checksum", "quote", "place", "first", "second")
}
needs_sources = {
    "type": "source",
    "wordings": {"first": "D_A", "second": "D_B"},
    "lock": "sources.lock.json",
}
needs_sources_folder = "texts"
