"""A matrix of two cells is a large one."""

needs_coverage_cells = 1
