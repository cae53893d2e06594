"""What this case adds."""

needs_coverage_cells = 0
