"""What this case adds."""

extensions = ["myst_parser", "needs_plan"]
