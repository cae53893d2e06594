"""What this case adds."""

extensions = ["myst_parser", "needs_coverage", "needs_cards", "needs_overview"]
