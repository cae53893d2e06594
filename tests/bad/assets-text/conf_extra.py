"""What this case adds."""

extensions = ["myst_parser", "needs_coverage", "needs_cards", "public_site"]
public_site_assets = {"*tabs.js": 3, "*jquery.js": []}
