"""What this case adds."""

extensions = ["myst_parser", "needs_coverage", "needs_cards", "public_site"]
public_site_statement = "javascript:alert(1)"
