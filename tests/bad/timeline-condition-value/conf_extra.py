"""What this case adds."""

extensions = [*extensions, "needs_sources"]  # noqa: F821
