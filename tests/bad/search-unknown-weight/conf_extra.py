"""What this case adds."""

needs_search_weights = {"mål": 2.0}
