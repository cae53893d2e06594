"""Shared by every case: the model of the knowledge base, and our extensions."""

project = "Fejl"
language = "da"
extensions = ["myst_parser", "needs_coverage", "needs_cards", "needs_search"]
myst_enable_extensions = ["colon_fence"]
needs_from_toml = "ubproject.toml"
exclude_patterns = ["expected.txt"]
