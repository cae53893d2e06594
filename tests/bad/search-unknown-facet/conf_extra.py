"""What this case adds."""

needs_search_facets = ["type", "afdeling"]
