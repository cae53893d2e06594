"""The plan as a table, and the pages of its owners."""
